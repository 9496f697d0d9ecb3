"""Open a family for the pages that show its line: permitted, looked at and written down before anything is read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404

from wholepicture.interfaces.web.families import naming
from wholepicture.interfaces.web.families import people as shown
from wholepicture.interfaces.web.families.timeline import pictures
from wholepicture.interfaces.web.families.timeline.happenings import Names
from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.facts import Member
from wholepicture.pathway.findings import queries as findings
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.triage import queries as triage
from wholepicture.registers.access import actions as access
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Seen
from wholepicture.registers.chronology import queries as chronology
from wholepicture.registers.chronology.facts import Reach
from wholepicture.registers.people import queries as people


@dataclass(frozen=True)
class Opened:
    """A family that was opened: who is in it, its pattern, what belongs to it in the chronology, and every name."""

    family: UUID
    heading: str
    members: tuple[Member, ...]
    pattern: Pattern
    reach: Reach
    names: Names
    seen: Seen

    @property
    def people(self) -> Mapping[UUID, str]:
        """What everybody on the page is called."""
        return self.names.people

    def knowing(self, causes: Collection[UUID], before: datetime) -> dict[UUID, dict[UUID, datetime]]:
        """Which agencies knew of each of these by an instant, with since when."""
        return chronology.knowing(self.reach.records, causes, before=before, seen=self.seen)


def open_family(family: UUID, *, by: Actor, why: str, now: datetime) -> Opened:
    """Open a family. Raises access.NotAllowed, and Http404 for a family without children."""
    members = families.members([family]).get(family, ())
    seen = access.open_family(family=family, parties=[member.person for member in members], by=by, why=why, now=now)
    try:
        pattern = findings.pattern_of(family, seen=seen)
    except findings.NotFound as gone:
        raise Http404(str(gone)) from gone
    known = people.facts({*pattern.people, *(member.person for member in members)})
    audit.page_viewed(by=by, now=now, page=why, people=known)
    names = naming.of_people(known) | naming.of_pattern(pattern)
    found = pictures.reach(pattern, members, triage.contributions(family, seen=seen, now=seen.at))
    return Opened(
        family=family,
        heading=shown.heading(shown.children(members, known, names, london_day(now))),
        members=members,
        pattern=pattern,
        reach=found.reach,
        names=Names(names, found.persons, pictures.agency_names(), pattern),
        seen=seen,
    )
