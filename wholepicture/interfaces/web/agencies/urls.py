"""Addresses of agencies and cover."""

from django.urls import path

from wholepicture.interfaces.web.agencies import views

app_name = "agencies"
urlpatterns = [
    path("agencies", views.page, name="page"),
    path("agencies/absence/<uuid:worker>", views.absence, name="absence"),
]
