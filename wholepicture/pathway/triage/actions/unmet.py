"""Say that nobody opened the meeting: to whoever chairs, then up to the partnership (promise 7; review 2.4).

While nobody has answered that, the next meeting that nobody opens is noted and adds no second notice: the first one is
still climbing, and a triage that drowns its partners loses them (promise 14).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.facts import NoticeTold
from wholepicture.pathway.triage import permissions, queries, rules
from wholepicture.pathway.triage.facts import Sitting
from wholepicture.pathway.triage.messages import meeting
from wholepicture.pathway.triage.models import Listing, Meeting
from wholepicture.pathway.triage.models.listing import OPEN
from wholepicture.pathway.triage.queries.meeting import unmet
from wholepicture.pathway.triage.terms import Cause
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.people import queries as people
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.terms import Lane, NoticeKind

BECAUSE = "Nobody opened the triage meeting, and families were waiting for it."
ROW = "meeting not held"


class NobodyToTell(LookupError):
    """The directory has nobody who chairs, attends or finds recipients; its text is for the page What is stuck."""


@transaction.atomic
def note_unmet(*, meetings: Sequence[UUID], by: Actor, now: datetime) -> None:
    """Tell whoever chairs of each meeting that nobody opened, so that no meeting fails in silence (promise 7).

    `meetings` are ids as queries.waiting_unmet gives them. A notice is about a person: this one stands on the record of
    the youngest child of the family that waited longest. There is none where nobody waits any more, or an earlier one
    has no answer yet. Doing it again tells nobody twice. For the machine only: raises permissions.OnlyTheMachine;
    NobodyToTell where the directory has nobody.
    """
    permissions.check_can_list(by)
    wanted = set(meetings)
    for sitting in unmet(now):
        if rules.meeting_id(sitting.day) in wanted:
            _note(sitting, by=by, now=now)


def _note(sitting: Sitting, *, by: Actor, now: datetime) -> None:
    identity = rules.meeting_id(sitting.day)
    fresh = {"id": identity, "starts_at": sitting.starts_at, "by": by.id}
    row, _ = Meeting.objects.get_or_create(day=sitting.day, defaults=fresh)
    listing = Listing.objects.filter(OPEN).order_by("listed_at", "id").first()
    if listing is not None and not queries.unmet_alarm_stands():
        notifications.send(told=_told(sitting, identity, listing, now), by=by, now=now)
    Meeting.objects.filter(id=row.id).update(alarmed_at=now)
    detail = {"what": "not held"}
    audit.record(event=Event.MEETING_CHANGED, by=by, now=now, about=[f"meeting:{row.id}"], detail=detail)


def _told(sitting: Sitting, cause: UUID, listing: Listing, now: datetime) -> NoticeTold:
    agreed, post, lane = protocol.current(now), _post(now), Lane(listing.lane)
    waiting = Listing.objects.filter(OPEN).values("family").distinct().count()
    title, text = meeting.compose(starts_at=sitting.starts_at, families=waiting)
    about, parties = _about(listing)
    return NoticeTold(
        cause=cause,
        cause_kind=Cause.MEETING.value,
        row=ROW,
        protocol=agreed.number,
        function=post.function,
        post=post.id,
        about=about,
        kind=NoticeKind.ACT,
        lane=lane,
        title=title,
        text=text,
        because=BECAUSE,
        family=listing.family_id,
        reply_by=now + timedelta(hours=agreed.parameters.overdue_hours[lane]),
        parties=parties,
    )


def _post(now: datetime) -> Post:
    post = queries.alarm_post(now)
    if post is None:
        raise NobodyToTell("Nobody in the directory chairs triage: add a team that holds one of its functions.")
    return post


def _about(listing: Listing) -> tuple[UUID, tuple[UUID, ...]]:
    """A record of the youngest child of a listed family (else of anybody there), and all whose relatives are never told."""
    members = families.members([listing.family_id]).get(listing.family_id, ())
    involved = [each for each in incidents.facts([listing.incident_id])[listing.incident_id].people if each.person]
    parties = {each.person for each in members} | {each.person for each in involved if each.person}
    known = people.facts([each.person for each in members if each.part is Part.CHILD])
    youngest = sorted(known.values(), key=lambda one: one.birth_date or date.max, reverse=True)
    order = [one.person for one in youngest] + [each.person for each in members]
    records = people.records_of_persons(order)
    found = next((min(records[each]) for each in order if records.get(each)), None)
    return found or involved[0].record, tuple(sorted(parties))
