"""Turn one wanted duty into a notice to a post, or, where nobody could be found, into a task with an owner and a clock."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties import messages
from wholepicture.pathway.duties.facts import Picture, Wanted
from wholepicture.pathway.duties.messages import task
from wholepicture.pathway.duties.models import Duty
from wholepicture.pathway.duties.queries import recipients
from wholepicture.pathway.duties.rules import CAUSES, lane
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.incidents.terms import Kind
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.facts import NoticeTold
from wholepicture.pathway.notifications.models import Notice
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.protocol.deadlines import deadline
from wholepicture.registers.protocol.engine import Protocol
from wholepicture.registers.protocol.terms import Lane, NoticeKind

NO_RELEASER = "Nobody in the directory can release what has to be held: add a team that does."


def tell(picture: Picture, one: Wanted, *, agreed: Protocol, triggered_at: datetime, by: Actor, now: datetime) -> Duty:
    """Write the duty, and send its notice; without a recipient, its task."""
    releaser = recipients.owner(agreed.parameters.release_owners, london_day(now)) if one.hit.hold else None
    reason = one.not_found_because or (NO_RELEASER if one.hit.hold and releaser is None else "")
    duty = new_duty(picture, one, agreed, reason, now)
    if duty.team_id is None:
        duty.task = ask_who(picture, one, duty, agreed=agreed, by=by, now=now)
    else:
        told = _notice(picture, one, releaser, agreed, triggered_at)
        duty.notice = notifications.send(told=told, by=by, now=now)
    duty.save()
    return duty


def new_duty(picture: Picture, one: Wanted, agreed: Protocol, reason: str, now: datetime) -> Duty:
    """The duty of one row about one person, not yet saved; a reason means that nobody can be told yet.

    One that had been dropped and follows again is the same duty, brought back.
    """
    team = None if reason else one.team
    same = Duty.objects.filter(incident_id=picture.told.incident, function=one.function, about_id=one.about.record)
    dropped = (same.filter(team_id=team) if team else same.filter(team__isnull=True)).first()
    duty = dropped or Duty(id=uuid4(), incident_id=picture.told.incident, function=one.function)
    duty.about_id, duty.team_id = one.about.record, team
    duty.row, duty.protocol, duty.because = one.hit.row, agreed.number, one.hit.because
    duty.kind, duty.lane = one.kind, lane(picture, agreed.parameters)
    duty.not_told_because, duty.derived_at = reason, now
    duty.dropped_at = duty.resolved_at = duty.task = None
    return duty


def _notice(
    picture: Picture, one: Wanted, releaser: Post | None, agreed: Protocol, triggered_at: datetime
) -> NoticeTold:
    """What is sent; a held notice's time to reply begins when the time to release it ends."""
    title, text = messages.compose(picture.told, one.about, one.function, held=one.hit.hold, adults=picture.adults)
    urgency = lane(picture, agreed.parameters)
    release_by = triggered_at + timedelta(hours=agreed.parameters.release_hours[urgency]) if releaser else None
    return NoticeTold(
        cause=picture.told.incident,
        cause_kind=CAUSES[picture.told.kind],
        row=one.hit.row,
        protocol=agreed.number,
        function=one.function,
        post=_some(one.post),
        about=one.about.record,
        kind=one.kind,
        lane=urgency,
        title=title,
        text=text,
        because=one.hit.because,
        family=family_of(picture, one.about.person),
        reply_by=deadline(one.hit, release_by or triggered_at, agreed.parameters),
        parties=parties(picture),
        hold=releaser is not None,
        owner_post=releaser.id if releaser else None,
        release_by=release_by,
        happened_at=picture.told.happened_at,
    )


def ask_who(picture: Picture, one: Wanted, duty: Duty, *, agreed: Protocol, by: Actor, now: datetime) -> Notice | None:
    """Ask the first task owner that there is to find the missing recipient.

    None where the directory as a whole lacks the function: that is no task for each incident, the page What is stuck
    says it once.
    """
    owner = recipients.owner(agreed.parameters.task_owners, london_day(now))
    if owner is None or not one.can_be_found:
        return None
    title, text = task.compose(one.about, one.function, duty.not_told_because)
    told = NoticeTold(
        cause=duty.id,
        cause_kind=CAUSES[picture.told.kind],
        row=one.hit.row,
        protocol=agreed.number,
        function=owner.function,
        post=owner.id,
        about=one.about.record,
        kind=NoticeKind.ACT,
        lane=duty.lane,
        title=title,
        text=text,
        because=duty.not_told_because,
        family=family_of(picture, one.about.person),
        reply_by=now + timedelta(hours=agreed.parameters.task_hours[Lane(duty.lane)]),
        parties=parties(picture),
        happened_at=picture.told.happened_at,
    )
    return notifications.send(told=told, by=by, now=now)


def parties(picture: Picture) -> tuple[UUID, ...]:
    """Everybody whose household and relatives must never be the ones who are told (design promise 4)."""
    return (*(adult.person for adult in picture.adults), *(child.person for child in picture.children))


def family_of(picture: Picture, person: UUID) -> UUID:
    """Under which family the item stands: the person's own if a child, else that of a child concerned, else the person."""
    if picture.told.kind is Kind.BIRTH:
        return person
    children = sorted((child.person for child in picture.children), key=lambda child: child != person)
    found = families.family_ids_of(children)
    return next((found[child] for child in children if child in found), person)


def _some(post: UUID | None) -> UUID:
    if post is None:
        raise ValueError("A duty with a team has a post.")
    return post
