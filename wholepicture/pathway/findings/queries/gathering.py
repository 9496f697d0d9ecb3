"""Gather the facts of families in bulk: as many statements for one family as for many, however many incidents they have."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.facts import ArrangementFacts, Member
from wholepicture.pathway.families.terms import Part as MemberPart
from wholepicture.pathway.findings import pattern as patterns_of
from wholepicture.pathway.findings.facts import Arranged, Done, Part, Pattern, Report, Someone
from wholepicture.pathway.findings.queries import elsewhere
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.incidents.facts import IncidentFacts, InvolvedFacts
from wholepicture.pathway.incidents.models import Involved
from wholepicture.pathway.incidents.terms import Accuser, Kind
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import PersonFacts, Relation
from wholepicture.registers.people.models import ProtectedFact
from wholepicture.registers.people.terms import ProtectedKind


@dataclass(frozen=True)
class Gathered:
    """Patterns by family (none for one without children); from which versions of which people; and the next change.

    `changes_on` is the first later day on which a home or a relationship that is already told begins or ends.
    """

    patterns: Mapping[UUID, Pattern]
    sources: Mapping[UUID, Mapping[UUID, int]]
    changes_on: Mapping[UUID, date | None]


def patterns(family_ids: Iterable[UUID], now: datetime) -> dict[UUID, Pattern]:
    """Return the pattern of each family as known now; one that has no children any more is left out.

    Nothing is read that only another look depends on, and what is read is read once: a page waits for this.
    """
    found = _Gathering(set(family_ids), london_day(now), looks_again=False)
    return {family: found.pattern(family) for family in found.members}


def gather(family_ids: Iterable[UUID], now: datetime) -> Gathered:
    """Return the pattern of each family, and what another look at it depends on."""
    return _Gathering(set(family_ids), london_day(now), looks_again=True).gathered()


class _Gathering:
    """Reads what is known of all families once, in bulk, and hands it out family by family."""

    def __init__(self, family_ids: Collection[UUID], on: date, *, looks_again: bool) -> None:
        self.on = on
        held = families.members(family_ids)
        self.members = {family: those for family, those in held.items() if _children(those)}
        concerning = families.concerning(self.members)
        self.reports_of = concerning.ids
        ids = {incident for those in self.reports_of.values() for incident in those}
        concerned = None if looks_again else concerning.children
        self.versions: Mapping[UUID, int] = {}
        if looks_again:
            # Versions before facts: a change in between makes a family wait once more, never less.
            self.versions = people.versions(self._everybody(ids) | self._told_of_contact())
        told = incidents.facts(ids) if looks_again else {each: concerning.told[each] for each in ids}
        self.told = {incident: facts for incident, facts in told.items() if facts.linked and facts.kind != Kind.BIRTH}
        self.arrangements = _by_child(families.arrangements(self._children()))
        everybody = self._in(told) | {told.adult for those in self.arrangements.values() for told in those}
        self.relations = _by_person(people.relations(everybody))
        self.known = people.facts(everybody)
        self.kids = set(families.children_known(self.known, on)) | self._children()
        self.homes = people.homes(everybody, on)
        self.changes = _changes(everybody, on) if looks_again else {}
        self.agencies = dict(Agency.objects.values_list("id", "name"))
        self.done = _done(self.told)
        self.elsewhere = elsewhere.find(self.members, self.reports_of, self.told, concerned)

    def _everybody(self, ids: Collection[UUID]) -> set[UUID]:
        """The members of the families, and whoever was told in one of these reports."""
        told = Involved.objects.filter(incident_id__in=ids).values_list("record__person_id", flat=True)
        return self._people() | {person for person in told if person}

    def _in(self, told: Mapping[UUID, IncidentFacts]) -> set[UUID]:
        """The same from what was told, once that is read."""
        named = {someone.person for report in told.values() for someone in report.people}
        return self._people() | {person for person in named if person}

    def _people(self) -> set[UUID]:
        return {member.person for those in self.members.values() for member in those}

    def _children(self) -> set[UUID]:
        return {child for those in self.members.values() for child in _children(those)}

    def _told_of_contact(self) -> set[UUID]:
        return {told.adult for told in families.arrangements(self._children())}

    def gathered(self) -> Gathered:
        patterns = {family: self.pattern(family) for family in self.members}
        return Gathered(
            patterns=patterns,
            sources={family: self._sources(pattern) for family, pattern in patterns.items()},
            changes_on={family: self._changes_on(pattern) for family, pattern in patterns.items()},
        )

    def pattern(self, family: UUID) -> Pattern:
        """The pattern of one of the families."""
        told = [self.told[incident] for incident in self.reports_of[family] if incident in self.told]
        children = _children(self.members[family])
        arranged = [each for child in children for each in self.arrangements.get(child, ())]
        persons = self._persons(family, told, arranged)
        relations = self._relations(persons)
        names = {person: someone.name for person, someone in persons.items() if someone.forename or someone.surname}
        reports = sorted((self._report(each, relations, names) for each in told), key=_order)
        return Pattern(
            family=family,
            on=self.on,
            people=persons,
            children=children,
            reports=tuple(reports),
            relations=tuple(relations),
            homes={person: self.homes[person] for person in persons if person in self.homes},
            arrangements=tuple(self._arranged(each) for each in sorted(arranged, key=lambda one: one.told_at)),
            linked=self.elsewhere.of(family, reports),
            done=tuple(done for report in reports for done in self.done.get(report.incident, ())),
        )

    def _persons(
        self, family: UUID, told: Iterable[IncidentFacts], arranged: Iterable[ArrangementFacts]
    ) -> dict[UUID, Someone]:
        ids = {member.person for member in self.members[family]}
        ids |= {someone.person for report in told for someone in report.people if someone.person}
        ids |= {each.adult for each in arranged}
        return {person: self._someone(self.known[person]) for person in sorted(ids) if person in self.known}

    def _someone(self, known: PersonFacts) -> Someone:
        return Someone(
            person=known.person,
            forename=known.forename,
            surname=known.surname,
            sex=known.sex,
            birth_date=known.birth_date,
            expected_date=known.expected_date,
            died_date=known.died_date,
            is_child=known.person in self.kids,
        )

    def _relations(self, persons: Collection[UUID]) -> list[Relation]:
        found = {relation for person in persons for relation in self.relations.get(person, ())}
        return sorted(found, key=_relation_order)

    def _report(self, told: IncidentFacts, relations: Iterable[Relation], names: Mapping[UUID, str]) -> Report:
        # Only reports are looked at of which everybody is linked.
        parts = tuple(_part(someone, someone.person, told) for someone in told.people if someone.person)
        grown = patterns_of.adults_among(parts)
        connected = patterns_of.connection(grown, relations, names)
        in_scope, because = patterns_of.scope(told.kind, told.category, told.brag, connected)
        return Report(
            incident=told.id,
            kind=told.kind,
            reference=told.reference,
            happened_at=told.happened_at,
            received_at=told.received_at,
            category=told.category,
            reporter=told.reporter,
            agency=self.agencies.get(told.agency, ""),
            dash=told.dash,
            dash_perceived=told.dash_perceived,
            brag=told.brag,
            features=told.features,
            parts=parts,
            presences={child.person: child.presence for child in told.children if child.person},
            in_scope=in_scope,
            because=because,
            connected=connected,
        )

    def _arranged(self, told: ArrangementFacts) -> Arranged:
        return Arranged(
            child=told.child,
            adult=told.adult,
            day=told.day,
            overnight=told.overnight,
            day_words=told.day_words,
            overnight_words=told.overnight_words,
            told_by=self.agencies.get(told.told_by, ""),
            told_at=told.told_at,
        )

    def _sources(self, pattern: Pattern) -> dict[UUID, int]:
        """The people from whom the pattern was made; one who came in meanwhile has no version yet, and waits again."""
        there = self.elsewhere.children_of(each.family for each in pattern.linked)
        return {person: self.versions.get(person, 0) for person in pattern.people} | there

    def _changes_on(self, pattern: Pattern) -> date | None:
        days = [self.changes[person] for person in pattern.people if person in self.changes]
        days += [
            day for each in pattern.relations for day in (each.from_date, each.until_date) if day and day > self.on
        ]
        return min(days, default=None)


def _part(someone: InvolvedFacts, person: UUID, told: IncidentFacts) -> Part:
    """One part, who alleges it brought from the record as told to the person."""
    accusers = {f"record:{each.record}": str(each.person) for each in told.people}
    known = someone.alleged_by if someone.alleged_by in Accuser.values() else accusers.get(someone.alleged_by, "")
    alleged_by = "" if known == Accuser.NOT_KNOWN else known
    return Part(person, someone.role, alleged_by, someone.status)


def _children(members: Iterable[Member]) -> tuple[UUID, ...]:
    return tuple(member.person for member in members if member.part is MemberPart.CHILD)


def _by_child(told: Iterable[ArrangementFacts]) -> dict[UUID, list[ArrangementFacts]]:
    found: dict[UUID, list[ArrangementFacts]] = defaultdict(list)
    for each in told:
        found[each.child].append(each)
    return found


def _by_person(relations: Iterable[Relation]) -> dict[UUID, list[Relation]]:
    found: dict[UUID, list[Relation]] = defaultdict(list)
    for relation in relations:
        found[relation.from_person].append(relation)
        found[relation.to_person].append(relation)
    return found


def _changes(person_ids: Collection[UUID], on: date) -> dict[UUID, date]:
    """The first later day on which a home of each person begins or ends."""
    homes = ProtectedFact.objects.filter(kind=ProtectedKind.ADDRESS, record__person_id__in=person_ids)
    later = homes.filter(Q(from_date__gt=on) | Q(until_date__gt=on))
    found: dict[UUID | None, set[date]] = defaultdict(set)
    for person, begins, ends in later.values_list("record__person_id", "from_date", "until_date"):
        found[person] |= {day for day in (begins, ends) if day and day > on}
    return {person: min(days) for person, days in found.items() if person}


def _done(causes: Iterable[UUID]) -> dict[UUID, list[Done]]:
    """Who was told because of each incident and how far it has got; what is no longer due is left out."""
    rows = Notice.objects.filter(cause__in=list(causes)).exclude(state=State.SUPERSEDED)
    found: dict[UUID, list[Done]] = defaultdict(list)
    values = rows.order_by("created_at", "id").values_list("cause", "function", "state", "created_at")
    for cause, function, state, at in values:
        found[cause].append(Done(cause, function, State(state).label, at, State(state) is State.ANSWERED))
    return found


def _order(report: Report) -> tuple[datetime, UUID]:
    return report.happened_at, report.incident


def _relation_order(relation: Relation) -> tuple[str, ...]:
    ends = (str(relation.from_date or ""), str(relation.until_date or ""))
    return (str(relation.from_person), str(relation.to_person), relation.kind.value, *ends)
