"""Gather whom a family's listing is about, and whom the directory has on the day: as many statements for many as for one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties import rules as duties
from wholepicture.pathway.duties.facts import Adult
from wholepicture.pathway.duties.messages.words import name_of
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.facts import ConcernedChild, Member
from wholepicture.pathway.families.models import Membership
from wholepicture.pathway.families.terms import Part, Reason
from wholepicture.pathway.findings import pattern
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.incidents.facts import IncidentFacts, RoleAt
from wholepicture.pathway.triage.models import Listing
from wholepicture.pathway.triage.rules import AboutPerson, Circle, OpenPost
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.kinds import KINDS
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import PersonFacts
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import Precision, RelationshipKind, Role
from wholepicture.registers.protocol.terms import Relation, Standing

PARENTAL = frozenset({RelationshipKind.PARENT_OF, RelationshipKind.CARER_OF})
# Of adults who only saw or heard it, these are about the child all the same.
CLOSE = frozenset({Reason.PARENT, Reason.PARTNER, Reason.HOUSEHOLD})


@dataclass(frozen=True)
class Matter:
    """What one listing is about: who is asked about, everybody who must not be the one who is told, and the report.

    `report` is the incident as told.
    """

    circle: Circle
    parties: tuple[UUID, ...]
    report: IncidentFacts


def circles(listings: Sequence[Listing], posts: tuple[OpenPost, ...], now: datetime) -> dict[UUID, Matter]:
    """Return what each of these listings is about, by its id, as known now; `posts` are those of the day."""
    if not listings:
        return {}
    gathered = _Gathered(listings, posts, now)
    return {row.id: gathered.matter(row) for row in listings}


def open_posts(on: date) -> tuple[OpenPost, ...]:
    """Return every post of the directory on this day, by agency, team and function."""
    found = [post for function in Function for post in agencies.posts(function, on)]
    rows = sorted(found, key=lambda post: (post.team.agency.slug, post.team.slug, post.function))
    return tuple(
        OpenPost(
            post=post.id,
            team=post.team_id,
            agency=post.team.agency_id,
            function=Function(post.function),
            serves_person_causing_harm=KINDS[post.team.agency.kind].serves_person_causing_harm,
        )
        for post in rows
    )


class _Gathered:
    """Everything that is known of the people of a number of listings, read once for all of them."""

    def __init__(self, listings: Sequence[Listing], posts: tuple[OpenPost, ...], now: datetime) -> None:
        self.on, self.posts = london_day(now), posts
        self.told = incidents.facts({row.incident_id for row in listings})
        self.concerned = families.children_concerned_in(list(self.told.values()))
        self.members = families.members({row.family_id for row in listings})
        self.once = _once_children({row.family_id for row in listings} - self._with_children())
        involved = {one.person for told in self.told.values() for one in told.people if one.person}
        children = {one.person for those in self.concerned.values() for one in those} | self._all_children()
        self.parents = _parents(children, self.on)
        everybody = involved | children | {parent for those in self.parents.values() for parent in those}
        known = people.facts(everybody)
        # Somebody whose records a link has just moved to another person is nobody, until their family is placed anew.
        self.known = {person: facts for person, facts in known.items() if facts.records}
        self.registered = _registered(everybody, self.on)
        self.known_to = _known_to(everybody)
        last = max(told.happened_at for told in self.told.values())
        self.earlier = incidents.roles_before(everybody - children, last)

    def matter(self, listing: Listing) -> Matter:
        """What one listing is about."""
        told = self.told[listing.incident_id]
        children = self._children(listing.family_id, self.concerned[told.id])
        adults = self._adults(listing.family_id, told, children)
        circle = Circle(
            children=tuple(self._child(person, told) for person in sorted(children, key=self._youngest_first)),
            adults=tuple(self._adult(person, told, children) for person in sorted(adults)),
            posts=self.posts,
        )
        return Matter(circle, self._parties(told, children, adults), told)

    def _with_children(self) -> set[UUID]:
        return {family for family, those in self.members.items() if any(m.part is Part.CHILD for m in those)}

    def _all_children(self) -> set[UUID]:
        now = {m.person for those in self.members.values() for m in those if m.part is Part.CHILD}
        return now.union(*self.once.values())

    def _children(self, family: UUID, concerned: Iterable[ConcernedChild]) -> set[UUID]:
        """The family's children; of one whose children have all grown up, those whom the incident concerned."""
        children = {m.person for m in self.members.get(family, ()) if m.part is Part.CHILD}
        children = children or self.once.get(family, set()) & {one.person for one in concerned}
        return children & self.known.keys()

    def _adults(self, family: UUID, told: IncidentFacts, children: set[UUID]) -> set[UUID]:
        """Whoever took part, and every parent or carer; whoever only saw it counts where they are close to the child."""
        close = {m.person for m in self.members.get(family, ()) if _is_close(m)}
        took_part = {
            one.person
            for one in told.people
            if one.person and one.role is not Role.CHILD and (one.role is not Role.WITNESS or one.person in close)
        }
        parents = {parent for child in children for parent in self.parents.get(child, ())}
        everybody = (took_part | parents) & self.known.keys()
        return everybody - children - {one.person for one in self.concerned[told.id]}

    def _parties(self, told: IncidentFacts, children: set[UUID], adults: set[UUID]) -> tuple[UUID, ...]:
        """Everybody whose household and relatives must never be the ones who are told (design promise 4)."""
        concerned = {one.person for one in self.concerned[told.id]}
        parents = {parent for child in concerned for parent in self.parents.get(child, ())}
        named = {one.person for one in told.people if one.person}
        return tuple(sorted(concerned | parents | named | children | adults))

    def _youngest_first(self, person: UUID) -> tuple[int, float, str]:
        """An unborn child is the youngest; a child whose age nobody knows comes last."""
        known = self.known[person]
        if known.birth_date:
            return 1, -known.birth_date.toordinal(), str(person)
        return (0, 0, str(person)) if known.expected_date else (2, 0, str(person))

    def _child(self, person: UUID, told: IncidentFacts) -> AboutPerson:
        known = self.known[person]
        band = pattern.age_band(birth_date=known.birth_date, expected_date=known.expected_date, on=self.on)
        return replace(self._about(known, told), band=band)

    def _adult(self, person: UUID, told: IncidentFacts, children: set[UUID]) -> AboutPerson:
        return replace(
            self._about(self.known[person], told),
            standing=_standing(person, told, self.earlier.get(person, ())),
            is_parent=any(person in self.parents.get(child, ()) for child in children),
        )

    def _about(self, known: PersonFacts, told: IncidentFacts) -> AboutPerson:
        return AboutPerson(
            person=known.person,
            record=_record(known, told),
            name=_name(known),
            born=known.birth_date if known.birth_precision is Precision.EXACT else None,
            registered=self.registered.get(known.person, ()),
            known_to=self.known_to.get(known.person, frozenset()),
        )


def _is_close(member: Member) -> bool:
    return member.reason in CLOSE


def _standing(person: UUID, told: IncidentFacts, earlier: Iterable[RoleAt]) -> Standing:
    """An adult's part in the incident, as those who are told of it see it."""
    role = next((one.role for one in told.people if one.person == person), None)
    before = tuple(each.role for each in earlier if each.at < told.happened_at)
    adult = Adult(person, person, "", role=role, earlier=before, relation=Relation.OTHER)
    return duties.standing(adult)


def _record(known: PersonFacts, told: IncidentFacts) -> UUID:
    """The record as told in this incident, else the one that was known first: asks point at records, not at persons."""
    return next((one.record for one in told.people if one.person == known.person), known.records[0])


def _name(known: PersonFacts) -> str:
    unborn = known.expected_date is not None and known.birth_date is None
    return name_of(known.forename, known.surname, is_expected=unborn)


def _once_children(family_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Who ever was a child of these families, which have none now."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    ids = set(family_ids)
    rows = Membership.objects.filter(family_id__in=ids, part=Part.CHILD) if ids else ()
    for row in rows:
        found[row.family_id].add(row.person_id)
    return found


def _parents(children: set[UUID], on: date) -> dict[UUID, set[UUID]]:
    """The parents and carers of each child on this day."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for relation in people.relations(children):
        begun = relation.from_date is None or relation.from_date <= on
        holds = begun and (relation.until_date is None or relation.until_date > on)
        if relation.kind in PARENTAL and relation.to_person in children and holds:
            found[relation.to_person].add(relation.from_person)
    return found


def _registered(persons: Iterable[UUID], on: date) -> Mapping[UUID, tuple[tuple[Function, UUID], ...]]:
    found: dict[UUID, tuple[tuple[Function, UUID], ...]] = {}
    for held in people.registrations(persons, on):
        found[held.person] = (*found.get(held.person, ()), (Function(held.function), held.team_id))
    return found


def _known_to(persons: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """The agencies that hold a record of each person."""
    found: dict[UUID | None, set[UUID]] = defaultdict(set)
    for person, agency in Record.objects.filter(person_id__in=set(persons)).values_list("person_id", "agency_id"):
        found[person].add(agency)
    return {person: frozenset(those) for person, those in found.items() if person}
