"""Deciding about a family: the page and its form, autosaved words, agreeing, objecting, and opening the seal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.deciding import forms
from wholepicture.interfaces.web.deciding.pages import decided
from wholepicture.interfaces.web.deciding.pages import family as pages
from wholepicture.interfaces.web.families import story
from wholepicture.pathway.triage import actions, permissions, queries
from wholepicture.pathway.triage.rules import DecisionRefused
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Say
from wholepicture.registers.accounts.roles import Permission

DECIDED = "Decided. It stands, and everybody whom it names is told now."
PROPOSED = "Proposed. Whoever has to agree is asked now; the family stays on the list until they have."
AGREED = "Your agreement is recorded. Others still have to agree."
AGREED_AND_STANDS = "Your agreement is recorded, and with it the decision stands: everybody whom it names is told now."
DONE = {
    "objected": "Your objection is recorded, and whoever proposed it is told. The family stays on the list.",
    "discarded": "What you had written is thrown away.",
    "unsealed": "The seal is open for you. Your name, the time and the reason are kept.",
}
MEANWHILE = (
    "Somebody has decided about this family since you began. Nothing you wrote is lost: theirs and yours stand side by "
    "side. Decide again only where you would decide otherwise."
)
UNPROCESSABLE, CONFLICT, TOO_LARGE = 422, 409, 413
AT_THE_TABLE = (Permission.SEE_FAMILIES, Permission.TRIAGE)


@require_http_methods(["GET", "POST"])
@signed_in(*AT_THE_TABLE)
def family(request: HttpRequest, family: UUID) -> HttpResponse:
    """Show all that is known for deciding about a family; or take the decision, keeping every word where it is refused.

    Of a family that has become another, that one is shown, with the words that were on their way.
    """
    asked = cast(Request, request)
    now_is = pages.becomes(family)
    if now_is != family:
        if request.method == "POST":
            _keep(asked, now_is)
        return redirect("deciding:family", now_is)
    if request.method == "POST":
        return _decide(asked, family)
    return _shown(asked, _Open(asked, family))


@require_POST
@signed_in(*AT_THE_TABLE)
def save(request: HttpRequest, family: UUID) -> HttpResponse:
    """Keep what is typed, faulty or not, without leaving the page; say when somebody has decided meanwhile."""
    asked = cast(Request, request)
    too_long = _keep(asked, pages.becomes(family))
    if too_long:
        return HttpResponse(too_long, status=TOO_LARGE, content_type="text/plain")
    if queries.latest_decision(family) != _began_from(request.POST):
        return HttpResponse("Somebody has decided meanwhile: load the page to see it.", content_type="text/plain")
    return HttpResponse(status=204)


@require_POST
@signed_in(*AT_THE_TABLE)
def discard(request: HttpRequest, family: UUID) -> HttpResponse:
    """Throw away what this user has written on a decision about the family."""
    asked = cast(Request, request)
    actions.discard_words(family=family, by=asked.actor, now=asked.now)
    return _done(family, "discarded")


@require_http_methods(["GET", "POST"])
@signed_in(*AT_THE_TABLE)
def agree(request: HttpRequest, family: UUID, batch: UUID) -> HttpResponse:
    """Take what somebody says to a proposed decision; a reload shows the family."""
    asked = cast(Request, request)
    if request.method != "POST":
        return redirect("deciding:family", family)
    form = forms.Speak(request.POST, prefix=str(batch))
    if form.is_valid() and _spoken(asked, batch, form):
        if form.cleaned_data["say"] == Say.OBJECTED.value:
            return _done(family, "objected")
        return redirect(f"{reverse('deciding:family', args=[family])}?agreed={batch}")
    return _shown(asked, _Open(asked, family), speaking=(batch, form))


@require_http_methods(["GET", "POST"])
@signed_in(*AT_THE_TABLE)
def unseal(request: HttpRequest, family: UUID) -> HttpResponse:
    """Open others' conclusions at once in an emergency, with the reason; a reload shows the family (promise 10)."""
    asked = cast(Request, request)
    if request.method != "POST":
        return redirect("deciding:family", family)
    form = forms.Unseal(request.POST, prefix="unseal")
    if form.is_valid() and _unsealed(asked, family, form):
        return _done(family, "unsealed")
    return _shown(asked, _Open(asked, family), unsealing=form)


class _Open:
    """A family opened for this request: its page, and the form with the words kept or just sent."""

    def __init__(self, asked: Request, family: UUID, sent: QueryDict | None = None) -> None:
        kept = queries.words_of(family, asked.actor)
        began = _began_from(sent) if sent is not None else kept.began_from if kept else None
        has_begun = sent is not None or kept is not None
        self.page = pages.family(family, began_from=began, has_begun=has_begun, by=asked.actor, now=asked.now)
        self.saved_at = kept.saved_at if kept else None
        self.form = self._form(asked, sent if sent is not None else forms.as_sent(kept.words) if kept else None)
        if sent is None:
            self.form.keep_quiet()

    def _form(self, asked: Request, data: QueryDict | None) -> forms.Decide:
        page = self.page
        return forms.Decide(
            *(() if data is None else (data,)),
            children=page.children,
            outcomes=page.outcomes,
            levels=page.levels,
            choices=page.choices,
            now=asked.now,
        )


def _decide(asked: Request, family: UUID) -> HttpResponse:
    """Words are kept before anything is tried, so that a refusal, or somebody quicker, costs none."""
    too_long = _keep(asked, family)
    opened = _Open(asked, family, asked.POST)
    if too_long:
        opened.form.add_error("reasons", too_long)
    if not opened.form.is_valid():
        return _shown(asked, opened, status=UNPROCESSABLE)
    try:
        batch = _taken(asked, family, opened.form)
    except actions.DecidedMeanwhile:
        return _shown(asked, opened, status=CONFLICT)
    except DecisionRefused as refused:
        opened.form.refuse(refused.field, str(refused))
        return _shown(asked, opened, status=UNPROCESSABLE)
    actions.discard_words(family=family, by=asked.actor, now=asked.now)
    return redirect(f"{reverse('deciding:family', args=[family])}?decided={batch}")


def _taken(asked: Request, family: UUID, form: forms.Decide) -> UUID:
    said = form.cleaned_data
    with _refusals():
        return actions.decide(
            family=family,
            children=[UUID(child) for child in said["children"]],
            outcome=said["outcome"],
            level=form.level_said(),
            reasons=said["reasons"],
            recipients=form.wanted(),
            began_from=said["began_from"],
            by=asked.actor,
            now=asked.now,
        )


def _spoken(asked: Request, batch: UUID, form: forms.Speak) -> bool:
    said = form.cleaned_data
    speak = actions.agree if said["say"] == Say.AGREED.value else actions.object_to
    try:
        with _refusals():
            speak(batch=batch, words=said["words"], by=asked.actor, now=asked.now)
    except DecisionRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else "say", str(refused))
    return form.is_valid()


def _unsealed(asked: Request, family: UUID, form: forms.Unseal) -> bool:
    try:
        actions.unseal(family=family, because=form.cleaned_data["because"], by=asked.actor, now=asked.now)
    except actions.NotSaid as refused:
        form.add_error("because", str(refused))
    except permissions.NotYourContribution as refused:
        raise PermissionDenied(str(refused)) from refused
    return form.is_valid()


def _keep(asked: Request, family: UUID) -> str:
    """Keep what was typed; say what to mend where it cannot be kept."""
    words, began = forms.words_in(asked.POST), _began_from(asked.POST)
    try:
        with _refusals():
            actions.save_words(family=family, words=words, began_from=began, by=asked.actor, now=asked.now)
    except actions.TooManyWords as refused:
        return str(refused)
    return ""


def _began_from(sent: QueryDict) -> UUID | None:
    """The latest decision as the page showed it; None for none, and for what is no id."""
    try:
        return UUID(sent.get("began_from", ""))
    except ValueError:
        return None


def _just_done(asked: Request, page: pages.FamilyPage) -> str | None:
    """What was done just before, in words; of a decision, whether it stands."""
    stands = {str(each.batch) for each in page.before if each.tag == decided.TAGS[DecisionState.STANDING]}
    if batch := asked.GET.get("decided"):
        return DECIDED if batch in stands else PROPOSED
    if batch := asked.GET.get("agreed"):
        return AGREED_AND_STANDS if batch in stands else AGREED
    return DONE.get(asked.GET.get("done", ""))


def _done(family: UUID, what: str) -> HttpResponse:
    return redirect(f"{reverse('deciding:family', args=[family])}?done={what}")


@contextmanager
def _refusals() -> Iterator[None]:
    """Say a refusal of a role as every page does."""
    try:
        yield
    except permissions.NotAtTheTable as refused:
        raise PermissionDenied(str(refused)) from refused


def _shown(
    asked: Request,
    opened: _Open,
    *,
    speaking: tuple[UUID, forms.Speak] | None = None,
    unsealing: forms.Unseal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with its forms; the one that was sent keeps its words and says its faults."""
    page, form = opened.page, opened.form
    speak = {each.batch: forms.Speak(prefix=str(each.batch)) for each in page.proposed if each.may_speak}
    if speaking:
        speak[speaking[0]] = speaking[1]
    sent = [each for each in (speaking[1] if speaking else None, unsealing, form if status != 200 else None) if each]
    context: dict[str, Any] = frame.of(asked) | {
        "title": "Decide about a family",
        "page": page,
        "form": form,
        "speak": speak,
        "unseal": unsealing or forms.Unseal(prefix="unseal"),
        "errors": govuk_forms.error_summary(*sent) if sent else None,
        "success": None if sent else _just_done(asked, page),
        "meanwhile": MEANWHILE if page.since else None,
        "saved_at": opened.saved_at,
        "columns": story.COLUMNS,
        "now": asked.now,
    }
    return render(asked, "deciding/family.jinja", context, status=UNPROCESSABLE if sent and status == 200 else status)
