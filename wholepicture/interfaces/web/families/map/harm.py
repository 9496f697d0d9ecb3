"""Who is alleged to harm whom, with how many reports say so; an accusation in turn is another line and raises no count."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from uuid import UUID

from wholepicture.interfaces.web.families.map.drawn import Style, Tie, key_of
from wholepicture.interfaces.web.families.naming import name
from wholepicture.lib import wording
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.pathway.findings.facts import Direction, Pattern

EACH = "each accuses the other"


def parties(pattern: Pattern) -> set[UUID]:
    """Everybody who is alleged to harm or to be harmed in a report that counts, or that was made in turn."""
    found = {*facts_of.by_direction(pattern), *_in_turn(pattern)}
    return {person for each in found for person in (each.by, each.against) if person}


def ties(pattern: Pattern, names: Mapping[UUID, str]) -> Iterator[Tie]:
    """An arrow for each direction, most often alleged first; one arrow to several whom the same reports name."""
    counts = facts_of.by_direction(pattern)
    together: dict[tuple[UUID, tuple[UUID, ...], bool], list[UUID]] = defaultdict(list)
    for direction, reports in counts.items():
        if direction.against and _are_here(direction, pattern):
            ids = tuple(report.incident for report in reports)
            together[direction.by, ids, _only_each(direction, pattern)].append(direction.against)
    ordered = sorted(together.items(), key=lambda each: (-len(each[0][1]), name(each[0][0], names), each[0]))
    for (by, ids, is_each), against in ordered:
        number = wording.counted(len(ids), "report")
        lines = (number, EACH) if is_each else (number,)
        words = f"{number}; {EACH}" if is_each else number
        yield _tie(Style.TURNED if is_each else Style.HARM, by, against, lines, "is alleged to harm", words, names)
    for direction, count in sorted(_in_turn(pattern).items(), key=lambda each: (str(each[0].by), str(each[0].against))):
        if direction.against and direction not in counts and _are_here(direction, pattern):
            number = wording.counted(count, "report")
            those = [direction.against]
            yield _tie(
                Style.TURNED, direction.by, those, ("Accused in turn", number), "is accused in turn by", number, names
            )


def _are_here(direction: Direction, pattern: Pattern) -> bool:
    """Whether both are known of: where a map is drawn as one agency had it, somebody in a report may not be."""
    return {direction.by, direction.against} <= pattern.people.keys()


def notes(pattern: Pattern) -> dict[UUID, str]:
    """Of whoever is alleged to harm somebody who was not told: how many reports say so."""
    return {
        direction.by: f"Alleged to harm somebody not told: {wording.counted(len(reports), 'report')}"
        for direction, reports in facts_of.by_direction(pattern).items()
        if direction.against is None
    }


def _tie(
    style: Style,
    by: UUID,
    against: list[UUID],
    lines: tuple[str, ...],
    verb: str,
    words: str,
    names: Mapping[UUID, str],
) -> Tie:
    those = sorted(against, key=lambda each: (name(each, names), each))
    said = f"{name(by, names)} {verb} {wording.joined(name(each, names) for each in those)}: {words}"
    return Tie(style, (key_of(by),), tuple(key_of(each) for each in those), lines, said)


def _in_turn(pattern: Pattern) -> Counter[Direction]:
    """How many reports in scope allege each direction in turn, other than those that count for it."""
    counts = facts_of.by_direction(pattern)
    return Counter(
        alleged.direction
        for report in pattern.reports
        if report.in_scope
        for alleged in facts_of.allegations(report)
        if alleged.is_counter and report not in counts.get(alleged.direction, ())
    )


def _only_each(direction: Direction, pattern: Pattern) -> bool:
    """Whether all that stands for a direction are reports in which each accuses the other."""
    told = facts_of.by_direction(pattern)[direction]
    return all(facts_of.Alleged(direction, True) in facts_of.allegations(report) for report in told)
