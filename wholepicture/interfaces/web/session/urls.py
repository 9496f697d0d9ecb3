"""Addresses of signing in and out."""

from django.urls import path

from wholepicture.interfaces.web.session import views

app_name = "session"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("hidden", views.hidden, name="hidden"),
]
