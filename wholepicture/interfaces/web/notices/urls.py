"""Addresses of my work and of the release queue; none of them holds a word about anybody."""

from django.urls import path

from wholepicture.interfaces.web.notices import views

app_name = "notices"
urlpatterns = [
    path("work", views.inbox, name="inbox"),
    path("work/<uuid:item>", views.item, name="item"),
    path("work/<uuid:item>/decline/<uuid:notice>", views.decline, name="decline"),
    path("work/<uuid:item>/team/<uuid:notice>", views.name_team, name="name_team"),
    path("release", views.release_queue, name="release_queue"),
    path("release/<uuid:notice>", views.held, name="held"),
]
