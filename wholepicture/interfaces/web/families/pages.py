"""The picture of a family for those who triage it: composed once, after the look is permitted and written down."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404

from wholepicture.interfaces.web.families import people as shown
from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import queries as families
from wholepicture.registers.access import actions as access
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.people import queries as people


@dataclass(frozen=True)
class FamilyPage:
    """Everything on the page."""

    heading: str
    children: tuple[shown.MemberShown, ...]
    adults: tuple[shown.MemberShown, ...]


def family(family: UUID, *, by: Actor, now: datetime) -> FamilyPage:
    """Open a family and compose its page. Raises access.NotAllowed, and Http404 where it has no members any more."""
    members = families.members([family]).get(family, ())
    persons = [member.person for member in members]
    access.open_family(family=family, parties=persons, by=by, why="family", now=now)
    if not members:
        raise Http404("There is no such family any more.")
    audit.page_viewed(by=by, now=now, page="family", people=persons)
    known = people.facts(persons)
    children = shown.children(members, known, london_day(now))
    return FamilyPage(shown.heading(children), children, shown.adults(members, known))
