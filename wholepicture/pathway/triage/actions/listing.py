"""Put families on the daily list because of an incident, and take off what no longer follows (design promise 1).

Doing it again adds and corrects, and never repeats. Linked families are listed in their own right: nobody is told.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from wholepicture.lib.dates import london_day
from wholepicture.pathway.families.actions.place import PLACING
from wholepicture.pathway.families.models import Family
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.triage import permissions, queries, rules
from wholepicture.pathway.triage.actions import granting
from wholepicture.pathway.triage.facts import Derived, Wanted
from wholepicture.pathway.triage.models import Listed, Listing
from wholepicture.registers.access import actions as access
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.kinds import KINDS
from wholepicture.registers.agencies.models import Team
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.parameters import Parameters

GRANTED_FOR = "triage list"
NO_LONGER_LISTED = "What was overdue is no longer on the list."


@transaction.atomic
def list_families(*, incidents: Sequence[UUID], by: Actor, now: datetime) -> None:
    """List each family that an incident in scope concerns or links, once; withdraw what no longer follows, with a reason.

    Whoever triages, and every standing member, may open a listed family for as long as it is on the list for anything;
    never a service of the person causing harm. A listing that was decided is opened again, with a whole clock, for a
    child of whom nobody has decided. An incident that nobody has worked out yet is left alone. For the machine only:
    raises permissions.OnlyTheMachine.
    """
    permissions.check_can_list(by)
    _hold_placing()
    derived = queries.derived(incidents)
    wanted = queries.wanted(list(derived.values()), now)
    listed = queries.live(derived)
    held = _hold_families({family for one in derived for family in (*wanted[one], *listed[one])})
    # Read again: whoever decides about a family holds it too, and may just have done so.
    live = queries.live(derived)
    decided = queries.decided_children([row.id for rows in live.values() for row in rows.values() if row.decided_at])
    work = _Work(held, protocol.current(now).parameters, decided, by, now)
    for incident, one in derived.items():
        _settle(one, wanted[incident], live[incident], work)
    Listing.objects.bulk_create(work.new)
    _open_and_close({family for those in wanted.values() for family in those}, work)
    _settle_alarms(work)
    _remember(derived.values(), now)


@dataclass(frozen=True)
class _Work:
    """What one batch has in common, and the new listings that it makes.

    `decided` are, for each listing that was decided, the children (persons) of whom somebody has decided.
    """

    families: Mapping[UUID, Family]
    parameters: Parameters
    decided: Mapping[UUID, Collection[UUID]]
    by: Actor
    now: datetime
    new: list[Listing] = field(default_factory=list)
    left: set[UUID] = field(default_factory=set)


def _settle(derived: Derived, wanted: Mapping[UUID, Wanted], live: Mapping[UUID, Listing], work: _Work) -> None:
    """Bring what is on the list because of one incident to what has to be, and say what was done."""
    kept = {family for family, row in live.items() if family in wanted and wanted[family].linked == row.linked}
    gone = sorted(live.keys() - kept)
    added = sorted(wanted.keys() - kept)
    opened = [family for family in sorted(kept) if _keep(live[family], wanted[family], work)]
    for family in gone:
        _withdraw(live[family], derived, work, stays=family in wanted)
    work.new.extend(_new(derived.incident, wanted[family], work) for family in added)
    _record(Event.LISTING_WITHDRAWN, derived.incident, gone, work)
    _record(Event.FAMILY_LISTED, derived.incident, [*added, *opened], work)


def _new(incident: UUID, wanted: Wanted, work: _Work) -> Listing:
    return Listing(
        incident_id=incident,
        family_id=wanted.family,
        family_version=work.families[wanted.family].version,
        linked=wanted.linked,
        lane=wanted.lane,
        lane_because=wanted.lane_because,
        because=wanted.because,
        change=wanted.change,
        change_words=wanted.change_words,
        listed_at=work.now,
        due_at=rules.due(wanted.lane, work.now, work.parameters),
    )


def _keep(row: Listing, wanted: Wanted, work: _Work) -> bool:
    """Let a listing say what is known now; return whether it was decided, and has to be decided about again.

    Its time to decide only ever becomes shorter, unless it is opened again: then it waits since now.
    """
    now_known: dict[str, object] = {
        "family_version": work.families[row.family_id].version,
        "lane": wanted.lane.value,
        "lane_because": wanted.lane_because,
        "because": wanted.because,
        "change": wanted.change.value,
        "change_words": wanted.change_words,
    }
    is_opened = row.decided_at is not None and not set(wanted.children) <= set(work.decided.get(row.id, ()))
    if is_opened:
        due_at = rules.due(wanted.lane, work.now, work.parameters)
        now_known |= {"decided_at": None, "mode": "", "alarm_id": None, "asked_for": None}
        now_known |= {"listed_at": work.now, "due_at": due_at}
    elif wanted.lane.value != row.lane:
        now_known["due_at"] = rules.due_again(wanted.lane, row.due_at, work.now, work.parameters)
    changed = {column: value for column, value in now_known.items() if getattr(row, column) != value}
    if changed:
        Listing.objects.filter(id=row.id).update(**changed)
    return is_opened


def _withdraw(row: Listing, derived: Derived, work: _Work, *, stays: bool) -> None:
    is_merged = work.families[row.family_id].merged_into_id is not None
    row.withdrawn_at = work.now
    row.withdrawn_because = rules.withdrawn_because(derived, linked=row.linked, is_merged=is_merged, stays=stays)
    row.save(update_fields=["withdrawn_at", "withdrawn_because"])
    work.left.add(row.family_id)


def _record(event: Event, incident: UUID, families: Iterable[UUID], work: _Work) -> None:
    about = [f"family:{family}" for family in families]
    if about:
        audit.record(event=event, by=work.by, now=work.now, about=[f"incident:{incident}", *about])


def _open_and_close(listed: Collection[UUID], work: _Work) -> None:
    """Let those who triage open what waits to be decided, and close to them what is on the list for nothing any more.

    What has been decided stays open for as long as the protocol says, and is not opened again by being looked at anew.
    """
    waits = queries.undecided({*listed, *work.left})
    teams = _triaging(work) if waits & set(listed) else []
    for family in sorted(waits & set(listed)):
        for team in teams:
            access.grant(
                team=team,
                subject_kind=Subject.FAMILY,
                subject=family,
                reason=GRANTED_FOR,
                by=work.by,
                now=work.now,
            )
    decided = queries.still_listed(work.left)
    for family in sorted(work.left - waits):
        until = work.now + timedelta(days=work.parameters.revisit_days) if family in decided else work.now
        for reason in (GRANTED_FOR, granting.WORKS_WITH_THE_CHILD):
            access.end_grant(
                subject_kind=Subject.FAMILY, subject=family, reason=reason, by=work.by, now=work.now, until=until
            )


def _triaging(work: _Work) -> list[Team]:
    """The teams whose functions triage, and the standing members, as the protocol says, on this day."""
    on = london_day(work.now)
    functions = dict.fromkeys((*work.parameters.triage_functions, *work.parameters.standing_members))
    teams = {post.team_id: post.team for each in functions for post in agencies.posts(each, on)}
    return [teams[team] for team in sorted(teams) if not KINDS[teams[team].agency.kind].serves_person_causing_harm]


def _settle_alarms(work: _Work) -> None:
    """End the alarm of a family of which nothing is overdue any more, because it left the list without a decision."""
    if work.left:
        over = queries.alarms_over(work.left)
        notifications.settle(notices=over, because=NO_LONGER_LISTED, by=work.by, now=work.now)


def _remember(derived: Iterable[Derived], now: datetime) -> None:
    rows = [Listed(incident_id=one.incident, derived_at=one.at, at=now) for one in derived]
    Listed.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["incident"], update_fields=["derived_at", "at"]
    )


def _hold_placing() -> None:
    """Let no family be placed while its list is made: a version read later than its members would never be looked at again."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock_shared(%s)", [PLACING])


def _hold_families(families: Collection[UUID]) -> dict[UUID, Family]:
    """Hold these families, in one order: another worker must not close one of them while this one opens it."""
    rows = Family.objects.filter(id__in=families).order_by("id").select_for_update(no_key=True)
    return {row.id: row for row in rows}
