"""A contact of an agency with a family: who was met, how, and what was learnt of contact arrangements (review 2.8, 2.12)."""

from uuid import uuid4

from wholepicture.interfaces.replay.case import UNNAMED, ArrangementOfCase, ContactEvent
from wholepicture.interfaces.replay.world import World
from wholepicture.pathway.families import actions as families
from wholepicture.pathway.families.facts import ArrangementTold
from wholepicture.registers.audit.terms import MACHINE

NOT_PLAYED = "not played: the file does not say which agency this was, so nobody's record holds it"


def play(event: ContactEvent, world: World) -> list[str]:
    """Enter the contact in the agency's own records; return what has to be said beside it."""
    if event.by == UNNAMED:
        return [NOT_PLAYED]
    arrangement = event.learnt.arrangement
    families.tell_contact(
        agency=world.directory.agencies[event.by],
        mode=event.mode,
        people=[world.record(event.by, person, now=event.at) for person in event.people],
        child=world.record(event.by, event.child, now=event.at) if event.child else None,
        summary=event.summary,
        happened_at=event.at,
        arrangement=_told(event, arrangement, world) if arrangement else None,
        cause=uuid4(),
        by=MACHINE,
        now=event.at,
    )
    return _beside(event)


def _told(event: ContactEvent, arrangement: ArrangementOfCase, world: World) -> ArrangementTold:
    by = arrangement.supported_by
    return ArrangementTold(
        adult=world.record(event.by, arrangement.with_person, now=event.at),
        day=arrangement.day,
        day_words=arrangement.day_words,
        overnight=arrangement.overnight,
        overnight_words=arrangement.overnight_words,
        supported_by=world.record(event.by, by, now=event.at) if by else None,
        source=event.mode.label,
    )


def _beside(event: ContactEvent) -> list[str]:
    on = event.learnt.incident_on
    if on is None:
        return []
    return [
        f"an incident of {on:%-d %B %Y} that nobody had reported was learnt of: it is told as an incident of its own"
    ]
