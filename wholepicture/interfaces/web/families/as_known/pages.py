"""What one agency knew of a family at the end of a day, and what had happened by then that it did not (review 2.14).

Known is what it had told or been told of by then (chronology.knowing); what was held, withheld or not told to it is not,
nor what it was only asked about. The whole record of today says who belongs to the family and which incident is the
Nth: who reads this page may see that.
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
from wholepicture.pathway.findings.facts import Arranged
from wholepicture.registers.chronology import queries as chronology
from wholepicture.registers.chronology.facts import Happening, Wanted
from wholepicture.registers.chronology.terms import ALONE, REPORTS, EntryKind
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
    known = chronology.page(opened.reach, Wanted(known_before=ends, known_to=agency), seen=opened.seen, limit=AT_ONCE)
    wanted = Wanted(unknown_to=agency, known_before=ends, until=ends, kinds=HAPPENINGS)
    missing = chronology.page(opened.reach, wanted, seen=opened.seen, limit=AT_ONCE)
    told = {line.cause for each in known.happenings for line in each.lines}
    unknown = {line.cause for each in missing.happenings for line in each.lines}
    knew = opened.knowing({report.incident for report in opened.pattern.reports} | told | unknown, ends)
    decided = chronology.causes_of(EntryKind.DECISION, told, seen=opened.seen)
    rows = happenings.known_to_one(known.happenings, opened.names, knew, agency, decided)
    how = dict(_people(opened, agency, ends))
    causes = frozenset(cause for cause, who in knew.items() if agency in who)
    today = opened.knowing(unknown, _end(london_day(opened.seen.at)))
    return AsKnown(
        agency=opened.names.agency(agency),
        day=day,
        incidents=_incidents(opened, causes, ends),
        people=tuple(sorted((name(person, opened.people), words) for person, words in how.items())),
        not_known=tuple(sorted(name(each.person, opened.people) for each in opened.members if each.person not in how)),
        contacts=_contacts(opened, agency, ends),
        map=_map(opened, agency, day, causes, frozenset(how)),
        timeline=pictures.of_rows(rows, opened.names, older=known.older),
        unknown=tuple(_not_known(each, opened, agency, knew, today) for each in missing.happenings),
        unknown_is_more=missing.older is not None,
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
    """The family map of what it knew alone: whom it knew, the ties, homes and contact that it had told itself."""
    ends = _end(day)
    _, homes = people.ties_told(persons, agency=agency, before=ends, seen=opened.seen)
    known = Known(
        agency=opened.names.agency(agency),
        on=day,
        persons=persons,
        relations=families.relations_told(persons, agency=agency, before=ends, seen=opened.seen),
        homes=homes,
        reports=causes,
        contacts=tuple(_arranged(each, opened) for each in _arrangements(opened, agency, ends)),
    )
    return family_map(opened.pattern, opened.people, seen=opened.seen, known=known)


def _arranged(told: ArrangementFacts, opened: Opened) -> Arranged:
    return Arranged(
        told.child, told.adult, told.day, told.overnight, told.day_words, told.overnight_words,
        opened.names.agency(told.told_by), told.told_at,
    )  # fmt: skip


def _contacts(opened: Opened, agency: UUID, ends: datetime) -> tuple[ContactShown, ...]:
    """The contact arrangements that it had learnt itself: nobody else is told of one."""
    told = _arrangements(opened, agency, ends)
    found = contacts(opened.pattern, told, opened.people, opened.names.agencies)
    return tuple(each for each in found if each.told)


def _arrangements(opened: Opened, agency: UUID, ends: datetime) -> list[ArrangementFacts]:
    told = families.arrangements(opened.pattern.children)
    return [each for each in told if each.told_by == agency and each.told_at < ends]


def _not_known(
    one: Happening,
    opened: Opened,
    agency: UUID,
    then: happenings.Knowing,
    today: Mapping[UUID, Mapping[UUID, datetime]],
) -> Unknown:
    """`then` and `today` say who knew of it by that day, and who does now; an ask that followed from it is no part of it."""
    (row,) = happenings.shown([one], opened.names, then)
    own = {line.cause for line in one.lines if line.kind in REPORTS} or {line.cause for line in one.lines}
    knew = sorted({opened.names.agency(each) for cause in own for each in then.get(cause, ())})
    since = [today[cause][agency] for cause in own if agency in today.get(cause, {})]
    return Unknown(row, tuple(knew), in_words.short_when(min(since)) if since else LATER)


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
