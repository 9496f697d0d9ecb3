"""Addresses of families; never a name in them."""

from django.urls import path

from wholepicture.interfaces.web.families import views

app_name = "families"
urlpatterns = [
    path("families/<uuid:family>", views.page, name="page"),
    path("families/<uuid:family>/findings/<uuid:finding>", views.answer, name="answer"),
]
