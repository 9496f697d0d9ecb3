"""Which agency knew of which incident, and from when: as it happened, and with Whole Picture."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wholepicture.interfaces.replay.html import telling
from wholepicture.lib.terms import Term

Json = Mapping[str, Any]
REPORTS = ("incident", "concern")


class How(Term):
    """How an agency came to know, the surest first."""

    REPORTED = "reported", "Reported it"
    KNEW = "knew", "Knew of it"
    TOLD = "told", "Told of it"
    SAW = "saw", "Saw it on the daily list when it decided"
    ASKED = "asked", "Asked what it knows"
    HELD = "held", "Held until a specialist releases it"


KNOWS = (How.REPORTED, How.KNEW, How.TOLD, How.SAW)
DECIDES = "decide"


@dataclass(frozen=True, kw_only=True)
class Knew:
    """One agency and one report: how and when it came to know, `place` counted from 0 over all reports of the case."""

    agency: str
    place: int
    how: How
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Reported:
    """One incident or concern of the file; `number` counts incidents from 1, and is 0 for a concern."""

    place: int
    number: int
    at: datetime
    event: Json

    @property
    def is_incident(self) -> bool:
        """Whether it counts among the incidents."""
        return self.number > 0


def reports(events: Iterable[Json]) -> tuple[Reported, ...]:
    """The incidents and concerns of the file, in order."""
    found: list[Reported] = []
    number = 0
    for event in events:
        if event["kind"] in REPORTS and event.get("told"):
            is_incident = event["kind"] == "incident"
            number += is_incident
            at = datetime.fromisoformat(event["at"])
            found.append(Reported(place=len(found), number=number if is_incident else 0, at=at, event=event))
    return tuple(found)


def then(reported: Sequence[Reported], agencies: Iterable[str]) -> tuple[Knew, ...]:
    """Who knew as it happened: whoever reported it, and those of whom the file says from when."""
    known = set(agencies)
    found: list[Knew] = []
    for each in reported:
        told = each.event["told"]
        if told["by"] in known:
            found.append(Knew(agency=told["by"], place=each.place, how=How.REPORTED, at=each.at))
        found += [
            Knew(agency=agency, place=each.place, how=How.KNEW, at=datetime.fromisoformat(at))
            for agency, at in told["known_then"].items()
            if agency in known and agency != told["by"]
        ]
    return tuple(found)


def now(events: Sequence[Json], reported: Sequence[Reported], agencies: Iterable[str]) -> tuple[Knew, ...]:
    """Who knew with Whole Picture: of each agency the surest way, and of that the first instant.

    Whoever decides about a child has the child's list before them, with every incident that is on it by then.
    """
    known = set(agencies)
    found: list[Knew] = []
    for each in reported:
        best: dict[str, Knew] = {}
        for one in (*_ways(each), *_saw(each, events)):
            if one.agency in known and _is_surer(one, best.get(one.agency)):
                best[one.agency] = one
        found += best.values()
    return tuple(found)


def _ways(each: Reported) -> Iterator[Knew]:
    event = each.event
    received = not any(refusal["act"] == event["kind"] for refusal in event["refused"])
    if received:
        yield Knew(agency=event["told"]["by"], place=each.place, how=How.REPORTED, at=each.at)
    for notice in event["notices"]:
        if at := telling.reached_at(notice):
            yield Knew(agency=notice["agency"], place=each.place, how=How.TOLD, at=at)
        elif at := telling.held_at(notice):
            yield Knew(agency=notice["agency"], place=each.place, how=How.HELD, at=at)
    for ask in event["contributions_asked"]:
        if ask["agency"] and (at := telling.reached_at(ask)):
            # A question that was out already stands for this report too, from when this was reported.
            yield Knew(agency=ask["agency"], place=each.place, how=How.ASKED, at=max(at, each.at))


def _saw(each: Reported, events: Iterable[Json]) -> Iterator[Knew]:
    children = {child for listing in each.event["listings"] if not listing["linked"] for child in listing["children"]}
    for event in events:
        told, at = event.get("told"), datetime.fromisoformat(event["at"])
        if event["kind"] == DECIDES and told and told["child"] in children and at >= each.at:
            yield Knew(agency=told["by"], place=each.place, how=How.SAW, at=at)


def _is_surer(one: Knew, other: Knew | None) -> bool:
    if other is None:
        return True
    order = list(How)
    return (order.index(one.how), one.at) < (order.index(other.how), other.at)


def says_who(reported: Iterable[Reported]) -> bool:
    """Whether the file says of any of these which other agencies knew as it happened."""
    return any(each.event["told"]["known_then"] for each in reported)


def of_incidents(knew: Iterable[Knew], reported: Sequence[Reported]) -> dict[str, int]:
    """Of how many incidents each agency knew, told or by itself; what is held or only asked about is not counted."""
    incidents = {each.place for each in reported if each.is_incident}
    found: dict[str, set[int]] = {}
    for each in knew:
        if each.how in KNOWS and each.place in incidents:
            found.setdefault(each.agency, set()).add(each.place)
    return {agency: len(places) for agency, places in found.items()}
