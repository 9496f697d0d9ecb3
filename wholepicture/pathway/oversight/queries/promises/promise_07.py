"""Promise 7: the triage never silently stops: only what everybody signed suspends it, and what ages raises an alarm."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from wholepicture.lib.dates import at_london, london_day
from wholepicture.pathway.oversight.queries.promises.breach import EXAMPLES, Breach, found
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage.facts import ActPicture, Sitting
from wholepicture.pathway.triage.models import Decision, Listing, Meeting, Signature
from wholepicture.pathway.triage.terms import ActKind, ActState, MeetingState, Mode
from wholepicture.registers.protocol.models import Partner
from wholepicture.registers.protocol.terms import BOARDS_FROM, PartnerRole

TITLE = "The triage never silently stops"
# How long the machine may take for what it does at once.
PATIENCE = timedelta(minutes=5)
# Meetings of longer ago raise no alarm of their own any more; every family that waited does.
LOOKED_BACK = timedelta(days=14)
HAS_EFFECT = frozenset({ActState.IN_FORCE, ActState.ENDED})


def acts_without_every_signature(now: datetime) -> Iterator[Breach]:
    """What counts as in force was signed for every statutory partner of its first day, before that day, and ratified.

    It is looked up here in its own way, so that it does not share the mistakes of what works out the state.
    """
    unsigned = [one.act.id for one in _with_effect(now) if not _is_signed(one, now)]
    yield from _of(unsigned, "Triage counts as suspended or left without the signature of every statutory partner.")


def decided_where_nobody_met(now: datetime) -> Iterator[Breach]:
    """A decision of the meeting was made in a meeting that was open then."""
    inside = Decision.objects.filter(mode=Mode.MEETING)
    elsewhere = Q(meeting__isnull=True) | Q(meeting__opened_at__isnull=True) | Q(meeting__cancelled_at__isnull=False)
    elsewhere |= Q(at__lt=F("meeting__opened_at")) | Q(at__gt=F("meeting__closed_at"))
    yield from found(7, "Decisions of a meeting were made where none was open.", inside.filter(elsewhere))
    suspended = Q(pk__in=[])
    for one in _with_effect(now):
        if one.act.kind is ActKind.SUSPENSION:
            ends = Q(meeting__day__lt=one.act.until_date) if one.act.until_date else Q()
            suspended |= Q(meeting__day__gte=one.act.from_date) & ends
    yield from found(7, "Decisions of a meeting were made while meetings were suspended.", inside.filter(suspended))


def unmet_without_an_alarm(now: datetime) -> Iterator[Breach]:
    """Of a meeting that nobody opened although families waited somebody was told."""
    today = london_day(now)
    alarmed = set(
        Meeting.objects.filter(day__gte=today - LOOKED_BACK, alarmed_at__isnull=False).values_list("day", flat=True)
    )
    unmet = [
        one
        for one in triage.sittings(today - LOOKED_BACK, today, now)
        if one.state is MeetingState.NOT_MET and one.ends_at < now - PATIENCE and one.day not in alarmed
    ]
    silent = [one.id or UUID(int=one.day.toordinal()) for one in unmet if _waited_for(one).exists()]
    yield from _of(silent, "Nobody opened the meeting although families waited, and nobody was told.")


def alarms_that_stopped(now: datetime) -> Iterator[Breach]:
    """The alarm about a family climbs until somebody decides: it has a next moment for as long as the family waits."""
    waiting = Listing.objects.filter(decided_at__isnull=True, withdrawn_at__isnull=True, alarm__isnull=False)
    yield from found(
        7, "Families are overdue, and their alarm has stopped.", waiting.filter(alarm__next_at__isnull=True)
    )


def _with_effect(now: datetime) -> list[ActPicture]:
    return [one for one in triage.acts(now) if one.state in HAS_EFFECT]


def _is_signed(one: ActPicture, now: datetime) -> bool:
    first, begins = one.act.from_date, at_london(one.act.from_date, time(0, 0))
    signed = Signature.objects.filter(
        Q(ratify_by__isnull=True) | Q(ratify_by__gt=now) | Q(ratified_at__lt=F("ratify_by")),
        act_id=one.act.id,
        partner_id=OuterRef("pk"),
        worker__agency_id=OuterRef("agency_id"),
        at__lt=begins,
    )
    partners = Partner.objects.filter(Q(until_date__isnull=True) | Q(until_date__gt=first), from_date__lte=first)
    roles = set(partners.values_list("role", flat=True))
    return _roles(first) <= roles and not partners.filter(~Exists(signed)).exists()


def _roles(on: date) -> set[str]:
    before = PartnerRole.CLINICAL_COMMISSIONING_GROUP.value
    care = before if on < BOARDS_FROM else PartnerRole.INTEGRATED_CARE_BOARD.value
    return {PartnerRole.LOCAL_AUTHORITY.value, PartnerRole.POLICE.value, care}


def _waited_for(one: Sitting) -> QuerySet[Listing]:
    """Families that were on the list when the meeting should have been, and for some time after."""
    until = one.ends_at + PATIENCE
    still = Q(decided_at__isnull=True) | Q(decided_at__gt=until)
    kept = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=until)
    return Listing.objects.filter(still, kept, listed_at__lt=one.ends_at)


def _of(ids: Iterable[UUID], sentence: str) -> Iterator[Breach]:
    every = tuple(ids)
    if every:
        yield Breach(7, sentence, len(every), every[:EXAMPLES])


CHECKS = (acts_without_every_signature, decided_where_nobody_met, unmet_without_an_alarm, alarms_that_stopped)
