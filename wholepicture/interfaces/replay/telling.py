"""An event of a case file as the report that its agency hands in: what the file says, and not known where it says nothing."""

import json
from collections.abc import Iterable
from datetime import datetime

from wholepicture.interfaces.replay.case import IncidentEvent
from wholepicture.interfaces.replay.world import World
from wholepicture.pathway.incidents.facts import ChildDetail, PersonTold, Told
from wholepicture.pathway.incidents.terms import Brag, Dash, Kind
from wholepicture.registers.people.terms import Role, YesNo

NOT_SAID = "The case file does not say."


def incident(event: IncidentEvent, world: World, *, kind: Kind) -> Told:
    """Return an incident or concern as told by its agency, of people as that agency's own records hold them."""
    believed = event.dash is Dash.BELIEVED_DONE
    return Told(
        kind=kind,
        happened_at=event.at,
        people=tuple(_person(event, world, person, role) for person, role in event.people),
        reference=event.ref,
        category=event.category,
        reporter=event.reporter,
        place=event.place,
        summary=event.summary,
        dash=event.dash or Dash.NOT_DONE,
        dash_because="" if event.dash else NOT_SAID,
        dash_perceived=event.dash_perceived.value if event.dash_perceived and believed else "",
        brag=event.brag or Brag.NOT_DONE,
        brag_because="" if event.brag else NOT_SAID,
        features=frozenset(event.features),
    )


def birth(agency: str, parents: Iterable[str], world: World, *, at: datetime) -> Told:
    """Return maternity's notification of a birth: the parents it knows, and that it happened."""
    people = tuple(
        PersonTold(key=parent, role=Role.PARENT, record=world.record(agency, parent, now=at).id) for parent in parents
    )
    return Told(kind=Kind.BIRTH, happened_at=at, people=people)


def as_sent(told: Told) -> str:
    """Return the report as the text that an agency's system would send."""
    people = [{"key": person.key, "role": person.role.value, "record": str(person.record)} for person in told.people]
    body = {
        "kind": told.kind.value,
        "reference": told.reference,
        "happened_at": told.happened_at.isoformat(),
        "category": told.category.value,
        "reporter": told.reporter.value,
        "dash": told.dash.value,
        "brag": told.brag.value,
        "features": sorted(feature.value for feature in told.features),
        "summary": told.summary,
        "people": people,
    }
    return json.dumps(body, ensure_ascii=False)


def _person(event: IncidentEvent, world: World, person: str, role: Role) -> PersonTold:
    row = world.record(event.by, person, now=event.at)
    child = None
    if role is Role.CHILD:
        child = ChildDetail(presence=event.children[person], sleeps_asked=YesNo.NOT_ASKED)
    return PersonTold(
        key=person,
        role=role,
        forename=row.forename,
        surname=row.surname,
        sex=row.sex,
        birth_date=row.birth_date,
        expected_date=row.expected_date,
        record=row.id,
        child=child,
    )
