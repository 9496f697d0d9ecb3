"""What was decided about a family, and what waits for somebody's agreement: decisions with their recipients and voices."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.findings.queries import NotOpened
from wholepicture.pathway.notifications.queries import looks, past
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.triage.facts import DecisionPicture, RecipientPicture, Voice
from wholepicture.pathway.triage.models import Agreement, Considered, Decision, DecisionFor, Recipient
from wholepicture.pathway.triage.queries.contributing import lineage
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Mode, Say
from wholepicture.registers.access import queries as access
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor, Seen
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.parameters import ADDED_LATER
from wholepicture.registers.protocol.terms import Lane, Seat

HELD = frozenset({State.HELD, State.WITHHELD})


def decisions_of(family: UUID, *, seen: Seen) -> list[DecisionPicture]:
    """Return every decision about a family, and about those that became it, the newest first. Raises NotOpened."""
    if seen.subject != family:
        raise NotOpened("Open this family from the list: what you opened was something else.")
    return pictures(_of(lineage(family).every))


def decisions_of_families(family_ids: Collection[UUID]) -> dict[UUID, list[DecisionPicture]]:
    """Return every decision about each of these families, the newest first. The machine's read."""
    found: dict[UUID, list[DecisionPicture]] = {family: [] for family in family_ids}
    for picture in pictures(_of(found)):
        found[picture.family].append(picture)
    return found


def latest_decision(family: UUID) -> UUID | None:
    """Return the id of the latest decision about a family, proposed ones included; None where there is none.

    Whoever decides says from which they began, so that nobody decides over another's head unseen.
    """
    return _of(lineage(family).every).values_list("id", flat=True).first()


def batch_of(decision: UUID) -> UUID:
    """Return the batch of a decision: those that were made together share it. Raises Decision.DoesNotExist."""
    return Decision.objects.values_list("batch", flat=True).get(id=decision)


def decided_together(batch: UUID, *, seen: Seen) -> list[DecisionPicture]:
    """Return the decisions that were made together. Raises NotOpened where `seen` opens another family."""
    found = pictures(Decision.objects.filter(batch=batch))
    if any(lineage(one.family).now_is != seen.subject for one in found):
        raise NotOpened("Open this family from the list: what you opened was something else.")
    return found


def family_of_batch(batch: UUID) -> UUID | None:
    """Return the family, as it goes on today, that these decisions are about; None where there is no such batch."""
    family = Decision.objects.filter(batch=batch).values_list("family_id", flat=True).first()
    return lineage(family).now_is if family else None


def proposals_for(by: Actor, now: datetime) -> list[DecisionPicture]:
    """Return what waits for the agreement of this worker, or of another, in families that they may open, soonest first.

    Without those on which their agency has spoken, and without any family of somebody close to them.
    """
    mine = access.granted(Subject.FAMILY, by.teams, now)
    rows = Decision.objects.filter(state=DecisionState.PROPOSED, family_id__in=mine)
    if by.worker is None or by.agency is None:
        return []
    spoken = Agreement.objects.filter(agency_id=by.agency).values("decision_id")
    waiting = pictures(rows.exclude(id__in=spoken))
    return sorted(_clear(waiting, by, now), key=lambda one: (one.agree_by or one.at, str(one.id)))


def pictures(rows: QuerySet[Decision]) -> list[DecisionPicture]:
    """Return decisions as people read them, in the order of the rows; as many statements for many as for one."""
    found = list(rows.select_related("worker", "agency"))
    ids = [row.id for row in found]
    recipients, voices = _recipients(ids), _voices(ids)
    considered, listed = _considered(ids), _listed(ids)
    levels = {number: _levels(number) for number in {row.protocol for row in found}}
    return [
        _picture(row, recipients[row.id], voices[row.id], considered[row.id], listed[row.id], levels[row.protocol])
        for row in found
    ]


def _levels(number: int) -> tuple[str, ...]:
    """The levels of need as a version of the protocol named them, the lowest first."""
    told = {**ADDED_LATER, **protocol.parameters_as_adopted(number)}["levels_of_need"]
    return tuple(str(level) for level in told)


def _of(family_ids: Iterable[UUID]) -> QuerySet[Decision]:
    return Decision.objects.filter(family_id__in=set(family_ids)).order_by("-at", "-id")


def _clear(found: Sequence[DecisionPicture], by: Actor, now: datetime) -> list[DecisionPicture]:
    """Leave out the families of whoever is close to the reader: to them it is as if there were none."""
    members = families.members({one.family for one in found})
    closed = {
        family
        for family, those in members.items()
        if by.worker in access.conflicted_workers({member.person for member in those}, london_day(now))
    }
    return [one for one in found if one.family not in closed]


def _recipients(ids: Collection[UUID]) -> dict[UUID, list[RecipientPicture]]:
    rows = Recipient.objects.filter(decision_id__in=ids).select_related("notice", "post__team__agency")
    rows = rows.order_by("function", "id")
    opened = set(looks.openings([row.notice_id for row in rows if row.notice_id]))
    found: dict[UUID, list[RecipientPicture]] = defaultdict(list)
    for row in rows:
        state = past.state_of(row.notice, opened) if row.notice else None
        found[row.decision_id].append(
            RecipientPicture(
                function=Function(row.function),
                agency=row.post.team.agency.name,
                team=row.post.team.name,
                about=row.about_id,
                asked=row.asked,
                reply_by=row.notice.reply_by if row.notice else row.reply_by,
                state=state.label if state else "",
                held=state in HELD,
            )
        )
    return found


def _voices(ids: Collection[UUID]) -> dict[UUID, list[Voice]]:
    rows = Agreement.objects.filter(decision_id__in=ids).select_related("worker", "agency").order_by("at", "id")
    found: dict[UUID, list[Voice]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: (one.at, one.say != Say.PROPOSED)):
        found[row.decision_id].append(
            Voice(
                say=Say(row.say),
                worker=row.worker_id,
                name=row.worker.name,
                agency_id=row.agency_id,
                agency=row.agency.name,
                seat=Seat(row.seat) if row.seat else None,
                at=row.at,
                words=row.words,
            )
        )
    return found


def _considered(ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for decision, finding in Considered.objects.filter(decision_id__in=ids).values_list("decision_id", "finding_id"):
        found[decision].append(finding)
    return found


def _listed(ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for decision, listing in DecisionFor.objects.filter(decision_id__in=ids).values_list("decision_id", "listing_id"):
        found[decision].append(listing)
    return found


def _picture(
    row: Decision,
    recipients: list[RecipientPicture],
    voices: list[Voice],
    considered: list[UUID],
    listed: list[UUID],
    levels: Sequence[str],
) -> DecisionPicture:
    return DecisionPicture(
        id=row.id,
        batch=row.batch,
        family=row.family_id,
        child=row.child_id,
        outcome=row.outcome,
        label=row.label,
        level=row.level,
        level_label=levels[row.level - 1] if row.level and row.level <= len(levels) else "",
        reasons=row.reasons,
        pattern=row.pattern,
        mode=Mode(row.mode),
        lane=Lane(row.lane),
        state=DecisionState(row.state),
        by=row.worker.name,
        agency=row.agency.name,
        at=row.at,
        stands_at=row.stands_at,
        agree_by=row.agree_by,
        ended_because=row.ended_because,
        recipients=tuple(recipients),
        voices=tuple(voices),
        findings=tuple(sorted(considered)),
        listings=tuple(sorted(listed)),
        replaces=row.replaces_id,
    )
