"""Families as they stand: who belongs to which, what a family has become, and whose children are elsewhere."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import F, QuerySet

from wholepicture.lib.once import once
from wholepicture.pathway.families import rules
from wholepicture.pathway.families.facts import Member, Standing
from wholepicture.pathway.families.models import Family, Membership
from wholepicture.pathway.families.terms import Part, Reason
from wholepicture.pathway.linkage.models import Link
from wholepicture.registers.people import queries as people


def family_ids_of(person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return the one family of each person; whoever has none, or as an adult several, is left out."""
    return {person: next(iter(found)) for person, found in families_of(person_ids).items() if len(found) == 1}


@once
def families_of(person_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return every family of each person: a child has its own one first of all, so only that one is given for a child."""
    found: dict[UUID, dict[str, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    rows = Membership.objects.filter(person_id__in=set(person_ids), until_at__isnull=True)
    for person, family, part in rows.values_list("person_id", "family_id", "part"):
        found[person][part].add(family)
    return {person: frozenset(parts[Part.CHILD] or parts[Part.ADULT]) for person, parts in found.items()}


@once
def members(family_ids: Iterable[UUID]) -> dict[UUID, tuple[Member, ...]]:
    """Return who belongs to each family now, children first; a family without members is left out."""
    found: dict[UUID, list[Member]] = defaultdict(list)
    rows = Membership.objects.filter(family_id__in=set(family_ids), until_at__isnull=True)
    for family, person, part, reason in rows.values_list("family_id", "person_id", "part", "reason"):
        found[family].append(Member(person, Part(part), Reason(reason)))
    return {
        family: tuple(sorted(those, key=lambda m: (m.part is Part.ADULT, m.person))) for family, those in found.items()
    }


@once
def goes_on_as(family_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return the family that each of these has become: itself, or the one it was merged into, however often."""
    found = {family: family for family in family_ids}
    while True:
        merged = dict(
            Family.objects.filter(id__in=found.values(), merged_into__isnull=False).values_list("id", "merged_into_id")
        )
        if not merged:
            return found
        found = {family: merged.get(now, now) or now for family, now in found.items()}


def standing(children: Iterable[UUID]) -> list[Standing]:
    """Return the families in which any of these stand as children now, oldest first, with all their children."""
    live = Membership.objects.filter(until_at__isnull=True, part=Part.CHILD)
    ids = set(live.filter(person_id__in=set(children)).values_list("family_id", flat=True))
    return _standing(ids, live)


def former(children: Iterable[UUID]) -> list[Standing]:
    """Return the families without children now in which any of these once stood as children, with all they ever had."""
    ever = Membership.objects.filter(part=Part.CHILD)
    ids = set(ever.filter(person_id__in=set(children)).values_list("family_id", flat=True))
    held = set(ever.filter(family_id__in=ids, until_at__isnull=True).values_list("family_id", flat=True))
    return _standing(ids - held, ever)


def _standing(ids: Collection[UUID], memberships: QuerySet[Membership]) -> list[Standing]:
    held: dict[UUID, set[UUID]] = defaultdict(set)
    for family, child in memberships.filter(family_id__in=ids).values_list("family_id", "person_id"):
        held[family].add(child)
    ever = Membership.objects.filter(part=Part.CHILD, person_id__in={c for those in held.values() for c in those})
    places: dict[UUID, set[UUID]] = defaultdict(set)
    for family, child in ever.values_list("family_id", "person_id"):
        places[child].add(family)
    rows = Family.objects.filter(id__in=ids).order_by("created_at", "id")
    return [
        Standing(
            row.id, row.created_at, frozenset(held[row.id]), frozenset(c for c in held[row.id] if len(places[c]) == 1)
        )
        for row in rows
    ]


def heirs(persons: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return whom a link made of each person: those to whom records of theirs resolve now; left out where there is none."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    moved = Link.objects.filter(before_id__in=set(persons), undone_at__isnull=True, record__person_id__isnull=False)
    for before, person in moved.exclude(record__person_id=F("before_id")).values_list("before_id", "record__person_id"):
        found[before].add(person)
    return {before: frozenset(those) for before, those in found.items()}


def children_elsewhere(persons: Iterable[UUID], beside: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return for each person the families, other than those `beside`, of the children they are parent or carer of.

    What was ever told counts, also where it has ended: whoever once cared for a child still links that child's family
    (design promise 1). Everybody asked for is in the answer; whoever has no children elsewhere has no family there.
    """
    ids, not_these = set(persons), set(goes_on_as(beside).values())
    children: dict[UUID, set[UUID]] = {person: set() for person in ids}
    for relation in people.relations(ids):
        if relation.kind in rules.PARENTAL and relation.from_person in ids:
            children[relation.from_person].add(relation.to_person)
    live = Membership.objects.filter(until_at__isnull=True, part=Part.CHILD)
    everyone = {child for found in children.values() for child in found}
    family = dict(live.filter(person_id__in=everyone).values_list("person_id", "family_id"))
    return {
        person: frozenset(family[child] for child in found if child in family) - not_these
        for person, found in children.items()
    }
