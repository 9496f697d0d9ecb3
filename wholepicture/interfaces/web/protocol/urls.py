"""Address of the protocol."""

from django.urls import path

from wholepicture.interfaces.web.protocol import views

app_name = "protocol"
urlpatterns = [path("protocol", views.page, name="page")]
