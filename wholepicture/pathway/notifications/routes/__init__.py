"""Ways of delivering a notice: one folder each, with `deliver(envelope)`, and whether it has to wait for somebody else.

`deliver` returns the carrier's Receipt or raises DeliveryFailed; it is called with no transaction open.
"""

from collections.abc import Callable
from dataclasses import dataclass

from wholepicture.pathway.notifications.facts import Envelope, Receipt
from wholepicture.pathway.notifications.routes.email import route as email
from wholepicture.pathway.notifications.routes.inbox import route as inbox
from wholepicture.registers.agencies.terms import Route


@dataclass(frozen=True)
class Way:
    """One way of delivering. `waits` is whether it talks to another machine, so that nothing may be locked meanwhile."""

    deliver: Callable[[Envelope], Receipt]
    waits: bool


ROUTES: dict[Route, Way] = {
    Route.INBOX: Way(inbox.deliver, waits=False),
    Route.EMAIL: Way(email.deliver, waits=True),
}
