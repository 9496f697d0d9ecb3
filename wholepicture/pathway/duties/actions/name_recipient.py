"""Name a recipient who was missing: they are told at once, of this and of every recent incident (review 2.14)."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from wholepicture.lib.dates import london_day
from wholepicture.lib.postgres import wake
from wholepicture.pathway.duties import permissions
from wholepicture.pathway.duties.models import Duty
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.people import actions as people


@transaction.atomic
def name_recipient(*, duty: UUID, team: UUID, by: Actor, now: datetime) -> Duty:
    """Register the person with the team that was found; working out again then tells it. Raises NotNamed."""
    missing = Duty.objects.select_related("task", "about").get(id=duty, team__isnull=True)
    function = Function(missing.function)
    permissions.check_can_name_recipient(by, missing.task.team_id if missing.task else None)
    post = permissions.check_can_be_named(function, agencies.post_of(team, function))
    by_agency = Agency.objects.get(id=str(by.agency))
    people.register(
        record=missing.about,
        function=function,
        team=post.team,
        from_date=london_day(now),
        told_by=by_agency,
        by=by,
        now=now,
    )
    missing.resolved_at = now
    missing.save(update_fields=["resolved_at"])
    about = [f"duty:{missing.id}", f"team:{team}"]
    audit.record(event=Event.RECIPIENT_FOUND, by=by, now=now, about=about, detail={"function": function.value})
    with connection.cursor() as cursor:
        wake.notify(cursor, "wholepicture")
    return missing
