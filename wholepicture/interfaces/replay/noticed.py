"""What was listed because of an incident, and what the pattern showed right after an event, in the ids of the file."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from wholepicture.interfaces.replay.case import ContactEvent
from wholepicture.interfaces.replay.report import EventLine, FindingLine, ListingLine
from wholepicture.interfaces.replay.world import World
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.findings import queries as findings
from wholepicture.pathway.triage import queries as triage
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people import queries as people


def after(line: EventLine, incident: UUID | None, world: World, causes: Mapping[str, UUID]) -> list[FindingLine]:
    """Return what stands about the families of an event right after it, and about no other incident than its own."""
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        known = persons(world)
        standing = findings.standing(_families(line, incident, known))
        names = {str(person): case_id for person, case_id in known.items()}
        names |= {str(cause): ref for ref, cause in causes.items()}
        return [
            FindingLine(rule=found.rule, because=found.because, evidence=_named(found.evidence, names))
            for family in sorted(standing)
            for found in standing[family]
            if found.incident in (None, incident)
        ]


def listings(incident: UUID, world: World) -> list[ListingLine]:
    """Return every listing that stands because of an incident, its own families first."""
    known = persons(world)
    lines = [_listing(picture, known) for picture in triage.for_incident(incident)]
    return sorted(lines, key=lambda line: (line.linked, line.family))


def _listing(picture: triage.ListingPicture, persons: Mapping[UUID, str]) -> ListingLine:
    """Of one that was not decided about in time, the mode is how it was to be when it was listed: in a meeting, or without."""
    in_time = picture.decided_at is not None and picture.decided_at <= picture.due_at
    mode = picture.mode if in_time else None
    mode = mode or triage.mode_of_listing(picture.listed_at, picture.due_at, picture.listed_at)
    children = tuple(sorted(persons.get(child, "") for child in picture.children))
    return ListingLine(
        family=f"family of {', '.join(children)}",
        children=children,
        linked=picture.linked,
        lane=picture.lane,
        nth=picture.nth,
        interval_days=picture.interval_days,
        listed_at=picture.listed_at,
        due=picture.due_at,
        mode=mode.value,
        decided_at=picture.decided_at,
    )


def _families(line: EventLine, incident: UUID | None, persons: Mapping[UUID, str]) -> set[UUID]:
    """The families that an incident lists, not the linked ones; else those of the child of a contact, or whoever was met."""
    if incident:
        return {picture.family for picture in triage.for_incident(incident) if not picture.linked}
    told = line.told
    if not isinstance(told, ContactEvent):
        return set()
    wanted = {told.child} if told.child else set(told.people)
    found = families.families_of(person for person, case_id in persons.items() if case_id in wanted)
    return {family for those in found.values() for family in those}


def persons(world: World) -> dict[UUID, str]:
    """Whom of the file each resolved person is."""
    of_records = people.persons_of_records(world.person_of)
    return {person: world.person_of[record] for record, person in of_records.items() if person}


def _named(value: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401  JSON
    """Evidence with the file's ids in place of ours."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, Mapping):
        return {_named(key, names): _named(each, names) for key, each in value.items()}
    if isinstance(value, Iterable):
        return [_named(each, names) for each in value]
    return value
