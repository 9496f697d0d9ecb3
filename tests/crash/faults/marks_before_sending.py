"""The fault of marking success before the carrier is handed the message: whoever dies between the two has told nobody."""

from collections.abc import Callable, Sequence
from datetime import datetime

from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.notifications.actions import delivering, outcomes
from wholepicture.pathway.notifications.facts import Envelope, Receipt, Tried
from wholepicture.registers.audit.terms import Actor


def plant() -> None:
    """Put the wrong order in place of the right one."""
    delivering._deliver_away = _mark_then_send


def _mark_then_send(envelopes: Sequence[Envelope], began: float, *, by: Actor, read: Callable[[], datetime]) -> None:
    for envelope in envelopes:
        taken = Tried(envelope, Receipt(reference=envelope.reference, words="Surely it will be taken."))
        with acting(actor=by.id, agency=by.chain):
            outcomes.record(tried=[taken], by=by, now=read())
        delivering._try(envelope)
