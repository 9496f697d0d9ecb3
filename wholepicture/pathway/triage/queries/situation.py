"""All that a decision about a family rests on: its children, what it is listed for, what its pattern shows, what was decided."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties.facts import Adult
from wholepicture.pathway.duties.messages.words import name_of
from wholepicture.pathway.duties.rules import standing as standing_of
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.models import Membership
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.findings import queries as findings
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.triage import rules
from wholepicture.pathway.triage.models import Decision, Listing
from wholepicture.pathway.triage.models.listing import OPEN
from wholepicture.pathway.triage.queries.contributing import lineage
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.registers.access import queries as access
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import PersonFacts
from wholepicture.registers.people.terms import RelationshipKind
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.parameters import Parameters
from wholepicture.registers.protocol.terms import Lane, Relation, Standing

PARENTS = frozenset({RelationshipKind.PARENT_OF, RelationshipKind.CARER_OF})


@dataclass(frozen=True)
class Situation:
    """A family as a decision finds it; `children` are persons, the youngest first, `parties` everybody of the matter.

    `standings` are the adults with the part that they have. `listings` wait for a decision, `standing` are the decisions
    that stand, by child (person), `level_before` the last level of need that was said of each child. `conflicted` are the
    workers who are close to somebody of the matter: whatever they say, or said before that was known, counts for nothing.
    """

    family: UUID
    every: frozenset[UUID]
    pattern: Pattern | None
    children: tuple[UUID, ...]
    standings: Mapping[UUID, Standing]
    known: Mapping[UUID, PersonFacts]
    listings: tuple[Listing, ...]
    standing: Mapping[UUID, Decision]
    level_before: Mapping[UUID, int]
    findings: tuple[UUID, ...]
    is_repeat: bool
    parameters: Parameters
    protocol: int
    parties: frozenset[UUID]
    conflicted: frozenset[UUID]

    @property
    def lane(self) -> Lane:
        """The fastest lane of what waits; of what was decided before where nothing waits."""
        lanes = {row.lane for row in self.listings} or {row.lane for row in self.standing.values()}
        return Lane.FAST if Lane.FAST.value in lanes else Lane.STANDARD

    def record(self, person: UUID) -> UUID:
        """The record of a person that decisions and notices point at."""
        return self.known[person].records[0]

    def name(self, person: UUID) -> str:
        """The name of a person, as it stands in a title."""
        known = self.known.get(person)
        if known is None:
            return "Name not known"
        is_expected = known.birth_date is None and known.expected_date is not None
        return name_of(known.forename, known.surname, is_expected=is_expected)


def situation(family: UUID, now: datetime) -> Situation:
    """Return what a decision about a family rests on, as known now. The machine's read."""
    every = lineage(family).every
    agreed = protocol.current(now)
    pattern = findings.patterns([family], now).get(family)
    members = families.members([family]).get(family, ())
    children = [member.person for member in members if member.part is Part.CHILD] or _grown_up_since(every)
    told = set(pattern.people) if pattern else set()
    adults = ({member.person for member in members} | told) - set(children)
    parties = frozenset(adults | set(children))
    known = people.facts(parties)
    shown = findings.standing([family])[family]
    decisions = list(Decision.objects.filter(family_id__in=every, stands_at__isnull=False).select_related("child"))
    return Situation(
        family=family,
        every=every,
        pattern=pattern,
        children=tuple(sorted((c for c in children if _has_records(known, c)), key=lambda c: _youth(known[c]))),
        standings=_standings(adults, pattern, children, now),
        known=known,
        listings=tuple(Listing.objects.filter(OPEN, family_id=family).order_by("listed_at", "id")),
        standing=_by_child([row for row in decisions if row.state == DecisionState.STANDING]),
        level_before=_levels(decisions),
        findings=tuple(each.id for each in shown),
        is_repeat=any(each.rule in rules.REPEATS for each in shown),
        parameters=agreed.parameters,
        protocol=agreed.number,
        parties=parties,
        conflicted=frozenset(access.conflicted_workers(parties, london_day(now))),
    )


def _has_records(known: Mapping[UUID, PersonFacts], person: UUID) -> bool:
    return person in known and bool(known[person].records)


def _youth(child: PersonFacts) -> tuple[float, str]:
    """The youngest first: unborn before born, an unknown age last."""
    day = child.birth_date or child.expected_date
    return (-day.toordinal() if day else 1.0, str(child.person))


def _grown_up_since(every: Collection[UUID]) -> list[UUID]:
    """Whoever last stood as a child of a family without children now, and is nobody's child in another one."""
    once = Membership.objects.filter(family_id__in=every, part=Part.CHILD)
    found = set(once.values_list("person_id", flat=True))
    elsewhere = Membership.objects.filter(person_id__in=found, part=Part.CHILD, until_at__isnull=True)
    return sorted(found - set(elsewhere.values_list("person_id", flat=True)))


def _standings(
    adults: Collection[UUID], pattern: Pattern | None, children: Collection[UUID], now: datetime
) -> dict[UUID, Standing]:
    """Each adult's part: from the last report about them, and where that does not say, from earlier ones."""
    relations = pattern.relations if pattern else ()
    parents = {r.from_person for r in relations if r.kind in PARENTS and r.to_person in set(children)}
    found = {}
    for person, told in incidents.roles_before(adults, now).items():
        roles = tuple(each.role for each in told)
        relation = Relation.PARENT_ELSEWHERE if person in parents else Relation.OTHER
        adult = Adult(person, person, "", roles[-1] if roles else None, roles[:-1], relation)
        found[person] = standing_of(adult)
    return found


def _by_child(rows: Collection[Decision]) -> dict[UUID, Decision]:
    return {row.child.person_id: row for row in rows if row.child.person_id}


def _levels(rows: Collection[Decision]) -> dict[UUID, int]:
    """The last level that was said of each child: one that was left out in between does not make it unknown."""
    said = sorted((row for row in rows if row.level is not None), key=lambda row: (row.stands_at or row.at, row.at))
    return {row.child.person_id: row.level for row in said if row.child.person_id and row.level is not None}


def undecided_children(listing: Listing, pattern: Pattern | None, decided: Collection[UUID]) -> set[UUID]:
    """Return the children who were there when it happened and of whom nobody has decided for this listing."""
    return set(rules.there_then(pattern, london_day(listing.incident.happened_at))) - set(decided)
