"""Every read of incidents: the machine's in bulk, a page's with the proof that the look was permitted and recorded."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from wholepicture.pathway.incidents.facts import (
    ChildDetail,
    ChildFacts,
    DraftPicture,
    IncidentFacts,
    IncidentPicture,
    InvolvedFacts,
    PersonPicture,
    Receipt,
    RelationPicture,
    ReportLine,
    RoleAt,
)
from wholepicture.pathway.incidents.models import ChildTold, Draft, Incident, Involved, Submission
from wholepicture.pathway.incidents.terms import (
    Accuser,
    AllegationStatus,
    Brag,
    Category,
    Dash,
    Door,
    Feature,
    Kind,
    Presence,
    ReporterKind,
)
from wholepicture.registers.audit.terms import Actor, Seen
from wholepicture.registers.people import names
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.models import ProtectedFact, Relationship
from wholepicture.registers.people.terms import ProtectedKind, RelationshipKind, Role, YesNo

DRAFTS_SHOWN = 20
Row = TypeVar("Row", Involved, ChildTold)


class NotFound(LookupError):
    """There is no such thing here for this reader; its text is for the user and says no more than that."""


class NotOpened(PermissionError):
    """The proof of a look does not open this incident; its text is for the user."""


# The machine's reads.


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
        if person:
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
        if person:
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
        if other:
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
    row = Submission.objects.filter(agency_id=agency, key=key).select_related("incident").first()
    if row is None:
        return None
    incident = row.incident
    return row.digest, Receipt(incident.id, incident.reference, row.received_at, repeated=True, answer=row.answer)


# A page's reads.


def as_told(incident_id: UUID, *, seen: Seen) -> IncidentPicture:
    """Return one incident exactly as told, with only those protected facts that this reader may have.

    Raises NotOpened when `seen` opens something else, NotFound when there is no such incident.
    """
    if seen.subject != incident_id:
        raise NotOpened("Open this incident from your work list: what you opened was something else.")
    row = Incident.objects.filter(id=incident_id).select_related("agency").first()
    if row is None:
        raise NotFound("There is no such incident.")
    persons = _people(row, seen)
    protected = people.protected(seen=seen, contexts=[row.id], kinds=[ProtectedKind.PLACE, ProtectedKind.REFERRER])
    values = {fact.kind: fact.value for fact in protected if fact.record is None}
    return IncidentPicture(
        id=row.id,
        kind=Kind(row.kind),
        agency=row.agency_id,
        agency_name=row.agency.name,
        door=_door(row),
        reference=row.reference,
        happened_at=row.happened_at,
        happened_until=row.happened_until,
        received_at=row.received_at,
        category=Category(row.category),
        reporter=ReporterKind(row.reporter),
        reporter_name=values.get(ProtectedKind.REFERRER),
        place=values.get(ProtectedKind.PLACE),
        summary=row.summary,
        dash=Dash(row.dash),
        dash_because=row.dash_because,
        dash_perceived=row.dash_perceived,
        brag=Brag(row.brag),
        brag_because=row.brag_because,
        features=tuple(Feature(feature) for feature in row.features),
        people=persons,
        relationships=_relationships(row, {person.record: person.name for person in persons}),
    )


def persons_in(incident_id: UUID) -> tuple[UUID, ...]:
    """Return the resolved persons of an incident, for the check that a reader is none of them; no page shows it."""
    rows = Involved.objects.filter(incident_id=incident_id).values_list("record__person_id", flat=True)
    return tuple(sorted({person for person in rows if person}))


def reported_by(*, by: Actor, limit: int) -> list[ReportLine]:
    """Return this user's own latest reports, newest first, without a name."""
    if by.agency is None:
        return []
    rows = Incident.objects.filter(by=by.id, agency_id=by.agency).order_by("-received_at", "id")[:limit]
    return [
        ReportLine(row.id, Kind(row.kind), row.reference, Category(row.category), row.happened_at, row.received_at)
        for row in rows
    ]


def draft(draft_id: UUID, *, by: Actor) -> DraftPicture:
    """Return one of the user's own drafts, sent ones included. Raises NotFound for anybody else's."""
    row = Draft.objects.filter(id=draft_id, user=by.id).first()
    if row is None:
        raise NotFound("There is no such draft of yours: it may have been discarded.")
    return _draft(row)


def my_drafts(*, by: Actor) -> list[DraftPicture]:
    """Return what this user is still writing, last saved first."""
    rows = Draft.objects.filter(user=by.id, sent__isnull=True).order_by("-saved_at", "id")[:DRAFTS_SHOWN]
    return [_draft(row) for row in rows]


def _door(row: Incident) -> Door | None:
    """How it came in; raw input is open to its sender's agency only, and with it this."""
    door = Submission.objects.filter(id=row.submission_id).values_list("door", flat=True).first()
    return Door(door) if door else None


def _draft(row: Draft) -> DraftPicture:
    return DraftPicture(row.id, row.data, row.started_at, row.saved_at, row.sent)


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


def _people(row: Incident, seen: Seen) -> tuple[PersonPicture, ...]:
    involved = list(Involved.objects.filter(incident=row).order_by("id"))
    ids = [someone.record_id for someone in involved]
    told, called = people.told_of(ids, seen=seen), people.names_of(ids, seen=seen)
    facts_allowed = people.protected(seen=seen, record_ids=ids, kinds=[ProtectedKind.ADDRESS, ProtectedKind.SLEEPS_AT])
    homes = {
        f.record: f.value for f in facts_allowed if f.kind is ProtectedKind.ADDRESS and f.told_at <= row.received_at
    }
    beds = {f.record: f.value for f in facts_allowed if f.kind is ProtectedKind.SLEEPS_AT and f.context == row.id}
    children = {child.record_id: child for child in ChildTold.objects.filter(incident=row)}
    pictures = []
    for someone in involved:
        record, child = told[someone.record_id], children.get(someone.record_id)
        pictures.append(
            PersonPicture(
                record=someone.record_id,
                name=called[someone.record_id],
                role=Role(someone.role),
                alleged_by=_accuser(someone.alleged_by, {str(key): name for key, name in called.items()}),
                status=AllegationStatus(someone.status),
                sex=record.sex,
                birth_date=record.birth_date,
                birth_precision=record.birth_precision,
                expected_date=record.expected_date,
                address=homes.get(someone.record_id),
                child=_detail(child, beds.get(child.record_id, "")) if child else None,
            )
        )
    return tuple(pictures)


def _accuser(alleged_by: str, names: dict[str, str]) -> str:
    """Say in words who alleges a role."""
    if alleged_by in Accuser.values():
        return Accuser(alleged_by).label
    return names.get(alleged_by.removeprefix("record:"), Accuser.NOT_KNOWN.label)


def _detail(row: ChildTold, sleeps_where: str) -> ChildDetail:
    return ChildDetail(
        Presence(row.presence), YesNo(row.seen), YesNo(row.spoken_to), row.words, YesNo(row.sleeps_asked), sleeps_where
    )


def _relationships(row: Incident, names: dict[UUID, str]) -> tuple[RelationPicture, ...]:
    """The relationships told between these records up to this report."""
    rows = Relationship.objects.filter(
        from_record_id__in=names, to_record_id__in=names, told_by_id=row.agency_id, told_at__lte=row.received_at
    ).order_by("told_at", "id")
    return tuple(
        RelationPicture(names[relation.from_record_id], RelationshipKind(relation.kind), names[relation.to_record_id])
        for relation in rows
    )
