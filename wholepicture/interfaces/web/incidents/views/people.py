"""The people of a report: adults with their part, children with how they were."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.incidents import pages, written
from wholepicture.interfaces.web.incidents.views.report import after_check, back_to, kept
from wholepicture.pathway.incidents import actions
from wholepicture.registers.accounts.roles import Permission


@require_http_methods(["GET", "POST"])
@signed_in(Permission.REPORT_INCIDENT)
def page(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Everybody added so far, and whether there are children whom nobody mentioned."""
    asked = cast(Request, request)
    found = written.find(draft, asked.actor)
    if found.sent:
        return redirect("incidents:sent", draft)
    form = found.form("others", request.POST if request.method == "POST" else None, judge="check" in request.GET)
    if request.method == "POST" and kept(asked, found, "others", form):
        after = "incidents:check" if found.is_concern else "incidents:grades"
        return redirect(after_check(request) or after, draft)
    context = frame.of(request) | {
        "title": "People",
        "form": form,
        "errors": govuk_forms.error_summary(form),
        "written": found,
        "adults": found.adults(),
        "children": found.children(),
        "step": pages.step(found, "people"),
        "back": {"href": back_to(request, draft, "what")},
    }
    return render(request, "incidents/people.jinja", context, status=422 if request.method == "POST" else 200)


@require_POST
@signed_in(Permission.REPORT_INCIDENT)
def add(request: HttpRequest, draft: UUID) -> HttpResponse:
    """One more adult or child: first looked for among one's own records."""
    found = written.find(draft, cast(Request, request).actor)
    sort = "child" if request.POST.get("sort") == "child" else "adult"
    return redirect("incidents:find", draft, found.next_step(sort))


@require_http_methods(["GET", "POST"])
@signed_in(Permission.REPORT_INCIDENT)
def person(request: HttpRequest, draft: UUID, step: str) -> HttpResponse:
    """One adult or one child."""
    asked = cast(Request, request)
    found = written.find(draft, asked.actor)
    if found.sent:
        return redirect("incidents:sent", draft)
    sort = step.partition("-")[0]
    if sort not in written.NAMELESS:
        raise Http404("There is no such page in a report.")
    form = found.form(step, request.POST if request.method == "POST" else None, judge="check" in request.GET)
    if request.method == "POST" and kept(asked, found, step, form):
        return redirect(after_check(request) or "incidents:people", draft)
    context = frame.of(request) | {
        "title": "A child" if sort == "child" else "An adult",
        "form": form,
        "errors": govuk_forms.error_summary(form),
        "written": found,
        "name": step,
        "known": pages.known(form),
        "nobody": "nobody" in request.GET,
        "step": pages.step(found, "people"),
        "back": {"href": back_to(request, draft, "people")},
    }
    return render(request, f"incidents/{sort}.jinja", context, status=422 if request.method == "POST" else 200)


@require_POST
@signed_in(Permission.REPORT_INCIDENT)
def remove(request: HttpRequest, draft: UUID, step: str) -> HttpResponse:
    """Take somebody out of the report again."""
    asked = cast(Request, request)
    found = written.find(draft, asked.actor)
    if found.sent:
        return redirect("incidents:sent", draft)
    if step.partition("-")[0] not in written.NAMELESS:
        raise Http404("There is nobody to remove.")
    found.form(step)
    actions.save_draft(draft=found.id, step=step, data={}, by=asked.actor, now=asked.now)
    return redirect("incidents:people", draft)
