"""Addresses of families; never a name in them."""

from django.urls import path

from wholepicture.interfaces.web.families import views
from wholepicture.interfaces.web.families.as_known import views as as_known
from wholepicture.interfaces.web.families.timeline import views as timeline

app_name = "families"
urlpatterns = [
    path("families/<uuid:family>", views.page, name="page"),
    path("families/<uuid:family>/timeline", timeline.timeline, name="timeline"),
    path("families/<uuid:family>/as-known", as_known.as_known, name="as_known"),
    path("families/<uuid:family>/knowledge", views.knowledge, name="knowledge"),
    path("families/<uuid:family>/findings/<uuid:finding>", views.answer, name="answer"),
]
