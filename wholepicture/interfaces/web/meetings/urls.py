"""Addresses of the calendar of meetings and of one day's meeting; a day is written as in 2019-12-20."""

from django.urls import path

from wholepicture.interfaces.web.meetings import views

app_name = "meetings"
urlpatterns = [
    path("triage/meetings", views.calendar, name="calendar"),
    path("triage/meetings/<str:day>", views.day, name="day"),
    path("triage/meetings/<str:day>/open", views.open_meeting, name="open"),
    path("triage/meetings/<str:day>/close", views.close_meeting, name="close"),
    path("triage/meetings/<str:day>/attendance", views.attendance, name="attendance"),
    path("triage/meetings/<str:day>/chair", views.plan, name="plan"),
    path("triage/meetings/<str:day>/cancel", views.cancel, name="cancel"),
]
