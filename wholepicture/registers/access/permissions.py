"""Who may open what. Deny by default: a grant to one of one's teams opens one thing, a conflict of interest closes it again.

Each check raises a sentence that a user may see, and that says nothing of who is concerned (design promises 4 and 11).
"""

from datetime import datetime
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.registers.access import queries
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import Actor


class NotAllowed(PermissionError):
    """Somebody would open what is closed to them; its text is for the user, `refused_for` for the audit alone."""

    def __init__(self, sentence: str, *, refused_for: str = "") -> None:
        """Keep the sentence, and apart from it the word for the audit."""
        super().__init__(sentence)
        self.refused_for = refused_for


class NotYourConflict(PermissionError):
    """Somebody would declare a conflict of interest for a worker of another agency."""


# One sentence for both reasons: who is told "somebody close to you is concerned" learns that there is something to find.
CLOSED = (
    "You cannot open this. If you need it for your work, ask your manager: it can be sent to somebody of your team."
)
NO_GRANT = "NO_GRANT"
CONFLICT = "CONFLICT_OF_INTEREST"
NO_WORKER = "NO_NAMED_WORKER"


def check_can_open_notice(*, by: Actor, notice: UUID, parties: frozenset[UUID], now: datetime) -> None:
    """Raise NotAllowed unless one of the actor's teams was told, and the actor is not close to a party."""
    _check_named_worker(by)
    if not _granted(by, Subject.NOTICE, notice, now):
        raise NotAllowed(CLOSED, refused_for=NO_GRANT)
    _check_no_conflict(by, parties, now)


def check_can_open_incident(
    *, by: Actor, incident: UUID, parties: frozenset[UUID], told_by: UUID | None, now: datetime
) -> None:
    """Raise NotAllowed unless it is the own agency's report, or was granted, and the actor is not close to a party."""
    _check_named_worker(by)
    own = told_by is not None and by.agency == told_by and Permission.READ_OWN_REPORTS in by.permissions
    if not own and not _granted(by, Subject.INCIDENT, incident, now):
        raise NotAllowed(CLOSED, refused_for=NO_GRANT)
    _check_no_conflict(by, parties, now)


def check_can_open_family(*, by: Actor, family: UUID, parties: frozenset[UUID], now: datetime) -> None:
    """Raise NotAllowed unless one of the actor's teams was granted the family, and the actor is close to nobody in it."""
    _check_named_worker(by)
    if Permission.SEE_FAMILIES not in by.permissions or not _granted(by, Subject.FAMILY, family, now):
        raise NotAllowed(CLOSED, refused_for=NO_GRANT)
    _check_no_conflict(by, parties, now)


def check_can_open_pair(*, by: Actor, parties: frozenset[UUID], now: datetime) -> None:
    """Raise NotAllowed unless the actor is a clerical reviewer who is close to neither person."""
    _check_named_worker(by)
    if Permission.REVIEW_LINKS not in by.permissions:
        raise NotAllowed(CLOSED, refused_for=NO_GRANT)
    _check_no_conflict(by, parties, now)


def check_can_open_row(*, by: Actor, agency: UUID) -> None:
    """Raise NotAllowed unless the rows came from the actor's own agency, and the actor mends its files."""
    _check_named_worker(by)
    if Permission.MEND_FEEDS not in by.permissions or by.agency != agency:
        raise NotAllowed(CLOSED, refused_for=NO_GRANT)


def check_can_search(*, by: Actor) -> None:
    """Raise NotAllowed unless the actor is a named worker who may search."""
    _check_named_worker(by)
    if Permission.SEARCH_PEOPLE not in by.permissions:
        raise NotAllowed(CLOSED, refused_for=NO_GRANT)


def check_can_declare(*, by: Actor, worker: UUID, agency: UUID) -> None:
    """Raise NotYourConflict unless it is one's own, or one's agency's and one manages cover, or the platform acts."""
    platform = by.agency is None and by.worker is None
    manages = by.agency == agency and Permission.MANAGE_COVER in by.permissions
    if not platform and not manages and by.worker != worker:
        raise NotYourConflict(
            "You can declare a conflict of interest for yourself only; managers also for their agency."
        )


def _check_named_worker(by: Actor) -> None:
    """An agency's system or a machine step cannot be told apart from the people it concerns: it opens nothing."""
    if by.worker is None:
        raise NotAllowed("Only a named worker who is signed in may open this.", refused_for=NO_WORKER)


def _granted(by: Actor, kind: Subject, subject: UUID, now: datetime) -> bool:
    return not by.teams.isdisjoint(queries.teams_granted(kind, subject, now))


def _check_no_conflict(by: Actor, parties: frozenset[UUID], now: datetime) -> None:
    if by.worker in queries.conflicted_workers(parties, london_day(now)):
        raise NotAllowed(CLOSED, refused_for=CONFLICT)
