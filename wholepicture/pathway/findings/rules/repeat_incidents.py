"""So many reports in a rolling year, of the family and in one direction of harm, whatever they were classed as (review 2.4, 2.8)."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from wholepicture.lib import wording
from wholepicture.lib.dates import london_day
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.pathway.findings.facts import Direction, Found, Pattern, Report, Value
from wholepicture.pathway.incidents.terms import AllegationStatus, Kind
from wholepicture.registers.people.terms import Role
from wholepicture.registers.protocol.parameters import Parameters

SOURCE = (
    "Child Charlie review 2.4 and 2.8: five calls, each looked at alone, the third 13 days after the first. "
    "Three in twelve months is also the usual escalation test for MARAC."
)
TITLE = "Again, within a year"
DAYS_READ_OUT = 8


def check(pattern: Pattern, *, protocol: Parameters, on: date) -> Iterator[Found]:
    """Yield one finding for the family and one for each direction of harm; the day when enough of them roll out ends it.

    The window is that of the latest report, so that a day that passes changes nothing until then.
    """
    directions = facts_of.by_direction(pattern)
    yield from _look(pattern, None, protocol=protocol, on=on)
    for direction in sorted(directions, key=_key):
        yield from _look(pattern, direction, {r.incident for r in directions[direction]}, protocol=protocol, on=on)


def _look(
    pattern: Pattern,
    direction: Direction | None,
    among: Collection[UUID] | None = None,
    *,
    protocol: Parameters,
    on: date,
) -> Iterator[Found]:
    reports = _latest_window(pattern, among, protocol, on)
    if len(reports) < protocol.repeat_count:
        return
    rolls_out = london_day(reports[-protocol.repeat_count].happened_at) + timedelta(days=protocol.repeat_days + 1)
    if on < rolls_out:
        yield Found(
            because=_said_of(pattern, direction, reports) + _figures(reports, direction),
            evidence=_evidence(reports, direction),
            key=_key(direction) if direction else "",
            until=rolls_out,
        )


def _latest_window(
    pattern: Pattern, among: Collection[UUID] | None, protocol: Parameters, on: date
) -> tuple[Report, ...]:
    """What repeats in the window that ends with the latest report that does."""

    def between(first: date, last: date) -> tuple[Report, ...]:
        found = facts_of.repeats(pattern, first, last)
        return tuple(each for each in found if among is None or each.incident in among)

    ever = between(date.min, on)
    if not ever:
        return ()
    last = london_day(ever[-1].happened_at)
    return between(facts_of.window_start(last, protocol.repeat_days), last)


def _key(direction: Direction) -> str:
    return f"direction:{direction.by}:{direction.against or ''}"


def _evidence(reports: tuple[Report, ...], direction: Direction | None) -> dict[str, Value]:
    gaps = _gaps(reports)
    found: dict[str, Value] = {
        "incidents": [str(each.incident) for each in reports],
        "count": len(reports),
        "days": sum(gaps),
        "intervals_days": list(gaps),
    }
    if direction:
        found["persons"] = [str(person) for person in (direction.by, direction.against) if person]
        found["counter_allegations"] = _counter(reports, direction)
        found["withdrawn"] = _withdrawn(reports, direction)
    return found


def _said_of(pattern: Pattern, direction: Direction | None, reports: tuple[Report, ...]) -> str:
    if direction is None:
        return ""
    by, against = (_name(pattern, person) for person in (direction.by, direction.against))
    concern = ", or is a carer of concern" if any(each.kind is Kind.CONCERN for each in reports) else ""
    return f"{by} is alleged to have harmed {against}{concern}, "


def _figures(reports: tuple[Report, ...], direction: Direction | None) -> str:
    days, gaps = [london_day(each.happened_at) for each in reports], _gaps(reports)
    within = f"in {wording.counted(sum(gaps), 'day')}" if sum(gaps) else "within one day"
    latest = f", the latest {DAYS_READ_OUT} of them" if len(days) > DAYS_READ_OUT else ""
    shown = gaps[-(DAYS_READ_OUT - 1) :]
    spaced = wording.joined(shown) + (" day" if shown == (1,) else " days")
    told = f"{wording.ordinal(len(reports))} {within}{latest}: {wording.days(days[-DAYS_READ_OUT:])}; gaps of {spaced}"
    return "; ".join([told, *_remarks(reports, direction)]) + "."


def _remarks(reports: tuple[Report, ...], direction: Direction | None) -> Iterator[str]:
    concerns = sum(each.kind is Kind.CONCERN for each in reports)
    if concerns:
        yield f"among them {wording.counted(concerns, 'concern')} about a carer"
    if direction and (counter := _counter(reports, direction)):
        yield f"in {counter} of them each accuses the other"
    if direction and (withdrawn := _withdrawn(reports, direction)):
        yield f"in {withdrawn} of them the allegation was withdrawn"


def _counter(reports: tuple[Report, ...], direction: Direction) -> int:
    counter = facts_of.Alleged(direction, is_counter=True)
    return sum(counter in facts_of.allegations(each) for each in reports)


def _withdrawn(reports: tuple[Report, ...], direction: Direction) -> int:
    harming = (Role.CAUSING_HARM, Role.COUNTER_ALLEGATIONS, Role.OF_CONCERN)
    return sum(
        any(
            part.person == direction.by and part.role in harming and part.status is AllegationStatus.WITHDRAWN
            for part in each.parts
        )
        for each in reports
    )


def _gaps(reports: tuple[Report, ...]) -> tuple[int, ...]:
    days = [london_day(each.happened_at) for each in reports]
    return tuple((later - earlier).days for earlier, later in pairwise(days))


def _name(pattern: Pattern, person: UUID | None) -> str:
    if person is None:
        return "somebody who was not named"
    return pattern.people[person].name if person in pattern.people else "somebody"
