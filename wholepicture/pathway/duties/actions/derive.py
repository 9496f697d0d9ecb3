"""Work out who must be told because of an incident, and tell them: the protocol's tables applied to what is known.

Doing it again adds and corrects, and never repeats (review 2.6, 2.14: two practices knew nothing of five incidents).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties import queries, rules
from wholepicture.pathway.duties.actions import tell
from wholepicture.pathway.duties.facts import Adult, Child, Picture, Wanted
from wholepicture.pathway.duties.models import Derivation, Duty, Source
from wholepicture.pathway.duties.queries import recipients
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.people import queries as people
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.engine import Protocol
from wholepicture.registers.protocol.rows import RowHit
from wholepicture.registers.protocol.terms import NoticeKind

STRENGTH = [NoticeKind.INFORM, NoticeKind.ASK, NoticeKind.ACT]
NOT_YET_TOLD = {State.HELD, State.QUEUED}
Key = tuple[str, UUID | None, UUID | None]


@transaction.atomic
def derive(*, incidents: Sequence[UUID], by: Actor, now: datetime) -> None:
    """Work out the duties of each incident from what is known now, add what is new and drop what no longer holds."""
    agreed = protocol.current(now)
    for incident in incidents:
        picture = queries.picture(incident, now)
        in_scope, because = rules.scope(picture)
        wanted = _wanted(picture, agreed, now) if in_scope else []
        is_first = not Derivation.objects.filter(incident_id=incident).exists()
        _reconcile(picture, wanted, agreed, picture.told.received_at if is_first else now, by, now)
        _remember(picture, agreed, in_scope, because, now)
        audit.record(
            event=Event.DUTIES_DERIVED,
            by=by,
            now=now,
            about=[f"incident:{incident}"],
            detail={"in_scope": in_scope, "because": because, "duties": len(wanted), "protocol": agreed.number},
        )


def _wanted(picture: Picture, agreed: Protocol, now: datetime) -> list[Wanted]:
    """Every function that has to be told about every person, the strongest row winning where two say the same."""
    lines = rules.subjects(picture, agreed.parameters)
    strongest: dict[Key, Wanted] = {}
    for (about, _), hits in zip(lines, agreed.evaluate([subject for _, subject in lines]), strict=True):
        for hit in hits:
            for found in _of_hit(picture, about, hit, now):
                _keep_stronger(strongest, found)
    return list(strongest.values())


def _of_hit(picture: Picture, about: Child | Adult, hit: RowHit, now: datetime) -> list[Wanted]:
    """What one row asks for about one person: one line for each post, or one that says why there is none."""
    if hit.function is None or hit.kind is None:
        return []
    holders = recipients.holders(picture, about, hit.function, london_day(now))
    return [
        Wanted(hit, hit.function, hit.kind, about, one.post, one.team, one.because, one.can_be_found) for one in holders
    ]


def _keep_stronger(strongest: dict[Key, Wanted], found: Wanted) -> None:
    """What is held stays held whatever else would tell the same team about the same person."""
    key = _key_of(found)
    other = strongest.get(key)
    if other is None or _strength(found) > _strength(other):
        strongest[key] = found


def _strength(one: Wanted) -> tuple[bool, int]:
    return one.hit.hold, STRENGTH.index(one.kind)


def _key_of(one: Wanted) -> Key:
    return one.function.value, one.team, one.about.person


def _reconcile(
    picture: Picture, wanted: list[Wanted], agreed: Protocol, triggered_at: datetime, by: Actor, now: datetime
) -> None:
    """Tell what is wanted and not yet told; drop what stands and is no longer wanted."""
    standing = {_key(duty, person): duty for duty, person in _with_persons(queries.standing(picture.told.incident))}
    keys = {_key_of(one) for one in wanted}
    declined = {
        (key[0], key[2]) for key, duty in standing.items() if duty.notice and duty.notice.state == State.DECLINED
    }
    for key, duty in standing.items():
        if key not in keys and not (duty.team_id is None and (key[0], key[2]) in declined):
            _drop(duty, by, now)
    for one in wanted:
        if _key_of(one) not in standing:
            tell.tell(picture, one, agreed=agreed, triggered_at=triggered_at, by=by, now=now)


def _with_persons(duties: list[Duty]) -> list[tuple[Duty, UUID | None]]:
    persons = people.persons_of_records({duty.about_id for duty in duties})
    return [(duty, persons.get(duty.about_id)) for duty in duties]


def _key(duty: Duty, person: UUID | None) -> Key:
    return duty.function, duty.team_id, person


def _drop(duty: Duty, by: Actor, now: datetime) -> None:
    """A duty that no longer follows: what was not yet told is not told any more, what was told stands."""
    duty.dropped_at = now
    duty.save(update_fields=["dropped_at"])
    because = "What is known has changed: this no longer has to be told."
    if duty.notice and duty.notice.state in NOT_YET_TOLD:
        notifications.supersede(notices=[duty.notice.id], because=because, by=by, now=now)
    if duty.task:
        notifications.settle(notices=[duty.task.id], because="The missing recipient is known now.", by=by, now=now)


def _remember(picture: Picture, agreed: Protocol, in_scope: bool, because: str, now: datetime) -> None:
    """Keep from which versions of which people this was worked out: another version now is the work list."""
    derivation, _ = Derivation.objects.update_or_create(
        incident_id=picture.told.incident,
        defaults={
            "protocol": agreed.number,
            "code": settings.CODE_VERSION,
            "at": now,
            "in_scope": in_scope,
            "because": because,
        },
    )
    Source.objects.filter(derivation=derivation).delete()
    Source.objects.bulk_create(
        Source(derivation=derivation, person_id=person, version=version) for person, version in picture.sources.items()
    )
