"""Addresses of suspensions and withdrawals; none of them holds a word about anybody."""

from django.urls import path

from wholepicture.interfaces.web.suspensions import views

app_name = "suspensions"
urlpatterns = [
    path("triage/suspensions", views.acts, name="acts"),
    path("triage/suspensions/propose", views.propose, name="propose"),
    path("triage/suspensions/<uuid:act>", views.act, name="act"),
    path("triage/suspensions/<uuid:act>/sign", views.sign, name="sign"),
    path("triage/suspensions/<uuid:act>/ratify", views.ratify, name="ratify"),
    path("triage/suspensions/<uuid:act>/take-back", views.take_back, name="take_back"),
]
