"""What one agency knew of a family at the end of a day, and what had happened by then that it did not (review 2.14).

Known is what it had told or been told by then; what was held, withheld or not told to it is not. The whole record of
today says who belongs to the family and which incident is the Nth: who reads this page may see that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.families.contact import ContactShown, contacts
from wholepicture.interfaces.web.families.map.known import Known
from wholepicture.interfaces.web.families.map.pictures import MapPicture, family_map
from wholepicture.interfaces.web.families.naming import name
from wholepicture.interfaces.web.families.timeline import happenings, pictures
from wholepicture.interfaces.web.families.timeline.opening import Opened
from wholepicture.lib.dates import at_london, london_day
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.facts import ArrangementFacts
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.registers.chronology import queries as chronology
from wholepicture.registers.chronology.facts import Happening, Wanted
from wholepicture.registers.chronology.terms import ALONE, KEPT_FROM, REPORTS, EntryKind
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import RecordTold

AT_ONCE = 40
# Notices to others are no happening of their own; and what was brought to triage is open to everybody who triages.
HAPPENINGS = frozenset({*ALONE, *REPORTS} - {EntryKind.CORRECTED, EntryKind.CONTRIBUTION})
LATER = "Not to this day"


@dataclass(frozen=True)
class Step:
    """A way to another day: what it says, where it leads, and which direction it is."""

    words: str
    href: str
    is_next: bool


@dataclass(frozen=True)
class Unknown:
    """Something that had happened by then and that the agency did not know: who knew by then, and when it came to know."""

    row: happenings.HappeningShown
    knew: tuple[str, ...]
    came_to_know: str


@dataclass(frozen=True)
class AsKnown:
    """Everything on the page for one agency and one day; `people` and `not_known` are pairs for a list of facts."""

    agency: str
    day: date
    incidents: str
    people: tuple[tuple[str, str], ...]
    not_known: tuple[str, ...]
    contacts: tuple[ContactShown, ...]
    map: MapPicture
    timeline: pictures.TimelinePicture
    unknown: tuple[Unknown, ...]
    unknown_is_more: bool
    steps: tuple[Step, ...]


def choices(opened: Opened) -> list[tuple[UUID, str]]:
    """The agencies that stand in the family's line, or hold a record of somebody in it, by name."""
    found = set(chronology.agencies_of(opened.reach, seen=opened.seen))
    found |= {told.agency for told in records(opened).values()}
    return sorted(((agency, opened.names.agency(agency)) for agency in found), key=lambda pair: pair[1])


def records(opened: Opened) -> Mapping[UUID, RecordTold]:
    """Every record of everybody in the family, as its agency holds it."""
    return people.told_of(opened.reach.records, seen=opened.seen)


def as_known(opened: Opened, agency: UUID, day: date) -> AsKnown:
    """Compose what this agency knew at the end of this day."""
    ends = _end(day)
    reports = {report.incident for report in opened.pattern.reports}
    causes = chronology.causes_known(reports, agency=agency, before=ends, seen=opened.seen)
    known = chronology.page(opened.reach, Wanted(known_before=ends, known_to=agency), seen=opened.seen, limit=AT_ONCE)
    told = {line.cause for each in known.happenings for line in each.lines}
    decided = chronology.causes_of(EntryKind.DECISION, told, seen=opened.seen)
    rows = happenings.known_to_one(known.happenings, opened.names, causes, decided)
    how = dict(_people(opened, agency, ends))
    unknown, more = _unknown(opened, agency, ends)
    return AsKnown(
        agency=opened.names.agency(agency),
        day=day,
        incidents=_incidents(opened, causes, ends),
        people=tuple(sorted((name(person, opened.people), words) for person, words in how.items())),
        not_known=tuple(sorted(name(each.person, opened.people) for each in opened.members if each.person not in how)),
        contacts=_contacts(opened, agency, ends),
        map=_map(opened, agency, day, causes, frozenset(how)),
        timeline=pictures.of_rows(rows, opened.names, older=known.older),
        unknown=unknown,
        unknown_is_more=more,
        steps=tuple(_steps(opened, agency, day)),
    )


def _end(day: date) -> datetime:
    return at_london(day + timedelta(days=1), time())


def _incidents(opened: Opened, causes: frozenset[UUID], ends: datetime) -> str:
    """How many of the incidents that count and had happened by then it knew of."""
    happened = [report for report in facts_of.counted(opened.pattern) if report.happened_at < ends]
    if not happened:
        return "No incident that counts had happened by then."
    knew = sum(report.incident in causes for report in happened)
    if len(happened) == 1:
        return f"{'Knew' if knew else 'Did not know'} of the one incident that had happened by then."
    return f"Knew of {knew or 'none'} of the {len(happened)} incidents that had happened by then."


def _people(opened: Opened, agency: UUID, ends: datetime) -> Iterator[tuple[UUID, str]]:
    """Whom of the family it knew, and how: by a record of its own, or because it told or was told about them."""
    own: dict[UUID, datetime] = {}
    for told in records(opened).values():
        if told.agency == agency and told.person and told.told_at < ends:
            own[told.person] = min(told.told_at, own.get(told.person, told.told_at))
    about: dict[UUID, datetime] = {}
    for record, since in chronology.told_about(opened.reach, agency=agency, before=ends, seen=opened.seen).items():
        person = opened.names.persons[record]
        about[person] = min(since, about.get(person, since))
    for each in opened.members:
        how = []
        if each.person in own:
            how.append(f"own record since {in_words.short_when(london_day(own[each.person]))}")
        if each.person in about:
            how.append(f"told, or was told, about them since {in_words.short_when(about[each.person])}")
        if how:
            yield each.person, "; ".join(how)[:1].upper() + "; ".join(how)[1:]


def _map(opened: Opened, agency: UUID, day: date, causes: frozenset[UUID], persons: frozenset[UUID]) -> MapPicture:
    """The family map with what it knew: of whom it knew, the ties and homes that it had given itself."""
    relations, homes = people.ties_told(persons, agency=agency, before=_end(day), seen=opened.seen)
    known = Known(
        agency=opened.names.agency(agency),
        on=day,
        persons=persons,
        relations=relations,
        homes=homes,
        reports=causes,
        contacts=frozenset((each.child, each.adult) for each in _arrangements(opened, agency, _end(day))),
    )
    return family_map(opened.pattern, opened.people, seen=opened.seen, known=known)


def _contacts(opened: Opened, agency: UUID, ends: datetime) -> tuple[ContactShown, ...]:
    """The contact arrangements that it had learnt itself: nobody else is told of one."""
    told = _arrangements(opened, agency, ends)
    found = contacts(opened.pattern, told, opened.people, opened.names.agencies)
    return tuple(each for each in found if each.told)


def _arrangements(opened: Opened, agency: UUID, ends: datetime) -> list[ArrangementFacts]:
    told = families.arrangements(opened.pattern.children)
    return [each for each in told if each.told_by == agency and each.told_at < ends]


def _unknown(opened: Opened, agency: UUID, ends: datetime) -> tuple[tuple[Unknown, ...], bool]:
    wanted = Wanted(unknown_to=agency, known_before=ends, until=ends, kinds=HAPPENINGS)
    found = chronology.page(opened.reach, wanted, seen=opened.seen, limit=AT_ONCE)
    return tuple(_not_known(each, opened, agency, ends) for each in found.happenings), found.older is not None


def _not_known(one: Happening, opened: Opened, agency: UUID, ends: datetime) -> Unknown:
    (row,) = happenings.shown([one], opened.names)
    knowing = [line for line in one.lines if line.kind not in KEPT_FROM]
    knew = dict.fromkeys(opened.names.agency(line.agency) for line in knowing if line.known_at < ends)
    later = [line.known_at for line in knowing if line.agency == agency and line.known_at >= ends]
    return Unknown(row, tuple(knew), in_words.short_when(min(later)) if later else LATER)


def _steps(opened: Opened, agency: UUID, day: date) -> Iterator[Step]:
    """To the days before and after, and to those on which something changed for this agency."""
    today = london_day(opened.seen.at)
    around = (at_london(day, time()), _end(day))
    before, after = chronology.changes(opened.reach, agency=agency, around=around, seen=opened.seen)
    if before:
        yield _step("Last change before", agency, london_day(before), is_next=False)
    yield _step("Day before", agency, day - timedelta(days=1), is_next=False)
    if day < today:
        yield _step("Day after", agency, day + timedelta(days=1), is_next=True)
    if after:
        yield _step("Next change", agency, london_day(after), is_next=True)


def _step(words: str, agency: UUID, day: date, *, is_next: bool) -> Step:
    address = "?" + urlencode({"agency": agency, "day": day.isoformat()})
    return Step(f"{words}: {in_words.short_when(day)}", address, is_next)
