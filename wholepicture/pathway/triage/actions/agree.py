"""Agree to a proposed decision, or object: each by a named worker's own sign-in, never ticked for somebody else (ADR 22)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import AnswerKind
from wholepicture.pathway.triage import permissions, queries, rules
from wholepicture.pathway.triage.actions import announce, proposing, standing
from wholepicture.pathway.triage.facts import Needed, Speaker
from wholepicture.pathway.triage.models import Agreement, Decision
from wholepicture.pathway.triage.queries.situation import Situation
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Say
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.protocol.terms import Seat

NOT_LISTED = "Nothing of what it was about is on the list any more."


class NothingToAgree(rules.DecisionRefused):
    """There is no such proposal, or it does not wait any more: it stands, lapsed, was objected to or replaced."""


class AlreadySaid(rules.DecisionRefused):
    """The same worker has said so before."""


class AddsNothing(rules.DecisionRefused):
    """Another word of the same employer brings a decision no further."""


class WhyMissing(rules.DecisionRefused):
    """An objection without a reason helps nobody to decide better."""

    field = "words"


@transaction.atomic
def agree(*, batch: UUID, words: str, by: Actor, now: datetime) -> None:
    """Agree to what was proposed; it stands at once where nothing more is missing.

    Raises NothingToAgree, AlreadySaid, AddsNothing, permissions.NotAtTheTable, access NotAllowed, and what
    actions.decide raises where the directory has changed since.
    """
    rows, found, worker, agency = _open(batch, by, now)
    rules.check_names_no_sector(words, what="Words", field="words")
    said = queries.speakers(rows[0])
    missing = queries.missing(rows, said, found)
    speaker = Speaker(worker, agency, _seat(missing, by, found, now))
    if agency in {one.agency for one in said} and speaker.seat not in missing.seats:
        raise AddsNothing(f"Your agency has spoken already. {missing.because} Ask somebody of another agency.")
    _keep(rows, speaker, Say.AGREED, words, by=by, now=now)
    _answer_own(batch, AnswerKind.WILL_ACT, words or "Agreed.", by=by, now=now)
    audit.record(event=Event.DECISION_AGREED, by=by, now=now, about=proposing.about(rows))
    if queries.missing(rows, [*said, speaker], found).stands:
        standing.stand(rows, found, by=by, now=now)


@transaction.atomic
def object_to(*, batch: UUID, words: str, by: Actor, now: datetime) -> None:
    """Object to what was proposed, with the reason: it does not stand, the family stays listed, the proposer is told.

    Raises WhyMissing, and as agree.
    """
    rows, found, worker, agency = _open(batch, by, now)
    if not words.strip():
        raise WhyMissing("Why: say why you object. Whoever proposed it reads it, and decides again.")
    rules.check_names_no_sector(words, what="Why", field="words")
    speaker = Speaker(worker, agency, queries.seat_of(by, found.family, now))
    _keep(rows, speaker, Say.OBJECTED, words, by=by, now=now)
    _answer_own(batch, AnswerKind.WILL_ACT, words, by=by, now=now)
    because = f"{by.name} objected: {words.strip()}"
    proposing.end(rows, DecisionState.OBJECTED, because, by=by, now=now)
    announce.tell_proposer(rows, found, because, by=by, now=now)


def _open(batch: UUID, by: Actor, now: datetime) -> tuple[list[Decision], Situation, UUID, UUID]:
    """Hold the family and look at the proposal, in that order; whoever proposed or agreed has spoken."""
    family = Decision.objects.filter(batch=batch).values_list("family_id", flat=True).first()
    if family is None:
        raise NothingToAgree("There is no such proposal.")
    standing.hold(family)
    found = queries.situation(family, now)
    worker, agency = permissions.check_can_decide(by=by, family=family, parties=found.parties, now=now)
    rows = queries.proposed(batch)
    if not rows:
        raise NothingToAgree(_why_not(batch))
    if Agreement.objects.filter(decision=rows[0], worker_id=worker).exists():
        raise AlreadySaid("You have spoken on this proposal already: somebody else has to.")
    if not queries.is_still_about_something(rows, found):
        raise NothingToAgree(f"{NOT_LISTED} There is nothing to decide.")
    return rows, found, worker, agency


def _why_not(batch: UUID) -> str:
    one = Decision.objects.filter(batch=batch).order_by("at", "id")[0]
    if one.state == DecisionState.STANDING:
        return f"It stands already: “{one.label}” was agreed to. If you see it differently, decide again."
    return f"It waits no longer. {one.ended_because} Open the family again to see what stands."


def _seat(missing: Needed, by: Actor, found: Situation, now: datetime) -> Seat | None:
    """The seat that is missing where the worker can speak for it, else the first that they can."""
    seats = queries.seats_of(by, found.family, now)
    return next((seat for seat in seats if seat in missing.seats), next(iter(seats), None))


def _keep(rows: Sequence[Decision], speaker: Speaker, say: Say, words: str, *, by: Actor, now: datetime) -> None:
    Agreement.objects.bulk_create(
        Agreement(
            decision=row,
            say=say,
            seat=speaker.seat or "",
            worker_id=speaker.worker,
            agency_id=speaker.agency,
            words=words.strip(),
            by=by.id,
            at=now,
        )
        for row in rows
    )


def _answer_own(batch: UUID, kind: AnswerKind, words: str, *, by: Actor, now: datetime) -> None:
    """What their own team was asked is answered by this; what others were asked, they answer themselves."""
    own = Notice.objects.filter(id__in=proposing.asking(batch), team_id__in=by.teams)
    ids = list(own.values_list("id", flat=True))
    notifications.answer_on_form(notices=ids, kind=kind, words=words, by=by, now=now)
