"""Addresses of clerical review and of links made; none of them holds a word about anybody."""

from django.urls import path

from wholepicture.interfaces.web.links import views

app_name = "links"
urlpatterns = [
    path("links", views.queue, name="queue"),
    path("links/pairs/<uuid:pair>", views.pair, name="pair"),
    path("links/pairs/<uuid:pair>/second", views.second, name="second"),
    path("links/pairs/<uuid:pair>/undo/<uuid:review>", views.undo_review, name="undo_review"),
    path("links/second", views.seconds, name="seconds"),
    path("links/agreement", views.agreement, name="agreement"),
    path("links/made", views.made, name="made"),
    path("links/exposures", views.exposures, name="exposures"),
    path("links/made/<uuid:link>/undo", views.undo_link, name="undo_link"),
]
