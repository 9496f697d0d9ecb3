"""Address of the page What is stuck."""

from django.urls import path

from wholepicture.interfaces.web.stuck import views

app_name = "stuck"
urlpatterns = [path("stuck", views.page, name="page")]
