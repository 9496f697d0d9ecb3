"""Which families have to be on the list because of an incident, in which lane and why (design promises 1 and 14)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties.models import Derivation
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.facts import ConcernedChild
from wholepicture.pathway.families.models import Membership
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.findings import lane as lanes
from wholepicture.pathway.findings import queries as findings
from wholepicture.pathway.findings.facts import Pattern, Report, Someone
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.incidents.facts import IncidentFacts
from wholepicture.pathway.incidents.terms import Kind
from wholepicture.pathway.triage import rules
from wholepicture.pathway.triage.facts import Derived, Wanted
from wholepicture.registers.people import queries as people
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.parameters import Parameters
from wholepicture.registers.protocol.terms import Lane


def derived(incident_ids: Iterable[UUID]) -> dict[UUID, Derived]:
    """Return what was worked out of each incident; a birth tells people and is never listed."""
    rows = Derivation.objects.filter(incident_id__in=set(incident_ids)).select_related("incident")
    return {
        row.incident_id: Derived(
            row.incident_id, row.at, row.in_scope and row.incident.kind != Kind.BIRTH.value, row.because
        )
        for row in rows
    }


def wanted(found: Collection[Derived], now: datetime) -> dict[UUID, dict[UUID, Wanted]]:
    """Return for each incident the families that it lists, each once, by family; as many statements for many as for one.

    The family of every child concerned; and, as linked, the families of the other children of whoever is said to have
    caused harm, or is the carer of concern.
    """
    in_scope = [one for one in found if one.in_scope]
    if not in_scope:
        return {one.incident: {} for one in found}
    gathered = _Gathered(in_scope, now)
    return {one.incident: {} for one in found} | {one.incident: gathered.of(one) for one in in_scope}


class _Gathered:
    """Everything that is looked at for a number of incidents, read once for all of them."""

    def __init__(self, found: Sequence[Derived], now: datetime) -> None:
        self.parameters = protocol.current(now).parameters
        self.told = incidents.facts(one.incident for one in found)
        self.concerned = _with_last_family(families.children_concerned_in(list(self.told.values())))
        parts = families.parts_in(list(self.told.values()))
        self.harming = {
            told: sorted(p for p, part in of.items() if part in rules.HARMING) for told, of in parts.items()
        }
        harming = {person for those in self.harming.values() for person in those}
        self.elsewhere = families.children_elsewhere(harming, beside=()) if harming else {}
        linked = {family for those in self.elsewhere.values() for family in those}
        plain = {child.family for those in self.concerned.values() for child in those if child.family}
        self.patterns = findings.patterns(plain | linked, now)
        self.names = {person: known.forename for person, known in people.facts(harming).items()}

    def of(self, derived: Derived) -> dict[UUID, Wanted]:
        """The families that one incident lists."""
        told = self.told[derived.incident]
        children: dict[UUID, list[ConcernedChild]] = defaultdict(list)
        for child in self.concerned[derived.incident]:
            if child.family:
                children[child.family].append(child)
        plain = {family: self._plain(family, told, those, derived) for family, those in children.items()}
        through: dict[UUID, list[UUID]] = defaultdict(list)
        for person in self.harming[derived.incident]:
            for family in self.elsewhere.get(person, frozenset()) - plain.keys():
                through[family].append(person)
        return plain | {family: self._linked(family, told, persons) for family, persons in through.items()}

    def _plain(self, family: UUID, told: IncidentFacts, children: list[ConcernedChild], derived: Derived) -> Wanted:
        lane, why = self._lane(family, told)
        pattern = self.patterns.get(family)
        change, words = rules.change(pattern, _report_in(pattern, told.id), linked=False, parameters=self.parameters)
        return Wanted(
            family,
            linked=False,
            lane=lane,
            lane_because=why,
            because=rules.because(derived.because, (child.why for child in children)),
            change=change,
            change_words=words,
            children=rules.there_then(pattern, london_day(told.happened_at)),
        )

    def _linked(self, family: UUID, told: IncidentFacts, persons: list[UUID]) -> Wanted:
        lane, why = _in_words(_alone(told, self.patterns.get(family), self.parameters))
        pattern = self.patterns.get(family)
        change, words = rules.change(pattern, None, linked=True, parameters=self.parameters)
        return Wanted(
            family,
            linked=True,
            lane=lane,
            lane_because=why,
            because=rules.because_linked(self.names.get(person) or "Somebody" for person in persons),
            change=change,
            change_words=words,
            children=rules.there_then(pattern, london_day(told.happened_at)),
        )

    def _lane(self, family: UUID, told: IncidentFacts) -> tuple[Lane, str]:
        """From the family's own pattern; from the report's marks alone where it has none any more."""
        pattern = self.patterns.get(family)
        report = _report_in(pattern, told.id)
        if pattern is None or report is None:
            return _in_words(_alone(told, pattern, self.parameters))
        return _in_words(lanes.lane(report, pattern, self.parameters))


def _with_last_family(
    concerned: Mapping[UUID, tuple[ConcernedChild, ...]],
) -> dict[UUID, tuple[ConcernedChild, ...]]:
    """Give whoever was a child on the day of the incident, and has grown up since, the family they last were a child of.

    Nothing leaves the list because a birthday comes (design promise 1).
    """
    grown = {child.person for those in concerned.values() for child in those if not child.family}
    rows = Membership.objects.filter(person_id__in=grown, part=Part.CHILD).order_by("from_at") if grown else ()
    last = {row.person_id: row.family_id for row in rows}
    going_on = families.goes_on_as(last.values()) if last else {}
    return {
        incident: tuple(
            child
            if child.family or child.person not in last
            else ConcernedChild(child.person, child.why, going_on[last[child.person]])
            for child in those
        )
        for incident, those in concerned.items()
    }


def _report_in(pattern: Pattern | None, incident: UUID) -> Report | None:
    return next((report for report in (pattern.reports if pattern else ()) if report.incident == incident), None)


def _alone(told: IncidentFacts, pattern: Pattern | None, parameters: Parameters) -> tuple[Lane, tuple[str, ...]]:
    """The lane from the report's own marks and the ages of a family's children, without anything else of the family."""
    children: list[Someone] = []
    if pattern:
        children = [pattern.people[child] for child in pattern.children if child in pattern.people]
    return lanes.lane_alone(
        dash=told.dash,
        features=told.features,
        happened_at=told.happened_at,
        children=children,
        parameters=parameters,
    )


def _in_words(found: tuple[Lane, tuple[str, ...]]) -> tuple[Lane, str]:
    lane, reasons = found
    return lane, " ".join(reasons)
