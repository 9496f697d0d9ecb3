"""Lines and groups of the home page, and the names on them: read only after it is written down who is on it (promise 11)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from wholepicture.interfaces.web.notices.pages import names
from wholepicture.interfaces.web.notices.pages.work import Tag
from wholepicture.interfaces.web.triage import pages as daily
from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.notifications import queries as notifications
from wholepicture.pathway.notifications.queries import InboxLine
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage.queries import ListPage
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import PersonFacts

PAGE = "home:page"
# The first few of each: the page that a group leads to has them all.
SHOWN = 3
NEWS_SHOWN = 5


@dataclass(frozen=True)
class Line:
    """One thing to do or to know: its words, where it is done (None: by asking others), by when.

    `at` is when it became new, for news.

    `records` (of whom `held` had to be released), or `family`, say whom it is about: their names become the heading, once they may be read.
    """

    heading: str
    href: str | None
    due: datetime | None = None
    at: datetime | None = None
    tags: tuple[Tag, ...] = ()
    facts: tuple[str, ...] = ()
    records: frozenset[UUID] = frozenset()
    held: frozenset[UUID] = frozenset()
    family: UUID | None = None


@dataclass(frozen=True)
class Group:
    """What waits for this reader on one page: the first few lines, how many there are, and the page with all of them.

    `count` None where only the page itself may count. `due` is when the most urgent of it is due, which sets its place.
    """

    title: str
    lines: tuple[Line, ...]
    count: int | None
    href: str
    page: str
    note: str = ""
    due: datetime | None = None

    @property
    def more(self) -> bool:
        """Whether the page has more than is shown here."""
        return self.count is None or self.count > len(self.lines)


class Reader:
    """Who reads, when, and what several parts of the page ask for: read once."""

    def __init__(self, by: Actor, now: datetime) -> None:
        """Ask for nothing yet."""
        self.by, self.now = by, now

    @cached_property
    def inbox(self) -> tuple[InboxLine, ...]:
        """The items of My work."""
        return notifications.inbox(self.by, self.now).lines

    @cached_property
    def daily(self) -> ListPage:
        """The first page of the daily list."""
        return triage.list_for(self.by, self.now)


class Names:
    """Whose names stand on the page: written down with everybody on it, then read."""

    def __init__(self, lines: Iterable[Line], reader: Reader) -> None:
        """Record the view with all whom these lines are about."""
        shown = list(lines)
        records = {record for line in shown for record in line.records}
        self._children = _children({line.family for line in shown if line.family})
        persons = {child for those in self._children.values() for child in those}
        seen = names.look(PAGE, records, by=reader.by, now=reader.now, persons=persons)
        self._on: date = london_day(reader.now)
        self._records = names.in_line(records, seen=seen, on=self._on)
        self._persons: Mapping[UUID, PersonFacts] = people.facts(persons)

    def named(self, line: Line) -> Line:
        """The line under the names of whom it is about."""
        if line.family:
            known = [self._persons[child] for child in self._children[line.family] if child in self._persons]
            return replace(line, heading=daily.heading(known, self._on))
        told = names.together(self._records, line.records, line.held)
        return replace(line, heading=told or line.heading)

    def group(self, group: Group) -> Group:
        """The group with its lines named."""
        return replace(group, lines=tuple(self.named(line) for line in group.lines))


def _children(those: set[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    members = families.members(those)
    return {
        family: tuple(each.person for each in members.get(family, ()) if each.part is Part.CHILD) for family in those
    }
