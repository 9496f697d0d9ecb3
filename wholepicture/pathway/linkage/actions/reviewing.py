"""Say of two records whether they are one person: by a named reviewer, with a reason, undone exactly (review 2.14)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from wholepicture.pathway.linkage import permissions, queries, rules
from wholepicture.pathway.linkage.actions import moving
from wholepicture.pathway.linkage.actions.moving import CannotDecide
from wholepicture.pathway.linkage.models import Pair, Review
from wholepicture.pathway.linkage.terms import Verdict
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event


@transaction.atomic
def review(
    *, pair: UUID, verdict: Verdict, because: str, by: Actor, now: datetime, asks_second: bool = False
) -> Review:
    """Keep what a reviewer says of two records; SAME moves every record of the newer one's person to the older's.

    DIFFERENT ends the question for good, CANNOT_TELL leaves it to somebody else; `asks_second` has another reviewer look
    as well, who does not see this answer. Raises NotPermitted, CannotDecide, and Pair.DoesNotExist.
    """
    row = Pair.objects.get(id=pair)
    held = moving.hold([row.newer_id, row.older_id])
    worker = permissions.check_can_review(by=by, persons=set(held.values()), now=now)
    reason = moving.checked_reason(because)
    newer, older = held[row.newer_id], held[row.older_id]
    if Verdict(verdict) is not Verdict.CANNOT_TELL:
        _check_open(row, newer, older)
    said = Review.objects.create(
        pair=row,
        verdict=Verdict(verdict).value,
        because=reason,
        asks_second=asks_second,
        worker=worker,
        by=by.id,
        at=now,
    )
    moved: list[UUID] = []
    if Verdict(verdict) is Verdict.SAME:
        if queries.found_different([newer], [older]):
            raise CannotDecide(
                "Somebody found records of these to be two people. Undo that answer first, or choose another one."
            )
        moved = moving.move(
            person=newer, to=older, review=said, matched=row.older_id, model=rules.MODEL, by=by, now=now
        )
    about = [f"pair:{row.id}", *(f"record:{record}" for record in {row.newer_id, row.older_id, *moved})]
    audit.record(
        event=Event.LINK_REVIEWED,
        by=by,
        now=now,
        about=[*about, *(f"person:{person}" for person in sorted({newer, older}))],
        detail={"verdict": said.verdict, "review": str(said.id), "moved": len(moved)},
    )
    return said


def _check_open(pair: Pair, newer: UUID, older: UUID) -> None:
    """Raise CannotDecide when somebody has answered already or the two are one person by now."""
    if queries.decision_on(pair.id):
        raise CannotDecide("Somebody has already decided this pair. Go back to the list, or undo that decision first.")
    if newer == older:
        raise CannotDecide("These records already belong to one person. To part them, undo the link instead.")
