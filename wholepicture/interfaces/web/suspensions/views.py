"""Suspensions and withdrawals: everybody reads them, an agency's lead or an executive proposes, executives sign (promise 7)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID

from django import forms as django_forms
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.suspensions import forms, pages
from wholepicture.lib.dates import london_day
from wholepicture.pathway.triage import actions
from wholepicture.registers.accounts.roles import Permission

UNPROCESSABLE = 422
DONE = {
    "proposed": "It is proposed. It takes effect only once every statutory partner has signed.",
    "signed": "Your signature is recorded.",
    "ratified": "The signature of your delegate is ratified.",
    "taken_back": "It is taken back, from now.",
}


@require_safe
@signed_in(Permission.SEE_PROTOCOL)
def acts(request: HttpRequest) -> HttpResponse:
    """Show every suspension and withdrawal in words, those that wait for this reader first, and who has to sign."""
    asked = cast(Request, request)
    page = pages.acts(asked.actor, asked.now)
    return render(request, "suspensions/acts.jinja", _around(asked, "Suspensions and withdrawals") | {"page": page})


@require_safe
@signed_in(Permission.SEE_PROTOCOL)
def act(request: HttpRequest, act: UUID) -> HttpResponse:
    """Show one suspension or withdrawal: why, how long, what is done instead, and every signature."""
    asked = cast(Request, request)
    context = _around(asked, "Suspension or withdrawal", back="acts") | {"page": _page(asked, act)}
    return render(request, "suspensions/act.jinja", context)


@require_http_methods(["GET", "POST"])
@signed_in(Permission.PROPOSE_SUSPENSION)
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a suspension or a withdrawal; what is missing is named, with who has to sign."""
    asked = cast(Request, request)
    form = forms.Proposal(_sent(request), agencies=pages.agency_choices(london_day(asked.now)))
    if form.is_bound and form.is_valid():
        with _refusals(form):
            made = actions.propose_act(**form.proposed(), by=asked.actor, now=asked.now)
            return _done(made, "proposed")
    context = _around(asked, "Propose a suspension or withdrawal", back="acts") | {
        "form": form,
        "who_signs": pages.who_signs(asked.now),
        "errors": govuk_forms.error_summary(form),
    }
    return render(request, "suspensions/propose.jinja", context, status=_status(request))


@require_http_methods(["GET", "POST"])
@signed_in(Permission.SIGN_FOR_PARTNER)
def sign(request: HttpRequest, act: UUID) -> HttpResponse:
    """Show what is signed, once more; then sign for one's own statutory partner."""
    return _pressed(cast(Request, request), act, actions.sign_act, "sign", "Sign", done="signed")


@require_http_methods(["GET", "POST"])
@signed_in(Permission.SIGN_FOR_PARTNER)
def ratify(request: HttpRequest, act: UUID) -> HttpResponse:
    """Show what a delegate signed; then ratify it, within one working day."""
    return _pressed(cast(Request, request), act, actions.ratify, "ratify", "Ratify", done="ratified")


@require_http_methods(["GET", "POST"])
@signed_in(Permission.SEE_PROTOCOL)
def take_back(request: HttpRequest, act: UUID) -> HttpResponse:
    """Say what taking it back does; then end it from now, with the reason."""
    asked = cast(Request, request)
    form = forms.TakingBack(_sent(request))
    if form.is_bound and form.is_valid():
        with _refusals(form):
            actions.take_back_act(act=act, because=form.cleaned_data["because"], by=asked.actor, now=asked.now)
            return _done(act, "taken_back")
    return _confirm(asked, act, form, "suspensions/take_back.jinja", "Take it back")


@contextmanager
def _refusals(form: django_forms.Form) -> Iterator[None]:
    """Every reason is said above the form; what somebody may not do is refused and recorded."""
    try:
        yield
    except actions.ActRefused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
    except ObjectDoesNotExist as missing:
        raise Http404("There is no such suspension or withdrawal.") from missing
    except PermissionError as refusal:
        raise PermissionDenied(str(refusal)) from refusal


def _page(asked: Request, act: UUID) -> pages.ActPage:
    try:
        return pages.act(act, by=asked.actor, now=asked.now)
    except ObjectDoesNotExist as missing:
        raise Http404("There is no such suspension or withdrawal.") from missing


def _pressed(
    asked: Request, act: UUID, deed: Callable[..., object], template: str, title: str, *, done: str
) -> HttpResponse:
    """Show what a button does; then do it."""
    form = govuk_forms.GovukForm(_sent(asked))
    if form.is_bound:
        with _refusals(form):
            deed(act=act, by=asked.actor, now=asked.now)
            return _done(act, done)
    return _confirm(asked, act, form, f"suspensions/{template}.jinja", title)


def _confirm(asked: Request, act: UUID, form: govuk_forms.GovukForm, template: str, title: str) -> HttpResponse:
    context = _around(asked, title) | {
        "page": _page(asked, act),
        "form": form,
        "errors": govuk_forms.error_summary(form),
        "back": {"href": reverse("suspensions:act", args=[act])},
    }
    return render(asked, template, context, status=_status(asked))


def _around(asked: Request, title: str, *, back: str = "") -> dict[str, Any]:
    context = frame.of(asked) | {"title": title, "now": asked.now, "success": _success(asked)}
    if back:
        context |= {"back": {"href": reverse(f"suspensions:{back}"), "text": "Suspensions and withdrawals"}}
    return context


def _success(asked: Request) -> str | None:
    """What was just done; not once something else has been sent."""
    return DONE.get(asked.GET.get("done", "")) if asked.method == "GET" else None


def _sent(request: HttpRequest) -> Any:  # noqa: ANN401  what a form takes
    return request.POST if request.method == "POST" else None


def _status(request: HttpRequest) -> int:
    return UNPROCESSABLE if request.method == "POST" else 200


def _done(act: UUID, what: str) -> HttpResponse:
    return redirect(f"{reverse('suspensions:act', args=[act])}?done={what}")
