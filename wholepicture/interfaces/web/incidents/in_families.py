"""An incident's place in each family it is listed for, and what the pattern shows of it: for who may open that family.

Others see the incident as told and nothing of the family (design promises 2 and 11); linked families never stand here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from wholepicture.interfaces.web.families import naming, noticed, story
from wholepicture.lib import wording
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.findings import queries as findings
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage.facts import ListingPicture
from wholepicture.registers.access import actions as access
from wholepicture.registers.access import queries as grants
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Seen

WHY = "place of an incident in its family"


@dataclass(frozen=True)
class InFamily:
    """One family: which incident this is in it (None for a concern), how long after the one before, what was found."""

    family: UUID
    heading: str
    number: int | None
    since: str
    findings: tuple[noticed.FindingShown, ...]


def shown(incident: UUID, *, seen: Seen) -> tuple[InFamily, ...]:
    """Each family that the reader may open, which is written down as a look at it."""
    if Permission.SEE_FAMILIES.value not in seen.by.permissions:
        return ()
    concerned = [each for each in triage.for_incident(incident) if not each.linked]
    among = [each.family for each in concerned]
    granted = grants.granted_among(Subject.FAMILY, among, seen.by.teams, seen.at)
    listed = [each for each in concerned if each.family in granted]
    about = findings.of_incident(incident, seen=seen) if listed else []
    return tuple(
        _shown(listing, pattern, [each for each in about if each.family == listing.family])
        for listing, pattern in _opened(listed, seen)
    )


def _opened(listed: Iterable[ListingPicture], seen: Seen) -> Iterator[tuple[ListingPicture, Pattern]]:
    """The families that open to this reader; one that does not is passed over without a word."""
    members = families.members(each.family for each in listed)
    for listing in listed:
        parties = [member.person for member in members.get(listing.family, ())]
        try:
            opened = access.open_family(family=listing.family, parties=parties, by=seen.by, why=WHY, now=seen.at)
            pattern = findings.pattern_of(listing.family, seen=opened)
        except (access.NotAllowed, findings.NotFound):
            continue
        audit.page_viewed(by=seen.by, now=seen.at, page=WHY, people=pattern.people)
        yield listing, pattern


def _shown(listing: ListingPicture, pattern: Pattern, found: Iterable[findings.Standing]) -> InFamily:
    names = naming.of_pattern(pattern)
    children = sorted(names[child] for child in pattern.children if child in names)
    return InFamily(
        family=listing.family,
        heading=f"Family of {wording.joined(children)}",
        number=listing.nth,
        since=story.since(listing.interval_days),
        findings=noticed.findings(found, pattern, names),
    )
