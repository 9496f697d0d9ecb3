"""The machine's reads of incidents, in bulk: statements do not grow with what is asked for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from wholepicture.pathway.incidents.facts import ChildFacts, IncidentFacts, InvolvedFacts, Receipt, RoleAt
from wholepicture.pathway.incidents.models import ChildTold, Incident, Involved, Submission
from wholepicture.pathway.incidents.terms import (
    AllegationStatus,
    Brag,
    Category,
    Dash,
    Feature,
    Kind,
    Presence,
    ReporterKind,
)
from wholepicture.registers.people import names
from wholepicture.registers.people.models import ProtectedFact
from wholepicture.registers.people.terms import ProtectedKind, Role, YesNo

Row = TypeVar("Row", Involved, ChildTold)


class NotFound(LookupError):
    """There is no such thing here for this reader; its text is for the user and says no more than that."""


def for_duties(incident_id: UUID) -> IncidentFacts:
    """Return what later steps may look at in one incident. Raises NotFound."""
    found = facts([incident_id])
    if not found:
        raise NotFound("There is no such incident.")
    return found[incident_id]


def facts(incident_ids: Iterable[UUID]) -> dict[UUID, IncidentFacts]:
    """Return what later steps may look at in each incident, in five statements however many are asked for."""
    rows = {row.id: row for row in Incident.objects.filter(id__in=set(incident_ids))}
    involved = _by_incident(Involved.objects.filter(incident_id__in=rows).select_related("record").order_by("id"))
    children = _by_incident(ChildTold.objects.filter(incident_id__in=rows).select_related("record").order_by("id"))
    told_places = ProtectedFact.objects.filter(context__in=rows, kind=ProtectedKind.PLACE)
    places = {context: names.place_key(value) for context, value in told_places.values_list("context", "value")}
    return {row.id: _facts(row, involved[row.id], children[row.id], places.get(row.id, "")) for row in rows.values()}


def incidents_of(person_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Return the incidents and concerns in which each person was told, in any role; births are left out."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Involved.objects.filter(record__person_id__in=set(person_ids)).exclude(incident__kind=Kind.BIRTH)
    for person, incident in rows.values_list("record__person_id", "incident_id"):
        found[person].add(incident)
    return dict(found)


def roles_before(person_ids: Iterable[UUID], at: datetime) -> dict[UUID, list[RoleAt]]:
    """Return what each person was in incidents and concerns that happened before `at`, oldest first."""
    found: dict[UUID, list[RoleAt]] = {person: [] for person in set(person_ids)}
    rows = (
        Involved.objects.filter(record__person_id__in=found, incident__happened_at__lt=at)
        .exclude(incident__kind=Kind.BIRTH)
        .order_by("incident__happened_at", "incident_id")
        .values_list("record__person_id", "incident_id", "role", "incident__happened_at")
    )
    for person, incident, role, happened_at in rows:
        found[person].append(RoleAt(incident, Role(role), happened_at))
    return found


def told_as_children(person_ids: Iterable[UUID]) -> set[UUID]:
    """Return who of these was told as a child in any report, for those whose date of birth nobody knows."""
    rows = Involved.objects.filter(record__person_id__in=set(person_ids), role=Role.CHILD)
    return {person for person in rows.values_list("record__person_id", flat=True) if person}


def together_with(person_ids: Iterable[UUID]) -> dict[UUID, dict[UUID, set[Role]]]:
    """Return who else was in incidents and concerns with each person, and in which roles."""
    of = incidents_of(person_ids)
    told: dict[UUID, list[tuple[UUID, Role]]] = defaultdict(list)
    wanted = {incident for found in of.values() for incident in found}
    rows = Involved.objects.filter(incident_id__in=wanted, record__person_id__isnull=False)
    for incident, other, role in rows.values_list("incident_id", "record__person_id", "role"):
        told[incident].append((other, Role(role)))
    found: dict[UUID, dict[UUID, set[Role]]] = {person: defaultdict(set) for person in of}
    for person, incidents in of.items():
        for other, role in (pair for incident in incidents for pair in told[incident]):
            if other != person:
                found[person][other].add(role)
    return found


def told_beside(record_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return for each record the others of its incidents: one report never names the same person twice."""
    ids = set(record_ids)
    incidents: dict[UUID, set[UUID]] = defaultdict(set)
    for record, incident in Involved.objects.filter(record_id__in=ids).values_list("record_id", "incident_id"):
        incidents[incident].add(record)
    beside: dict[UUID, set[UUID]] = defaultdict(set)
    for other, incident in Involved.objects.filter(incident_id__in=incidents).values_list("record_id", "incident_id"):
        for record in incidents[incident] - {other}:
            beside[record].add(other)
    return {record: frozenset(beside[record]) for record in ids}


def roles_of_records(record_ids: Iterable[UUID]) -> dict[UUID, frozenset[Role]]:
    """Return the roles in which each record was told; one that stands in no report is left out."""
    found: dict[UUID, set[Role]] = defaultdict(set)
    for record, role in Involved.objects.filter(record_id__in=set(record_ids)).values_list("record_id", "role"):
        found[record].add(Role(role))
    return {record: frozenset(roles) for record, roles in found.items()}


def answered(*, agency: UUID, key: str) -> tuple[str, Receipt] | None:
    """Return the digest and the receipt that this agency's key was first answered with, or None."""
    return all_answered(agency=agency, keys=[key]).get(key)


def all_answered(*, agency: UUID, keys: Iterable[str]) -> dict[str, tuple[str, Receipt]]:
    """Return the digest and the receipt that each of these keys was first answered with; new keys are left out."""
    rows = Submission.objects.filter(agency_id=agency, key__in=set(keys)).select_related("incident").defer("raw")
    return {row.key: (row.digest, _receipt(row)) for row in rows}


def _receipt(row: Submission) -> Receipt:
    incident = row.incident
    return Receipt(incident.id, incident.reference, row.received_at, repeated=True, answer=row.answer)


def _by_incident(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.incident_id].append(row)
    return found


def _facts(row: Incident, involved: Sequence[Involved], children: Sequence[ChildTold], place: str) -> IncidentFacts:
    return IncidentFacts(
        id=row.id,
        kind=Kind(row.kind),
        agency=row.agency_id,
        reference=row.reference,
        happened_at=row.happened_at,
        received_at=row.received_at,
        category=Category(row.category),
        reporter=ReporterKind(row.reporter),
        dash=Dash(row.dash),
        brag=Brag(row.brag),
        features=frozenset(Feature(feature) for feature in row.features),
        summary=row.summary,
        place_key=place,
        people=tuple(_involved(someone) for someone in involved),
        children=tuple(_child(child) for child in children),
        dash_perceived=row.dash_perceived,
    )


def _involved(row: Involved) -> InvolvedFacts:
    return InvolvedFacts(
        row.record_id, row.record.person_id, Role(row.role), row.alleged_by, AllegationStatus(row.status)
    )


def _child(row: ChildTold) -> ChildFacts:
    return ChildFacts(
        row.record_id,
        row.record.person_id,
        Presence(row.presence),
        YesNo(row.seen),
        YesNo(row.spoken_to),
        YesNo(row.sleeps_asked),
        row.words,
    )
