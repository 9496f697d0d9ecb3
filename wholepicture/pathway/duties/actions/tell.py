"""Turn one wanted duty into a notice to a post, or, where nobody could be found, into a task with an owner and a clock."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties import messages
from wholepicture.pathway.duties.facts import Picture, Wanted
from wholepicture.pathway.duties.messages import task
from wholepicture.pathway.duties.models import Duty
from wholepicture.pathway.duties.rules import CAUSES, lane
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.incidents.terms import Kind
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.facts import NoticeTold
from wholepicture.pathway.notifications.models import Notice
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.protocol.deadlines import deadline
from wholepicture.registers.protocol.queries import Protocol
from wholepicture.registers.protocol.terms import Lane, NoticeKind


def tell(picture: Picture, one: Wanted, *, agreed: Protocol, triggered_at: datetime, by: Actor, now: datetime) -> Duty:
    """Write the duty, and send its notice or its task."""
    duty = Duty(
        id=uuid4(),
        incident_id=picture.told.incident,
        row=one.row,
        protocol=agreed.number,
        function=one.function,
        about_id=one.about.record,
        team_id=team_of(one.post),
        kind=one.kind,
        lane=lane(picture, agreed.parameters),
        because=one.because,
        not_told_because=one.not_found_because,
        derived_at=now,
    )
    owner = _owner(agreed.parameters.release_owners, now) if one.hold else None
    if one.post and one.hold and owner is None:
        duty.team_id, duty.not_told_because = (
            None,
            "Nobody in the directory can release what is held: add a team that does.",
        )
    elif one.post:
        told = _notice(picture, one, one.post, owner, duty, agreed, triggered_at)
        duty.notice = notifications.send(told=told, by=by, now=now)
    if duty.team_id is None:
        duty.task = ask_who(picture, one, duty, agreed=agreed, by=by, now=now)
    duty.save(force_insert=True)
    return duty


def _notice(
    picture: Picture, one: Wanted, post: UUID, owner: UUID | None, duty: Duty, agreed: Protocol, triggered_at: datetime
) -> NoticeTold:
    title, text = messages.compose(picture.told, one.about, one.function, held=one.hold)
    release_by = triggered_at + timedelta(hours=agreed.parameters.release_hours[Lane(duty.lane)]) if owner else None
    return NoticeTold(
        cause=picture.told.incident,
        cause_kind=CAUSES[picture.told.kind],
        row=one.row,
        protocol=agreed.number,
        function=one.function,
        post=post,
        about=one.about.record,
        kind=one.kind,
        lane=duty.lane,
        title=title,
        text=text,
        because=one.because,
        family=family_of(picture, one.about.person),
        reply_by=deadline(one, release_by or triggered_at, agreed.parameters),
        parties=parties(picture),
        hold=owner is not None,
        owner_post=owner,
        release_by=release_by,
        happened_at=picture.told.happened_at,
    )


def ask_who(picture: Picture, one: Wanted, duty: Duty, *, agreed: Protocol, by: Actor, now: datetime) -> Notice | None:
    """Ask the first task owner that there is to find the missing recipient; None where even that owner is missing.

    Somebody missing from the directory as a whole is no task for each incident: the page What is stuck says it once.
    """
    owner = _owner(agreed.parameters.task_owners, now)
    if owner is None or not duty.not_told_because.startswith("No "):
        return None
    title, text = task.compose(one.about, one.function, duty.not_told_because)
    hours = agreed.parameters.task_hours[Lane(duty.lane)]
    told = NoticeTold(
        cause=duty.id,
        cause_kind=CAUSES[picture.told.kind],
        row=one.row,
        protocol=agreed.number,
        function=function_of(owner),
        post=owner,
        about=one.about.record,
        kind=NoticeKind.ACT,
        lane=duty.lane,
        title=title,
        text=text,
        because=duty.not_told_because,
        family=family_of(picture, one.about.person),
        reply_by=now + timedelta(hours=hours),
        parties=parties(picture),
        happened_at=picture.told.happened_at,
    )
    return notifications.send(told=told, by=by, now=now)


def parties(picture: Picture) -> tuple[UUID, ...]:
    """Everybody whose household and relatives must never be the ones who are told (design promise 4)."""
    return tuple(someone.person for someone in (*picture.adults, *picture.children))


def family_of(picture: Picture, person: UUID) -> UUID:
    """Under which family the item stands: of the person, else of a child concerned; else the person alone."""
    if picture.told.kind is Kind.BIRTH:
        return person
    children = [child.person for child in picture.children]
    found = families.family_ids_of([person, *children])
    return next(
        (found[someone] for someone in [*([person] if person in children else []), *children] if someone in found),
        person,
    )


def team_of(post: UUID | None) -> UUID | None:
    """The team that holds a post."""
    return agencies.get_post(post).team_id if post else None


def function_of(post: UUID) -> Function:
    """The function that a post is."""
    return Function(agencies.get_post(post).function)


def _owner(functions: tuple[Function, ...], now: datetime) -> UUID | None:
    posts = (agencies.area_post(function, london_day(now)) for function in functions)
    return next((post.id for post in posts if post), None)
