"""Work out who must be told because of an incident, and tell them: the protocol's tables applied to what is known.

Doing it again adds and corrects, and never repeats (review 2.6, 2.14: two practices knew nothing of five incidents).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties import queries, rules
from wholepicture.pathway.duties.actions import correct, tell
from wholepicture.pathway.duties.actions.correct import Before
from wholepicture.pathway.duties.actions.tell import Telling
from wholepicture.pathway.duties.facts import Adult, Child, Picture, Wanted
from wholepicture.pathway.duties.models import Derivation, Duty, Source
from wholepicture.pathway.duties.queries import recipients
from wholepicture.pathway.duties.queries.recipients import Directory
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.people import actions as register
from wholepicture.registers.people import queries as people
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.engine import Protocol
from wholepicture.registers.protocol.rows import RowHit
from wholepicture.registers.protocol.terms import Lane, NoticeKind

STRENGTH = [NoticeKind.INFORM, NoticeKind.ASK, NoticeKind.ACT]
NOT_YET_TOLD = {State.HELD, State.WITHHELD, State.QUEUED}
Key = tuple[str, UUID | None, UUID | None]


@transaction.atomic
def derive(*, incidents: Sequence[UUID], by: Actor, now: datetime) -> None:
    """Work out the duties of each incident from what is known now, add what is new and drop what no longer holds."""
    agreed, directory = protocol.current(now), Directory(london_day(now))
    neighbours: set[UUID] = set()
    pictures = [queries.picture(incident, now) for incident in incidents]
    for picture in queries.with_patterns(pictures, agreed.parameters, now):
        incident = picture.told.incident
        before = _before(incident)
        in_scope, because = rules.scope(picture)
        wanted = _wanted(picture, agreed, directory) if in_scope else []
        triggered_at = now if before else picture.told.received_at
        recent = timedelta(days=agreed.parameters.rederive_days)
        is_long_past = before is not None and picture.told.received_at <= now - recent
        telling = tell.telling(
            picture,
            agreed=agreed,
            directory=directory,
            triggered_at=triggered_at,
            is_long_past=is_long_past,
            by=by,
            now=now,
        )
        _reconcile(wanted, before, telling)
        _remember(picture, agreed, in_scope, because, _after(before, now))
        if before is None:
            neighbours |= picture.residents
        audit.record(
            event=Event.DUTIES_DERIVED,
            by=by,
            now=now,
            about=[f"incident:{incident}"],
            detail={"in_scope": in_scope, "because": because, "duties": len(wanted), "protocol": agreed.number},
        )
    # Nobody of theirs was told of, so nothing else would let their family's pattern see what happened at their home.
    register.touch(persons=neighbours)


def _before(incident: UUID) -> Before | None:
    """From whom and when an incident was worked out the last time; None the first time."""
    rows = Derivation.objects.filter(incident_id=incident).values_list("at", "sources__person_id")
    found = list(rows)
    return Before(found[0][0], frozenset(person for _, person in found if person)) if found else None


def _after(before: Before | None, now: datetime) -> datetime:
    """When an incident counts as worked out: always later than before, so that the steps after this one see it."""
    return now if before is None else max(now, before.at + timedelta.resolution)


def _wanted(picture: Picture, agreed: Protocol, directory: Directory) -> list[Wanted]:
    """Every function that has to be told about every person, the strongest row winning where two say the same."""
    lines = rules.subjects(picture, agreed.parameters)
    strongest: dict[Key, Wanted] = {}
    for (about, _), hits in zip(lines, agreed.evaluate([subject for _, subject in lines]), strict=True):
        for hit in hits:
            for found in _of_hit(picture, about, hit, directory):
                _keep_stronger(strongest, found)
    return list(strongest.values())


def _of_hit(picture: Picture, about: Child | Adult, hit: RowHit, directory: Directory) -> list[Wanted]:
    """What one row asks for about one person: one line for each post, or one that says why there is none."""
    if hit.function is None or hit.kind is None:
        return []
    holders = recipients.holders(picture, about, hit.function, directory)
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


def _reconcile(wanted: list[Wanted], before: Before | None, telling: Telling) -> None:
    """Tell what is wanted and not yet told, drop what stands and is no longer wanted, correct what was told in error."""
    every = [(_key(duty, person), duty) for duty, person in _with_persons(telling.every)]
    # Of two people who are one by now, one team was told twice: both duties stand, and both are dropped.
    stand = [(key, duty) for key, duty in every if duty.dropped_at is None]
    standing, known = dict(stand), {**dict(every), **dict(stand)}
    keys = {_key_of(one) for one in wanted}
    declined = {(key[0], key[2]) for key, duty in stand if duty.notice and duty.notice.state == State.DECLINED}
    gone = [
        duty for key, duty in stand if key not in keys and not (duty.team_id is None and (key[0], key[2]) in declined)
    ]
    for duty in gone:
        _drop(duty, telling)
    correct.correct(gone, telling.every, telling.picture, before, agreed=telling.agreed, by=telling.by, now=telling.now)
    wanted = [_as_told(one, known.get(_key_of(one))) for one in wanted]
    to_tell = [one for one in wanted if _has_to_be_told(one, standing.get(_key_of(one)), telling)]
    _save([tell.tell(one, telling) for one in to_tell])


def _as_told(one: Wanted, duty: Duty | None) -> Wanted:
    """The same about the record of which they were told: another of the same person's is no news to anybody."""
    return replace(one, about=replace(one.about, record=duty.about_id)) if duty else one


def _has_to_be_told(one: Wanted, duty: Duty | None, telling: Telling) -> bool:
    """What was never told; and what was told in the standard lane and, as is known now, should have been in the fast.

    Of an incident long past nobody is told anew, but whoever was told, and corrected in error, is told again.
    """
    if telling.is_long_past and tell.known_duty(one, telling) is None:
        return False
    return duty is None or (telling.lane is Lane.FAST and duty.lane == Lane.STANDARD)


def _save(duties: list[Duty]) -> None:
    known = {duty.id for duty in duties if not duty._state.adding}
    Duty.objects.bulk_create(duty for duty in duties if duty.id not in known)
    for duty in duties:
        if duty.id in known:
            duty.save()


def _with_persons(every: Iterable[Duty]) -> list[tuple[Duty, UUID | None]]:
    """The duties, each with the person whom it is about by the links of now."""
    duties = list(every)
    persons = people.persons_of_records({duty.about_id for duty in duties})
    return [(duty, persons.get(duty.about_id)) for duty in duties]


def _key(duty: Duty, person: UUID | None) -> Key:
    return duty.function, duty.team_id, person


def _drop(duty: Duty, telling: Telling) -> None:
    """A duty that no longer follows: what was not yet told is not told any more, what was told stands."""
    by, now = telling.by, telling.now
    duty.dropped_at = now
    duty.save(update_fields=["dropped_at"])
    because = "What is known has changed: this no longer has to be told."
    if duty.notice and duty.notice.state in NOT_YET_TOLD:
        taken_back = notifications.supersede(notices=[duty.notice.id], because=because, by=by, now=now)
        # A carrier may have delivered it since we looked.
        duty.notice.state = taken_back[0].state if taken_back else queries.state_of(duty.notice.id)
    if duty.task:
        notifications.settle(notices=[duty.task.id], because="The missing recipient is known now.", by=by, now=now)


def _remember(picture: Picture, agreed: Protocol, in_scope: bool, because: str, at: datetime) -> None:
    """Keep from which versions of which people this was worked out: another version now is the work list."""
    derivation, _ = Derivation.objects.update_or_create(
        incident_id=picture.told.incident,
        defaults={
            "protocol": agreed.number,
            "code": settings.CODE_VERSION,
            "at": at,
            "in_scope": in_scope,
            "because": because,
        },
    )
    Source.objects.filter(derivation=derivation).delete()
    Source.objects.bulk_create(
        Source(derivation=derivation, person_id=person, version=version) for person, version in picture.sources.items()
    )
