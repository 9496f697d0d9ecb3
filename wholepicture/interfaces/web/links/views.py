"""Clerical review: the queue, one pair, second opinions, the links made, and undoing; every look is recorded first (promise 11)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.links import forms
from wholepicture.interfaces.web.links.pages import agreement as agreements
from wholepicture.interfaces.web.links.pages import done as banners
from wholepicture.interfaces.web.links.pages import exposures as exposed
from wholepicture.interfaces.web.links.pages import made as links
from wholepicture.interfaces.web.links.pages import pair as pairs
from wholepicture.interfaces.web.links.pages import queue as queues
from wholepicture.interfaces.web.links.pages import seconds as seconds_pages
from wholepicture.interfaces.web.links.pages import undoing
from wholepicture.pathway.linkage import actions
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.linkage.terms import Verdict
from wholepicture.registers.accounts.roles import Permission

UNPROCESSABLE = 422


@require_safe
@signed_in(Permission.REVIEW_LINKS)
def queue(request: HttpRequest) -> HttpResponse:
    """Show the pairs that wait for this reviewer, gravest consequence first."""
    asked = cast(Request, request)
    page = queues.queue(asked.actor, asked.now, request.GET.get("page", ""))
    context = _around(asked, "Possible links") | {"page": page}
    return render(request, "links/queue.jinja", context)


@require_http_methods(["GET", "POST"])
@signed_in(Permission.REVIEW_LINKS)
def pair(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Show two records side by side; or take the verdict and go on to the next pair."""
    asked = cast(Request, request)
    form = forms.Decision(request.POST) if request.method == "POST" else forms.Decision()
    if form.is_bound and form.is_valid() and (review := _decided(asked, pair, form)):
        return redirect(_next(asked, pair, review, form.cleaned_data["verdict"]))
    with _refusals():
        page = pairs.pair(pair, by=asked.actor, now=asked.now)
    return _pair_page(asked, page, form, title="Two records", back=(reverse("links:queue"), "Possible links"))


@require_safe
@signed_in(Permission.REVIEW_LINKS)
def seconds(request: HttpRequest) -> HttpResponse:
    """Show the decisions of others on which this reviewer may give a second opinion."""
    asked = cast(Request, request)
    context = _around(asked, "Second opinions") | {
        "page": seconds_pages.seconds(asked.actor, asked.now, request.GET.get("page", "")),
        "back": {"href": reverse("links:queue"), "text": "Possible links"},
    }
    return render(request, "links/seconds.jinja", context)


@require_http_methods(["GET", "POST"])
@signed_in(Permission.REVIEW_LINKS)
def second(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Show a decided pair without its answer; or take a second opinion and only then show both."""
    asked = cast(Request, request)
    form = forms.Opinion(request.POST) if request.method == "POST" else forms.Opinion()
    with _refusals():
        page = pairs.second(pair, by=asked.actor, now=asked.now)
        if form.is_bound and form.is_valid() and (done := _second_given(asked, pair, form)):
            return redirect(_after("pair", pair, done=done))
    return _pair_page(asked, page, form, title="Second opinion", back=(reverse("links:seconds"), "Second opinions"))


@require_safe
@signed_in(Permission.REVIEW_LINKS)
def agreement(request: HttpRequest) -> HttpResponse:
    """Show how far reviewers agree on what two of them answered."""
    asked = cast(Request, request)
    context = _around(asked, "How far reviewers agree") | {
        "page": agreements.agreement(),
        "back": {"href": reverse("links:queue"), "text": "Possible links"},
    }
    return render(request, "links/agreement.jinja", context)


@require_http_methods(["GET", "POST"])
@signed_in(Permission.REVIEW_LINKS)
def undo_review(request: HttpRequest, pair: UUID, review: UUID) -> HttpResponse:
    """Say what undoing this decision will do; or undo it, for a reason."""
    asked = cast(Request, request)
    form = forms.Undoing(request.POST) if request.method == "POST" else forms.Undoing()
    with _refusals():
        page = undoing.of_review(pair, review, by=asked.actor, now=asked.now)
        if form.is_bound and form.is_valid() and _review_undone(asked, review, form):
            return redirect(_after("queue", done=banners.REVIEW_UNDONE, pair=pair))
    return _undo_page(asked, page, form, back=(reverse("links:pair", args=[pair]), "The two records"))


@require_safe
@signed_in(Permission.REVIEW_LINKS)
def made(request: HttpRequest) -> HttpResponse:
    """Show the links made by the machine and by reviewers, newest first."""
    asked = cast(Request, request)
    context = _around(asked, "Links made") | {
        "page": links.made(),
        "back": {"href": reverse("links:queue"), "text": "Possible links"},
    }
    return render(request, "links/made.jinja", context)


@require_safe
@signed_in(Permission.REVIEW_LINKS)
def exposures(request: HttpRequest) -> HttpResponse:
    """Show what each link that was undone had shown to whom."""
    asked = cast(Request, request)
    context = _around(asked, "What false links showed") | {
        "page": exposed.exposures(asked.actor, asked.now),
        "back": {"href": reverse("links:made"), "text": "Links made"},
    }
    return render(request, "links/exposures.jinja", context)


@require_http_methods(["GET", "POST"])
@signed_in(Permission.REVIEW_LINKS)
def undo_link(request: HttpRequest, link: UUID) -> HttpResponse:
    """Say what undoing this link will do; or undo it, for a reason."""
    asked = cast(Request, request)
    form = forms.Undoing(request.POST) if request.method == "POST" else forms.Undoing()
    with _refusals():
        line = linkage.link_line(link)
        if line.review and line.pair:
            return redirect("links:undo_review", line.pair, line.review)
        page = undoing.of_link(line, by=asked.actor, now=asked.now)
        if form.is_bound and form.is_valid() and _link_undone(asked, link, form):
            return redirect(_after("made", done=banners.LINK_UNDONE))
    return _undo_page(asked, page, form, back=(reverse("links:made"), "Links made"))


def _decided(asked: Request, pair: UUID, form: forms.Decision) -> UUID | None:
    """Record the verdict; the review's id, or None with the fault said in the form."""
    told = form.cleaned_data
    said = {"verdict": Verdict(told["verdict"]), "because": told["because"], "asks_second": told["asks_second"]}
    with _refusals():
        try:
            return actions.review(pair=pair, **said, by=asked.actor, now=asked.now).id
        except actions.CannotDecide as refusal:
            form.add_error(None, str(refusal))
    return None


def _second_given(asked: Request, pair: UUID, form: forms.Opinion) -> str:
    """Record a second opinion; the banner that says whether both said the same, or "" with the fault said in the form."""
    verdict, because = Verdict(form.cleaned_data["verdict"]), form.cleaned_data["because"]
    try:
        actions.second_opinion(pair=pair, verdict=verdict, because=because, by=asked.actor, now=asked.now)
    except actions.CannotDecide as refusal:
        form.add_error(None, str(refusal))
        return ""
    first = linkage.decision_on(pair)
    return banners.SECOND_ALIKE if first and Verdict(first.verdict) is verdict else banners.SECOND_OTHER


def _review_undone(asked: Request, review: UUID, form: forms.Undoing) -> bool:
    try:
        actions.undo_review(review=review, because=form.cleaned_data["because"], by=asked.actor, now=asked.now)
    except actions.CannotDecide as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


def _link_undone(asked: Request, link: UUID, form: forms.Undoing) -> bool:
    try:
        actions.undo_link(link=link, because=form.cleaned_data["because"], by=asked.actor, now=asked.now)
    except actions.CannotDecide as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


@contextmanager
def _refusals() -> Iterator[None]:
    """What somebody may not do is refused and recorded; what is not there is not found."""
    try:
        yield
    except (ObjectDoesNotExist, pairs.NoSuchPair) as missing:
        raise Http404("There is no such thing.") from missing
    except PermissionError as refusal:
        raise PermissionDenied(str(refusal)) from refusal


def _next(asked: Request, pair: UUID, review: UUID, verdict: str) -> str:
    """The next pair that waits for this reviewer, or the queue; with what was just decided and the way back."""
    following = queues.first(asked.actor, asked.now, beside=pair)
    told: dict[str, object] = {"done": verdict, "pair": pair, "review": review}
    return _after("pair", following, **told) if following else _after("queue", **told)


def _after(name: str, *of: UUID, **told: object) -> str:
    return f"{reverse(f'links:{name}', args=of)}?{urlencode(told)}"


def _pair_page(
    asked: Request, page: pairs.PairPage, form: forms.Opinion, *, title: str, back: tuple[str, str]
) -> HttpResponse:
    context = _around(asked, title) | {
        "page": page,
        "form": form,
        "hints": pairs.HINTS,
        "not_weighed": pairs.NOT_WEIGHED,
        "is_second": not isinstance(form, forms.Decision),
        "errors": govuk_forms.error_summary(form),
        "back": {"href": back[0], "text": back[1]},
    }
    return render(asked, "links/pair.jinja", context, status=UNPROCESSABLE if form.is_bound else 200)


def _undo_page(asked: Request, page: undoing.UndoPage, form: forms.Undoing, *, back: tuple[str, str]) -> HttpResponse:
    context = _around(asked, page.heading) | {
        "page": page,
        "not_weighed": pairs.NOT_WEIGHED,
        "form": form,
        "errors": govuk_forms.error_summary(form),
        "back": {"href": back[0], "text": back[1]},
    }
    return render(asked, "links/undo.jinja", context, status=UNPROCESSABLE if form.is_bound else 200)


def _around(asked: Request, title: str) -> dict[str, Any]:
    return frame.of(asked) | {"title": title, "now": asked.now, "done": banners.of(asked.GET.dict())}
