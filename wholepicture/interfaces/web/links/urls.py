"""Addresses of clerical review and of links made; none of them holds a word about anybody."""

from django.urls import path

from wholepicture.interfaces.web.links import views

app_name = "links"
urlpatterns = [
    path("links", views.queue, name="queue"),
    path("links/pairs/<uuid:pair>", views.pair, name="pair"),
    path("links/pairs/<uuid:pair>/undo/<uuid:review>", views.undo_review, name="undo_review"),
    path("links/made", views.made, name="made"),
    path("links/made/<uuid:link>/undo", views.undo_link, name="undo_link"),
]
