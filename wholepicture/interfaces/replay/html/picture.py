"""The whole page of one replay, as one frozen picture made from its JSON object alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wholepicture.interfaces.replay.html import bands, happened, knowing, summary, telling
from wholepicture.interfaces.replay.html.bands import Bands
from wholepicture.interfaces.replay.html.happened import BORN, Moment
from wholepicture.interfaces.replay.html.knowing import How, Knew, Reported
from wholepicture.interfaces.replay.html.names import Names
from wholepicture.interfaces.replay.html.summary import Figure, Line
from wholepicture.lib import moments, wording

Json = Mapping[str, Any]
THEN, NOW = "As it happened", "With Whole Picture"
DEATH = "death"


@dataclass(frozen=True, kw_only=True)
class KnewRow:
    """One agency in the table beside the drawing: what it knew in each world, in words."""

    agency: str
    then: tuple[str, ...]
    now: tuple[str, ...]


OF_ITSELF = "; between them stands what the platform raised by itself"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Everything that the page of a replay shows."""

    case: str
    source: str
    period: str
    figures: tuple[tuple[str, str, tuple[Figure, ...]], ...]
    lines: tuple[Line, ...]
    bands: Bands | None
    knew: tuple[KnewRow, ...]
    moments: tuple[Moment, ...]
    breaches: tuple[str, ...]

    @property
    def jumps(self) -> tuple[Moment, ...]:
        """The moments that the file tells of, to jump to."""
        return tuple(each for each in self.moments if each.then is not None)

    @property
    def counted(self) -> str:
        """How many events the file has, and how many more stand below: births, and what the platform raised by itself."""
        births = sum(each.kind == BORN for each in self.jumps)
        own = len(self.moments) - len(self.jumps)
        said = f"{wording.counted(len(self.jumps) - births, 'event')} of the file"
        said += f" and {wording.counted(births, 'birth')}" if births else ""
        return f"{said}{OF_ITSELF if own else ''}."


def of(document: Json) -> Picture:
    """Make the picture of a replay."""
    names = Names(*({one["id"]: one["name"] for one in document[kind]} for kind in ("agencies", "people")))
    events = document["events"]
    reported = knowing.reports(events)
    then, now = knowing.then(reported, names.agencies), knowing.now(events, reported, names.agencies)
    first = datetime.fromisoformat(events[0]["at"] if events else document["until"])
    until = datetime.fromisoformat(document["until"])
    large = summary.figures(reported, then, now, names)
    return Picture(
        case=document["case"],
        source=document["source"],
        period=f"{moments.short_when(first)} to {moments.short_when(until)}",
        figures=((THEN, "then", large[0]), (NOW, "now", large[1])) if large[0] else (),
        lines=summary.lines(events, reported, then, now, names),
        bands=_bands(events, reported, then, now, (first, until), names) if then or now else None,
        knew=tuple(_knew(then, now, reported, names)),
        moments=tuple(happened.moments(events, reported, names)),
        breaches=tuple(f"Promise {each['promise']}: {each['sentence']}" for each in document["verify"]["breaches"]),
    )


def _bands(
    events: Sequence[Json],
    reported: Sequence[Reported],
    then: Sequence[Knew],
    now: Sequence[Knew],
    span: tuple[datetime, datetime],
    names: Names,
) -> Bands:
    ends = [(datetime.fromisoformat(each["at"]), each["told"]["label"]) for each in events if each["kind"] == DEATH]
    return bands.draw(reported, [(THEN, then), (NOW, now)], ends=ends, span=span, names=names)


def _knew(then: Sequence[Knew], now: Sequence[Knew], reported: Sequence[Reported], names: Names) -> Iterator[KnewRow]:
    """Each agency with what it knew of, in the order of the file; those that knew nothing in either world are left out."""
    for agency in names.agencies:
        sides = [[one for one in knew if one.agency == agency] for knew in (then, now)]
        if any(sides):
            yield KnewRow(
                agency=names.agency(agency),
                then=tuple(_in_words(one, reported) for one in sides[0]),
                now=tuple(_in_words(one, reported) for one in sides[1]),
            )


def _in_words(one: Knew, reported: Sequence[Reported]) -> str:
    each = reported[one.place]
    what = f"{wording.ordinal(each.number)} incident" if each.is_incident else "A concern"
    how = {
        How.REPORTED: "reported it",
        How.KNEW: "knew of it",
        How.TOLD: "told",
        How.SAW: "saw it on the daily list",
        How.ASKED: "asked what it knows",
        How.HELD: "held for release",
    }[one.how]
    when = moments.short_when(one.at)
    if one.how is How.REPORTED:
        return f"{what}: {how}, {when}"
    if one.how is How.HELD:
        return f"{what}: {how} since {when}"
    return f"{what}: {how} {telling.after(one.at, each.at)} ({when})"
