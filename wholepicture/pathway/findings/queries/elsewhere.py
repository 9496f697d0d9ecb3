"""Other families that are tied to one through a person alleged to cause harm: that there are, and nothing of them.

Review 3.2: who causes harm can repeat it from afar or in a new relationship; the other family is never named.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.facts import ConcernedChild, Member
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.findings import pattern as patterns
from wholepicture.pathway.findings.facts import Linked, Report
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.incidents.facts import IncidentFacts
from wholepicture.registers.people import queries as people


@dataclass(frozen=True)
class Elsewhere:
    """For whoever is alleged to cause harm: the families of their children, and the reports of families against them."""

    parent_in: Mapping[UUID, frozenset[UUID]]
    harm_in: Mapping[UUID, Mapping[UUID, frozenset[UUID]]]
    versions: Mapping[UUID, Mapping[UUID, int]]

    def of(self, family: UUID, reports: Sequence[Report]) -> tuple[Linked, ...]:
        """Return the families tied to this one through somebody whom its reports say causes harm, in a fixed order."""
        here = {report.incident for report in reports}
        found = []
        for person in sorted({person for report in reports for person in patterns.causing_harm(report)}):
            harms = tuple(report.incident for report in reports if person in patterns.causing_harm(report))
            against = self.harm_in.get(person, {})
            parent_in = self.parent_in.get(person, frozenset())
            for other in sorted((parent_in | against.keys()) - {family}):
                there = against.get(other, frozenset()) - here
                if there or other in parent_in:
                    found.append(Linked(other, person, other in parent_in, harms, len(there)))
        return tuple(found)

    def children_of(self, family_ids: Iterable[UUID]) -> dict[UUID, int]:
        """Return the children of these families with their versions: when they move, the tie may lead elsewhere."""
        return {child: version for family in family_ids for child, version in self.versions.get(family, {}).items()}


def find(
    members: Mapping[UUID, tuple[Member, ...]],
    reports_of: Mapping[UUID, Sequence[UUID]],
    told: Mapping[UUID, IncidentFacts],
    concerned: Mapping[UUID, tuple[ConcernedChild, ...]] | None = None,
) -> Elsewhere:
    """Look for whoever is alleged to cause harm in these families' reports; as many statements for one as for many.

    Where the children whom these reports concern are given (`concerned`) they are not looked for again, and nothing is
    read that only another look depends on: there are no versions then.
    """
    harming = {person for report in told.values() for person in _harming(report)}
    parent_in = families.children_elsewhere(harming, ())
    others = {incident for found in incidents.incidents_of(harming).values() for incident in found} - told.keys()
    more = {report.id: report for report in incidents.facts(others).values() if report.linked}
    harm_in: dict[UUID, dict[UUID, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    # Also a report of these families may concern one more: what is found must not hang on who is looked at together.
    every = {**told, **more}
    looked_up = families.children_concerned_in(list((every if concerned is None else more).values()))
    kids_of = looked_up | {report: concerned[report] for report in told} if concerned is not None else looked_up
    ours = ((family, told[each]) for family, ids in reports_of.items() for each in ids if each in told)
    theirs = ((kid.family, every[each]) for each, kids in kids_of.items() for kid in kids if kid.family)
    for family, report in (*ours, *theirs):
        for person in _harming(report) & harming:
            harm_in[person][family].add(report.id)
    return Elsewhere(
        parent_in=parent_in,
        harm_in={
            person: {family: frozenset(ids) for family, ids in found.items()} for person, found in harm_in.items()
        },
        versions=_versions({*_all(parent_in), *_all(harm_in)}, members) if concerned is None else {},
    )


def _versions(family_ids: Collection[UUID], known: Mapping[UUID, tuple[Member, ...]]) -> dict[UUID, dict[UUID, int]]:
    held = {**known, **families.members(set(family_ids) - known.keys())}
    children = {
        family: [each.person for each in held.get(family, ()) if each.part is Part.CHILD] for family in family_ids
    }
    versions = people.versions({child for those in children.values() for child in those})
    return {
        family: {child: versions[child] for child in those if child in versions} for family, those in children.items()
    }


def _harming(report: IncidentFacts) -> frozenset[UUID]:
    return frozenset(each.person for each in report.people if each.person and each.role in patterns.HARMING)


def _all(found: Mapping[UUID, Iterable[UUID]]) -> set[UUID]:
    return {family for those in found.values() for family in those}
