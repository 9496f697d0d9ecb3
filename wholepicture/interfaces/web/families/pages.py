"""The pictures of a family for those who triage it: each composed once, after the look is permitted and written down."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404

from wholepicture.interfaces.web.components.news import News
from wholepicture.interfaces.web.families import (
    brought,
    contact,
    first,
    knowledge,
    listed,
    naming,
    noticed,
    open_now,
    story,
    what_is_new,
)
from wholepicture.interfaces.web.families import people as shown
from wholepicture.interfaces.web.families.map.pictures import MapPicture, family_map
from wholepicture.interfaces.web.families.timeline import pictures as timeline
from wholepicture.interfaces.web.families.timeline.happenings import HappeningShown
from wholepicture.interfaces.web.families.timeline.spine import Spine, spine
from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.facts import ArrangementFacts, Member
from wholepicture.pathway.findings import queries as findings
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.notifications import queries as notifications
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage.facts import AskPicture
from wholepicture.registers.access import actions as access
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit import queries as looks
from wholepicture.registers.audit.terms import Actor, Seen
from wholepicture.registers.chronology import queries as chronology
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import PersonFacts

AN_INSTANT = timedelta(microseconds=1)
WHY = "family"
WHO_KNOWS = "family knowledge"
FACTS_IN_SHORT = 3
FACTS_A_PAGE = 12
LATEST = 4
FINDINGS_AT_ONCE = 1


@dataclass(frozen=True)
class FamilyPage:
    """Everything on the page. The reader may answer what the pattern shows (`may_answer`), take part in the decision."""

    id: UUID
    heading: str
    news: News
    first: tuple[first.First, ...]
    spine: Spine | None
    children: tuple[shown.MemberShown, ...]
    adults: tuple[shown.MemberShown, ...]
    map: MapPicture
    latest: tuple[HappeningShown, ...]
    listings: tuple[listed.ListingShown, ...]
    decided: tuple[listed.ListingShown, ...]
    findings: tuple[noticed.Group, ...]
    ended: tuple[noticed.FindingShown, ...]
    story: story.Story
    contacts: tuple[contact.ContactShown, ...]
    open: open_now.OpenNow
    knowledge: knowledge.Knowledge
    empty: brought.Empty
    may_answer: bool
    may_decide: bool


@dataclass(frozen=True)
class KnowledgePage:
    """A page of facts of one family, without what says nothing (`empty`); `is_first` where it begins with the newest."""

    id: UUID
    heading: str
    knowledge: knowledge.Knowledge
    empty: brought.Empty
    is_first: bool


@dataclass(frozen=True)
class _Opened:
    """A family that was opened: what every picture of it begins from, read once."""

    family: UUID
    seen: Seen
    members: tuple[Member, ...]
    pattern: Pattern
    told: list[ArrangementFacts]
    known: Mapping[UUID, PersonFacts]
    names: Mapping[UUID, str]
    children: tuple[shown.MemberShown, ...]
    lines: families.Lines
    agencies: Mapping[UUID, str]


def family(family: UUID, *, by: Actor, now: datetime) -> FamilyPage:
    """Open a family and compose its page. Raises access.NotAllowed, and Http404 for a family without children."""
    before = looks.visit_before(user=by.id, subject=family, now=now)
    return _page(_open(family, WHY, by, now), before)


def who_knows(family: UUID, *, key: str, by: Actor, now: datetime) -> KnowledgePage:
    """Open a family and say who knows what of it, from a key of an earlier page on ("": the newest). Raises as family."""
    opened = _open(family, WHO_KNOWS, by, now)
    before = knowledge.read_key(key) if key else None
    empty = brought.empty(triage.contributions(family, seen=opened.seen, now=opened.seen.at))
    found = families.newest(opened.lines, seen=opened.seen, limit=FACTS_A_PAGE, older_than=before, without=empty.causes)
    return KnowledgePage(
        id=family,
        heading=shown.heading(opened.children),
        knowledge=_knowledge(opened, found, _knowing(opened, found.causes)),
        empty=empty,
        is_first=before is None,
    )


def becomes(family: UUID) -> UUID:
    """The family that this one has become: itself, unless it was found to be another's."""
    return families.goes_on_as([family])[family]


def _open(family: UUID, why: str, by: Actor, now: datetime) -> _Opened:
    members = families.members([family]).get(family, ())
    seen = access.open_family(family=family, parties=[member.person for member in members], by=by, why=why, now=now)
    try:
        pattern = findings.pattern_of(family, seen=seen)
    except findings.NotFound as gone:
        raise Http404(str(gone)) from gone
    told = families.arrangements(pattern.children)
    known = people.facts({*pattern.people, *(each.supported_by for each in told if each.supported_by)})
    audit.page_viewed(by=seen.by, now=seen.at, page=why, people=known)
    names = naming.of_people(known) | naming.of_pattern(pattern)
    return _Opened(
        family=family,
        seen=seen,
        members=members,
        pattern=pattern,
        told=told,
        known=known,
        names=names,
        children=shown.children(members, known, names, london_day(now)),
        lines=families.lines_of(family, members, known, [each.incident for each in pattern.reports]),
        agencies={each.id: each.name for each in agencies.agencies()},
    )


def _knowing(opened: _Opened, causes: Iterable[UUID]) -> Mapping[UUID, Collection[UUID]]:
    """Which agencies know of each of these, as at the look."""
    until = opened.seen.at + AN_INSTANT
    return chronology.knowing(opened.lines.records, set(causes), before=until, seen=opened.seen)


def _knowledge(
    opened: _Opened, found: families.Newest, knowing: Mapping[UUID, Collection[UUID]]
) -> knowledge.Knowledge:
    """These facts in words, in the order in which they were found."""
    lines, place = opened.lines.of(found.causes), {cause: number for number, cause in enumerate(found.causes)}
    facts = triage.facts(opened.family, lines, seen=opened.seen, limit=FACTS_A_PAGE).facts
    said = knowledge.Naming(opened.pattern, opened.names, opened.agencies, knowing)
    ordered = sorted(facts, key=lambda fact: place[fact.cause])
    return knowledge.knowledge(ordered, said, knowledge.write_key(found.older))


def _page(opened: _Opened, before: datetime | None) -> FamilyPage:
    family, seen, pattern, names = opened.family, opened.seen, opened.pattern, opened.names
    standing = findings.of_family(family, seen=seen)
    asks = triage.asks_of_family(family)
    told = families.news(opened.lines, before, seen=seen) if before else ()
    given = triage.contributions(family, seen=seen, now=seen.at)
    empty = brought.empty(given)
    newest = families.newest(opened.lines, seen=seen, limit=FACTS_IN_SHORT, without=empty.causes)
    knowing = _knowing(opened, {*newest.causes, *(each.cause for each in told)})
    on_list = triage.listed(pattern)
    waiting = listed.listings((each for each in on_list if each.decided_at is None), pattern)
    contacts = contact.contacts(pattern, opened.told, names, opened.agencies)
    now_open = _what_is_open(opened, asks)
    return FamilyPage(
        id=family,
        heading=shown.heading(opened.children),
        news=what_is_new.news(before, told, asks, standing, pattern, opened.agencies, knowing),
        first=first.first(waiting, now_open, contacts),
        spine=spine(pattern),
        children=opened.children,
        adults=shown.adults(opened.members, names),
        map=family_map(pattern, names, seen=seen, ages=_ages(opened)),
        latest=timeline.latest(pattern, names, given, seen=seen, without=empty.causes, limit=LATEST),
        listings=waiting,
        decided=listed.listings((each for each in on_list if each.decided_at), pattern),
        findings=noticed.groups(noticed.findings(standing, pattern, names), FINDINGS_AT_ONCE),
        ended=noticed.findings(findings.ended_of_family(family, seen=seen), pattern, names),
        story=story.story(pattern, names),
        contacts=contacts,
        open=now_open,
        knowledge=_knowledge(opened, newest, knowing),
        empty=empty,
        may_answer=Permission.ANSWER_FINDINGS.value in seen.by.permissions,
        may_decide=Permission.TRIAGE.value in seen.by.permissions,
    )


def _what_is_open(opened: _Opened, asks: list[AskPicture]) -> open_now.OpenNow:
    of = {record: opened.names[person] for person, each in opened.known.items() for record in each.records}
    lineage = triage.lineage(opened.family)
    return open_now.open_now(
        notifications.open_of_family(lineage.every, seen=opened.seen),
        asks,
        triage.latest_decisions(lineage, seen=opened.seen),
        of,
        opened.seen.at,
    )


def _ages(opened: _Opened) -> dict[UUID, str]:
    """What stands under a child's name on the map: its age, without the day of birth."""
    return {child.person: child.words.partition(", born")[0] for child in opened.children}
