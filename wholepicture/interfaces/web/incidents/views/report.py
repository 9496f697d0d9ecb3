"""Report an incident or a concern, page by page; nothing typed is lost, and sending twice makes one (review 2.4)."""

import json
from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.incidents import pages, written
from wholepicture.interfaces.web.incidents.told import told
from wholepicture.pathway.incidents import actions, queries, rules
from wholepicture.pathway.incidents.facts import Problem, Told
from wholepicture.pathway.incidents.terms import Door, Kind
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies import queries as agencies


@require_safe
@signed_in(Permission.REPORT_INCIDENT)
def start(request: HttpRequest) -> HttpResponse:
    """What is needed, what one is still writing, and the two ways to begin."""
    asked = cast(Request, request)
    context = frame.of(request) | {
        "title": "Report",
        "drafts": [written.of(draft) for draft in queries.my_drafts(by=asked.actor)],
        "success": "The draft was discarded." if "discarded" in request.GET else None,
    }
    return render(request, "incidents/start.jinja", context)


@require_POST
@signed_in(Permission.REPORT_INCIDENT)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a draft; its id is the key under which it is sent once."""
    asked = cast(Request, request)
    kind = Kind.CONCERN if request.POST.get("kind") == Kind.CONCERN.value else Kind.INCIDENT
    return redirect("incidents:what", _untouched(asked, kind) or _begin(asked, kind))


def _untouched(asked: Request, kind: Kind) -> UUID | None:
    """A draft of this kind in which nothing was written yet: a second press of the button leads to the same."""
    drafts = [written.of(draft) for draft in queries.my_drafts(by=asked.actor)]
    return next((draft.id for draft in drafts if draft.kind is kind and set(draft.data) == {"kind"}), None)


def _begin(asked: Request, kind: Kind) -> UUID:
    draft = actions.start_draft(agency=_agency(asked), by=asked.actor, now=asked.now)
    actions.save_draft(draft=draft, step="kind", data={"kind": kind.value}, by=asked.actor, now=asked.now)
    return draft


@require_http_methods(["GET", "POST"])
@signed_in(Permission.REPORT_INCIDENT)
def discard(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Throw a draft away, which nothing brings back: so it is asked for on a page of its own."""
    asked = cast(Request, request)
    found = written.find(draft, asked.actor)
    if found.sent:
        return redirect("incidents:sent", draft)
    if request.method == "POST":
        actions.discard_draft(draft=found.id, by=asked.actor, now=asked.now)
        return redirect("/report?discarded")
    context = frame.of(request) | {"title": "Discard a draft", "written": found, "back": {"href": "/report"}}
    return render(request, "incidents/discard.jinja", context)


@require_POST
@signed_in(Permission.REPORT_INCIDENT)
def save(request: HttpRequest, draft: UUID, step: str) -> HttpResponse:
    """Keep what is typed on one page, faulty or not, without leaving it."""
    asked = cast(Request, request)
    found = written.find(draft, asked.actor)
    if found.sent:
        return HttpResponse("This report was already sent.", status=410, content_type="text/plain")
    too_long = keep(asked, found, step)
    return HttpResponse(too_long or "", status=413 if too_long else 204, content_type="text/plain")


@require_http_methods(["GET", "POST"])
@signed_in(Permission.REPORT_INCIDENT)
def what(request: HttpRequest, draft: UUID) -> HttpResponse:
    """When, where and what."""
    return step(request, draft, "what", after="incidents:people")


@require_http_methods(["GET", "POST"])
@signed_in(Permission.REPORT_INCIDENT)
def grades(request: HttpRequest, draft: UUID) -> HttpResponse:
    """DASH, BRAG and features; not done is an answer with a reason."""
    return step(request, draft, "grades", after="incidents:check")


def step(request: HttpRequest, draft: UUID, name: str, *, after: str) -> HttpResponse:
    """One page of the report: kept whatever was typed, and left only without faults."""
    asked = cast(Request, request)
    found = written.find(draft, asked.actor)
    if found.sent:
        return redirect("incidents:sent", draft)
    form = found.form(name, request.POST if request.method == "POST" else None, judge="check" in request.GET)
    if request.method == "POST" and kept(asked, found, name, form):
        return redirect(after_check(request) or after, draft)
    context = frame.of(request) | {
        "title": pages.title(found, name),
        "form": form,
        "errors": govuk_forms.error_summary(form),
        "written": found,
        "step": pages.step(found, name),
        "back": {"href": back_to(request, draft, "people" if name == "grades" else "")},
    }
    return render(request, f"incidents/{name}.jinja", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@signed_in(Permission.REPORT_INCIDENT)
def check(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Check every answer, then send; a second press sends nothing."""
    asked = cast(Request, request)
    found = written.find(draft, asked.actor)
    if found.sent:
        return redirect("incidents:sent", draft)
    forms = dict(found.judged())
    report = told(found, {name: form.cleaned_data for name, form in forms.items()}) if _valid(forms) else None
    problems = rules.problems(report, now=asked.now) if report else ()
    if request.method == "POST" and report and not problems:
        problems = _send(asked, found, report)
        if not problems:
            return redirect("incidents:sent", draft)
    context = frame.of(request) | {
        "title": "Check your answers",
        "written": found,
        "parts": pages.parts(found, forms),
        "errors": pages.faults(found, forms, problems),
        "step": pages.step(found, "check"),
        "back": {"href": f"/report/{draft}/{'people' if found.is_concern else 'grades'}"},
    }
    return render(request, "incidents/check.jinja", context, status=422 if request.method == "POST" else 200)


@require_safe
@signed_in(Permission.REPORT_INCIDENT)
def sent(request: HttpRequest, draft: UUID) -> HttpResponse:
    """That it has arrived, and what happens now."""
    asked = cast(Request, request)
    found = written.find(draft, asked.actor)
    answered = queries.answered(agency=_agency(asked), key=str(draft))
    if found.sent is None or answered is None:
        return redirect("incidents:check", draft)
    return render(request, "incidents/sent.jinja", frame.of(request) | {"title": "Report sent", "receipt": answered[1]})


def kept(asked: Request, found: written.Written, name: str, form: govuk_forms.GovukForm) -> bool:
    """Keep what was posted, faulty or not; whether the page can be left."""
    faultless = form.is_valid()
    if too_long := keep(asked, found, name):
        form.add_error(None, too_long)
        return False
    return faultless


def keep(asked: Request, found: written.Written, name: str) -> str:
    """Write what was posted into the draft; a sentence when it is more than a report can hold."""
    found.form(name)
    try:
        actions.save_draft(draft=found.id, step=name, data=written.posted(asked.POST), by=asked.actor, now=asked.now)
    except actions.DraftTooLong as refused:
        return str(refused)
    return ""


def after_check(request: HttpRequest) -> str:
    """Where to go from a page that was opened to mend or change an answer: back to the answers."""
    return "incidents:check" if "check" in request.GET else ""


def back_to(request: HttpRequest, draft: UUID, page: str) -> str:
    """The page before this one: the answers, when it was opened from there."""
    page = "check" if "check" in request.GET else page
    return f"/report/{draft}/{page}" if page else "/report"


def _valid(forms: dict[str, govuk_forms.GovukForm]) -> bool:
    return all(form.is_valid() for form in forms.values())


def _send(asked: Request, found: written.Written, report: Told) -> tuple[Problem, ...]:
    """Hand the report in; what has to be mended first where one's own records say otherwise."""
    try:
        actions.receive(
            told=report,
            agency=agencies.agency(_agency(asked)),
            key=str(found.id),
            digest=rules.digest(found.data),
            raw=json.dumps(found.data),
            door=Door.WEB,
            by=asked.actor,
            now=asked.now,
            draft=found.id,
        )
    except actions.NotAccepted as refused:
        return refused.problems
    return ()


def _agency(asked: Request) -> UUID:
    if asked.actor.agency is None:
        raise PermissionError("Only a worker of an agency can report.")
    return asked.actor.agency
