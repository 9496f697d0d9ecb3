"""Address of the developers' page."""

from django.urls import path

from wholepicture.interfaces.web.api_page import views

app_name = "api_page"
urlpatterns = [path("for-developers", views.page, name="page")]
