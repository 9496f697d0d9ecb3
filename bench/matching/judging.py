"""People who judge the matcher: synthetic British households, told by several agencies, with mistakes; nobody tunes on them.

`python -m bench.matching.judging --size 100000 --seed 1 --out FILE.csv [--rates changed]` writes them; `person` is the truth.
"""

import argparse
import csv
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from pathlib import Path

from bench.matching import judging_mistakes as mistakes
from bench.matching.judging_names import COMMUNITIES, Names, names_of
from bench.matching.judging_rates import RATES, Rates, Source

TODAY = date(2026, 1, 1)
_AREAS = "B BD BS CF CV DE E G HU L LE LS M N NE NG PL S SE SW"
_DISTRICTS = [f"{area}{number}" for area in _AREAS.split(" ") for number in range(1, 15)]


@dataclass(slots=True)
class Person:
    """Somebody, as they are."""

    id: int
    forename: str
    second: str
    surname: str
    sex: str
    born: date
    nhs: str
    after_parent: bool = False


@dataclass(slots=True)
class Household:
    """Who lives together, and where."""

    id: int
    community: str
    postcode: str
    members: list[Person]


@dataclass(slots=True)
class Told:
    """One record of one person, as an agency wrote it; `person`, `household` and `again` are the truth, not columns to match on."""

    id: int
    forename: str
    surname: str
    dob: str
    sex: str
    postcode: str
    nhs_number: str
    source: str
    person: int
    household: int
    again: bool
    address: str = ""


COLUMNS = tuple(field.name for field in fields(Told))


def generate(size: int, seed: int, rates: Rates = RATES["ordinary"]) -> list[Told]:
    """So many records in an order that says nothing, always the same for one seed."""
    chance = random.Random(f"judging {seed} {size}")
    first = size - round(size * rates.told_again)
    households = list(_households(chance, first, rates))
    told = [each for home in households for each in _tell(chance, rates, home, home.members, again=False)][:first]
    while len(told) < size:
        told.extend(_later(chance, rates, chance.choice(households), households))
    told = told[:size]
    chance.shuffle(told)
    return [replace(each, id=number) for number, each in enumerate(told)]


def split(told: Sequence[Told], seed: int, queries: int, strangers: float = 0.3) -> tuple[list[Told], list[Told]]:
    """(who is asked for, the index): a share of those asked for is not in the index, but people of their household are."""
    chance = random.Random(f"split {seed}")
    again = [each for each in told if each.again]
    known = chance.sample(again, min(len(again), round(queries * (1 - strangers))))
    asked = {each.id for each in known}
    unknown = [each for each in told if not each.again and each.id not in asked]
    new = chance.sample(unknown, min(len(unknown) // 4, queries - len(known)))
    gone = {each.person for each in new} - {each.person for each in known}
    new = [each for each in new if each.person in gone]
    index = [each for each in told if each.id not in asked and each.person not in gone]
    return known + new, index


def _households(chance: random.Random, people: int, rates: Rates) -> Iterator[Household]:
    """Households until there are so many people; each next door to a dozen others, some of them near kin."""
    shares = [share for share, _ in COMMUNITIES.values()]
    kinds, weights = zip(*rates.kinds, strict=True)
    postcodes = _postcodes(chance, max(8, people // (rates.households_a_postcode * 5 // 2)))
    numbers = mistakes.nhs_numbers(chance)
    before: list[Household] = []
    count = 0
    while count < people:
        community = chance.choices(list(COMMUNITIES), shares)[0]
        names, surname, postcode = names_of(community), "", chance.choice(postcodes)
        if before and chance.random() < rates.kin_nearby:
            kin = chance.choice(before)
            names, surname, community = names_of(kin.community), kin.members[0].surname, kin.community
            postcode = kin.postcode if chance.random() < 0.2 else postcode
        making = _Making(chance, rates, names, numbers, count, surname)
        members = making.household(chance.choices(kinds, weights)[0])
        home = Household(len(before), community, postcode, members)
        before.append(home)
        count += len(members)
        yield home


class _Making:
    """Makes the members of one household."""

    def __init__(
        self, chance: random.Random, rates: Rates, names: Names, numbers: Iterator[str], count: int, surname: str
    ) -> None:
        self.chance, self.rates, self.names, self.numbers = chance, rates, names, numbers
        self.next_id = count
        self.surname = surname or names.surname(chance)

    def household(self, kind: str) -> list[Person]:
        if kind == "sharers":
            return [
                self.person(None, self.names.surname(self.chance), self.age(18, 35))
                for _ in range(self.chance.randint(2, 5))
            ]
        if kind == "alone":
            return [self.person(None, self.surname, self.age(18, 92))]
        if kind == "couple":
            return self.couple(self.age(22, 88))
        young = self.age(18, 46)
        parents = self.couple(young) if kind != "one parent" else [self.parent_alone(young)]
        old = young - timedelta(days=round(365.25 * self.chance.uniform(20, 38)))
        grandparents = [self.person(None, self.surname, old)] if kind == "three generations" else []
        return parents + self.children(parents) + grandparents

    def couple(self, born: date) -> list[Person]:
        man = self.person("M", self.surname, born - timedelta(days=self.chance.randint(-900, 2400)))
        two = self.chance.random() < self.rates.couple_of_two_surnames
        own = self.names.surname(self.chance)
        own = f"{own}-{self.surname}" if two and self.chance.random() < 0.12 else own
        return [man, self.person("F", own if two else self.surname, born)]

    def parent_alone(self, born: date) -> Person:
        return self.person("F" if self.chance.random() < 0.88 else "M", self.surname, born)

    def children(self, parents: list[Person]) -> list[Person]:
        wanted = 1 + self.chance.choices(range(len(self.rates.children)), self.rates.children)[0]
        mother = parents[-1]
        room = max(0, (TODAY - mother.born).days - 365 * 17)
        born = TODAY - timedelta(days=self.chance.randint(5, max(6, min(room, 365 * 18))))
        found: list[Person] = []
        while len(found) < wanted:
            twins = self.chance.random() < self.rates.twins
            for _ in range(2 if twins else 1):
                found.append(self.child(parents, found, born, found[-1] if twins and found else None))
            born = born + timedelta(days=self.chance.randint(330, 1900))
            if born >= TODAY:
                break
        return found

    def child(self, parents: list[Person], others: list[Person], born: date, twin: Person | None) -> Person:
        surname = parents[0].surname
        if self.chance.random() < self.rates.child_of_another_surname:
            surname = parents[-1].surname if len(parents) > 1 else self.names.surname(self.chance)
        child = self.person(None, surname, born)
        taken = {each.forename for each in [*others, *parents]}
        alike = twin and twin.born == born and self.chance.random() < self.rates.twins_alike
        for _ in range(40):
            if child.forename not in taken and (not alike or (twin and child.forename[0] == twin.forename[0])):
                break
            child.forename = self.names.forename(self.chance, child.sex, born.year)
        same = [each for each in parents if each.sex == child.sex]
        named = any(each.after_parent for each in others)
        if same and not named and self.chance.random() < self.rates.named_after_parent:
            child.forename, child.after_parent = same[0].forename, True
        return child

    def person(self, sex: str | None, surname: str, born: date) -> Person:
        sex = sex or self.chance.choice("FM")
        first, second = (self.names.forename(self.chance, sex, born.year) for _ in range(2))
        person = Person(self.next_id, first, second, surname, sex, born, next(self.numbers))
        self.next_id += 1
        return person

    def age(self, youngest: int, oldest: int) -> date:
        return TODAY - timedelta(days=self.chance.randint(youngest * 365 + 5, oldest * 365))


def _postcodes(chance: random.Random, count: int) -> list[str]:
    weights = [chance.expovariate(1) for _ in _DISTRICTS]
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    drawn = chance.choices(_DISTRICTS, weights, k=count)
    return [f"{each} {chance.randint(1, 9)}{chance.choice(letters)}{chance.choice(letters)}" for each in drawn]


def _later(chance: random.Random, rates: Rates, home: Household, households: list[Household]) -> Iterable[Told]:
    """A later contact: some or all of the household, perhaps moved, perhaps under another surname."""
    some = home.members if chance.random() < 0.5 else chance.sample(home.members, chance.randint(1, len(home.members)))
    if chance.random() < rates.moved:
        home = replace(home, postcode=_moved_to(chance, home, households))
    if chance.random() < rates.surname_changed:
        some = _renamed(chance, home, some)
    return _tell(chance, rates, home, some, again=True)


def _moved_to(chance: random.Random, home: Household, households: list[Household]) -> str:
    """Another household's postcode, of two in five in the same district if the first few drawn have one."""
    near = home.postcode.split(" ")[0] + " " if chance.random() < 0.4 else ""
    drawn = [chance.choice(households).postcode for _ in range(60 if near else 1)]
    return next((each for each in drawn if each.startswith(near)), drawn[0])


def _renamed(chance: random.Random, home: Household, some: list[Person]) -> list[Person]:
    """A woman's other surname, and in half the cases the children's with hers."""
    surname = names_of(home.community).surname(chance)
    children = chance.random() < 0.5
    oldest = max((each for each in some if each.sex == "F"), key=lambda each: TODAY - each.born, default=None)
    return [
        replace(each, surname=surname) if each is oldest or (children and (TODAY - each.born).days < 365 * 18) else each
        for each in some
    ]


def _tell(chance: random.Random, rates: Rates, home: Household, some: list[Person], *, again: bool) -> list[Told]:
    source = chance.choices(rates.sources, [each.share for each in rates.sources])[0]
    return [_told(chance, rates, source, home, person, again) for person in some]


def _told(chance: random.Random, rates: Rates, source: Source, home: Household, person: Person, again: bool) -> Told:
    forename, surname = mistakes.names(chance, rates, source, person, new=not again and (TODAY - person.born).days < 60)
    return Told(
        id=0,
        forename=forename,
        surname=surname,
        dob=mistakes.date_told(chance, rates, source, person.born),
        sex=mistakes.sex(chance, rates, source, person.sex),
        postcode=mistakes.postcode(chance, rates, source, home.postcode),
        nhs_number=mistakes.nhs(chance, rates, source, person, home.members),
        source=source.name,
        person=person.id,
        household=home.id,
        again=again,
    )


def write(told: Iterable[Told], path: Path) -> None:
    """As a CSV that `wholepicture linkage match` reads."""
    with path.open("w", newline="") as file:
        rows = csv.DictWriter(file, COLUMNS)
        rows.writeheader()
        rows.writerows(asdict(each) for each in told)


def main(arguments: list[str] | None = None) -> int:
    """Write them."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching.judging", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rates", choices=RATES, default="ordinary")
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    write(generate(chosen.size, chosen.seed, RATES[chosen.rates]), chosen.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
