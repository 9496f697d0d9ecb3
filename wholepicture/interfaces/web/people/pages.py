"""What a search shows: permitted and written down before anybody is shown, and closed to whoever is close to them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.web.people import cards
from wholepicture.interfaces.web.people.cards import Line
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
from wholepicture.registers.people import searching
from wholepicture.registers.people.facts import Answers, Match, RecordTold
from wholepicture.registers.people.searching import Born


@dataclass(frozen=True)
class Found:
    """The answers to one search, a card for each person. `more`: it has to be narrowed down.

    `unread`: others of a name that is spelt otherwise were not looked at.
    """

    lines: tuple[Line, ...]
    more: bool
    unread: bool = False


def search(*, name: str, born: Born | None, with_families: bool, page: str, by: Actor, now: datetime) -> Found:
    """Search as this user, write down the search and everybody it shows, and compose the answers.

    `with_families` adds the people of families that the user's teams may open. Raises access.NotAllowed.
    """
    seen = access.search(by=by, why=page, now=now)
    granted = _granted(by, now) if with_families else set()
    also = {member.person for those in families.members(granted).values() for member in those}
    called = people.search(name=name, born=born, seen=seen, also=also)
    likely = linkage.likely(name=name, born=born, seen=seen, also=also, is_unknown=not called.matches)
    answers = _without_those_close(_with_those_likely(called, likely.matches), by, now)
    persons = {match.person for match in answers.matches if match.person}
    _write_down(answers.matches, persons, page, by, now)
    reader = cards.Reader(by.agency, granted, london_day(now))
    return Found(cards.lines(answers.matches, families.families_of(persons & also), reader), answers.more, likely.more)


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
    first = searching.of_first(((match.record, match.person) for match in matches), people.MOST_FOUND)
    shown = tuple(match for match in matches if match.record in first)
    return Answers(shown, answers.more or len(shown) < len(matches))


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
