"""The timeline as a picture: read once, drawn wide and narrow, with the same facts as rows of a table."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from wholepicture.interfaces.web.families.timeline import drawing
from wholepicture.interfaces.web.families.timeline.happenings import HappeningShown, Knowing, Names, shown
from wholepicture.lib import wording
from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.facts import Member
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.triage.facts import ContributionPicture
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.chronology import queries as chronology
from wholepicture.registers.chronology.facts import Happening, Key


@dataclass(frozen=True)
class TimelinePicture:
    """A part of a family's timeline, the latest first; `newer` and `older` lead on, None where there is nothing."""

    family: UUID
    rows: tuple[HappeningShown, ...]
    drawings: tuple[drawing.Drawing, ...]
    legend: tuple[tuple[str, str], ...]
    in_words: str
    newer: Key | None = None
    older: Key | None = None


def latest(
    pattern: Pattern,
    names: Mapping[UUID, str],
    brought: Sequence[ContributionPicture],
    *,
    seen: Seen,
    without: Collection[UUID],
    limit: int,
) -> tuple[HappeningShown, ...]:
    """Return the latest of a family's timeline in words, without these causes; who knows of it is not said there.

    `seen` opens the family, `names` are of its people.
    """
    members = families.members([pattern.family]).get(pattern.family, ())
    found = reach(pattern, members, brought)
    page = chronology.page(found.reach, seen=seen, without=without, limit=limit)
    return shown(page.happenings, Names(names, found.persons, agency_names(), pattern), {})


def reach(pattern: Pattern, members: Iterable[Member], brought: Iterable[ContributionPicture]) -> families.FamilyReach:
    """Return what belongs to this family: its reports, and what its agencies brought, whoever they are about."""
    causes = {report.incident for report in pattern.reports} | {each.id for each in brought}
    return families.reach(members, causes)


def agency_names() -> dict[UUID, str]:
    """The name of every agency there is or was."""
    return {each.id: each.name for each in agencies.agencies()}


def picture(
    those: Iterable[Happening], names: Names, knowing: Knowing, *, newer: Key | None = None, older: Key | None = None
) -> TimelinePicture:
    """Draw happenings and say them in words."""
    return of_rows(shown(those, names, knowing), names, newer=newer, older=older)


def of_rows(
    rows: tuple[HappeningShown, ...], names: Names, *, newer: Key | None = None, older: Key | None = None
) -> TimelinePicture:
    """Draw what is already said in words."""
    drawn = tuple(drawing.draw(rows, names.agencies, sheet) for sheet in (drawing.WIDE, drawing.NARROW)) if rows else ()
    used = {shape for each in drawn for lane in each.lanes for mark in lane.marks for shape in mark.shapes}
    legend = tuple((shape, words) for shape, words in drawing.LEGEND if shape in used)
    return TimelinePicture(names.pattern.family, rows, drawn, legend, in_words(rows), newer, older)


def in_words(rows: tuple[HappeningShown, ...]) -> str:
    """Say what the drawing shows, for whoever cannot see it."""
    if not rows:
        return "Nothing is on the timeline."
    first, last = london_day(rows[-1].at), london_day(rows[0].at)
    counted = sum(1 for each in rows if each.number)
    told = len({agency for each in rows for agency in each.tellers})
    span = f"on {wording.day(first)}" if first == last else f"from {wording.day(first)} to {wording.day(last)}"
    return (
        f"{wording.counted(len(rows), 'entry', 'entries')} {span}, told by {wording.counted(told, 'agency', 'agencies')}; "
        f"{wording.counted(counted, 'incident')} numbered. The table says the same."
    )
