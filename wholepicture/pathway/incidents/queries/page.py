"""A page's reads of incidents: each with the proof that the look was permitted and recorded, or of one's own work only."""

from uuid import UUID

from wholepicture.pathway.incidents.facts import (
    ChildDetail,
    DraftPicture,
    IncidentPicture,
    PersonPicture,
    RelationPicture,
    ReportLine,
)
from wholepicture.pathway.incidents.models import ChildTold, Draft, Incident, Involved, Submission
from wholepicture.pathway.incidents.queries.machine import NotFound
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
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.models import Relationship
from wholepicture.registers.people.terms import ProtectedKind, RelationshipKind, Role, YesNo

DRAFTS_SHOWN = 20


class NotOpened(PermissionError):
    """The proof of a look does not open this incident; its text is for the user."""


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
