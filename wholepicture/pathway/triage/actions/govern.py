"""Propose, sign, ratify and take back what touches the triage itself: its suspension, or an agency's leaving (promise 7).

The reviewed triage was switched off at Christmas at the request of one partner, which nobody named afterwards. Here every
statutory partner signs, by name, or it does not happen (review 2.6, 5.2 L&G 1-3, CP 2).
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from wholepicture.lib.dates import london_day
from wholepicture.pathway.triage import permissions, queries
from wholepicture.pathway.triage.facts import ActPicture
from wholepicture.pathway.triage.models import Act, Signature
from wholepicture.pathway.triage.queries.governing import STANDS, proposer, signers, to_ratify, to_sign, who_can_sign
from wholepicture.pathway.triage.rules import governing
from wholepicture.pathway.triage.terms import ActKind, ActState
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event


class ActRefused(ValueError):
    """A suspension or withdrawal that cannot be; `reasons` holds every sentence, the last of them who has to sign."""

    def __init__(self, reasons: list[str]) -> None:
        """Keep every reason and say them all."""
        self.reasons = tuple(reasons)
        super().__init__(" ".join(reasons))


@transaction.atomic
def propose_act(
    *,
    kind: ActKind,
    agency: UUID | None,
    from_date: date | None,
    until_date: date | None,
    reason: str,
    mitigation: str,
    review_date: date | None,
    by: Actor,
    now: datetime,
) -> UUID:
    """Propose a suspension (until, not including, `until_date`) or that `agency` leaves; returns the act.

    It is in force only once every statutory partner has signed, before `from_date` begins. Raises ActRefused naming
    everything that is missing and who has to sign, and permissions.NotYourAct.
    """
    permissions.check_can_propose(by)
    kind, today = ActKind(kind), london_day(now)
    words = {"Reason": reason, "What is done instead": mitigation}
    reasons = [f"{name}: say it; it stays on the record." for name, text in words.items() if not text.strip()]
    reasons += governing.against_dates(kind, from_date, until_date, review_date, today)
    reasons += _against_agency(kind, agency, today)
    if reasons or from_date is None or review_date is None:
        raise ActRefused([*reasons, _who_signs(from_date or today, today)])
    row = Act.objects.create(
        kind=kind.value,
        agency_id=agency,
        from_date=from_date,
        until_date=until_date,
        reason=reason.strip(),
        mitigation=mitigation.strip(),
        review_date=review_date,
        worker_id=by.worker,
        by=by.id,
        at=now,
    )
    _record(Event.TRIAGE_ACT_PROPOSED, row.id, by=by, now=now, kind=kind.value)
    return row.id


@transaction.atomic
def sign_act(*, act: UUID, by: Actor, now: datetime) -> None:
    """Sign for each statutory partner whose executive, or delegate in force today, this worker is.

    A delegate's signature stands for one working day unless the executive ratifies it. Raises ActRefused,
    permissions.NotYourAct.
    """
    picture = _held(act, now)
    words = governing.who_signs(signers(picture.act, now), picture.act.from_date)
    worker = permissions.check_can_sign(by, words)
    _check_collects(picture, words)
    mine = to_sign(picture, by)
    if not mine:
        raise ActRefused([_cannot_sign(picture, worker, by), words])
    for partner in mine:
        in_person = partner.executive == worker
        Signature.objects.create(
            act_id=act,
            partner_id=partner.id,
            worker_id=worker,
            ratify_by=None if in_person else governing.ratify_by(now),
            by=by.id,
            at=now,
        )
        _record(Event.TRIAGE_ACT_SIGNED, act, by=by, now=now, partner=str(partner.id), in_person=in_person)


@transaction.atomic
def ratify(*, act: UUID, by: Actor, now: datetime) -> None:
    """Confirm, as executive, what a delegate signed; only until the end of the next working day after it was signed.

    Raises ActRefused, permissions.NotYourAct.
    """
    picture = _held(act, now)
    words = governing.who_signs(signers(picture.act, now), picture.act.from_date)
    permissions.check_can_sign(by, words)
    mine = to_ratify(picture, by, now)
    if not mine:
        raise ActRefused(["There is no signature of your delegate that you can still ratify.", words])
    for signature in mine:
        Signature.objects.filter(act_id=act, partner_id=signature.partner).update(ratified_at=now, ratified_by=by.id)
        _record(Event.TRIAGE_ACT_RATIFIED, act, by=by, now=now, partner=str(signature.partner))


@transaction.atomic
def take_back_act(*, act: UUID, because: str, by: Actor, now: datetime) -> None:
    """End an act from now, with the reason: whoever proposed it, or anybody who signs for one of its partners, can.

    Raises ActRefused, permissions.NotYourAct.
    """
    picture = _held(act, now)
    permissions.check_can_take_back(by, proposer=proposer(act), signers=who_can_sign(picture.act, now))
    if not because.strip():
        raise ActRefused(["Reason: say why it is taken back; it stays on the record."])
    if picture.state not in STANDS:
        raise ActRefused([f"This is over already (“{picture.state.label.lower()}”), so it cannot be taken back."])
    Act.objects.filter(id=act).update(taken_back_at=now, taken_back_because=because.strip())
    _record(Event.TRIAGE_ACT_ENDED, act, by=by, now=now, kind=picture.act.kind.value)


def _held(act: UUID, now: datetime) -> ActPicture:
    """The act as it stands, held until this transaction ends. Raises Act.DoesNotExist."""
    Act.objects.select_for_update().get(id=act)
    return queries.act(act, now)


def _against_agency(kind: ActKind, agency: UUID | None, today: date) -> list[str]:
    if kind is ActKind.SUSPENSION:
        return ["Agency: a suspension is for the whole triage, so it names none."] if agency else []
    found = Agency.objects.filter(id=agency).first() if agency else None
    if found is None or (found.left_date is not None and found.left_date <= today):
        return ["Agency: say which agency of the partnership leaves triage."]
    return []


def _who_signs(on: date, today: date) -> str:
    return governing.who_signs(queries.partners_on(on, signing_on=today), on)


def _check_collects(picture: ActPicture, words: str) -> None:
    if picture.state is not ActState.COLLECTING:
        raise ActRefused([f"This cannot be signed any more: {picture.state.label.lower()}. {picture.because}", words])


def _cannot_sign(picture: ActPicture, worker: UUID, by: Actor) -> str:
    if any(one.worker == worker for one in picture.act.signatures):
        return "You have signed this already."
    if any(one.partner in _partners_of(picture, by) for one in picture.act.signatures):
        return "A delegate signed for you already: ratify it instead."
    return "The register of statutory partners does not name you as executive or delegate for this."


def _partners_of(picture: ActPicture, by: Actor) -> set[UUID]:
    return {one.id for one in signers(picture.act, picture.act.at) if one.executive == by.worker}


def _record(event: Event, act: UUID, *, by: Actor, now: datetime, **detail: object) -> None:
    audit.record(event=event, by=by, now=now, about=[f"act:{act}"], detail=detail)
