"""Each moment of a case, on the left as it happened and on the right with Whole Picture."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from wholepicture.interfaces.replay.html import telling
from wholepicture.interfaces.replay.html.knowing import Reported
from wholepicture.interfaces.replay.html.names import Names
from wholepicture.interfaces.replay.html.telling import Told, after
from wholepicture.lib import moments as said
from wholepicture.lib import wording
from wholepicture.lib.dates import london_day

Json = Mapping[str, Any]
BORN, OVERDUE, NOT_MET, DUE = "born", "overdue", "not_met", "due"
OWN = (OVERDUE, NOT_MET)
# What a case file may leave to be read into it, in words.
FIELDS = {
    "people": "who was involved, and in which role",
    "at": "when it was",
    "by": "who did it",
    "mode": "how",
    "from": "the first day",
    "to": "the last day",
    "known_then": "when other agencies knew",
}


@dataclass(frozen=True, kw_only=True)
class Then:
    """What the file says of a moment; nothing in it is ours."""

    by: str
    summary: str
    as_happened: str
    para: str
    rows: tuple[tuple[str, str], ...]
    knew: tuple[str, ...]
    inferred: str


@dataclass(frozen=True, kw_only=True)
class Now:
    """What came of it with Whole Picture. `asked_before` are questions that were out already and carry this event too."""

    listed: tuple[str, ...]
    noticed: tuple[str, ...]
    noticed_before: tuple[str, ...]
    told: tuple[Told, ...]
    asked: tuple[Told, ...]
    asked_before: int
    not_told: tuple[str, ...]
    refused: tuple[str, ...]
    alarms: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing came of it."""
        return not any(vars(self).values())

    @property
    def has_only_notes(self) -> bool:
        """Whether all that there is to say is how it was played."""
        return not any(value for name, value in vars(self).items() if name != "notes")


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One event of the file, a birth, or what the platform raised by itself between two events (`then` is None)."""

    anchor: str
    heading: str
    short: str
    at: datetime
    when: str
    kind: str
    then: Then | None
    now: Now


def moments(events: Sequence[Json], reported: Sequence[Reported], names: Names) -> Iterator[Moment]:
    """Yield every moment in order of time; what the platform raised between two events stands together."""
    numbers = {id(each.event): each.number for each in reported}
    noticed: set[str] = set()
    place = 0
    shown = [event for event in events if event["kind"] != DUE]
    for is_own, group in groupby(shown, key=lambda event: event["kind"] in OWN):
        if is_own:
            place += 1
            yield _between(list(group), names, f"event-{place}")
            continue
        for event in group:
            place += 1
            yield _event(event, numbers.get(id(event), 0), noticed, names, f"event-{place}")
            noticed |= {finding["because"] for finding in event["findings"]}


def _event(event: Json, number: int, noticed: set[str], names: Names, anchor: str) -> Moment:
    at = datetime.fromisoformat(event["at"])
    told = event["told"]
    label = (
        told["label"] if told else f"Born: {names.people_in(event['ref'])}" if event["kind"] == BORN else event["kind"]
    )
    heading = f"{wording.ordinal(number)} incident" if number else label
    return Moment(
        anchor=anchor,
        heading=heading,
        short=f"{heading}{', ' + names.agency(told['by']) if told else ''}",
        at=at,
        when=said.when(at),
        kind=event["kind"],
        then=_then(told, at, names) if told else _nothing_told(event),
        now=_now(event, at, noticed, names),
    )


def _nothing_told(event: Json) -> Then:
    """A birth stands among the people of the file, not among its events."""
    words = "Born on this day, as the file says of the child." if event["kind"] == BORN else ""
    return Then(by="", summary=words, as_happened="", para="", rows=(), knew=(), inferred="")


def _then(told: Json, at: datetime, names: Names) -> Then:
    knew = [
        f"{names.agency(agency)} knew of it {after(datetime.fromisoformat(when), at)} ({said.short_when(datetime.fromisoformat(when))})"
        for agency, when in sorted(told["known_then"].items(), key=lambda one: datetime.fromisoformat(one[1]))
    ]
    return Then(
        by=names.agency(told["by"]),
        summary=told["summary"],
        as_happened=told["as_happened"],
        para=told["para"],
        rows=tuple((names.in_words(name), names.in_words(value)) for name, value in told["rows"]),
        knew=tuple(knew),
        inferred=wording.joined(FIELDS.get(each, each.replace("_", " ")) for each in told["inferred"]),
    )


def _now(event: Json, at: datetime, noticed: set[str], names: Names) -> Now:
    found = [finding["because"] for finding in event["findings"]]
    asks = event["contributions_asked"]
    new = [ask for ask in asks if not ask["asked_before"]]
    return Now(
        listed=tuple(_listed(each, names) for each in event["listings"]),
        noticed=tuple(dict.fromkeys(each for each in found if each not in noticed)),
        noticed_before=tuple(dict.fromkeys(each for each in found if each in noticed)),
        told=tuple(telling.notice(each, names, since=at) for each in event["notices"]),
        asked=tuple(telling.ask(each, names, since=at) for each in new),
        asked_before=len(asks) - len(new),
        not_told=tuple(_not_told(each, names) for each in event["not_told"]),
        refused=tuple(each["because"] for each in event["refused"]),
        alarms=(),
        notes=tuple(event["warnings"]),
    )


def _listed(listing: Json, names: Names) -> str:
    """Say where a family stands on the list: the Nth, the interval, the lane, by when, and when it was decided."""
    family = f"Family of {wording.joined(names.person(child) for child in listing['children'])}"
    due = datetime.fromisoformat(listing["due"])
    if listing["linked"]:
        return f"{family}: linked through a person alleged to cause harm, not counted in its pattern. Due {said.short_when(due)}."
    nth = listing["nth"]
    days = listing["interval_days"]
    place = f"the {wording.ordinal(nth)} incident in this family" if nth else "a concern, which counts as a repeat"
    gap = f", {wording.counted(days, 'day')} after the one before" if days is not None else ""
    return f"{family}: {place}{gap}. {listing['lane'].capitalize()} lane, due {said.short_when(due)}. {_decided(listing, due)}"


def _decided(listing: Json, due: datetime) -> str:
    if not listing["decided_at"]:
        return "Nobody decided."
    at = datetime.fromisoformat(listing["decided_at"])
    late = f", {said.waited_in_words(due, at)} late" if at > due else ", in time"
    return f"Decided {said.short_when(at)}{late}."


def _not_told(missing: Json, names: Names) -> str:
    agency, _, function = missing["owner"].partition("/")
    owner = names.whom(function, agency) if function else missing["owner"]
    task = f" To be found by: {owner}." if owner else ""
    return (
        f"{names.whom(missing['function'], '')}, about {names.people_in(missing['about'])}: {missing['because']}{task}"
    )


def _between(events: Sequence[Json], names: Names, anchor: str) -> Moment:
    """What the platform raised by itself, gathered: meetings that nobody opened as one sentence, and whoever was told of it."""
    at, last = (datetime.fromisoformat(events[place]["at"]) for place in (0, -1))
    told = [
        telling.notice(notice, names, since=datetime.fromisoformat(event["at"]))
        for event in events
        for notice in event["notices"]
    ]
    day, until = (f"{each.day} {each:%B %Y}" for each in (london_day(at), london_day(last)))
    return Moment(
        anchor=anchor,
        heading="In between",
        short="In between",
        at=at,
        when=day if day == until else f"{day} to {until}",
        kind="between",
        then=None,
        now=Now(
            listed=(),
            noticed=(),
            noticed_before=(),
            told=tuple(told),
            asked=(),
            asked_before=0,
            not_told=(),
            refused=(),
            alarms=tuple(_alarms(events)),
            notes=(),
        ),
    )


def _alarms(events: Sequence[Json]) -> Iterator[str]:
    unmet = [london_day(datetime.fromisoformat(event["at"])) for event in events if event["kind"] == NOT_MET]
    if unmet:
        meetings = wording.counted(len(unmet), "triage meeting")
        yield f"Nobody opened {meetings} although a family waited: {wording.days(unmet)}."
    overdue = sum(event["kind"] == OVERDUE for event in events)
    if overdue:
        yield f"{wording.counted(overdue, 'time')} a family passed the time by which triage has to decide about it."
