"""Address of the form of one team about one family; it holds no word about anybody."""

from django.urls import path

from wholepicture.interfaces.web.contributions import views

app_name = "contributions"
urlpatterns = [path("contributions/<uuid:family>/<uuid:team>", views.form, name="form")]
