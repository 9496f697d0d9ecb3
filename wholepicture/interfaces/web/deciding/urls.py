"""Addresses of deciding about a family; never a name in them."""

from django.urls import path

from wholepicture.interfaces.web.deciding import views

app_name = "deciding"
urlpatterns = [
    path("triage/families/<uuid:family>", views.family, name="family"),
    path("triage/families/<uuid:family>/words", views.save, name="save"),
    path("triage/families/<uuid:family>/words/discard", views.discard, name="discard"),
    path("triage/families/<uuid:family>/decisions/<uuid:batch>/agree", views.agree, name="agree"),
    path("triage/families/<uuid:family>/unseal", views.unseal, name="unseal"),
]
