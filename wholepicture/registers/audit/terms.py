"""Who acts, and the words for what was done: the same for every step."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wholepicture.lib.terms import Term


@dataclass(frozen=True)
class Actor:
    """Whoever does something: a signed-in worker, an agency's system, or the machine.

    `id` is written to the audit and to `by` columns: a user's id, `key:<id>` for an agency's system, `machine`.
    """

    id: str
    name: str
    agency: UUID | None = None
    worker: UUID | None = None
    teams: frozenset[UUID] = field(default_factory=frozenset)
    permissions: frozenset[str] = field(default_factory=frozenset)
    out_of_hours: bool = False

    @property
    def chain(self) -> str:
        """The audit chain this actor writes to: one per agency."""
        return str(self.agency) if self.agency else "machine"


MACHINE = Actor(id="machine", name="Whole Picture")


@dataclass(frozen=True)
class Seen:
    """Proof that a look was permitted and recorded; made only by access.actions, asked for by every query about a person."""

    by: Actor
    why: str
    at: datetime
    subject: UUID | None = None


class Event(Term):
    """What the audit can say. One word list for the whole platform, so that it can be searched years later."""

    SIGNED_IN = "SIGNED_IN", "Signed in"
    SIGN_IN_REFUSED = "SIGN_IN_REFUSED", "Sign-in refused"
    SIGNED_OUT = "SIGNED_OUT", "Signed out"
    PAGE_VIEWED = "PAGE_VIEWED", "Page viewed"
    READ_REFUSED = "READ_REFUSED", "Reading refused"
    RECORD_OPENED = "RECORD_OPENED", "Record opened"
    ACCESS_GRANTED = "ACCESS_GRANTED", "Access granted"
    CONFLICT_DECLARED = "CONFLICT_DECLARED", "Conflict of interest declared"
    AGENCY_ADDED = "AGENCY_ADDED", "Agency added"
    COVER_CHANGED = "COVER_CHANGED", "Cover changed"
    ACCOUNT_CHANGED = "ACCOUNT_CHANGED", "Account changed"
    KEY_ISSUED = "KEY_ISSUED", "Key issued to an agency's system"
    KEY_REVOKED = "KEY_REVOKED", "Key revoked"
    PERSON_CHANGED = "PERSON_CHANGED", "What is known of a person changed"
    PROTOCOL_ADOPTED = "PROTOCOL_ADOPTED", "Protocol adopted"
    INCIDENT_RECEIVED = "INCIDENT_RECEIVED", "Incident received"
    DRAFT_SAVED = "DRAFT_SAVED", "Draft saved"
    RECORDS_LINKED = "RECORDS_LINKED", "Records linked"
    LINK_REVIEWED = "LINK_REVIEWED", "A possible link was reviewed"
    LINK_UNDONE = "LINK_UNDONE", "A link was undone"
    FAMILY_PLACED = "FAMILY_PLACED", "Family placed"
    CONTACT_TOLD = "CONTACT_TOLD", "Contact with a family told"
    FINDINGS_DERIVED = "FINDINGS_DERIVED", "Worked out what the pattern shows"
    FINDING_ANSWERED = "FINDING_ANSWERED", "Finding answered"
    FAMILY_LISTED = "FAMILY_LISTED", "Family listed for triage"
    LISTING_WITHDRAWN = "LISTING_WITHDRAWN", "Listing withdrawn: it no longer follows"
    FILE_FED = "FILE_FED", "File fed"
    ROW_RELEASED = "ROW_RELEASED", "Row released from quarantine"
    ROW_DISCARDED = "ROW_DISCARDED", "Row in quarantine set aside"
    PEOPLE_SEARCHED = "PEOPLE_SEARCHED", "People searched"
    ACCESS_ENDED = "ACCESS_ENDED", "Access ended"
    DUTIES_DERIVED = "DUTIES_DERIVED", "Worked out who must be told"
    RECIPIENT_FOUND = "RECIPIENT_FOUND", "A missing recipient was named"
    NOTICE_CREATED = "NOTICE_CREATED", "Notice created"
    NOTICE_DELIVERED = "NOTICE_DELIVERED", "Notice delivered"
    NOTICE_OPENED = "NOTICE_OPENED", "Notice opened"
    NOTICE_ANSWERED = "NOTICE_ANSWERED", "Notice answered"
    NOTICE_DECLINED = "NOTICE_DECLINED", "Notice declined"
    NOTICE_RELEASED = "NOTICE_RELEASED", "Notice released"
    NOTICE_WITHHELD = "NOTICE_WITHHELD", "Notice withheld"
    NOTICE_ESCALATED = "NOTICE_ESCALATED", "Notice escalated"
    NOTICE_SUPERSEDED = "NOTICE_SUPERSEDED", "Notice no longer due"
    ITEM_FAILED = "ITEM_FAILED", "A machine step failed"
    EXPORTED = "EXPORTED", "Exported"
