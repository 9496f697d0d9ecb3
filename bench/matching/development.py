"""Synthetic British households for developing the matcher: never the generator that judges it.

`python -m bench.matching.development OUT.csv --people 100000 --seed 1` writes a list with its truth (columns person and
household, which the matcher ignores).
"""

import argparse
import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

from bench.matching.development_names import BEGINNINGS, COMMUNITIES, ENDINGS, MIDDLES, NICKNAMES, Community

COLUMNS = ("id", "forename", "surname", "dob", "sex", "postcode", "nhs_number", "person", "household")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
TODAY = date(2026, 11, 1)


@dataclass(frozen=True)
class Rates:
    """Shares of households, and of errors in a second record of somebody (first records have a fifth of the errors)."""

    duplicates: float = 0.1
    whole_household: float = 0.4
    twins: float = 0.03
    namesake: float = 0.05
    step: float = 0.15
    double: float = 0.04
    lone: float = 0.3
    single: float = 0.25
    hostel: float = 0.004
    per_postcode: int = 12
    baby: float = 0.25
    moved: float = 0.18
    renamed: float = 0.08
    nickname: float = 0.10
    forename_typo: float = 0.05
    surname_typo: float = 0.05
    exchanged: float = 0.01
    middle: float = 0.03
    initial: float = 0.01
    day_month: float = 0.02
    digit: float = 0.03
    year: float = 0.01
    new_year: float = 0.01
    no_date: float = 0.03
    no_postcode: float = 0.05
    no_sex: float = 0.05
    wrong_sex: float = 0.005
    no_forename: float = 0.01
    postcode_typo: float = 0.02
    no_nhs: float = 0.3
    no_nhs_again: float = 0.6
    nhs_typo: float = 0.01


CHANGED = Rates(
    twins=0.06, namesake=0.1, step=0.25, moved=0.3, renamed=0.12, nickname=0.15, forename_typo=0.09, surname_typo=0.08,
    digit=0.05, day_month=0.04, no_date=0.05, no_nhs=0.5, no_nhs_again=0.8, per_postcode=25, hostel=0.01, whole_household=0.7,
)  # fmt: skip


@dataclass(slots=True)
class Person:
    """Somebody as they are."""

    id: int
    household: int
    forename: str
    surname: str
    sex: str
    born: date
    postcode: str
    nhs: str


def records(people: int, seed: int, rates: Rates | None = None) -> Iterator[tuple[str, ...]]:
    """Yield records of about so many, in no order of households, each with the person it is of."""
    told, random = rates or Rates(), Random(seed)
    making = _Making(random, told)
    everybody: list[list[Person]] = []
    wanted, count = people * (1 - told.duplicates), 0
    while count < wanted:
        household = making.household()
        everybody.append(household)
        count += len(household)
    rows = [making.told(person, again=False) for household in everybody for person in household]
    while len(rows) < people:
        household = random.choice(everybody)
        again = household if random.random() < told.whole_household else [random.choice(household)]
        rows += making.again(again)
    random.shuffle(rows)
    for number, row in enumerate(rows):
        yield (f"r{number}", *row)


class _Making:
    """Makes households and what is told of them, by one source of chance."""

    def __init__(self, random: Random, rates: Rates) -> None:
        self.random, self.rates = random, rates
        self.people = self.households = 0
        self.postcode, self.left = "", 0
        self.shares = list(accumulate(community.share for community in COMMUNITIES))
        self.surnames = {id(c): list(accumulate(1 / (n + 4) for n in range(len(c.surnames)))) for c in COMMUNITIES}
        self.forenames = {
            names: list(accumulate(1 / (n + 12) for n in range(len(names))))
            for c in COMMUNITIES
            for names in (c.girls, c.boys)
        }
        self.areas = ["".join(random.choice(LETTERS).upper() for _ in range(2)) for _ in range(8)]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def community(self) -> Community:
        return self.random.choices(COMMUNITIES, cum_weights=self.shares)[0]

    def surname(self, community: Community) -> str:
        if self.chance(community.tail):
            pick = self.random.choice
            return pick(BEGINNINGS) + pick(MIDDLES) + pick(ENDINGS)
        name = self.random.choices(community.surnames, cum_weights=self.surnames[id(community)])[0]
        return f"{name}-{self.random.choice(community.surnames)}" if self.chance(self.rates.double) else name

    def forename(self, community: Community, sex: str) -> str:
        names = community.girls if sex == "F" else community.boys
        return self.random.choices(names, cum_weights=self.forenames[names])[0]

    def somewhere(self) -> str:
        """A postcode, shared by the households next to it."""
        if self.left <= 0:
            pick = self.random
            unit = f"{pick.randint(0, 9)}{pick.choice('ABDEFGHJLN')}{pick.choice('PQRSTUWXYZ')}"
            self.postcode = f"{pick.choice(self.areas)}{pick.randint(1, 28)} {unit}"
            self.left = pick.randint(1, 2 * self.rates.per_postcode - 1)
        self.left -= 1
        return self.postcode

    def person(self, forename: str, surname: str, sex: str, born: date) -> Person:
        self.people += 1
        nhs = _nhs_number(self.random)
        return Person(self.people, self.households, forename, surname, sex, born, self.postcode, nhs)

    def birthday(self, youngest: int, oldest: int) -> date:
        return TODAY - timedelta(days=self.random.randint(youngest * 365, oldest * 365 + 364))

    def household(self) -> list[Person]:
        self.households += 1
        self.somewhere()
        if self.chance(self.rates.hostel):
            return [self.single() for _ in range(self.random.randint(8, 40))]
        if self.chance(self.rates.single):
            return [self.single()]
        return self.family()

    def single(self) -> Person:
        community, sex = self.community(), self.random.choice("FM")
        return self.person(self.forename(community, sex), self.surname(community), sex, self.birthday(18, 90))

    def family(self) -> list[Person]:
        community = self.community()
        surname, hers = self.surname(community), self.surname(community)
        mother = self.person(
            self.forename(community, "F"), surname if self.chance(0.6) else hers, "F", self.birthday(20, 75)
        )
        found = [mother]
        apart = timedelta(days=self.random.randint(-1500, 3500))
        father = self.person(self.forename(community, "M"), surname, "M", mother.born - apart)
        if not self.chance(self.rates.lone):
            if self.chance(self.rates.step):
                father.surname = self.surname(self.community())
            found.append(father)
        found += self.children(community, mother, father, surname)
        return found

    def children(self, community: Community, mother: Person, father: Person, surname: str) -> list[Person]:
        found: list[Person] = []
        born = mother.born + timedelta(days=self.random.randint(18 * 365, 38 * 365))
        for _ in range(self.random.choices(range(6), (20, 27, 30, 14, 6, 3))[0]):
            if born > TODAY:
                break
            together = 1 + self.chance(self.rates.twins) + self.chance(self.rates.twins / 20)
            for _ in range(together):
                found.append(self.child(community, mother, father, surname, born, {one.forename for one in found}))
            born += timedelta(days=self.random.randint(300, 1800))
        return found

    def child(
        self, community: Community, mother: Person, father: Person, surname: str, born: date, taken: set[str]
    ) -> Person:
        sex = self.random.choice("FM")
        parent = father if sex == "M" else mother
        name = parent.forename if self.chance(self.rates.namesake) else self.forename(community, sex)
        while name in taken:
            name = self.forename(community, sex)
        theirs = surname if self.chance(0.93) else mother.surname
        return self.person(name, theirs, sex, born)

    def again(self, people: list[Person]) -> Iterator[tuple[str, ...]]:
        """Second records of people told together: they moved together."""
        home = self.elsewhere() if self.chance(self.rates.moved) else ""
        for person in people:
            yield self.told(replace(person, postcode=home or person.postcode), again=True)

    def elsewhere(self) -> str:
        self.left = 0
        return self.somewhere()

    def told(self, person: Person, *, again: bool) -> tuple[str, ...]:
        rates, often = self.rates, 1.0 if again else 0.2
        forename, surname, born = person.forename, person.surname, f"{person.born:%Y-%m-%d}"
        adult = person.born.year < 2008
        if again and self.chance(rates.renamed * (2 if adult and person.sex == "F" else 0.5 if not adult else 0)):
            surname = self.surname(self.community())
        forename, surname = self.names(person, forename, surname, often)
        sex = "" if self.chance(rates.no_sex * often) else person.sex
        if sex and self.chance(rates.wrong_sex * often):
            sex = "M" if sex == "F" else "F"
        postcode = "" if self.chance(rates.no_postcode * often) else person.postcode
        if postcode and self.chance(rates.postcode_typo * often):
            postcode = self.typo(postcode, "ABDEFGHJ0123456789", skip=" ")
        nhs = person.nhs
        if self.chance(rates.no_nhs_again if again else rates.no_nhs) or forename.startswith("Baby"):
            nhs = ""
        elif self.chance(rates.nhs_typo * often):
            nhs = self.typo(nhs, "0123456789")
        return forename, surname, self.date(born, often), sex, postcode, nhs, str(person.id), str(person.household)

    def names(self, person: Person, forename: str, surname: str, often: float) -> tuple[str, str]:
        rates = self.rates
        if (TODAY - person.born).days < 200 and self.chance(rates.baby):
            return "Baby", surname.title()
        if self.chance(rates.nickname * often):
            forename = NICKNAMES.get(forename, forename)
        if self.chance(rates.forename_typo * often):
            forename = self.typo(forename, LETTERS)
        if self.chance(rates.surname_typo * often):
            surname = self.typo(surname, LETTERS)
        if "-" in surname and self.chance(0.3 * often):
            surname = self.random.choice(surname.split("-"))
        if self.chance(rates.middle * often):
            forename += " " + self.forename(COMMUNITIES[0], person.sex)
        if self.chance(rates.initial * often):
            forename = forename[:1]
        if self.chance(rates.no_forename * often):
            forename = ""
        if self.chance(rates.exchanged * often):
            forename, surname = surname, forename
        return forename.title(), surname.title()

    def date(self, born: str, often: float) -> str:
        rates = self.rates
        year, month, day = born.split("-")
        if self.chance(rates.no_date * often):
            return ""
        if self.chance(rates.new_year * often):
            return f"{year}-01-01"
        if self.chance(rates.day_month * often) and int(day) <= 12:
            return f"{year}-{day}-{month}"
        if self.chance(rates.year * often):
            return self.real(f"{int(year) + self.random.choice((-1, 1))}-{month}-{day}", born)
        if self.chance(rates.digit * often):
            return self.real(self.typo(born, "0123456789", skip="-"), born)
        return born

    @staticmethod
    def real(told: str, born: str) -> str:
        try:
            return told if date.fromisoformat(told).year <= TODAY.year else born
        except ValueError:
            return born

    def typo(self, text: str, letters: str, skip: str = "") -> str:
        """One character wrong, missing, added or exchanged; of a number or date only wrong or exchanged."""
        places = [at for at in range(len(text)) if text[at] not in (skip or "\0")]
        at, kind = self.random.choice(places), self.random.random()
        if kind < 0.5 or not text.isalpha():
            return text[:at] + self.random.choice(letters) + text[at + 1 :]
        if kind < 0.7 and len(text) > 2:
            return text[:at] + text[at + 1 :]
        if kind < 0.85:
            return text[:at] + self.random.choice(letters) + text[at:]
        return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def _nhs_number(random: Random) -> str:
    while True:
        digits = [9] + [random.randint(0, 9) for _ in range(8)]
        check = (11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=True)) % 11) % 11
        if check != 10:
            return "".join(map(str, (*digits, check)))


def write(path: Path, people: int, seed: int, rates: Rates | None = None) -> None:
    """Write a list with its truth."""
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows(records(people, seed, rates))


def main() -> None:
    """Write one list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--changed", action="store_true", help="with other shares of households and errors")
    chosen = parser.parse_args()
    write(chosen.out, chosen.people, chosen.seed, CHANGED if chosen.changed else None)


if __name__ == "__main__":
    main()
