"""Addresses of the kept replays."""

from django.urls import path

from wholepicture.interfaces.web.learning import views

app_name = "learning"
urlpatterns = [
    path("learning", views.page, name="page"),
    path("learning/<uuid:replay>", views.replay, name="replay"),
]
