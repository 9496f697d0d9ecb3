"""What must be so, worked out in plain Python from what was told: whose records are one person, which children one family.

Written from the design's own words, not from the code: it knows no row and no query. Records, places, teams and incidents
are words; a person is the set of the records that are one person.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import TypeAlias

Person: TypeAlias = frozenset[str]
Children: TypeAlias = frozenset[Person]


@dataclass(frozen=True)
class Somebody:
    """Who is told of: equal ones have the same name and date of birth, and `near` names whom they are easily taken for."""

    name: str
    child: bool = False
    female: bool = False
    unborn: bool = False


@dataclass
class Told:
    """One record, and how it came to its person: `alone`, `machine` (with others of equal evidence) or a review's number.

    `surname` is "" for the one that everybody of a town has; `home` is the place that was told with it.
    """

    who: Somebody
    link: str = "alone"
    matched: str = ""
    surname: str = ""
    home: str = ""

    def exactly(self, other: "Told") -> bool:
        """The same full name and date of birth."""
        return self.who == other.who and self.surname == other.surname

    def likely(self, other: "Told") -> bool:
        """All in all one person: the same forename, date of birth and home, under another surname."""
        return self.who == other.who and bool(self.home) and self.home == other.home


@dataclass(frozen=True)
class Stay:
    """A record's home, from one day until another."""

    record: str
    place: str
    begins: date
    ends: date | None = None


@dataclass(frozen=True)
class Happened:
    """An incident: who was harmed by whom, which child was named, where, on which day, and whether police classed it so."""

    name: str
    mother: str
    father: str
    child: str
    place: str
    on: date
    classed: bool


@dataclass
class Answer:
    """What a reviewer said of a pair; `moved` is what each record it moved was before."""

    pair: tuple[str, str]
    same: bool
    undone: bool = False
    moved: dict[str, tuple[int, str, str]] = field(default_factory=dict)


class Model:
    """The records of one town and everything that follows from them."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.told: dict[str, Told] = {}
        self.person: dict[str, int] = {}
        self.parents: set[tuple[str, str]] = set()
        self.partners: set[frozenset[str]] = set()
        self.siblings: set[frozenset[str]] = set()
        self.stays: list[Stay] = []
        self.teams: dict[str, set[str]] = {}
        self.incidents: list[Happened] = []
        self.answers: list[Answer] = []
        self._persons = 0

    # What happens.

    def tell(self, record: str, who: Somebody, *, surname: str = "", home: str = "") -> None:
        """A new record is whoever has the same name and date of birth, if that is one person; else somebody new.

        Where nobody has them, it is the one whom all that was told makes likely enough.
        """
        new = Told(who, surname=surname, home=home)
        exact = {self.person[other] for other, told in self.told.items() if new.exactly(told)}
        likely = {self.person[other] for other, told in self.told.items() if new.likely(told)}
        fitting = exact or likely
        new.link = "machine" if len(fitting) == 1 else "alone"
        self.told[record] = new
        self.person[record] = fitting.pop() if len(fitting) == 1 else self._new()

    def tell_unborn(self, record: str, who: Somebody) -> None:
        """A child expected is somebody new."""
        self.told[record], self.person[record] = Told(who), self._new()

    def tell_born(self, record: str, who: Somebody, unborn: str) -> None:
        """A child born in time to a mother who expected one is that one."""
        self.told[record] = Told(who, "machine", matched=unborn)
        self.person[record] = self.person[unborn]

    def review(self, pair: tuple[str, str], *, same: bool) -> Answer:
        """SAME: every record of the newer one's person is the older one's from now on."""
        answer = Answer(pair, same)
        older, newer = pair
        if same:
            gone, to = self.person[newer], self.person[older]
            for record in [record for record, person in self.person.items() if person == gone]:
                was = self.told[record]
                answer.moved[record] = (gone, was.link, was.matched)
                self.person[record], was.link, was.matched = to, f"review {len(self.answers)}", older
        self.answers.append(answer)
        return answer

    def can_undo(self, answer: Answer) -> bool:
        """Whether nothing that stands was built on this answer."""
        mine = f"review {self.answers.index(answer)}"
        if any(self.told[record].link != mine for record in answer.moved):
            return False
        return not answer.moved or not self._built_on(set(answer.moved))

    def undo_review(self, answer: Answer) -> None:
        """Every record that the answer moved is whose it was."""
        answer.undone = True
        for record, (person, link, matched) in answer.moved.items():
            self.person[record] = person
            self.told[record].link, self.told[record].matched = link, matched

    def can_part(self, record: str) -> bool:
        """Whether nothing that stands was built on the machine's link of this record."""
        return not self._built_on({record})

    def part(self, record: str) -> None:
        """The machine's link was false: the record is somebody of their own."""
        self.told[record].link, self.told[record].matched = "alone", ""
        self.person[record] = self._new()

    def move(self, record: str, place: str, on: date) -> None:
        """A record's home ends and another begins."""
        self.stays = [
            Stay(s.record, s.place, s.begins, on) if s.record == record and s.ends is None else s for s in self.stays
        ]
        self.stays.append(Stay(record, place, on))

    def _built_on(self, records: set[str]) -> bool:
        """Whether a link to the same person stands on nothing but these records."""
        (person,) = {self.person[record] for record in records}
        others = {record for record, of in self.person.items() if of == person} - records
        firm = {record for record in others if self.told[record].link == "alone"}
        while found := {record for record in others - firm if self._stands_on(record, firm)}:
            firm |= found
        return bool(others - firm)

    def _stands_on(self, record: str, firm: set[str]) -> bool:
        told = self.told[record]
        if told.matched in firm:
            return True
        others = [self.told[other] for other in firm]
        return told.link == "machine" and any(told.exactly(other) or told.likely(other) for other in others)

    def _new(self) -> int:
        self._persons += 1
        return self._persons

    # What follows.

    def made_by(self, record: str) -> tuple[str, str]:
        """How a record first came to its person, before any review moved it: the link and what it was matched with."""
        told = self.told[record]
        for answer in self.answers:
            if not answer.undone and record in answer.moved:
                return answer.moved[record][1:]
        return told.link, told.matched

    def of(self, record: str) -> Person:
        """Everybody whom a record is, as the set of their records."""
        mine = self.person[record]
        return frozenset(other for other, person in self.person.items() if person == mine)

    def persons(self) -> set[Person]:
        """Which records are one person."""
        return {self.of(record) for record in self.told}

    def children(self) -> set[Person]:
        """Whoever is a child, born or expected."""
        return {person for person in self.persons() if any(self.told[record].who.child for record in person)}

    def born(self) -> set[Person]:
        """The children who are born: nobody's practice is told of an unborn one, but its mother's."""
        return {person for person in self.children() if any(not self.told[record].who.unborn for record in person)}

    def families(self, on: date) -> set[Children]:
        """Siblings who share a home or a primary carer, never joined through a non-resident adult (review 5.2 PL 2)."""
        found = {child: {child} for child in self.children()}
        for one, other in combinations(sorted(found, key=sorted), 2):
            if self._together(one, other, on) and found[one] is not found[other]:
                joined = found[one] | found[other]
                found |= dict.fromkeys(joined, joined)
        return {frozenset(those) for those in found.values()}

    def listed(self, incident: Happened) -> tuple[set[Person], set[Person]]:
        """Whose families one incident lists: children whom it concerns, and other children of who harmed (promise 1)."""
        if not (incident.classed or self._connected(incident)):
            return set(), set()
        named = {self.of(incident.child)} if incident.child else set()
        there = {child for child in self.children() if incident.place in self.homes(child, incident.on)}
        concerned = named | there | self._children_of(self.of(incident.mother))
        return concerned, self._children_of(self.of(incident.father)) - concerned

    def registered(self, person: Person) -> set[str]:
        """The practices of a person."""
        return {team for record in person for team in self.teams.get(record, ())}

    def homes(self, person: Person, on: date) -> set[str]:
        """Where somebody lives on this day, as any of their records says."""
        return {s.place for s in self.stays if s.record in person and s.begins <= on and (not s.ends or s.ends > on)}

    def _parents_of(self, child: Person) -> set[Person]:
        return {self.of(parent) for parent, told in self.parents if told in child} - {child}

    def _children_of(self, adult: Person) -> set[Person]:
        return {self.of(child) for parent, child in self.parents if parent in adult} - {adult}

    def _together(self, one: Person, other: Person, on: date) -> bool:
        shared = self._parents_of(one) & self._parents_of(other)
        return self._one_carer(shared, one, other, on) or self._one_home(shared, one, other, on)

    def _one_carer(self, shared: Iterable[Person], one: Person, other: Person, on: date) -> bool:
        return any(self._cares_for(adult, one, on) and self._cares_for(adult, other, on) for adult in shared)

    def _one_home(self, shared: set[Person], one: Person, other: Person, on: date) -> bool:
        siblings = any({self.of(a), self.of(b)} == {one, other} for a, b in map(tuple, self.siblings))
        return bool(self.homes(one, on) & self.homes(other, on)) and (bool(shared) or siblings)

    def _cares_for(self, adult: Person, child: Person, on: date) -> bool:
        """Whoever lives with the child; of an unborn one its mother."""
        unborn = all(self.told[record].who.unborn for record in child)
        mother = any(self.told[record].who.female for record in adult)
        return bool(self.homes(adult, on) & self.homes(child, on)) or (unborn and mother)

    def _connected(self, incident: Happened) -> bool:
        """Partners, or parents of one child (Domestic Abuse Act 2021 s2)."""
        one, other = self.of(incident.mother), self.of(incident.father)
        partners = any({self.of(a), self.of(b)} == {one, other} for a, b in map(tuple, self.partners))
        return partners or bool(self._children_of(one) & self._children_of(other))
