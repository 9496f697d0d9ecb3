"""Take a report: raw input, key and the incident as told are committed together, and only then is it answered.

Nothing given to us is lost, and a repeated submission makes nothing twice (design promise 12; review 2.4).
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction

from wholepicture.lib.postgres import wake
from wholepicture.pathway.incidents import permissions, queries, rules
from wholepicture.pathway.incidents.actions import drafts
from wholepicture.pathway.incidents.facts import ChildDetail, PersonTold, Problem, Receipt, Told
from wholepicture.pathway.incidents.models import ChildTold, Incident, Involved, Submission
from wholepicture.pathway.incidents.terms import Accuser, Door, Kind
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.chronology import actions as chronology
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.people import actions as people
from wholepicture.registers.people import identifiers, names
from wholepicture.registers.people import queries as known
from wholepicture.registers.people.models import Person, Record
from wholepicture.registers.people.terms import ProtectedKind, Role, YesNo

CHANNEL = "wholepicture"
KEY_ONCE = "incidents_submission_key_once"
_ENTRY = {Kind.INCIDENT: EntryKind.INCIDENT, Kind.CONCERN: EntryKind.CONCERN}
_NO_CHRONOLOGY = (Role.WITNESS,)


class KeyUsedForAnother(ValueError):
    """This agency already used this key for another report; its text is for the sender."""


class NotAccepted(ValueError):
    """The report has to be mended first; `problems` name each field and its remedy, never a person."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems beside their sentences."""
        self.problems = tuple(problems)
        super().__init__(" ".join(f"{problem.field}: {problem.sentence}" for problem in problems))


@transaction.atomic
def receive(
    *,
    told: Told,
    agency: Agency | UUID,
    key: str,
    digest: str,
    raw: str,
    door: Door,
    by: Actor,
    now: datetime,
    draft: UUID | None = None,
) -> Receipt:
    """Keep one report for ever under its sender's key, and return the answer, the same for every repetition.

    `digest` is rules.digest of what was sent, `raw` the text as it came. Of two senders with one key at once, one waits
    and gets the other's answer. Raises NotYours, KeyUsedForAnother, and NotAccepted with all that has to be mended.
    """
    sender = agency if isinstance(agency, Agency) else Agency.objects.get(id=agency)
    permissions.check_can_report(by=by, agency=sender.id, door=door)
    receipt = _repeated(sender, key, digest) or _first(told, sender, key, digest, raw, door, by, now)
    if draft is not None:
        drafts.mark_sent(draft=draft, incident=receipt.incident_id, by=by, now=now)
    return receipt


def _repeated(agency: Agency, key: str, digest: str) -> Receipt | None:
    """Return what was answered to this key before, or None."""
    found = queries.answered(agency=agency.id, key=key)
    if found is None:
        return None
    if found[0] != digest:
        raise KeyUsedForAnother("This key was used for another report: send this one under a key of its own.")
    return found[1]


def _first(
    told: Told, agency: Agency, key: str, digest: str, raw: str, door: Door, by: Actor, now: datetime
) -> Receipt:
    if problems := rules.problems(told, now=now):
        raise NotAccepted(problems)
    incident = uuid4()
    answer = _answer(incident, told, now)
    submission = Submission(
        agency=agency, key=key, digest=digest, door=door, raw=raw, answer=answer, received_at=now, by=by.id
    )
    try:
        # The index makes a second sender of the same key wait here until the first has committed or failed.
        with transaction.atomic():
            submission.save(force_insert=True)
    except IntegrityError as error:
        if KEY_ONCE not in str(error):
            raise
        receipt = _repeated(agency, key, digest)
        if receipt is None:
            raise
        return receipt
    _keep(incident, submission, told, agency, by, now)
    return Receipt(incident, told.reference, now, repeated=False, answer=answer)


def _answer(incident: UUID, told: Told, now: datetime) -> str:
    """The receipt and nothing more: a reply never says whom we know or where they are (safety, threat 33)."""
    body = {
        "incident": str(incident),
        "kind": told.kind.value,
        "reference": told.reference,
        "received_at": now.astimezone(UTC).isoformat(),
    }
    return json.dumps(body, ensure_ascii=False)


def _keep(incident_id: UUID, submission: Submission, told: Told, agency: Agency, by: Actor, now: datetime) -> None:
    """Write the incident as told with its people, what is protected, chronology and audit, and wake the worker."""
    incident = Incident.objects.create(
        id=incident_id,
        submission=submission,
        kind=told.kind,
        agency=agency,
        reference=told.reference,
        happened_at=told.happened_at,
        happened_until=told.happened_until,
        category=told.category,
        reporter=told.reporter,
        summary=told.summary,
        dash=told.dash,
        dash_because=told.dash_because,
        dash_perceived=told.dash_perceived,
        brag=told.brag,
        brag_because=told.brag_because,
        features=sorted(feature.value for feature in told.features),
        received_at=now,
        by=by.id,
    )
    records = _records(told, agency, by, now)
    _involve(incident, told, records)
    _relate(told, records, agency, by, now)
    _protect(incident, told, records, agency, by, now)
    _chronicle(incident, told, records, agency, by, now)
    about = [f"incident:{incident.id}", *(f"record:{record.id}" for record in records.values())]
    detail = {"kind": told.kind.value, "door": submission.door}
    audit.record(event=Event.INCIDENT_RECEIVED, by=by, now=now, about=about, detail=detail)
    with connection.cursor() as cursor:
        wake.notify(cursor, CHANNEL)


def _records(told: Told, agency: Agency, by: Actor, now: datetime) -> dict[str, Record]:
    """Return a record of the reporting agency for each person's key: the one they named, or a new one."""
    existing = _existing(told, agency)
    found: dict[str, Record] = {}
    for person in told.people:
        if person.record:
            record = existing[person.record]
            if person.address.strip():
                people.add_address(record=record, value=person.address, told_by=agency, by=by, now=now)
        else:
            record = people.add_record(
                agency=agency,
                forename=person.forename,
                surname=person.surname,
                sex=person.sex,
                birth_date=person.birth_date,
                birth_precision=person.birth_precision,
                expected_date=person.expected_date,
                identifiers=person.identifiers,
                address=person.address or None,
                by=by,
                now=now,
            )
        found[person.key] = record
    return found


def _existing(told: Told, agency: Agency) -> dict[UUID, Record]:
    """Return the agency's own records that the report names, held in one order so that no two reports block each other."""
    wanted = {person.record for person in told.people if person.record}
    held = Record.objects.filter(id__in=wanted, agency=agency).order_by("id").select_for_update(no_key=True)
    rows = {row.id: row for row in held}
    list(Person.objects.filter(records__in=rows).order_by("id").select_for_update(no_key=True).values_list("id"))
    as_told = known.as_told(rows)
    problems = []
    for number, person in enumerate(told.people):
        if person.record is None:
            continue
        if person.record not in rows:
            sentence = "Your agency has no such record: leave it out, and a new one is made."
            problems.append(Problem(f"people.{number}.record", sentence))
        elif _differs(person, as_told[person.record]):
            sentence = "Your record says otherwise (name, date of birth or a number): leave the record out."
            problems.append(Problem(f"people.{number}.record", sentence))
    if problems:
        raise NotAccepted(problems)
    # Who is in one more report is changed by it, though nothing new is said of them: their family looks again.
    people.touch(persons={row.person_id for row in rows.values() if row.person_id})
    return rows


def _differs(person: PersonTold, record: known.RecordTold) -> bool:
    """Whether the report says of this person what the named record does not: it may be another's."""
    told_numbers = {(kind, identifiers.checked(kind, text)) for kind, text in person.identifiers.items()}
    said = (
        (names.normalise_name(person.forename), names.normalise_name(record.forename)),
        (names.normalise_name(person.surname), names.normalise_name(record.surname)),
        (person.birth_date, record.birth_date),
        (person.expected_date, record.expected_date),
    )
    return any(mine and mine != theirs for mine, theirs in said) or not told_numbers <= record.identifiers


def _involve(incident: Incident, told: Told, records: dict[str, Record]) -> None:
    Involved.objects.bulk_create(
        Involved(
            incident=incident,
            record=records[person.key],
            role=person.role,
            alleged_by=_accuser(person, records),
            status=person.status,
        )
        for person in told.people
    )
    ChildTold.objects.bulk_create(
        _child(incident, records[person.key], person.child) for person in told.people if person.role is Role.CHILD
    )


def _accuser(person: PersonTold, records: dict[str, Record]) -> str:
    if person.alleged_by in records:
        return f"record:{records[person.alleged_by].id}"
    return person.alleged_by or Accuser.NOT_KNOWN.value


def _child(incident: Incident, record: Record, detail: ChildDetail | None) -> ChildTold:
    how = detail or ChildDetail()
    return ChildTold(
        incident=incident,
        record=record,
        presence=how.presence,
        seen=how.seen,
        spoken_to=how.spoken_to,
        words=how.words,
        sleeps_asked=how.sleeps_asked or YesNo.NOT_ASKED,
    )


def _relate(told: Told, records: dict[str, Record], agency: Agency, by: Actor, now: datetime) -> None:
    for relation in told.relationships:
        people.relate(
            from_record=records[relation.from_key],
            to_record=records[relation.to_key],
            kind=relation.kind,
            told_by=agency,
            by=by,
            now=now,
        )


def _protect(
    incident: Incident, told: Told, records: dict[str, Record], agency: Agency, by: Actor, now: datetime
) -> None:
    """Keep what would locate or endanger somebody apart from every text (design promise 13)."""
    parties = sorted(f"record:{records[p.key].id}" for p in told.people if p.role is not Role.WITNESS)
    harm = sorted(f"record:{records[p.key].id}" for p in told.people if p.role is Role.CAUSING_HARM)
    facts: list[tuple[ProtectedKind, Record | None, str, list[str]]] = [
        (ProtectedKind.PLACE, None, told.place, []),
        (ProtectedKind.REFERRER, None, told.reporter_name, parties),
    ]
    facts += [(ProtectedKind.SLEEPS_AT, records[p.key], p.child.sleeps_where, harm) for p in told.people if p.child]
    for kind, record, value, never_to in facts:
        if value.strip():
            people.protect(
                kind=kind,
                record=record,
                context=incident.id,
                value=value.strip(),
                told_by=agency,
                never_to=never_to,
                by=by,
                now=now,
            )


def _chronicle(
    incident: Incident, told: Told, records: dict[str, Record], agency: Agency, by: Actor, now: datetime
) -> None:
    """Add the line to each child's and party's chronology: the reporting agency knows since now. A birth adds none."""
    if told.kind not in _ENTRY:
        return
    for person in told.people:
        if person.role not in _NO_CHRONOLOGY:
            chronology.add(
                record=records[person.key],
                kind=_ENTRY[told.kind],
                agency=agency,
                happened_at=told.happened_at,
                known_at=now,
                cause=incident.id,
                source=incident.id,
                words=f"{told.kind.label}: {told.category.label}. In it as: {person.role.label}.",
                by=by,
                now=now,
            )
