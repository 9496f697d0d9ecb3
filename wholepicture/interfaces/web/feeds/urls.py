"""Addresses of the quarantine."""

from django.urls import path

from wholepicture.interfaces.web.feeds import views

app_name = "feeds"
urlpatterns = [
    path("quarantine", views.quarantine, name="quarantine"),
    path("quarantine/<uuid:group>", views.group, name="group"),
    path("quarantine/<uuid:group>/set-aside", views.set_aside, name="set_aside"),
    path("quarantine/<uuid:group>/put-back", views.put_back, name="put_back"),
]
