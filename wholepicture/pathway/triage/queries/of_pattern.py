"""What a family is on the list for, where its pattern is known already: a page gathers the pattern once, not twice."""

from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.triage.facts import ListingPicture
from wholepicture.pathway.triage.models import Listing
from wholepicture.pathway.triage.queries.standing import picture


def listed(pattern: Pattern) -> list[ListingPicture]:
    """Return what the family of this pattern is on the list for, in order of listing. One statement."""
    rows = Listing.objects.filter(family_id=pattern.family, withdrawn_at__isnull=True).order_by("listed_at", "id")
    return [picture(row, pattern) for row in rows]
