"""All that the machine derived of one town, in words instead of ids, so that two towns or two moments can be compared."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from tests.integration.proof.model import Children, Person
from tests.integration.proof.town import FOLLOWED, NAMES, Town
from wholepicture.pathway.duties.models import Duty
from wholepicture.pathway.families.models import Membership
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.findings import queries as findings
from wholepicture.pathway.findings.models import Finding
from wholepicture.pathway.findings.rules import RULES
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.triage.models import Listing
from wholepicture.registers.access.models import Grant
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.models import Team
from wholepicture.registers.people.models import Record
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.terms import Lane

UUID_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CORRECTION = "correction"
# Of what, which function of which team was told, about whom.
Key: TypeAlias = tuple[str, str, str, Person]
Shown: TypeAlias = tuple[Children, str, str, str]


@dataclass(frozen=True)
class Derived:
    """Everything derived that stands: who is who, families with their adults, findings, duties, the list, what is open."""

    persons: frozenset[Person]
    families: frozenset[tuple[Children, frozenset[tuple[Person, str]]]]
    findings: frozenset[Shown]
    duties: tuple[tuple[str, ...], ...]
    listings: tuple[tuple[str, Children, bool, str], ...]
    grants: frozenset[tuple[str, Children]]

    def beside(self, other: "Derived") -> list[str]:
        """What stands in only one of two, a line each."""
        lines = []
        for name, mine in vars(self).items():
            theirs = vars(other)[name]
            lines += [f"{name}: only here {one}" for one in mine if list(mine).count(one) > list(theirs).count(one)]
            lines += [f"{name}: only there {one}" for one in theirs if list(theirs).count(one) > list(mine).count(one)]
        return sorted(lines)

    def children(self) -> set[Children]:
        """Which children are one family."""
        return {children for children, _ in self.families}


@dataclass(frozen=True)
class Sent:
    """One notice that was ever made of an incident: its key, where it is, and how often it was corrected."""

    key: Key
    state: State
    corrections: int


class Reading:
    """One town as it stands in the database at one moment."""

    def __init__(self, town: Town) -> None:
        """Read who is who and which family is whose."""
        self.town = town
        self.records = {record: word for word, record in town.records.items()}
        self.names = {name: word for word, name in NAMES[town.number].items()}
        self.incidents = {incident: word for word, incident in town.incidents.items()}
        rows = dict(Record.objects.filter(id__in=self.records).values_list("id", "person_id"))
        assert None not in rows.values(), "Somebody is not linked."
        self.person_of: dict[UUID, Person] = {
            person: frozenset(self.records[record] for record, of in rows.items() if of == person)
            for person in rows.values() if person
        }  # fmt: skip
        self.about = {record: self.person_of[person] for record, person in rows.items() if person}
        members = Membership.objects.filter(person_id__in=self.person_of, until_at__isnull=True)
        self.members = list(members.values_list("family_id", "person_id", "part", "reason"))
        self.family: dict[UUID, Children] = {
            family: frozenset(self.person_of[p] for of, p, part, _ in self.members if of == family and part == Part.CHILD)
            for family, *_ in self.members
        }  # fmt: skip
        self.teams = {
            str(team): number for number, team in enumerate(Team.objects.order_by("slug").values_list("id", flat=True))
        }

    def derived(self) -> Derived:
        """All of it."""
        return Derived(
            persons=frozenset(self.person_of.values()),
            families=self._families(),
            findings=self.findings(),
            duties=self._duties(),
            listings=self.listings(),
            grants=self._grants(),
        )

    def _families(self) -> frozenset[tuple[Children, frozenset[tuple[Person, str]]]]:
        adults: dict[UUID, set[tuple[Person, str]]] = {family: set() for family in self.family}
        for family, person, part, reason in self.members:
            if part == Part.ADULT:
                adults[family].add((self.person_of[person], reason))
        found = [(children, frozenset(adults[family])) for family, children in self.family.items()]
        assert len(found) == len({children for children, _ in found}), "Two families have the same children."
        return frozenset(found)

    def findings(self) -> frozenset[Shown]:
        """What stands of these families, and of any other family through their incidents."""
        rows = Finding.objects.filter(family_id__in=self.family, ended_at__isnull=True)
        return frozenset(self._shown(row.family_id, row.rule, row.key, row.evidence) for row in rows)

    def findings_afresh(self, now: datetime) -> frozenset[Shown]:
        """What the rules say of each pattern as it is now."""
        agreed = protocol.current(now).parameters
        return frozenset(
            self._shown(family, rule.id, found.key, json.loads(json.dumps(found.evidence)))
            for family, pattern in findings.patterns(self.family, now).items()
            for rule in RULES
            for found in rule.check(pattern, protocol=agreed, on=pattern.on)
        )

    def _shown(self, family: UUID, rule: str, key: str, evidence: object) -> Shown:
        return self.family[family], rule, self._in_words(key), json.dumps(self._said(evidence), sort_keys=True)

    def _said(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {self._in_words(key): self._said(each) for key, each in value.items()}
        if isinstance(value, list):
            return sorted((self._said(each) for each in value), key=str)
        if isinstance(value, str) and " " in value:
            # A sentence names people as this town calls them, in the order of their ids.
            return " ".join(sorted(self.names.get(word, word) for word in value.split()))
        return self._in_words(value) if isinstance(value, str) else value

    def _in_words(self, text: str) -> str:
        return UUID_TEXT.sub(lambda found: self._word(UUID(found[0])), text)

    def _word(self, named: UUID) -> str:
        if named in self.person_of:
            return "+".join(sorted(self.person_of[named]))
        if named in self.family:
            return "|".join(sorted("+".join(sorted(child)) for child in self.family[named]))
        return self.records.get(named) or self.incidents.get(named) or "somebody else"

    def _duties(self) -> tuple[tuple[str, ...], ...]:
        # Once each: of two people who were told of before they were found to be one, both duties stand.
        return tuple(sorted({self._duty(row) for row in self._standing()}))

    def fast(self) -> set[tuple[str, ...]]:
        """The duties in the fast lane. What was once in it stays in it: a clock only becomes shorter."""
        return {self._duty(row) for row in self._standing() if row.lane == Lane.FAST}

    def _standing(self) -> Iterable[Duty]:
        return Duty.objects.filter(incident_id__in=self.incidents, dropped_at__isnull=True)

    def _duty(self, row: Duty) -> tuple[str, ...]:
        about = "+".join(sorted(self.about[row.about_id]))
        is_told = "told" if row.notice_id else "nobody"
        return self.incidents[row.incident_id], row.function, self._team(row.team_id), about, is_told

    def practices_told(self, incident: str, about: Person) -> set[str]:
        """The letters of the practices whose duty about somebody stands; "" is a task to find the practice."""
        letters = {post.team_id: letter for letter, post in self.town.of.practices.items()}
        rows = Duty.objects.filter(
            incident_id=self.town.incidents[incident], dropped_at__isnull=True, function=FOLLOWED
        )
        return {letters.get(row.team_id, "") for row in rows if self.about[row.about_id] == about}

    def listings(self) -> tuple[tuple[str, Children, bool, str], ...]:
        """What is on the list, each row: the incident, the family, whether linked, the lane."""
        rows = Listing.objects.filter(incident_id__in=self.incidents, withdrawn_at__isnull=True)
        found = [
            (self.incidents[row.incident_id], self.family.get(row.family_id, frozenset()), row.linked, row.lane)
            for row in rows
        ]
        return tuple(sorted(found, key=str))

    def _grants(self) -> frozenset[tuple[str, Children]]:
        rows = Grant.objects.filter(subject_kind=Subject.FAMILY, subject__in=self.family, until_at__isnull=True)
        return frozenset((self._team(row.team_id), self.family[row.subject]) for row in rows)

    def sent(self) -> list[Sent]:
        """Every notice that was ever made because of an incident of the town, tasks and corrections apart."""
        roots: dict[UUID, str] = dict(self.incidents)
        found: list[Notice] = []
        while more := [n for n in Notice.objects.filter(cause__in=roots) if n.id not in roots]:
            for notice in more:
                roots[notice.id] = roots[notice.cause]
            found += more
        corrected = [n.cause for n in found if n.row == CORRECTION and n.state != State.SUPERSEDED]
        return [
            Sent(self._key(notice, roots[notice.id]), State(notice.state), corrected.count(notice.id))
            for notice in found if notice.row != CORRECTION
        ]  # fmt: skip

    def _key(self, notice: Notice, incident: str) -> Key:
        return incident, notice.function, self._team(notice.team_id), self.about[notice.about_id]

    def _team(self, team: UUID | None) -> str:
        return str(self.teams[str(team)]) if team else ""
