"""Acts that touch the triage itself, as they stand: who has signed, who still has to, and what is in force."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.triage.facts import ActFacts, ActPicture, PartnerFacts, SignatureFacts
from wholepicture.pathway.triage.models import Act, Signature
from wholepicture.pathway.triage.rules import calendar, governing
from wholepicture.pathway.triage.terms import ActKind, ActState
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.protocol import queries as protocol

STANDS = frozenset({ActState.COLLECTING, ActState.TO_COME, ActState.IN_FORCE})


def partners_on(day: date, *, signing_on: date | None = None) -> tuple[PartnerFacts, ...]:
    """Return the statutory partners in force on a day; their delegates are those of `signing_on`, that day unless given."""
    return tuple(
        PartnerFacts(
            one.id, one.role, one.agency, one.agency_name, one.executive, one.executive_name, dict(one.delegates)
        )
        for one in protocol.partners(day, signing_on=signing_on)
    )


def acts(now: datetime) -> list[ActPicture]:
    """Return every act that was ever proposed, the newest first, as it stands now."""
    return _pictures(Act.objects.order_by("-at", "-id"), now)


def act(act_id: UUID, now: datetime) -> ActPicture:
    """Return one act as it stands now. Raises Act.DoesNotExist."""
    found = _pictures(Act.objects.filter(id=act_id), now)
    if not found:
        raise Act.DoesNotExist("There is no such suspension or withdrawal.")
    return found[0]


def acts_in_force(now: datetime) -> list[ActPicture]:
    """Return the acts in force at this instant; none is without every statutory partner's signature (design promise 7)."""
    begun = Act.objects.filter(from_date__lte=london_day(now), taken_back_at__isnull=True).order_by("from_date", "id")
    return [one for one in _pictures(begun, now) if one.state is ActState.IN_FORCE]


def meetings_suspended(now: datetime) -> bool:
    """Whether the meetings are suspended at this instant by an act that every statutory partner has signed."""
    return any(one.act.kind is ActKind.SUSPENSION for one in acts_in_force(now))


def agencies_withdrawn(now: datetime) -> frozenset[UUID]:
    """Return the agencies that have left triage by an act in force at this instant."""
    left = [one.act for one in acts_in_force(now) if one.act.kind is ActKind.WITHDRAWAL]
    return frozenset(one.agency for one in left if one.agency is not None)


def acts_to_sign(by: Actor, now: datetime) -> list[ActPicture]:
    """Return the acts that wait for this worker: to sign, or to ratify what a delegate signed for them."""
    today = london_day(now)
    open_ones = Act.objects.filter(taken_back_at__isnull=True, from_date__gt=today) | Act.objects.filter(
        taken_back_at__isnull=True, signatures__ratified_at__isnull=True, signatures__ratify_by__gt=now
    )
    found = _pictures(open_ones.distinct().order_by("from_date", "at", "id"), now)
    return [one for one in found if to_sign(one, by) or to_ratify(one, by, now)]


def to_sign(picture: ActPicture, by: Actor) -> tuple[PartnerFacts, ...]:
    """Return the partners for which this worker could sign now: as executive, or as delegate in force today."""
    if picture.state is not ActState.COLLECTING or by.worker is None:
        return ()
    return tuple(one for one in picture.missing if by.worker == one.executive or by.worker in one.delegates)


def to_ratify(picture: ActPicture, by: Actor, now: datetime) -> tuple[SignatureFacts, ...]:
    """Return the delegates' signatures that this worker, as executive of the partner, can still ratify."""
    if by.worker is None or picture.state not in STANDS:
        return ()
    mine = {one.id for one in signers(picture.act, now) if one.executive == by.worker}
    return tuple(
        one
        for one in picture.act.signatures
        if one.partner in mine and one.ratified_at is None and one.ratify_by is not None and now < one.ratify_by
    )


def signers(act: ActFacts, now: datetime) -> tuple[PartnerFacts, ...]:
    """Return the statutory partners that have to sign an act, with the delegates who may sign today."""
    return partners_on(act.from_date, signing_on=london_day(now))


def may_take_back(picture: ActPicture, by: Actor, now: datetime) -> bool:
    """Whether this worker can end an act: it is not over, and they proposed it or sign for one of its partners."""
    if by.worker is None or picture.state not in STANDS:
        return False
    return by.worker == proposer(picture.act.id) or by.worker in who_can_sign(picture.act, now)


def proposer(act_id: UUID) -> UUID | None:
    """Return the worker who proposed an act."""
    return Act.objects.values_list("worker_id", flat=True).get(id=act_id)


def who_can_sign(act: ActFacts, now: datetime) -> frozenset[UUID]:
    """Return the executives of the partners that have to sign an act, and the delegates who may today."""
    partners = signers(act, now)
    executives = {one.executive for one in partners if one.executive}
    return frozenset(executives | {delegate for one in partners for delegate in one.delegates})


def suspensions(first: date, last: date) -> list[calendar.Suspension]:
    """Return every suspension proposed for any of these days, with the partners who had to sign it, for the calendar."""
    rows = Act.objects.filter(kind=ActKind.SUSPENSION.value, from_date__lte=last, until_date__gt=first)
    return [calendar.Suspension(one, partners_on(one.from_date)) for one in _facts(rows.order_by("from_date", "id"))]


def _pictures(rows: Iterable[Act], now: datetime) -> list[ActPicture]:
    rows = list(rows)
    why = {row.id: row.taken_back_because for row in rows}
    return [governing.picture(one, signers(one, now), now, taken_back_because=why[one.id]) for one in _facts(rows)]


def _facts(rows: Iterable[Act]) -> list[ActFacts]:
    rows = list(rows)
    signed: dict[UUID, list[SignatureFacts]] = {row.id: [] for row in rows}
    found = Signature.objects.filter(act__in=signed).select_related("worker").order_by("at", "id")
    for each in found:
        signed[each.act_id].append(_signature(each))
    agencies = _names(rows)
    return [_act(row, tuple(signed[row.id]), agencies) for row in rows]


def _names(rows: list[Act]) -> dict[UUID, tuple[str, str]]:
    """The agency's and the proposer's name of each act."""
    found = Act.objects.filter(id__in=[row.id for row in rows]).values_list("id", "agency__name", "worker__name")
    return {act: (agency or "", worker or "") for act, agency, worker in found}


def _act(row: Act, signatures: tuple[SignatureFacts, ...], names: dict[UUID, tuple[str, str]]) -> ActFacts:
    agency, proposer = names[row.id]
    return ActFacts(
        id=row.id,
        kind=ActKind(row.kind),
        agency=row.agency_id,
        agency_name=agency,
        from_date=row.from_date,
        until_date=row.until_date,
        reason=row.reason,
        mitigation=row.mitigation,
        review_date=row.review_date,
        by=proposer or row.by,
        at=row.at,
        signatures=signatures,
        taken_back_at=row.taken_back_at,
    )


def _signature(row: Signature) -> SignatureFacts:
    return SignatureFacts(row.partner_id, row.worker_id, row.worker.name, row.at, row.ratify_by, row.ratified_at)
