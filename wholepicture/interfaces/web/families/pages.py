"""The picture of a family for those who triage it: composed once, after the look is permitted and written down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404

from wholepicture.interfaces.web.families import contact, listed, naming, noticed, story
from wholepicture.interfaces.web.families import people as shown
from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.facts import Member
from wholepicture.pathway.findings import queries as findings
from wholepicture.pathway.triage import queries as triage
from wholepicture.registers.access import actions as access
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Seen
from wholepicture.registers.people import queries as people

WHY = "family"


@dataclass(frozen=True)
class FamilyPage:
    """Everything on the page. `may_answer`: the reader may answer what the pattern shows."""

    id: UUID
    heading: str
    children: tuple[shown.MemberShown, ...]
    adults: tuple[shown.MemberShown, ...]
    listings: tuple[listed.ListingShown, ...]
    findings: tuple[noticed.Group, ...]
    ended: tuple[noticed.FindingShown, ...]
    story: story.Story
    contacts: tuple[contact.ContactShown, ...]
    may_answer: bool


def family(family: UUID, *, by: Actor, now: datetime) -> FamilyPage:
    """Open a family and compose its page. Raises access.NotAllowed, and Http404 for a family without children."""
    members = families.members([family]).get(family, ())
    seen = access.open_family(family=family, parties=[member.person for member in members], by=by, why=WHY, now=now)
    try:
        return _page(family, members, seen)
    except findings.NotFound as gone:
        raise Http404(str(gone)) from gone


def _page(family: UUID, members: Iterable[Member], seen: Seen) -> FamilyPage:
    pattern = findings.pattern_of(family, seen=seen)
    told = families.arrangements(pattern.children)
    supporters = {each.supported_by for each in told if each.supported_by}
    known = people.facts({*pattern.people, *supporters})
    audit.page_viewed(by=seen.by, now=seen.at, page=WHY, people=known)
    names = naming.of_people(known) | naming.of_pattern(pattern)
    children = shown.children(members, known, names, london_day(seen.at))
    return FamilyPage(
        id=family,
        heading=shown.heading(children),
        children=children,
        adults=shown.adults(members, names),
        listings=listed.listings(triage.of_families([family])[family], pattern),
        findings=noticed.groups(noticed.findings(findings.of_family(family, seen=seen), pattern, names)),
        ended=noticed.findings(findings.ended_of_family(family, seen=seen), pattern, names),
        story=story.story(pattern, names),
        contacts=contact.contacts(pattern, told, names, {each.id: each.name for each in agencies.agencies()}),
        may_answer=Permission.ANSWER_FINDINGS.value in seen.by.permissions,
    )


def becomes(family: UUID) -> UUID:
    """The family that this one has become: itself, unless it was found to be another's."""
    return families.goes_on_as([family])[family]
