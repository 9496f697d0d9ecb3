"""Address of the daily list; never a name in it."""

from django.urls import path

from wholepicture.interfaces.web.triage import views

app_name = "triage"
urlpatterns = [path("triage", views.daily, name="list")]
