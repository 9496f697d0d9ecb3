"""Follow up a refusal: whoever says "not ours" has not ended it; somebody is asked to find the right recipient."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties import queries
from wholepicture.pathway.duties.actions import tell
from wholepicture.pathway.duties.facts import Adult, Child, Picture, Wanted
from wholepicture.pathway.duties.models import Duty
from wholepicture.pathway.duties.queries.recipients import Directory
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.people import queries as people
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.rows import RowHit
from wholepicture.registers.protocol.terms import NoticeKind


@transaction.atomic
def follow_up(*, notices: Sequence[UUID], by: Actor, now: datetime) -> None:
    """Open a task for each declined notice: find who has to be told instead (design promise 4)."""
    agreed, directory = protocol.current(now), Directory(london_day(now))
    for duty in Duty.objects.filter(notice_id__in=notices).select_related("team__agency"):
        picture = queries.picture(duty.incident_id, now)
        about = _about(picture, duty)
        if about is None or duty.team is None or _is_asked(duty):
            continue
        because = f"No {Function(duty.function).label} has taken this on: {duty.team.agency.name} declined it."
        hit = RowHit(
            duty.row,
            "",
            Function(duty.function),
            NoticeKind(duty.kind),
            hold=False,
            hours=0,
            clock=None,
            because=duty.because,
        )
        one = Wanted(hit, Function(duty.function), NoticeKind(duty.kind), about, None, None, because, can_be_found=True)
        (picture,) = queries.with_patterns([picture], agreed.parameters, now)
        telling = tell.telling(picture, agreed=agreed, directory=directory, triggered_at=now, by=by, now=now)
        missing = tell.new_duty(one, because, telling)
        missing.task = tell.ask_who(one, missing, telling)
        missing.save()


def _is_asked(duty: Duty) -> bool:
    return Duty.objects.filter(
        incident_id=duty.incident_id, function=duty.function, about_id=duty.about_id, team__isnull=True
    ).exists()


def _about(picture: Picture, duty: Duty) -> Child | Adult | None:
    person = people.persons_of_records([duty.about_id]).get(duty.about_id)
    everybody: list[Child | Adult] = [*picture.children, *picture.adults]
    return next((someone for someone in everybody if someone.person == person), None)
