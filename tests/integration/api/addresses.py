"""TEMPORARY: only the interface, until every page is there."""

from django.urls import path

from wholepicture.interfaces.api.api import api

urlpatterns = [path("api/v1/", api.urls)]
