"""Addresses of reporting and of incidents as told; never a name in them."""

from django.urls import path

from wholepicture.interfaces.web.incidents.views import find, incident, people, report

app_name = "incidents"
urlpatterns = [
    path("report", report.start, name="start"),
    path("report/new", report.new, name="new"),
    path("report/<uuid:draft>/discard", report.discard, name="discard"),
    path("report/<uuid:draft>/save/<slug:step>", report.save, name="save"),
    path("report/<uuid:draft>/what", report.what, name="what"),
    path("report/<uuid:draft>/people", people.page, name="people"),
    path("report/<uuid:draft>/people/add", people.add, name="add"),
    path("report/<uuid:draft>/people/<slug:step>", people.person, name="person"),
    path("report/<uuid:draft>/people/<slug:step>/find", find.page, name="find"),
    path("report/<uuid:draft>/people/<slug:step>/remove", people.remove, name="remove"),
    path("report/<uuid:draft>/grades", report.grades, name="grades"),
    path("report/<uuid:draft>/check", report.check, name="check"),
    path("report/<uuid:draft>/sent", report.sent, name="sent"),
    path("reports", incident.reports, name="reports"),
    path("incidents/<uuid:incident>", incident.page, name="incident"),
]
