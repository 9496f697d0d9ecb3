"""What a search shows: permitted and written down before anybody is shown, and closed to whoever is close to them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.registers.access import actions as access
from wholepicture.registers.access import queries as grants
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import Answers, Match, RecordTold
from wholepicture.registers.people.searching import Born
from wholepicture.registers.people.terms import Precision

SEVERAL = "In more than one family"


@dataclass(frozen=True)
class Line:
    """One record that answers: who, from whom, why; `family` is the one that the reader may open, `note` why there is none."""

    record: UUID
    name: str
    born: str
    sex: str
    agency: str
    own: bool
    why: str
    family: UUID | None
    note: str


@dataclass(frozen=True)
class Found:
    """The answers to one search. `more`: it has to be narrowed down."""

    lines: tuple[Line, ...]
    more: bool


def search(*, name: str, born: Born | None, with_families: bool, page: str, by: Actor, now: datetime) -> Found:
    """Search as this user, write down the search and everybody it shows, and compose the answers.

    `with_families` adds the people of families that the user's teams may open. Raises access.NotAllowed.
    """
    seen = access.search(by=by, why=page, now=now)
    granted = _granted(by, now) if with_families else set()
    also = {member.person for those in families.members(granted).values() for member in those}
    answers = _with_those_likely(
        people.search(name=name, born=born, seen=seen, also=also),
        linkage.likely(name=name, born=born, seen=seen, also=also),
    )
    answers = _without_those_close(answers, by, now)
    persons = {match.person for match in answers.matches if match.person}
    _write_down(answers.matches, persons, page, by, now)
    of = families.families_of(persons & also)
    lines = tuple(_line(match, of, granted, by, london_day(now)) for match in answers.matches)
    return Found(lines, answers.more)


def own_record(record: UUID, *, page: str, by: Actor, now: datetime) -> RecordTold | None:
    """One record of the user's own agency, written down as a search that showed it; None for any other.

    Closed, as any search, to whoever is close to the person. Raises access.NotAllowed.
    """
    seen = access.search(by=by, why=page, now=now)
    told = people.told_of([record], seen=seen).get(record)
    if told is None or told.agency != by.agency:
        return None
    persons = [told.person] if told.person else []
    if by.worker in grants.conflicted_workers(persons, london_day(now)):
        return None
    about = [f"record:{record}", *(f"person:{person}" for person in persons)]
    audit.record(event=Event.PAGE_VIEWED, by=by, now=now, about=about, detail={"page": page})
    return told


def _granted(by: Actor, now: datetime) -> set[UUID]:
    """The families that the user may open, as they are called now."""
    if Permission.SEE_FAMILIES.value not in by.permissions:
        return set()
    return grants.subjects_granted(Subject.FAMILY, by.teams, now)


def _with_those_likely(answers: Answers, likely: Iterable[Match]) -> Answers:
    """Add after those who are called as typed whoever may be meant although it was typed, or told, in another spelling."""
    found = {match.record for match in answers.matches}
    matches = (*answers.matches, *(match for match in likely if match.record not in found))
    return Answers(matches[: people.MOST_FOUND], answers.more or len(matches) > people.MOST_FOUND)


def _without_those_close(answers: Answers, by: Actor, now: datetime) -> Answers:
    """Leave out whoever is close to the user: a search shows nobody what opening would refuse them (promise 11)."""
    on = london_day(now)
    persons = {match.person for match in answers.matches if match.person}
    if by.worker not in grants.conflicted_workers(persons, on):
        return answers
    close = {person for person in persons if by.worker in grants.conflicted_workers([person], on)}
    return replace(answers, matches=tuple(match for match in answers.matches if match.person not in close))


def _write_down(matches: Iterable[Match], persons: Collection[UUID], page: str, by: Actor, now: datetime) -> None:
    about = [*(f"record:{match.record}" for match in matches), *sorted(f"person:{person}" for person in persons)]
    audit.record(event=Event.PAGE_VIEWED, by=by, now=now, about=about, detail={"page": page})


def _line(match: Match, of: Mapping[UUID, Collection[UUID]], granted: Collection[UUID], by: Actor, on: date) -> Line:
    held = of.get(match.person, ()) if match.person else ()
    mine = [family for family in held if family in granted]
    return Line(
        record=match.record,
        name=match.name,
        born=born_in_words(match, on),
        sex=match.sex.label,
        agency=match.agency_name,
        own=match.agency == by.agency,
        why="; ".join(match.why),
        # Somebody of two families would tie the one to the other: they are opened from their children.
        family=mine[0] if len(held) == 1 and mine else None,
        note=f"{SEVERAL}: open it from a child" if mine and len(held) > 1 else "",
    )


def born_in_words(match: Match | RecordTold, on: date) -> str:
    """A date of birth no surer than it was told, with the age today; or what is known instead."""
    born = match.birth_date
    if born is None:
        return f"Unborn when told, due {in_words.when(match.expected_date)}" if match.expected_date else "Not known"
    if match.birth_precision is Precision.YEAR:
        return f"{born:%Y}, day and month not known"
    age = in_words.age_in_words(born, on)
    if match.birth_precision is Precision.EXACT:
        return f"{born.day} {born:%B %Y} ({age})"
    return (
        f"{born:%B %Y}, day not known (about {age})"
        if match.birth_precision is Precision.MONTH
        else f"About {born:%Y}, a guess"
    )
