"""What became of decisions: which notices they sent, and of those that were only proposed, how that ended."""

from uuid import UUID

from wholepicture.interfaces.replay.report import Played
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage.facts import DecisionPicture
from wholepicture.pathway.triage.terms import Mode


def causes(played: Played) -> list[UUID]:
    """Return the ids that notices of these decisions and contributions have as their cause."""
    return [*played.batches, *played.contributions, *(one.id for one in _pictures(played))]


def ended_as(played: Played) -> list[str]:
    """Return how each decision of an event stood at the end, in words; nothing of one that stood at once."""
    found = {}
    for one in _pictures(played):
        if one.stands_at is None or one.stands_at > one.at:
            how = f" ({Mode.INTERIM.label.lower()})" if one.mode is Mode.INTERIM else ""
            found[one.batch] = f"in the end: {one.label}: {one.state.label.lower()}{how}. {one.ended_because}".strip()
    return list(found.values())


def _pictures(played: Played) -> list[DecisionPicture]:
    families = {family for batch in played.batches if (family := triage.family_of_batch(batch))}
    decisions = triage.decisions_of_families(families)
    return [one for those in decisions.values() for one in those if one.batch in played.batches]
