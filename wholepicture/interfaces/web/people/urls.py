"""Address of the search for people; what was typed is never in it."""

from django.urls import path

from wholepicture.interfaces.web.people import views

app_name = "people"
urlpatterns = [path("people", views.page, name="page")]
