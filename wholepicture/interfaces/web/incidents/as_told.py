"""The picture of an incident exactly as told: nobody named without their part, and who says so; no date surer than told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from wholepicture.interfaces.web.components import in_words
from wholepicture.lib.dates import london, london_day
from wholepicture.pathway.incidents.facts import ChildDetail, IncidentPicture, PersonPicture
from wholepicture.pathway.incidents.terms import Dash, Kind
from wholepicture.registers.people.terms import Precision, Role

Row = tuple[str, str | None]
ORDER = {role: place for place, role in enumerate(Role)}
WHOLE_DAY = timedelta(hours=23, minutes=59)


@dataclass(frozen=True)
class PersonShown:
    """One person of the incident: name, and what was told as rows."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class IncidentShown:
    """Everything on the page; `account` is what happened in words, by paragraph."""

    heading: str
    lead: str
    rows: tuple[Row, ...]
    account: tuple[str, ...]
    people: tuple[PersonShown, ...]
    relationships: tuple[str, ...]
    own: bool


def shown(told: IncidentPicture, *, own: bool) -> IncidentShown:
    """Compose the page; `own` says that the reader's agency told it, so that what is missing was not held back."""
    on = london_day(told.happened_at)
    return IncidentShown(
        heading=f"{told.kind.label} as told",
        lead=f"{told.agency_name}, {_when(told)}",
        rows=tuple(_rows(told, own)),
        account=tuple(line for line in told.summary.splitlines() if line.strip()),
        people=tuple(_person(person, on, own) for person in sorted(told.people, key=lambda each: ORDER[each.role])),
        relationships=tuple(
            f"{each.from_name}: {each.kind.label.lower()} {each.to_name}" for each in told.relationships
        ),
        own=own,
    )


def born_in_words(born: date | None, precision: Precision, expected: date | None, on: date) -> str | None:
    """A date of birth no surer than it was told, with the age on the day of the incident; None is not known."""
    if born is None:
        return f"Unborn, due {in_words.when(expected)}" if expected else None
    if precision is Precision.YEAR:
        return f"{born:%Y}, day and month not known"
    age = in_words.age_in_words(born, on)
    if precision is Precision.MONTH:
        return f"{born:%B %Y}, day not known (about {age})"
    if precision is Precision.ESTIMATED:
        # A year told alone is kept as its first day.
        about = f"{born:%Y}" if (born.month, born.day) == (1, 1) else f"{born:%B %Y}"
        return f"About {about}, a guess"
    return f"{born.day} {born:%B %Y} ({age})"


def _when(told: IncidentPicture) -> str:
    until = told.happened_until
    if until and london(told.happened_at).time().hour == 0 and until - told.happened_at == WHOLE_DAY:
        return f"{in_words.when(london_day(told.happened_at))}, time not known"
    return in_words.when(told.happened_at) + (f" until {in_words.when(until)}" if until else "")


def _rows(told: IncidentPicture, own: bool) -> Iterator[Row]:
    yield "Reference", told.reference or "None given"
    yield "Where", _kept(told.place, own)
    yield "How it was classed", told.category.label
    yield "Who reported it", told.reporter.label
    yield "Name of who reported it", _kept(told.reporter_name, own)
    if told.kind is Kind.INCIDENT:
        yield "DASH", _dash(told)
        yield "BRAG", _because(told.brag.label, told.brag_because)
        yield "What marked it", ", ".join(feature.label for feature in told.features) or "Nothing of the list"
    yield "Received", in_words.when(told.received_at)


def _dash(told: IncidentPicture) -> str:
    grade = told.dash.label
    if told.dash_perceived:
        grade = f"{grade}, believed {Dash(told.dash_perceived).label.lower()}"
    return _because(grade, told.dash_because)


def _because(grade: str, because: str) -> str:
    return f"{grade}: {because}" if because else grade


def _kept(value: str | None, own: bool) -> str:
    return value or ("Not told" if own else "Held back from you, or not told")


def _person(person: PersonPicture, on: date, own: bool) -> PersonShown:
    born = born_in_words(person.birth_date, person.birth_precision, person.expected_date, on)
    rows: list[Row] = [("Date of birth", born), ("Sex", person.sex.label), ("Home address", _kept(person.address, own))]
    if person.child:
        return PersonShown(person.name, (("Part", person.role.label), rows[0], *_child(person.child, own), *rows[1:]))
    part: list[Row] = [
        ("Part, as alleged", person.role.label),
        ("Who alleges it", person.alleged_by or None),
        ("How it stands", person.status.label),
    ]
    return PersonShown(person.name, (*part, *rows))


def _child(told: ChildDetail, own: bool) -> Iterator[Row]:
    yield "Where the child was", told.presence.label
    yield "Seen", told.seen.label
    yield "Spoken to", told.spoken_to.label
    yield "In the child's words", told.words or "Nothing was written"
    yield "Was it asked where they sleep tonight", told.sleeps_asked.label if told.sleeps_asked else "Not asked"
    yield "Where they sleep tonight", _kept(told.sleeps_where, own)
