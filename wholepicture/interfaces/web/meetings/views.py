"""The calendar of meetings and one day's meeting; only a chair changes anything (review 2.6)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, cast

from django import forms as django_forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.meetings import forms, pages
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.facts import Sitting
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.protocol import queries as protocol

UNPROCESSABLE = 422
DONE = {
    "opened": "The meeting is open and you chair it. Record who is there.",
    "recorded": "Who is there is recorded. You can correct it until the end of the day.",
    "closed": "The meeting is closed. What is left on the list is decided about without it.",
    "planned": "The chair is planned.",
    "cancelled": "The meeting is cancelled. Its families are decided about without a meeting, by the same time.",
}
Forms = dict[Function, forms.Seat | forms.Guest]


@require_safe
@signed_in(Permission.SEE_PROTOCOL)
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the meetings of two weeks back and two weeks ahead, and how families are decided about now."""
    asked = cast(Request, request)
    return render(
        request, "meetings/calendar.jinja", _around(asked, "Triage meetings") | {"page": pages.calendar(asked.now)}
    )


@require_safe
@signed_in(Permission.SEE_PROTOCOL)
def day(request: HttpRequest, day: str) -> HttpResponse:
    """Show one day's meeting: its chair, what became of it, and who was there for each function."""
    asked = cast(Request, request)
    return _day_page(asked, _sitting(asked, day))


@require_POST
@signed_in(Permission.CHAIR_TRIAGE)
def open_meeting(request: HttpRequest, day: str) -> HttpResponse:
    """Open today's meeting; whoever opens it chairs."""
    asked = cast(Request, request)
    sitting = _sitting(asked, day)
    form = govuk_forms.GovukForm({})
    with _refusals(form):
        actions.open_meeting(day=sitting.day, by=asked.actor, now=asked.now)
        return _done("attendance", sitting, "opened")
    return _day_page(asked, sitting, form)


@require_POST
@signed_in(Permission.CHAIR_TRIAGE)
def close_meeting(request: HttpRequest, day: str) -> HttpResponse:
    """Close the meeting; what is left is decided about without it."""
    asked = cast(Request, request)
    sitting = _sitting(asked, day)
    form = govuk_forms.GovukForm({})
    with _refusals(form):
        if sitting.id is None:
            raise actions.MeetingRefused("This meeting is not open, so it cannot be closed.")
        actions.close_meeting(meeting=sitting.id, by=asked.actor, now=asked.now)
        return _done("day", sitting, "closed")
    return _day_page(asked, sitting, form)


@require_http_methods(["GET", "POST"])
@signed_in(Permission.CHAIR_TRIAGE)
def attendance(request: HttpRequest, day: str) -> HttpResponse:
    """Record, function by function, whether it is there and who for it; an empty seat is a named gap."""
    asked = cast(Request, request)
    sitting = _sitting(asked, day)
    standing, others = pages.functions(sitting, asked.now)
    seats = _seat_forms(asked, sitting, standing, others)
    whole = govuk_forms.GovukForm({})
    if request.method == "POST" and _all_valid(seats.values()):
        with _refusals(whole):
            if sitting.id is None:
                raise actions.MeetingRefused("Open the meeting first, then record who is there.")
            taken = [form.seat(function) for function, form in seats.items()]
            actions.record_attendance(meeting=sitting.id, seats=taken, by=asked.actor, now=asked.now)
            return _done("day", sitting, "recorded")
    context = _around(asked, "Who is there", back=sitting) | {
        "page": pages.day(sitting, by=asked.actor, now=asked.now),
        "standing": [seats[each] for each in standing],
        "others": [seats[each] for each in others],
        "errors": govuk_forms.error_summary(whole, *seats.values()),
    }
    return render(request, "meetings/attendance.jinja", context, status=_status(request))


@require_http_methods(["GET", "POST"])
@signed_in(Permission.CHAIR_TRIAGE)
def plan(request: HttpRequest, day: str) -> HttpResponse:
    """Say who chairs a meeting to come."""
    asked = cast(Request, request)
    sitting = _sitting(asked, day)
    form = forms.Chair(_sent(request), choices=_chairs(asked, sitting.day))
    if form.is_bound and form.is_valid():
        with _refusals(form):
            actions.plan_meeting(day=sitting.day, chair=form.cleaned_data["chair"], by=asked.actor, now=asked.now)
            return _done("day", sitting, "planned")
    return _form_page(asked, sitting, form, "meetings/plan.jinja", "Who chairs")


@require_http_methods(["GET", "POST"])
@signed_in(Permission.CHAIR_TRIAGE)
def cancel(request: HttpRequest, day: str) -> HttpResponse:
    """Cancel one meeting with a reason; two in a row are a suspension, which every statutory partner signs."""
    asked = cast(Request, request)
    sitting = _sitting(asked, day)
    form = forms.Cancelling(_sent(request))
    if form.is_bound and form.is_valid():
        with _refusals(form):
            because = form.cleaned_data["because"]
            actions.cancel_meeting(day=sitting.day, because=because, by=asked.actor, now=asked.now)
            return _done("day", sitting, "cancelled")
    return _form_page(asked, sitting, form, "meetings/cancel.jinja", "Cancel one meeting")


def _sitting(asked: Request, day: str) -> Sitting:
    """The meeting of the day in the address; not found where there is no such day, or triage does not meet on it."""
    try:
        found = queries.sitting(date.fromisoformat(day), asked.now)
    except ValueError as wrong:
        raise Http404("There is no such day.") from wrong
    if found is None:
        raise Http404("Triage does not meet on this day.")
    return found


def _seat_forms(
    asked: Request, sitting: Sitting, standing: tuple[Function, ...], others: tuple[Function, ...]
) -> Forms:
    """A form for each function, the standing members first, with what was recorded already."""
    choices = queries.seat_choices(sitting.day, (*standing, *others))
    taken = {seat.function: seat for seat in queries.seats_taken(sitting.id)} if sitting.id else {}
    kept = {
        each: {"attends": seat.attends.value, "worker": str(seat.worker or ""), "words": seat.words}
        for each, seat in taken.items()
    }
    made: Forms = {}
    for each in (*standing, *others):
        kind = forms.Seat if each in standing else forms.Guest
        made[each] = kind(
            _sent(asked), prefix=each.value, line=each.label, choices=choices[each], initial=kept.get(each, {})
        )
    return made


def _all_valid(seats: Iterable[forms.Seat | forms.Guest]) -> bool:
    """Look at every form before saying so, so that the faults of all of them are shown at once."""
    return not [form for form in seats if not form.is_valid()]


def _chairs(asked: Request, day: date) -> list[tuple[Any, str]]:
    """Whoever could chair, each once: the workers of the agencies that the protocol lets chair."""
    chairing = protocol.current(asked.now).parameters.chair_functions
    found = queries.seat_choices(day, chairing)
    return list(dict(one for each in chairing for one in found[each]).items())


@contextmanager
def _refusals(form: django_forms.Form) -> Iterator[None]:
    """What cannot be is said above the form; what somebody may not do is refused and recorded."""
    try:
        yield
    except (actions.MeetingRefused, actions.SeatRefused) as refusal:
        form.add_error(None, str(refusal))
    except PermissionError as refusal:
        raise PermissionDenied(str(refusal)) from refusal


def _day_page(asked: Request, sitting: Sitting, form: govuk_forms.GovukForm | None = None) -> HttpResponse:
    context = _around(asked, "Triage meeting") | {
        "page": pages.day(sitting, by=asked.actor, now=asked.now),
        "errors": govuk_forms.error_summary(form) if form else None,
        "back": {"href": reverse("meetings:calendar"), "text": "Triage meetings"},
    }
    return render(asked, "meetings/day.jinja", context, status=UNPROCESSABLE if form else 200)


def _form_page(
    asked: Request, sitting: Sitting, form: govuk_forms.GovukForm, template: str, title: str
) -> HttpResponse:
    context = _around(asked, title, back=sitting) | {
        "page": pages.day(sitting, by=asked.actor, now=asked.now),
        "form": form,
        "errors": govuk_forms.error_summary(form),
    }
    return render(asked, template, context, status=_status(asked))


def _around(asked: Request, title: str, *, back: Sitting | None = None) -> dict[str, Any]:
    context = frame.of(asked) | {"title": title, "now": asked.now, "success": _success(asked)}
    if back:
        href = reverse("meetings:day", args=[back.day.isoformat()])
        context |= {"back": {"href": href, "text": "The meeting"}}
    return context


def _success(asked: Request) -> str | None:
    """What was just done; not once something else has been sent."""
    return DONE.get(asked.GET.get("done", "")) if asked.method == "GET" else None


def _sent(request: HttpRequest) -> Any:  # noqa: ANN401  what a form takes
    return request.POST if request.method == "POST" else None


def _status(request: HttpRequest) -> int:
    return UNPROCESSABLE if request.method == "POST" else 200


def _done(name: str, sitting: Sitting, what: str) -> HttpResponse:
    return redirect(f"{reverse(f'meetings:{name}', args=[sitting.day.isoformat()])}?done={what}")
