"""One's own reports, and an incident exactly as told: opened by right, with a trace, without what is held back."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.incidents import as_told, in_families
from wholepicture.pathway.duties import queries as duties
from wholepicture.pathway.incidents import queries
from wholepicture.registers.access import actions as access
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit import actions as audit

SHOWN = 50


@require_safe
@signed_in(Permission.READ_OWN_REPORTS)
def reports(request: HttpRequest) -> HttpResponse:
    """What I have reported, newest first, without a name."""
    lines = queries.reported_by(by=cast(Request, request).actor, limit=SHOWN)
    return render(request, "incidents/reports.jinja", frame.of(request) | {"title": "Reports", "lines": lines})


@require_safe
@signed_in(Permission.READ_OWN_REPORTS)
def page(request: HttpRequest, incident: UUID) -> HttpResponse:
    """The incident as it was told, and for those who told it how far telling others has got."""
    asked = cast(Request, request)
    try:
        facts = queries.for_duties(incident)
    except queries.NotFound as absent:
        raise Http404(str(absent)) from absent
    persons, own = queries.persons_in(incident), facts.agency == asked.actor.agency
    seen = access.open_incident(
        incident=incident, parties=persons, by=asked.actor, why="incident as told", now=asked.now, told_by=facts.agency
    )
    audit.page_viewed(by=asked.actor, now=asked.now, page="incident as told", people=persons)
    context = frame.of(request) | {
        "title": "Incident as told",
        "page": as_told.shown(queries.as_told(incident, seen=seen), own=own),
        "families": in_families.shown(incident, seen=seen),
        "told_to": duties.told_in_words(incident) if own else [],
        "back": {"href": "/reports"},
    }
    return render(request, "incidents/incident.jinja", context)
