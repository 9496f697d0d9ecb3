"""Give a second opinion on a pair that somebody else decided: it moves nothing, and shows how far reviewers agree."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from wholepicture.pathway.linkage import permissions, queries
from wholepicture.pathway.linkage.actions import moving
from wholepicture.pathway.linkage.actions.moving import CannotDecide
from wholepicture.pathway.linkage.models import Pair, Review
from wholepicture.pathway.linkage.terms import Verdict
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event


@transaction.atomic
def second_opinion(*, pair: UUID, verdict: Verdict, because: str, by: Actor, now: datetime) -> Review:
    """Keep what another reviewer says of a pair that is decided. Raises NotPermitted, CannotDecide, Pair.DoesNotExist."""
    row = Pair.objects.get(id=pair)
    held = moving.hold([row.newer_id, row.older_id])
    worker = permissions.check_can_review(by=by, persons=set(held.values()), now=now)
    reason = moving.checked_reason(because)
    if queries.decision_on(pair) is None:
        raise CannotDecide("Nobody has decided this pair: decide it yourself.")
    if Review.objects.filter(pair=row, worker=worker, undone_at__isnull=True).exists():
        raise CannotDecide("You have said what you think of this pair. A second opinion is somebody else's.")
    said = Review.objects.create(
        pair=row, verdict=Verdict(verdict).value, because=reason, second=True, worker=worker, by=by.id, at=now
    )
    about = [f"pair:{row.id}", *(f"record:{record}" for record in sorted({row.newer_id, row.older_id}))]
    about += [f"person:{person}" for person in sorted(set(held.values()))]
    detail = {"verdict": said.verdict, "review": str(said.id), "second": True}
    audit.record(event=Event.LINK_REVIEWED, by=by, now=now, about=about, detail=detail)
    return said
