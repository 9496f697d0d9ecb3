"""Place children and adults in families, again whenever what is known of them changes (review 3.3, 5.2 PL 2).

The oldest family goes on when families turn out to be one; when they part again, each is the family that it was.
Memberships are dated and never deleted.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from wholepicture.lib.dates import at_london, london_day
from wholepicture.pathway.families import queries, rules
from wholepicture.pathway.families.facts import Group, Member, Standing
from wholepicture.pathway.families.models import Family, Membership, Placed
from wholepicture.pathway.families.terms import Part, Reason
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import MACHINE, Actor, Event
from wholepicture.registers.people import queries as people

# One number for the whole database: families are placed by one worker at a time, in batches.
PLACING = 7_102_019_114


class OnlyTheMachine(PermissionError):
    """Somebody would place families by hand; its text is for the user."""


@transaction.atomic
def place(*, persons: Collection[UUID], by: Actor, now: datetime) -> frozenset[UUID]:
    """Work out the families of these people and of the children about them, and return the families that changed.

    Idempotent: what already stands is left as it is, without a new version. For the machine only: raises OnlyTheMachine.
    """
    if by.id != MACHINE.id:
        raise OnlyTheMachine("Families are placed by the machine from what agencies tell: correct that instead.")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [PLACING])
    # Versions before facts: a change in between makes these people wait once more, never less.
    versions = people.versions(persons)
    on = london_day(now)
    # With whom these people have become by a link, so that their family can point at that one's.
    near = {*persons, *(heir for those in queries.heirs(persons).values() for heir in those)}
    children, found = _found(queries.touched(near, on), on)
    changed = _settle(found, queries.standing(children), now)
    _mark_placed(versions, now)
    if changed:
        about = [f"family:{family}" for family in sorted(changed)]
        audit.record(event=Event.FAMILY_PLACED, by=by, now=now, about=about, detail={"persons": len(versions)})
    return frozenset(changed)


def _found(seeds: set[UUID], on: date) -> tuple[set[UUID], list[Group]]:
    """Widen from the children who were touched to whole families, theirs as found and as they stand."""
    children = set(seeds)
    while True:
        groups = [group for group in rules.groups(queries.around(children, on)) if group.children & children]
        wider = children.union(
            *(group.children for group in groups), *(family.children for family in queries.standing(children))
        )
        if wider == children:
            return children, groups
        children = wider


def _settle(found: Sequence[Group], standing: Sequence[Standing], now: datetime) -> set[UUID]:
    """Let each found group be the family that goes on as it, or a new one; return the families that changed."""
    going_on = rules.keep(found, standing)
    families = {at: family for family, at in going_on.items()}
    families |= _come_back(found, families)
    wanted: dict[UUID, dict[UUID, Member]] = {family.family: {} for family in standing}
    made = set()
    for at, group in enumerate(found):
        if at not in families:
            families[at] = Family.objects.create(created_at=now).id
            made.add(families[at])
        wanted[families[at]] = _wanted(group)
    changed = made | _correct(wanted, now)
    gone = [family for family in standing if family.family not in going_on]
    _merge(gone, found, families)
    changed |= {family.family for family in gone}
    Family.objects.filter(id__in=changed - made).update(version=F("version") + 1)
    return changed


def _come_back(found: Sequence[Group], families: Mapping[int, UUID]) -> dict[int, UUID]:
    """Let a group that no family goes on as be the family that its children once were, if that has no children now.

    So a family that was merged through a wrong link, and whatever points at it, stands again when the link is undone.
    """
    unclaimed = {at: group for at, group in enumerate(found) if at not in families}
    children = {child for group in unclaimed.values() for child in group.children}
    back = rules.keep(list(unclaimed.values()), queries.former(children) if children else ())
    places = list(unclaimed)
    Family.objects.filter(id__in=back).update(merged_into=None)
    return {places[at]: family for family, at in back.items()}


def _wanted(group: Group) -> dict[UUID, Member]:
    """Who belongs to a group, as members."""
    adults = {person: Member(person, Part.ADULT, reason) for person, reason in group.adults.items()}
    return adults | {child: Member(child, Part.CHILD, Reason.SUBJECT) for child in group.children}


def _correct(wanted: Mapping[UUID, Mapping[UUID, Member]], now: datetime) -> set[UUID]:
    """End memberships that no longer hold and begin those that do; return the families that this changed."""
    live = Membership.objects.filter(family_id__in=wanted, until_at__isnull=True)
    held: dict[tuple[UUID, UUID], Membership] = {(row.family_id, row.person_id): row for row in live}
    right = {
        key
        for key, row in held.items()
        if (member := wanted[key[0]].get(key[1])) and (member.part, member.reason) == (row.part, row.reason)
    }
    ended = set(held) - right
    begun = {(family, person) for family, those in wanted.items() for person in those} - right
    # Ended first, so that a child is never in two families.
    Membership.objects.filter(id__in=[held[key].id for key in ended]).update(until_at=now)
    Membership.objects.bulk_create(_begin(begun, wanted, now))
    return {family for family, _ in ended | begun}


def _begin(
    keys: Iterable[tuple[UUID, UUID]], wanted: Mapping[UUID, Mapping[UUID, Member]], now: datetime
) -> Iterable[Membership]:
    for family, person in sorted(keys):
        member = wanted[family][person]
        yield Membership(family_id=family, person_id=person, part=member.part, reason=member.reason, from_at=now)


def _merge(gone: Sequence[Standing], found: Sequence[Group], families: Mapping[int, UUID]) -> None:
    """Let each family that does not go on point at the one that has most of its children, or of whom they have become.

    One whose children have all grown up points nowhere.
    """
    heirs = queries.heirs(child for family in gone for child in family.children)
    for family in gone:
        theirs = family.children.union(*(heirs.get(child, ()) for child in family.children))
        shares = [(-len(group.children & theirs), at) for at, group in enumerate(found) if group.children & theirs]
        if shares:
            Family.objects.filter(id=family.family).update(merged_into=families[min(shares)[1]])


def _mark_placed(versions: Mapping[UUID, int], now: datetime) -> None:
    days = queries.next_days(versions, london_day(now))
    rows = [
        Placed(
            person_id=person,
            version=version,
            at=now,
            next_at=at_london(days[person], time(0)) if person in days else None,
        )
        for person, version in versions.items()
    ]
    Placed.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person"], update_fields=["version", "at", "next_at"]
    )
