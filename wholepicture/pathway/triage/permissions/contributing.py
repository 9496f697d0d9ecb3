"""Who may say what their team knows of a family, and who may open the seal; each refusal is a sentence for the user."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.notifications.models import Item
from wholepicture.pathway.notifications.permissions import may_read
from wholepicture.registers.access import permissions as access
from wholepicture.registers.access import queries as grants
from wholepicture.registers.access.permissions import NotAllowed as NotAllowed
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import Actor


class NotYourContribution(PermissionError):
    """Somebody would answer for a team, or open the seal, without the role for it or without being asked."""


def check_can_contribute(
    *,
    by: Actor,
    team: UUID,
    family: UUID,
    items: Iterable[Item],
    parties: Collection[UUID],
    no_longer: str,
    now: datetime,
) -> UUID:
    """Return the worker who may say what this team knows: asked by what stands in `items`, or unasked as one who triages.

    Asked is the whole team, and whoever it climbed to. `parties` are the persons of the matter, `no_longer` says why a
    team that was asked is not any more. Raises NotYourContribution, and NotAllowed for what is closed.
    """
    told = list(items)
    needed = Permission.ANSWER_NOTICES if told else Permission.TRIAGE
    if by.worker is None or needed not in by.permissions:
        raise NotYourContribution(
            "Your role does not let you say what your team knows. Ask your agency's lead to give you the role."
        )
    if by.worker in grants.conflicted_workers(parties, london_day(now)):
        raise NotAllowed(access.CLOSED, refused_for=access.CONFLICT)
    if not _is_asked(by, team, told) and not _triages(by, team, family, now):
        _refuse(no_longer if team in by.teams else "")
    return by.worker


def check_can_unseal(*, by: Actor, family: UUID, parties: Collection[UUID], now: datetime) -> UUID:
    """Return the worker who may open the seal in an emergency: one who takes part in the triage of this family.

    Raises NotYourContribution for the role, NotAllowed for the family.
    """
    if by.worker is None or Permission.TRIAGE not in by.permissions:
        raise NotYourContribution("Your role does not let you open the seal: it is for those who take part in triage.")
    access.check_can_open_family(by=by, family=family, parties=frozenset(parties), now=now)
    return by.worker


def _is_asked(by: Actor, team: UUID, told: Collection[Item]) -> bool:
    return bool(told) and (team in by.teams or any(may_read(by, item) for item in told))


def _triages(by: Actor, team: UUID, family: UUID, now: datetime) -> bool:
    """Whether somebody who triages speaks for a team of theirs that may open the family."""
    may = Permission.TRIAGE in by.permissions and team in by.teams
    return may and team in grants.teams_granted(Subject.FAMILY, family, now)


def _refuse(no_longer: str) -> None:
    if no_longer:
        raise NotYourContribution(
            f"Your team is no longer asked about this family. {no_longer} If you know something that matters, report it "
            "as a concern."
        )
    raise NotAllowed(access.CLOSED, refused_for=access.NO_GRANT)
