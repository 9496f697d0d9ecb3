"""The picture of the daily list: one row for each family, what is new in words, and how far asking has got (review 2.6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.families import naming
from wholepicture.lib import wording
from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties.messages.words import name_of
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage.facts import FamilyOnList
from wholepicture.pathway.triage.terms import Change
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import PersonFacts
from wholepicture.registers.people.terms import Precision
from wholepicture.registers.protocol.terms import Lane

WHY = "triage:list"
NO_CHILD = "No child is known in this family now"
ORDER = "First what has changed in the pattern, then the fast lane, then what is due first."
Tag = tuple[str, str]
KINDS: Mapping[Change, str] = {
    Change.SHORTENING: "urgent",
    Change.REPEAT: "urgent",
    Change.AGAIN: "waiting",
    Change.CONCERN_AGAIN: "waiting",
    Change.FIRST: "new",
    Change.LINKED: "linked",
}


@dataclass(frozen=True)
class Row:
    """One family: its children with their ages, what is new with the pattern in words, when it is due, who has answered."""

    heading: str
    href: str
    change: Tag
    words: str
    lane: Tag
    due_at: datetime
    answered: str
    proposed: str


@dataclass(frozen=True)
class Filter:
    """A way to see fewer: its words with the count, its address, and whether it is what is shown."""

    text: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class DailyPage:
    """The list as this reader sees it. `capacity` is "" where one meeting would do; `pagination` None with one page."""

    rows: tuple[Row, ...]
    summary: str
    capacity: str
    filters: tuple[Filter, ...]
    pagination: dict[str, Any] | None
    empty: tuple[str, str]


def daily(by: Actor, now: datetime, *, page: int = 1, lane: Lane | None = None) -> DailyPage:
    """Compose a page of the list, once it is written down whom it shows (design promise 11)."""
    found = triage.list_for(by, now, page=page, lane=lane)
    children = {child for one in found.families for child in one.children}
    audit.page_viewed(by=by, now=now, page=WHY, people=children)
    known = people.facts(children)
    return DailyPage(
        rows=tuple(_row(one, known, london_day(now)) for one in found.families),
        summary=_summary(found, triage.untriaged(now).count),
        capacity=_capacity(found),
        filters=_filters(found, lane),
        pagination=_pagination(found, lane),
        empty=_empty(found),
    )


def _row(one: FamilyOnList, known: Mapping[UUID, PersonFacts], on: date) -> Row:
    return Row(
        heading=heading((known[child] for child in one.children if child in known), on),
        href=reverse("deciding:family", args=[one.family]),
        change=(one.change.label, KINDS[one.change]),
        words=_sentence(one),
        lane=("Fast lane", "fast") if one.lane is Lane.FAST else ("Standard lane", "standard"),
        due_at=one.due_at,
        answered=_answered(one),
        proposed=f"{one.proposed_by}: waits for others to agree" if one.proposed else "Nothing yet",
    )


def _answered(one: FamilyOnList) -> str:
    """How many of those who were asked what they know have said so; because of a linked listing nobody is asked."""
    if one.asked:
        return f"{one.answered} of {one.asked}"
    return "Nobody is asked" if one.linked else "Nobody asked yet"


def heading(children: Iterable[PersonFacts], on: date) -> str:
    """The family by its children, the youngest first: "Charlie Marsh, 10 weeks; Mia Marsh, 4 years"."""
    ordered = sorted(children, key=lambda child: (child.birth_date or date.max, str(child.person)), reverse=True)
    names = naming.of_people({child.person: child for child in ordered})
    return "; ".join(f"{_called(child, names)}, {_age(child, on)}" for child in ordered) or NO_CHILD


def _called(child: PersonFacts, names: Mapping[UUID, str]) -> str:
    """The name; an unborn child has a surname alone, which would be taken for a whole family."""
    is_expected = child.birth_date is None and child.expected_date is not None
    if is_expected and not child.forename:
        return name_of("", child.surname, is_expected=True)
    return names[child.person]


def _age(child: PersonFacts, on: date) -> str:
    if child.died_date:
        return f"died on {wording.day(child.died_date)}"
    if child.birth_date is None and child.expected_date is not None:
        return _expected(child.expected_date, on)
    words = in_words.age_in_words(child.birth_date, on)
    is_certain = child.birth_date is None or child.birth_precision is Precision.EXACT
    return words if is_certain else f"about {words}"


def _expected(due: date, on: date) -> str:
    """An expected date that has passed says nothing about whether the child was born."""
    return in_words.age_in_words(due, on) if due > on else f"was due {wording.day(due)}, no birth has been told"


def _sentence(one: FamilyOnList) -> str:
    several = f"Listed for {len(one.listings)} reports. " if len(one.listings) > 1 else ""
    return f"{one.change_words[:1].upper()}{one.change_words[1:]}. {several}".strip()


def _summary(found: triage.ListPage, waiting: int) -> str:
    """How many wait in the whole partnership, as every page says, how many of them stand here, and in which order."""
    if not waiting:
        return ""
    families = wording.counted(waiting, "family waits", "families wait")
    may = f"{families} for triage. Your teams may open {_how_many(found.count, waiting)}{_late(found)}."
    return f"{may} {ORDER}" if found.count else may


def _late(found: triage.ListPage) -> str:
    if found.count == found.overdue == 1:
        return ", which is overdue"
    is_or_are = "is" if found.overdue == 1 else "are"
    return f", and {found.overdue} of those {is_or_are} overdue" if found.overdue else ""


def _how_many(count: int, waiting: int) -> str:
    if count == waiting:
        return "it" if waiting == 1 else "all of them"
    return f"{count or 'none'} of them"


def _capacity(found: triage.ListPage) -> str:
    """That the list is longer than a meeting, how many meetings it is, and that it need not wait for them."""
    if found.count <= found.capacity:
        return ""
    return (
        f"A meeting decides about {found.capacity} families: this list is {found.meetings} meetings. It does not wait "
        "for them: open a family and propose a decision, and another agency agrees to it by its own sign-in."
    )


def _filters(found: triage.ListPage, lane: Lane | None) -> tuple[Filter, ...]:
    counts: tuple[tuple[Lane | None, str, int], ...] = (
        (None, "Both lanes", found.count),
        (Lane.FAST, "Fast lane", found.fast),
        (Lane.STANDARD, "Standard lane", found.count - found.fast),
    )
    return tuple(Filter(f"{text} ({count})", _address(each, 1), each is lane) for each, text, count in counts)


def _pagination(found: triage.ListPage, lane: Lane | None) -> dict[str, Any] | None:
    """What the design system's pages of a list want: the first, the last, and those around this one."""
    if found.pages == 1:
        return None
    near = {1, found.pages, *range(found.page - 1, found.page + 2)} & set(range(1, found.pages + 1))
    items: list[dict[str, Any]] = []
    for number in sorted(near):
        if items and number - items[-1]["number"] > 1:
            items.append({"ellipsis": True, "number": number - 1})
        items.append({"number": number, "href": _address(lane, number), "current": number == found.page})
    around: dict[str, Any] = {"items": items, "landmarkLabel": "Pages of the list"}
    if found.page > 1:
        around["previous"] = {"href": _address(lane, found.page - 1)}
    if found.page < found.pages:
        around["next"] = {"href": _address(lane, found.page + 1)}
    return around


def _address(lane: Lane | None, page: int) -> str:
    asked = {"lane": lane.value} if lane else {}
    asked |= {"page": str(page)} if page > 1 else {}
    return reverse("triage:list") + (f"?{urlencode(asked)}" if asked else "")


def _empty(found: triage.ListPage) -> tuple[str, str]:
    if found.count:
        return "No family waits in this lane", "The other lane has some: choose it above."
    return (
        "No family waits that your teams may open",
        "Whatever is reported of a child and domestic abuse appears here at once, with what is new in the pattern.",
    )
