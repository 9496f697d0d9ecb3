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
    MATCHING_AUDITED = "MATCHING_AUDITED", "The matching was audited by a second matcher"
    MATCHING_LEARNT = (
        "MATCHING_LEARNT",
        "The matching learnt from the register how common names are and how records differ",
    )
    FAMILY_PLACED = "FAMILY_PLACED", "Family placed"
    CONTACT_TOLD = "CONTACT_TOLD", "Contact with a family told"
    FINDINGS_DERIVED = "FINDINGS_DERIVED", "Worked out what the pattern shows"
    FINDING_ANSWERED = "FINDING_ANSWERED", "Finding answered"
    FAMILY_LISTED = "FAMILY_LISTED", "Family listed for triage"
    LISTING_WITHDRAWN = "LISTING_WITHDRAWN", "Listing withdrawn: it no longer follows"
    CONTRIBUTION_ASKED = "CONTRIBUTION_ASKED", "Asked what an agency knows"
    CONTRIBUTION_GIVEN = "CONTRIBUTION_GIVEN", "An agency said what it knows"
    SEAL_OPENED = "SEAL_OPENED", "Others' conclusions opened before giving one's own"
    WORDS_SAVED = "WORDS_SAVED", "Words on a decision saved"
    DECISION_PROPOSED = "DECISION_PROPOSED", "Decision proposed"
    DECISION_AGREED = "DECISION_AGREED", "Agreed to a proposed decision"
    DECISION_OBJECTED = "DECISION_OBJECTED", "Objected to a proposed decision"
    DECISION_LAPSED = "DECISION_LAPSED", "A proposed decision lapsed"
    TRIAGE_DECIDED = "TRIAGE_DECIDED", "Decided about a child"
    LISTING_OVERDUE = "LISTING_OVERDUE", "A family on the list is overdue"
    MEETING_CHANGED = "MEETING_CHANGED", "Triage meeting changed"
    ATTENDANCE_RECORDED = "ATTENDANCE_RECORDED", "Attendance recorded"
    TRIAGE_ACT_PROPOSED = "TRIAGE_ACT_PROPOSED", "Suspension or withdrawal proposed"
    TRIAGE_ACT_SIGNED = "TRIAGE_ACT_SIGNED", "Suspension or withdrawal signed"
    TRIAGE_ACT_RATIFIED = "TRIAGE_ACT_RATIFIED", "A delegate's signature ratified"
    TRIAGE_ACT_ENDED = "TRIAGE_ACT_ENDED", "Suspension or withdrawal ended"
    PARTNER_CHANGED = "PARTNER_CHANGED", "Register of statutory partners changed"
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
    PROMISE_CHECKED = "PROMISE_CHECKED", "A promise was checked"
    EXPORTED = "EXPORTED", "Exported"
    REPLAY_BEGUN = "REPLAY_BEGUN", "A replay was begun"
    REPLAY_KEPT = "REPLAY_KEPT", "A replay was kept"
    REPLAY_FAILED = "REPLAY_FAILED", "A replay ended without a report"
