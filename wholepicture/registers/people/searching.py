"""What a search for a person asks for, and why a record answers it: pure, so that every answer can say why it is there."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from wholepicture.registers.people import names
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import Precision

MOST_WORDS = 6
SHORTEST = 2
# How far a guessed date of birth may be from the one that is typed.
GUESSED_WITHIN = timedelta(days=366)


class TooLittle(ValueError):
    """What was typed would find nearly everybody; its text is for the user."""


@dataclass(frozen=True)
class Born:
    """Between which days somebody was born, as far as it was typed: one day, a month, a year."""

    earliest: date
    latest: date

    @property
    def turned_round(self) -> date | None:
        """The one day with day and month exchanged, where that is another day."""
        day, month = self.earliest.month, self.earliest.day
        if self.earliest != self.latest or day == month or month > 12:
            return None
        return date(self.earliest.year, month, day)

    @property
    def months(self) -> tuple[date, date]:
        """The days of the months in which it may be."""
        return self.earliest.replace(day=1), self.latest.replace(day=monthrange(self.latest.year, self.latest.month)[1])

    @property
    def years(self) -> tuple[date, date]:
        """The days of the years in which it may be."""
        return date(self.earliest.year, 1, 1), date(self.latest.year, 12, 31)

    @property
    def guesses(self) -> tuple[date, date]:
        """The days within which a guess may lie."""
        return self.earliest - GUESSED_WITHIN, self.latest + GUESSED_WITHIN

    @property
    def widest(self) -> tuple[date, date]:
        """The days within which everybody lies who may be meant, however surely it was told."""
        return min(self.guesses[0], self.years[0]), max(self.guesses[1], self.years[1])


def words(name: str) -> tuple[str, ...]:
    """Return the words typed, longest first, in the spelling of names.turned. Raises TooLittle.

    The longest is the one to look up: it fits fewest.
    """
    typed = names.normalise_name(name).split()[:MOST_WORDS]
    if not typed:
        raise TooLittle("Enter a first name, a last name, or both.")
    if len(max(typed, key=len)) < SHORTEST:
        raise TooLittle("Enter at least two letters of the first or of the last name.")
    return tuple(sorted(typed, key=len, reverse=True))


def of_first(records: Iterable[tuple[UUID, UUID | None]], most: int) -> frozenset[UUID]:
    """Return the records of the first `most` people, of records in their order each with its person; one alone is its own."""
    people: dict[UUID, None] = {}
    kept = set()
    for record, person in records:
        if len(people) < most or (person or record) in people:
            people.setdefault(person or record)
            kept.add(record)
    return frozenset(kept)


def why(typed: tuple[str, ...], born: Born | None, record: RecordTold) -> tuple[str, ...]:
    """Return in words why this record answers: what of its name, and what of its date of birth."""
    found = [*_names(typed, record)]
    if born:
        found.append(_birth(born, record))
    return tuple(found)


def _names(typed: tuple[str, ...], record: RecordTold) -> Iterator[str]:
    for half, told in (("first name", record.forename), ("last name", record.surname)):
        held = names.normalise_name(told).split()
        joined = "".join(held)
        if held and (set(held) <= set(typed) or joined in typed):
            yield f"{half.capitalize()} the same"
        elif any(word in held for word in typed):
            yield f"Part of the {half} the same"
        elif any(each.startswith(word) for word in typed for each in [*held, joined]):
            begins = joined.startswith(typed)
            yield f"{half.capitalize()} begins the same" if begins else f"Part of the {half} begins the same"


def _birth(born: Born, record: RecordTold) -> str:
    told = record.birth_date
    if told is None:
        return "Not born when told" if record.expected_date else "Date of birth not known here"
    if record.birth_precision is Precision.EXACT and told == born.turned_round:
        return "Date of birth with day and month the other way round"
    if record.birth_precision is Precision.EXACT:
        return "Date of birth the same" if born.earliest == born.latest else "Date of birth fits"
    return {
        Precision.MONTH: "Date of birth fits: only the month is known",
        Precision.YEAR: "Date of birth fits: only the year is known",
    }.get(record.birth_precision, "Date of birth fits: it is a guess")
