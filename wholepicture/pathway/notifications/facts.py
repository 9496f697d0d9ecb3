"""What a notice carries, who can be told today, and what a carrier is handed: plain facts that rules and routes look at."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.pathway.notifications.terms import Form, Rung
from wholepicture.registers.protocol.terms import NoticeKind


@dataclass(frozen=True)
class NoticeTold:
    """One function has to be told one thing about one person because of one cause (design promise 4).

    `post`, `owner_post` are ids of posts, `about` of a record, `parties` of persons, `family` of a family (or of the
    person where no child is known). `reply_by` is never empty: for inform it is the delivery limit. Held notices name
    the post that decides and the time by which it has to. Raises ValueError where a held notice has no owner or clock.
    """

    cause: UUID
    cause_kind: str
    row: str
    protocol: int
    function: str
    post: UUID
    about: UUID
    kind: NoticeKind
    lane: str
    title: str
    text: str
    because: str
    family: UUID
    reply_by: datetime
    parties: tuple[UUID, ...] = ()
    never_to: tuple[str, ...] = ()
    hold: bool = False
    owner_post: UUID | None = None
    release_by: datetime | None = None
    happened_at: datetime | None = None
    answered_on: Form = Form.SHORT

    def __post_init__(self) -> None:
        """Refuse what nobody could ever release, and what says nothing."""
        if self.hold and (self.owner_post is None or self.release_by is None):
            raise ValueError("A notice held for release needs the post that decides and a time: name both.")
        if not self.title.strip() or not self.text.strip():
            raise ValueError("A notice needs a title and a text: without them the recipient is told nothing.")


@dataclass(frozen=True)
class Named:
    """A worker who can be told: their id, name and work address from the directory (may be empty)."""

    id: UUID
    name: str
    email: str = ""


@dataclass(frozen=True)
class OnDuty:
    """Who answers for a post on one day, rung by rung; `absent` are the ids of those who are away."""

    primary: Named | None = None
    covers: tuple[Named, ...] = ()
    manager: Named | None = None
    lead: Named | None = None
    partnership: Named | None = None
    absent: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Choice:
    """Whom a notice goes to today, and at which rung of the ladder that person stands; None where nobody is in post."""

    worker: Named | None
    rung: Rung


@dataclass(frozen=True)
class LadderTimes:
    """When each rung is due: the reminder as a fraction of the time given, the others in hours after the deadline.

    Cover is told at the deadline. Raises ValueError unless every rung is later than the one below it.
    """

    reminder_fraction: float
    manager_hours: float
    agency_lead_hours: float
    partnership_hours: float
    again_hours: float

    def __post_init__(self) -> None:
        """Refuse a ladder whose rungs are out of order or never repeat: it could fall silent."""
        rising = 0 < self.manager_hours < self.agency_lead_hours < self.partnership_hours
        if not (0 < self.reminder_fraction < 1 and rising and self.again_hours > 0):
            raise ValueError(
                "The ladder's times have to rise: reminder between 0 and 1 of the time given, then hours after the "
                "deadline for manager, agency lead and partnership, each more than the one before."
            )


@dataclass(frozen=True)
class Ladder:
    """A running clock: from when, until when, and the times of its rungs."""

    clock_from: datetime
    due_at: datetime
    times: LadderTimes


@dataclass(frozen=True)
class Target:
    """Where a message can go: a person of the directory, their work address or the post's inbox ("" for the inbox here)."""

    worker: Named | None
    address: str
    rung: Rung = Rung.NAMED


@dataclass(frozen=True)
class Envelope:
    """What a carrier is handed: never what the notice says, only that there is an item (safety b 3, 12).

    `reference` is the same for every try, so that the receiver can tell a repeat; `is_reminder` for what is not the
    first message; `at` is when this try began.
    """

    notice: UUID
    attempt: UUID
    route: str
    reference: str
    address: str
    is_reminder: bool
    at: datetime


@dataclass(frozen=True)
class Receipt:
    """The carrier's word that it took the message over: its own reference and what it said."""

    reference: str
    words: str = ""


class DeliveryFailed(Exception):
    """The carrier did not take a message; `permanent` when this address never will, `carrier_down` when none can be sent."""

    def __init__(self, message: str, *, permanent: bool, carrier_down: bool = False) -> None:
        """Keep the sentence and what kind of failure it is."""
        super().__init__(message)
        self.message = message
        self.permanent = permanent
        self.carrier_down = carrier_down


@dataclass(frozen=True)
class Tried:
    """How one try ended: the receipt, or the failure."""

    envelope: Envelope
    receipt: Receipt | None
    failure: DeliveryFailed | None = None
