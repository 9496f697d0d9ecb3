"""Agencies, functions and cover; a manager says who is away, and cover is told from then on."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.agencies import forms
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.lib.dates import london_day
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies import actions, queries


@require_safe
@signed_in(Permission.SEE_AGENCIES)
def page(request: HttpRequest) -> HttpResponse:
    """Show every agency with its functions and who answers today."""
    asked = cast(Request, request)
    context = frame.of(request) | {
        "title": "Agencies and cover",
        "directory": queries.directory(london_day(asked.now)),
        "own_agency": asked.actor.agency if Permission.MANAGE_COVER.value in asked.actor.permissions else None,
        "success": "Cover is told from now on." if "done" in request.GET else None,
    }
    return render(request, "agencies/page.jinja", context)


@require_http_methods(["GET", "POST"])
@signed_in(Permission.MANAGE_COVER)
def absence(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Say that somebody of one's own agency is away."""
    asked = cast(Request, request)
    found = queries.worker_of_agency(worker, asked.actor.agency)
    if found is None:
        raise Http404("No such worker in your agency.")
    form = forms.Absence(request.POST) if request.method == "POST" else forms.Absence()
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        actions.record_absence(
            worker=found,
            from_date=told["first"],
            until_date=told["until"],
            reason=told["reason"],
            by=asked.actor,
            now=asked.now,
        )
        return redirect("/agencies?done")
    context = frame.of(request) | {
        "title": "Record an absence",
        "form": form,
        "errors": govuk_forms.error_summary(form),
        "name": found.name,
        "back": {"href": "/agencies"},
    }
    return render(request, "agencies/absence.jinja", context, status=422 if form.is_bound else 200)
