"""My work, one item, and the release queue: open, answer, decline, name a team, release, withhold."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.notices import forms
from wholepicture.interfaces.web.notices.pages import item as items
from wholepicture.interfaces.web.notices.pages import release as releases
from wholepicture.interfaces.web.notices.pages import work
from wholepicture.pathway.duties import actions as duties
from wholepicture.pathway.duties import queries as duties_read
from wholepicture.pathway.duties.permissions import NotNamed
from wholepicture.pathway.notifications import actions
from wholepicture.pathway.notifications.terms import AnswerKind
from wholepicture.registers.accounts.roles import Permission

DONE = {
    "answered": "Your answer is recorded.",
    "declined": "Declined. Your manager is told now, and somebody is asked who must be told instead.",
    "named": "They are told now.",
    "released": "Released. They are told now.",
    "withheld": "Withheld. Another function is told of your decision now.",
}
NEWS = " It covers what you had seen. News has come since: it is below, and still needs an answer."
UNPROCESSABLE = 422


@require_safe
@signed_in(Permission.READ_NOTICES)
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what waits for the reader's teams."""
    asked = cast(Request, request)
    page = work.work(asked.actor, asked.now, _before(asked.GET.get("before", "")))
    context = _around(asked, "My work") | {"page": page, "success": DONE.get(request.GET.get("done", ""))}
    return render(request, "notices/work.jinja", context)


def _before(told: str) -> datetime | None:
    """The instant that an address names; one that is none, or without its zone, begins with the latest."""
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        return None
    return found if found.tzinfo else None


@require_http_methods(["GET", "POST"])
@signed_in(Permission.READ_NOTICES)
def item(request: HttpRequest, item: UUID) -> HttpResponse:
    """Show an item, which records that it was opened; or take the answer to what of it was opened before."""
    asked = cast(Request, request)
    form = forms.Answer(request.POST) if request.method == "POST" else forms.Answer()
    if form.is_bound and form.is_valid() and _answered(asked, item, form):
        return redirect(f"{reverse('notices:item', args=[item])}?done=answered")
    return _item_page(asked, item, answer=form)


@require_http_methods(["GET", "POST"])
@signed_in(Permission.READ_NOTICES)
def decline(request: HttpRequest, item: UUID, notice: UUID) -> HttpResponse:
    """Take a team's word that one notice is not theirs; a reload shows the item."""
    asked = cast(Request, request)
    if request.method != "POST":
        return redirect("notices:item", item)
    form = forms.Decline(request.POST, prefix=str(notice))
    if form.is_valid() and _declined(asked, notice, form):
        return redirect(f"{reverse('notices:item', args=[item])}?done=declined")
    return _item_page(asked, item, on=notice, declining=form)


@require_http_methods(["GET", "POST"])
@signed_in(Permission.READ_NOTICES)
def name_team(request: HttpRequest, item: UUID, notice: UUID) -> HttpResponse:
    """Take the name of a missing recipient, who is then told at once; a reload shows the item."""
    asked = cast(Request, request)
    if request.method != "POST":
        return redirect("notices:item", item)
    form = forms.NameTeam(request.POST, prefix=str(notice))
    if form.is_valid() and _named(asked, notice, form):
        return redirect(f"{reverse('notices:inbox')}?done=named")
    return _item_page(asked, item, on=notice, naming=form)


@require_safe
@signed_in(Permission.RELEASE_NOTICES)
def release_queue(request: HttpRequest) -> HttpResponse:
    """Show what the reader's teams have to release or withhold."""
    asked = cast(Request, request)
    lines = releases.queue(asked.actor, asked.now)
    context = _around(asked, "Release queue") | {"lines": lines, "success": DONE.get(request.GET.get("done", ""))}
    return render(request, "notices/release_queue.jinja", context)


@require_http_methods(["GET", "POST"])
@signed_in(Permission.RELEASE_NOTICES)
def held(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Show a held notice exactly as it would be sent; or take the decision to release or to withhold it."""
    asked = cast(Request, request)
    form = forms.Decision(request.POST) if request.method == "POST" else forms.Decision()
    if form.is_bound and form.is_valid() and _decided(asked, notice, form):
        done = "withheld" if form.cleaned_data["decision"] == forms.WITHHOLD else "released"
        return redirect(f"{reverse('notices:release_queue')}?done={done}")
    with _refusals():
        page = releases.held(notice, by=asked.actor, now=asked.now)
    context = _around(asked, "Release or withhold") | {
        "page": page,
        "form": form,
        "errors": govuk_forms.error_summary(form),
        "back": {"href": reverse("notices:release_queue"), "text": "Release queue"},
    }
    return render(request, "notices/held.jinja", context, status=UNPROCESSABLE if form.is_bound else 200)


def _answered(asked: Request, item: UUID, form: forms.Answer) -> bool:
    told = form.cleaned_data
    kind = AnswerKind(told["kind"])
    try:
        with _refusals():
            actions.answer(item=item, kind=kind, words=told["words"], by=asked.actor, now=asked.now)
    except actions.WrongAnswer as refusal:
        form.add_error("words" if _lacks_words(kind, told["words"]) else "kind", str(refusal))
    except actions.NothingToAnswer as refusal:
        form.add_error("kind", str(refusal))
    return form.is_valid()


def _lacks_words(kind: AnswerKind, words: str) -> bool:
    """Whether the box of words is where a refused answer has to be put right."""
    return kind is not AnswerKind.READ and not words.strip()


def _declined(asked: Request, notice: UUID, form: forms.Decline) -> bool:
    try:
        with _refusals():
            actions.decline(notice=notice, reason=form.cleaned_data["reason"], by=asked.actor, now=asked.now)
    except (actions.WrongAnswer, actions.IllegalChange) as refusal:
        form.add_error("reason", str(refusal))
    return form.is_valid()


def _named(asked: Request, notice: UUID, form: forms.NameTeam) -> bool:
    duty = duties_read.of_task(notice)
    if duty is None:
        form.add_error("team", "Somebody has named the team already.")
        return False
    try:
        duties.name_recipient(duty=duty.id, team=form.cleaned_data["team"], by=asked.actor, now=asked.now)
    except NotNamed as refusal:
        form.add_error("team", str(refusal))
    return form.is_valid()


def _decided(asked: Request, notice: UUID, form: forms.Decision) -> bool:
    told = form.cleaned_data
    try:
        with _refusals():
            if told["decision"] == forms.RELEASE:
                actions.release(notice=notice, by=asked.actor, now=asked.now)
            else:
                actions.withhold(notice=notice, reason=told["reason"], by=asked.actor, now=asked.now)
    except actions.ReasonNeeded as refusal:
        form.add_error("reason", str(refusal))
    except actions.IllegalChange as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


@contextmanager
def _refusals() -> Iterator[None]:
    """What somebody may not do is refused and recorded; what is not there is not found."""
    try:
        yield
    except actions.NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except ObjectDoesNotExist as missing:
        raise Http404("There is no such thing.") from missing


def _item_page(
    asked: Request,
    item: UUID,
    *,
    on: UUID | None = None,
    answer: forms.Answer | None = None,
    declining: forms.Decline | None = None,
    naming: forms.NameTeam | None = None,
) -> HttpResponse:
    """Show the item with its forms; the one that was sent keeps its words and says its faults."""
    page = items.item(item, by=asked.actor, now=asked.now)
    answer = answer or forms.Answer()
    answer.offer(page.offered)
    declines = {told.id: forms.Decline(prefix=str(told.id)) for told in page.notices}
    if on and declining:
        declines[on] = declining
    faulty = [form for form in (answer, declining, naming) if form is not None]
    context = _around(asked, "What your team was told") | {
        "page": page,
        "answer": answer,
        "declines": declines,
        "teams": _team_forms(page, on, naming),
        "errors": govuk_forms.error_summary(*faulty),
        "success": _success(asked, page),
        "back": {"href": reverse("notices:inbox"), "text": "My work"},
    }
    is_faulty = any(form.is_bound for form in faulty)
    return render(asked, "notices/item.jinja", context, status=UNPROCESSABLE if is_faulty else 200)


def _team_forms(page: items.ItemPage, on: UUID | None, sent: forms.NameTeam | None) -> dict[UUID, forms.NameTeam]:
    """One form for each missing recipient, with the teams that could be named."""
    made = {}
    for told in page.notices:
        if told.task:
            form = sent if sent and told.id == on else forms.NameTeam(prefix=str(told.id))
            form.offer(told.task.teams)
            made[told.id] = form
    return made


def _success(asked: Request, page: items.ItemPage) -> str | None:
    done = asked.GET.get("done", "")
    return DONE["answered"] + NEWS if done == "answered" and page.needs_answer else DONE.get(done)


def _around(asked: Request, title: str) -> dict[str, Any]:
    return frame.of(asked) | {"title": title, "now": asked.now}
