"""Keep that the whole register was read to learn from it: what was learnt names nobody."""

from datetime import datetime

from django.db import transaction

from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event


@transaction.atomic
def note_learning(*, model: str, records: int, by: Actor, now: datetime) -> None:
    """Keep which parameters were learnt from how many records."""
    audit.record(event=Event.MATCHING_LEARNT, by=by, now=now, about=[], detail={"model": model, "records": records})
