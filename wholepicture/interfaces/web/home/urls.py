"""Address of the home page."""

from django.urls import path

from wholepicture.interfaces.web.home import views

app_name = "home"
urlpatterns = [path("", views.page, name="page")]
