"""The people of a report: adults with their part, children with how they were."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.incidents import pages, written
from wholepicture.interfaces.web.incidents.views.report import keep
from wholepicture.pathway.incidents import actions
from wholepicture.registers.accounts.roles import Permission


@require_safe
@signed_in(Permission.REPORT_INCIDENT)
def page(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Everybody added so far."""
    found = written.find(draft, cast(Request, request).actor)
    if found.sent:
        return redirect("incidents:sent", draft)
    context = frame.of(request) | {
        "title": "People",
        "written": found,
        "adults": found.adults(),
        "children": [(step, found.name(step)) for step in found.steps_of("child")],
        "step": pages.step(found, "people"),
        "next": f"/report/{draft}/{'check' if found.is_concern else 'grades'}",
        "back": {"href": f"/report/{draft}/what"},
    }
    return render(request, "incidents/people.jinja", context)


@require_POST
@signed_in(Permission.REPORT_INCIDENT)
def add(request: HttpRequest, draft: UUID) -> HttpResponse:
    """One more adult or child."""
    found = written.find(draft, cast(Request, request).actor)
    return redirect(
        "incidents:person", draft, found.next_step("child" if request.POST.get("sort") == "child" else "adult")
    )


@require_http_methods(["GET", "POST"])
@signed_in(Permission.REPORT_INCIDENT)
def person(request: HttpRequest, draft: UUID, step: str) -> HttpResponse:
    """One adult or one child."""
    asked = cast(Request, request)
    found = written.find(draft, asked.actor)
    if found.sent:
        return redirect("incidents:sent", draft)
    form = found.form(step, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        keep(asked, found, step)
        if form.is_valid():
            return redirect("incidents:people", draft)
    sort = step.partition("-")[0]
    context = frame.of(request) | {
        "title": "A child" if sort == "child" else "An adult",
        "form": form,
        "errors": govuk_forms.error_summary(form),
        "written": found,
        "name": step,
        "is_new": not found.data.get(step),
        "back": {"href": f"/report/{draft}/people"},
    }
    return render(request, f"incidents/{sort}.jinja", context, status=422 if request.method == "POST" else 200)


@require_POST
@signed_in(Permission.REPORT_INCIDENT)
def remove(request: HttpRequest, draft: UUID, step: str) -> HttpResponse:
    """Take somebody out of the report again."""
    asked = cast(Request, request)
    found = written.find(draft, asked.actor)
    found.form(step)
    actions.save_draft(draft=found.id, step=step, data={}, by=asked.actor, now=asked.now)
    return redirect("incidents:people", draft)
