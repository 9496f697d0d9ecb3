"""One notice or ask as a replay shows it: to whom, how far it got, whom it chased, and the text that they would have read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wholepicture.interfaces.replay.html.names import Names
from wholepicture.interfaces.replay.report import LADDER
from wholepicture.lib import moments, wording
from wholepicture.pathway.notifications.terms import StepKind
from wholepicture.pathway.triage.terms import AskState

Json = Mapping[str, Any]
RUNGS = {
    StepKind.REMINDED: "reminded",
    StepKind.COVER_TOLD: "cover",
    StepKind.MANAGER_TOLD: "manager",
    StepKind.AGENCY_LEAD_TOLD: "agency lead",
    StepKind.PARTNERSHIP_TOLD: "partnership",
}
WITHIN_A_MINUTE = 60
# The word and colour of each state, strongest first: what people did outweighs what the machine did.
STATES = {
    "ANSWERED": ("Answered", "green"),
    "KNOWN": ("Answered", "green"),
    "NOTHING_KNOWN": ("Answered", "green"),
    "DECLINED": ("Declined", "red"),
    "OPENED": ("Opened", "blue"),
    "DELIVERED": ("Told", "blue"),
    "ASKED": ("Asked", "blue"),
    "HELD": ("Held", "orange"),
    "WITHHELD": ("Withheld", "grey"),
    "QUEUED": ("Waiting", "yellow"),
    "SUPERSEDED": ("No longer due", "grey"),
}
SAID = {"ANSWERED": "Answered", "DECLINED": "Declined", "WITHHELD": "Withheld", "RELEASED": "Released"}


@dataclass(frozen=True, kw_only=True)
class Tag:
    """A state in a word, with a colour that repeats it."""

    text: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The text of one recipient: who reads it, what is not in it, and whom it must never reach."""

    title: str
    paragraphs: tuple[str, ...]
    leaves_out: str
    never_to: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Told:
    """One recipient: whom, about whom, how far it got in short lines, and what they read; None where there is no text."""

    whom: str
    about: str
    tag: Tag
    lines: tuple[str, ...]
    because: str
    reading: Reading | None


def notice(found: Json, names: Names, *, since: datetime) -> Told:
    """Show a notice; `since` is when its event was."""
    first = _first(found["history"])
    tag = STATES.get(found["state"], (found["state"].replace("_", " ").capitalize(), "grey"))
    if found["state"] == "SUPERSEDED" and "DELIVERED" in first:
        tag = STATES["DELIVERED"]
    return _told(found, names, tag, lines=(*_way(found, first, since), *_said(found), *_chased(found)))


def ask(found: Json, names: Names, *, since: datetime) -> Told:
    """Show what an agency was asked."""
    first = _first(found["history"])
    words = AskState(found["state"]).label if found["state"] in AskState.values() else found["state"]
    tag = STATES.get(found["state"], (words, "grey"))
    gap = (found["gap"],) if found["gap"] else ()
    lines = (*_way({**found, "kind": "ask"}, first, since), *gap, *_said(found), *_chased(found))
    return _told(found, names, tag, lines=lines)


def reached_at(found: Json) -> datetime | None:
    """When a notice or ask was delivered; None where it never was."""
    at = _first(found["history"]).get("DELIVERED")
    return at[0] if at else None


def held_at(found: Json) -> datetime | None:
    """Since when it was held for a specialist; None where it never was."""
    at = _first(found["history"]).get("HELD")
    return at[0] if at else None


def chases(found: Json) -> int:
    """How often somebody was chased."""
    return sum(step["state"] in LADDER for step in found["history"])


def after(at: datetime, since: datetime) -> str:
    """How long after an event something was: "at once", "14 hours 15 minutes later", "38 minutes before"."""
    seconds = (at - since).total_seconds()
    if abs(seconds) < WITHIN_A_MINUTE:
        return "at once"
    if seconds < 0:
        return f"{moments.waited_in_words(at, since)} before"
    return f"{moments.waited_in_words(since, at)} later"


def _told(found: Json, names: Names, tag: tuple[str, str], *, lines: Sequence[str]) -> Told:
    text = found.get("text")
    return Told(
        whom=names.whom(found["function"], found["agency"]),
        about=names.people_in(found["about"]),
        tag=Tag(text=tag[0], colour=tag[1]),
        lines=tuple(lines),
        because=found.get("because", ""),
        reading=_reading(text, names) if text else None,
    )


def _reading(text: Json, names: Names) -> Reading:
    return Reading(
        title=text["title"],
        paragraphs=tuple(each for each in text["text"].split("\n\n") if each.strip()),
        leaves_out=wording.joined(text["leaves_out"]),
        never_to=names.functions(text["never_to"]),
    )


def _first(history: Sequence[Json]) -> dict[str, tuple[datetime, str]]:
    """When each state was first entered, and whom that reached."""
    found: dict[str, tuple[datetime, str]] = {}
    for step in history:
        found.setdefault(step["state"], (datetime.fromisoformat(step["at"]), step["to"]))
    return found


def _way(found: Json, first: Mapping[str, tuple[datetime, str]], since: datetime) -> Iterator[str]:
    """How it went to whoever reads it."""
    if "HELD" in first:
        yield f"Held for release by {first['HELD'][1]}, {_at(first['HELD'][0], since)}"
    if "RELEASED" in first:
        yield f"Released by {first['RELEASED'][1]}, {_at(first['RELEASED'][0], since)}"
    if "DELIVERED" in first:
        yield f"Delivered {_at(first['DELIVERED'][0], since)}"
        if found["kind"] != "inform":
            yield f"Answer asked for by {moments.short_when(datetime.fromisoformat(found['reply_by']))}"
    elif "HELD" not in first:
        yield "Never delivered"


def _at(at: datetime, since: datetime) -> str:
    return f"{after(at, since)} ({moments.short_when(at)})"


def _said(found: Json) -> Iterator[str]:
    """What people said when they answered, declined, released or withheld."""
    for step in found.get("said", ()):
        if step["state"] in SAID:
            when = moments.short_when(datetime.fromisoformat(step["at"]))
            yield f"{SAID[step['state']]} by {step['by'] or 'somebody'}, {when}: {step['words']}"


def _chased(found: Json) -> Iterator[str]:
    """Each rung once, with its time; how often the last was told again."""
    said = []
    for rung in LADDER:
        at = [datetime.fromisoformat(step["at"]) for step in found["history"] if step["state"] == rung]
        if at:
            more = f" and {wording.counted(len(at) - 1, 'time')} more" if len(at) > 1 else ""
            said.append(f"{RUNGS[StepKind[rung]]} {moments.short_when(at[0])}{more}")
    if said:
        yield f"Chased: {'; '.join(said)}"
