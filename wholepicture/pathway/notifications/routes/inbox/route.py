"""Deliver to the team's inbox in Whole Picture: delivered when the transaction that says so is committed (review 2.6)."""

from wholepicture.pathway.notifications.facts import Envelope, Receipt


def deliver(envelope: Envelope) -> Receipt:
    """Give the receipt: the notice stands in the inbox as soon as its state is committed, so nothing can fail here."""
    return Receipt(reference=envelope.reference, words="Stands in the team's inbox.")
