"""The people of a case as each agency holds them: in directories from the start (or birth), in own records when needed.

What changes with time (a birth, a move, a relationship) is entered on its day, so that nothing is known before.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from wholepicture.interfaces.replay import names
from wholepicture.interfaces.replay.case import AddressOfCase, Case, PersonOfCase, RelationshipOfCase
from wholepicture.interfaces.replay.directory import Directory, Row
from wholepicture.lib.dates import at_london, london_day
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people import actions as people
from wholepicture.registers.people.terms import IdentifierKind, RelationshipKind, Sex

PREGNANCY = timedelta(days=280)
MORNING = time(9, 0)
MIDNIGHT = time(0, 0)


@dataclass(frozen=True)
class Change:
    """Something that becomes true at an instant and is entered where it is held."""

    at: datetime
    enter: Callable[[datetime], None]


@dataclass
class World:
    """The people of a case in the registers; `person_of` leads from a record back to the file's id."""

    case: Case
    directory: Directory
    start: datetime
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    records: dict[tuple[str, str], Row] = field(default_factory=dict)
    person_of: dict[UUID, str] = field(default_factory=dict)
    told_homes: set[tuple[UUID, AddressOfCase]] = field(default_factory=set)
    known_as_born: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Give everybody a name."""
        self.names = names.complete(self.case.people.values())

    def changes(self) -> list[Change]:
        """Everything that is entered in the course of the case, in order of time; what was true before, at the start."""
        found = [change for person in self.case.people.values() for change in self._of_person(person)]
        found += [change for relationship in self.case.relationships for change in self._of_relationship(relationship)]
        return sorted(found, key=lambda change: change.at)

    def record(self, agency: str, person: str, *, now: datetime) -> Row:
        """Return an agency's own record of somebody, made when it is first needed: name, birth, sex, present home."""
        who, day = self.case.people[person], london_day(now)
        born = is_born(who, now)
        row = self.records.get((agency, person))
        if row is None or (born and (agency, person) not in self.known_as_born):
            row = self._add(agency, who, now)
        if (home := self.home(who, day)) and (row.id, home) not in self.told_homes:
            self._tell_home(agency, row, home, now)
        return row

    def home(self, who: PersonOfCase, day: date) -> AddressOfCase | None:
        """Where somebody lives on this day; an unborn child of whom nothing else is said, where its mother does."""
        unborn = who.born > day if who.born else who.expected is not None
        return who.home(day) or (self._mothers_home(who, day) if unborn else None)

    def parents(self, agency: str, child: str, day: date) -> tuple[str, ...]:
        """The parents of a child whom an agency knows on this day."""
        return tuple(
            each.from_person
            for each in self.case.relationships
            if each.to_person == child
            and each.kind is RelationshipKind.PARENT_OF
            and agency in each.known_to
            and (each.from_date is None or each.from_date <= day)
            and (each.until_date is None or day < each.until_date)
        )

    def _mothers_home(self, who: PersonOfCase, day: date) -> AddressOfCase | None:
        for each in self.case.relationships:
            parent = self.case.people[each.from_person]
            if each.to_person == who.id and each.kind is RelationshipKind.PARENT_OF and parent.sex is Sex.FEMALE:
                return parent.home(day)
        return None

    def _add(self, agency: str, who: PersonOfCase, now: datetime, *, numbers: bool = False) -> Row:
        forename, surname = self.names[who.id]
        born = is_born(who, now)
        identifiers = {IdentifierKind.NHS_NUMBER: who.nhs_number} if numbers and who.nhs_number and born else {}
        if (who.born or who.expected) and not is_born(who, self.start):
            # One agency's own number holds its records of a child before and after the birth together, and twins apart.
            identifiers[IdentifierKind.OWN] = f"{agency}:{who.id}"
        row = people.add_record(
            agency=self.directory.agencies[agency],
            forename=forename,
            surname=surname,
            sex=who.sex,
            birth_date=who.born if born else None,
            expected_date=None if born else (who.expected or who.born),
            identifiers=identifiers,
            by=MACHINE,
            now=now,
        )
        self.records[agency, who.id], self.person_of[row.id] = row, who.id
        if born:
            self.known_as_born.add((agency, who.id))
        return row

    def _tell_home(self, agency: str, row: Row, home: AddressOfCase, now: datetime) -> None:
        people.add_address(
            record=row,
            value=home.at,
            from_date=home.from_date,
            until_date=home.until_date,
            told_by=self.directory.agencies[agency],
            by=MACHINE,
            now=now,
        )
        self.told_homes.add((row.id, home))

    def _of_person(self, who: PersonOfCase) -> Iterator[Change]:
        for agency in dict.fromkeys(who.registered.values()):
            for at in self._appearances(who):
                yield Change(at, partial(self._enter, agency, who))
            for home in who.addresses:
                if home.from_date and at_london(home.from_date, MIDNIGHT) > self._appearances(who)[0]:
                    at = at_london(home.from_date, MIDNIGHT)
                    yield Change(at, partial(self._move, agency, who, home))

    def _appearances(self, who: PersonOfCase) -> list[datetime]:
        """When a directory enters somebody: from the start, before the birth where it is expected, and at the birth."""
        born = at_london(who.born, MORNING) if who.born else None
        if (born and born <= self.start) or not (born or who.expected):
            return [self.start]
        expected = [max(self.start, at_london(who.expected - PREGNANCY, MIDNIGHT))] if who.expected else []
        return expected + ([born] if born else [])

    def _enter(self, agency: str, who: PersonOfCase, now: datetime) -> None:
        """Enter somebody in a directory: with their number, where they live and lived, and what they are registered for."""
        row = self._add(agency, who, now, numbers=True)
        homes = [home for home in who.addresses if home.from_date is None or home.from_date <= london_day(now)]
        for home in homes or [each for each in [self.home(who, london_day(now))] if each]:
            self._tell_home(agency, row, home, now)
        for function, where in who.registered.items():
            if where == agency:
                people.register(
                    record=row,
                    function=function,
                    team=self.directory.teams[agency, function],
                    told_by=self.directory.agencies[agency],
                    by=MACHINE,
                    now=now,
                )

    def _move(self, agency: str, who: PersonOfCase, home: AddressOfCase, now: datetime) -> None:
        row = self.records[agency, who.id]
        if (row.id, home) not in self.told_homes:
            self._tell_home(agency, row, home, now)

    def _of_relationship(self, told: RelationshipOfCase) -> Iterator[Change]:
        ends = [self.case.people[told.from_person], self.case.people[told.to_person]]
        begins = at_london(told.from_date, MIDNIGHT) if told.from_date else self.start
        instants = {max(begins, at) for who in ends for at in self._appearances(who)}
        first = max(self._appearances(who)[0] for who in ends)
        for at in sorted(at for at in instants if at >= first):
            for agency in told.known_to:
                yield Change(at, partial(self._relate, agency, told))

    def _relate(self, agency: str, told: RelationshipOfCase, now: datetime) -> None:
        people.relate(
            from_record=self.record(agency, told.from_person, now=now),
            to_record=self.record(agency, told.to_person, now=now),
            kind=told.kind,
            from_date=told.from_date,
            until_date=told.until_date,
            told_by=self.directory.agencies[agency],
            by=MACHINE,
            now=now,
        )


def is_born(who: PersonOfCase, now: datetime) -> bool:
    """Whether a birth date is known and reached at this instant."""
    return who.born is not None and at_london(who.born, MORNING) <= now
