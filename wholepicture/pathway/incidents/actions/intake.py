"""Take a report: raw input, key and the incident as told are committed together, and only then is it answered.

Nothing given to us is lost, and a repeated submission makes nothing twice (design promise 12; review 2.4).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction

from wholepicture.lib.postgres import wake
from wholepicture.pathway.incidents import permissions, queries, rules
from wholepicture.pathway.incidents.actions import drafts
from wholepicture.pathway.incidents.facts import ChildDetail, PersonTold, Problem, Receipt, Telling, Told
from wholepicture.pathway.incidents.models import ChildTold, Incident, Involved, Submission
from wholepicture.pathway.incidents.terms import Accuser, Door, Kind
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.chronology import actions as chronology
from wholepicture.registers.chronology.facts import Line
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.people import actions as people
from wholepicture.registers.people import identifiers, names, telling
from wholepicture.registers.people import queries as known
from wholepicture.registers.people.models import Person, Record
from wholepicture.registers.people.terms import ProtectedKind, Role, YesNo

CHANNEL = "wholepicture"
ANOTHER = "This key was used for another report: send this one under a key of its own."
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
    keep = partial(_receive, told, sender, key, digest, raw, door, by, now, draft)
    try:
        return keep()
    except IntegrityError:
        # The index made this sender of the key wait until another had committed: theirs is the answer.
        if queries.answered(agency=sender.id, key=key) is None:
            raise
        return keep()


@transaction.atomic
def _receive(
    told: Told,
    agency: Agency,
    key: str,
    digest: str,
    raw: str,
    door: Door,
    by: Actor,
    now: datetime,
    draft: UUID | None,
) -> Receipt:
    receipt = _repeated(agency, key, digest) or _first(told, agency, key, digest, raw, door, by, now)
    if draft is not None:
        drafts.mark_sent(draft=draft, incident=receipt.incident_id, by=by, now=now)
    return receipt


def _repeated(agency: Agency, key: str, digest: str) -> Receipt | None:
    """Return what was answered to this key before, or None."""
    found = queries.answered(agency=agency.id, key=key)
    if found is None:
        return None
    if found[0] != digest:
        raise KeyUsedForAnother(ANOTHER)
    return found[1]


def _first(
    told: Told, agency: Agency, key: str, digest: str, raw: str, door: Door, by: Actor, now: datetime
) -> Receipt:
    if problems := rules.problems(told, now=now):
        raise NotAccepted(problems)
    report = _report(told, agency, key, digest, raw, door, by, now)
    report.submission.save(force_insert=True)
    existing = _existing(told, agency)
    _keep([replace(report, existing=existing)], agency, by, now)
    return report.receipt


@transaction.atomic
def receive_new(*, tellings: Sequence[Telling], agency: Agency, door: Door, by: Actor, now: datetime) -> list[Receipt]:
    """Keep many reports, each under a key that is new, in the statements of one: all of them, or none when it fails.

    For files; who has several reports of which some may be refused asks `rules.problems` first. The reports name no
    record of the agency. Raises NotYours, NotAccepted, and IntegrityError when somebody used a key meanwhile.
    """
    permissions.check_can_report(by=by, agency=agency.id, door=door)
    for each in tellings:
        if problems := rules.problems(each.told, now=now):
            raise NotAccepted(problems)
    reports = [_report(each.told, agency, each.key, each.digest, each.raw, door, by, now) for each in tellings]
    Submission.objects.bulk_create(report.submission for report in reports)
    _keep(reports, agency, by, now)
    return [report.receipt for report in reports]


@dataclass(frozen=True)
class _Report:
    """One report on its way into the tables: its rows' ids, who is who, and which records were there already."""

    told: Told
    submission: Submission
    receipt: Receipt
    existing: dict[UUID, Record]

    @cached_property
    def records(self) -> dict[str, UUID]:
        """The record of each person's key: the one they named, or a new one."""
        return {person.key: person.record or uuid4() for person in self.told.people}


def _report(
    told: Told, agency: Agency, key: str, digest: str, raw: str, door: Door, by: Actor, now: datetime
) -> _Report:
    incident = uuid4()
    answer = _answer(incident, told, now)
    submission = Submission(
        agency=agency, key=key, digest=digest, door=door, raw=raw, answer=answer, received_at=now, by=by.id
    )
    return _Report(told, submission, Receipt(incident, told.reference, now, repeated=False, answer=answer), {})


def _answer(incident: UUID, told: Told, now: datetime) -> str:
    """The receipt and nothing more: a reply never says whom we know or where they are (safety, threat 33)."""
    body = {
        "incident": str(incident),
        "kind": told.kind.value,
        "reference": told.reference,
        "received_at": now.astimezone(UTC).isoformat(),
    }
    return json.dumps(body, ensure_ascii=False)


def _keep(reports: Sequence[_Report], agency: Agency, by: Actor, now: datetime) -> None:
    """Write the incidents as told with their people, what is protected, chronology and audit, and wake the worker."""
    _look_again(reports)
    Incident.objects.bulk_create(_incident(report, agency, by, now) for report in reports)
    telling.tell(
        records=[record for report in reports for record in _new_records(report)],
        relations=[relation for report in reports for relation in _new_relations(report)],
        facts=[fact for report in reports for fact in _facts(report) if fact.record not in report.existing],
        agency=agency,
        by=by,
        now=now,
    )
    for report in reports:
        _tell_of_existing(report, agency, by, now)
    Involved.objects.bulk_create(row for report in reports for row in _involved(report))
    ChildTold.objects.bulk_create(row for report in reports for row in _children(report))
    chronology.add_many(lines=[line for report in reports for line in _lines(report, agency, now)], by=by, now=now)
    audit.record_many(event=Event.INCIDENT_RECEIVED, by=by, now=now, entries=[_entry(report) for report in reports])
    with connection.cursor() as cursor:
        wake.notify(cursor, CHANNEL)


def _look_again(reports: Sequence[_Report]) -> None:
    """Let the family of everybody in one more report look again, and of whoever lives where it happened, named or not.

    All at once, in one order, so that no two reports block each other.
    """
    named = {row.person_id for report in reports for row in report.existing.values() if row.person_id}
    people.touch(persons=named | known.ever_at(names.place_key(report.told.place) for report in reports))


def _incident(report: _Report, agency: Agency, by: Actor, now: datetime) -> Incident:
    told = report.told
    return Incident(
        id=report.receipt.incident_id,
        submission=report.submission,
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


def _entry(report: _Report) -> tuple[list[str], dict[str, object]]:
    about = [f"incident:{report.receipt.incident_id}", *(f"record:{record}" for record in report.records.values())]
    return about, {"kind": report.told.kind.value, "door": report.submission.door}


def _new_records(report: _Report) -> Iterator[telling.NewRecord]:
    for person in report.told.people:
        if person.record is None:
            yield telling.NewRecord(
                id=report.records[person.key],
                forename=person.forename,
                surname=person.surname,
                sex=person.sex,
                birth_date=person.birth_date,
                birth_precision=person.birth_precision,
                expected_date=person.expected_date,
                identifiers=person.identifiers,
                address=person.address,
            )


def _existing(told: Told, agency: Agency) -> dict[UUID, Record]:
    """Return the agency's own records that the report names, held in one order so that no two reports block each other."""
    wanted = {person.record for person in told.people if person.record}
    if not wanted:
        return {}
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


def _involved(report: _Report) -> Iterator[Involved]:
    for person in report.told.people:
        yield Involved(
            incident_id=report.receipt.incident_id,
            record_id=report.records[person.key],
            role=person.role,
            alleged_by=_accuser(person, report.records),
            status=person.status,
        )


def _accuser(person: PersonTold, records: dict[str, UUID]) -> str:
    if person.alleged_by in records:
        return f"record:{records[person.alleged_by]}"
    return person.alleged_by or Accuser.NOT_KNOWN.value


def _children(report: _Report) -> Iterator[ChildTold]:
    for person in report.told.people:
        if person.role is Role.CHILD:
            how = person.child or ChildDetail()
            yield ChildTold(
                incident_id=report.receipt.incident_id,
                record_id=report.records[person.key],
                presence=how.presence,
                seen=how.seen,
                spoken_to=how.spoken_to,
                words=how.words,
                sleeps_asked=how.sleeps_asked or YesNo.NOT_ASKED,
            )


def _relations(report: _Report) -> Iterator[telling.NewRelation]:
    for relation in report.told.relationships:
        ends = report.records[relation.from_key], report.records[relation.to_key]
        yield telling.NewRelation(*ends, relation.kind)


def _new_relations(report: _Report) -> Iterator[telling.NewRelation]:
    """Those between two new records; what is told of a record that there is already may be known."""
    for relation in _relations(report):
        if not {relation.from_record, relation.to_record} & report.existing.keys():
            yield relation


def _facts(report: _Report) -> Iterator[telling.NewFact]:
    """What would locate or endanger somebody is kept apart from every text (design promise 13)."""
    told, records, incident = report.told, report.records, report.receipt.incident_id
    parties = sorted(f"record:{records[p.key]}" for p in told.people if p.role is not Role.WITNESS)
    harm = sorted(f"record:{records[p.key]}" for p in told.people if p.role is Role.CAUSING_HARM)
    facts: list[tuple[ProtectedKind, UUID | None, str, list[str]]] = [
        (ProtectedKind.PLACE, None, told.place, []),
        (ProtectedKind.REFERRER, None, told.reporter_name, parties),
    ]
    facts += [(ProtectedKind.SLEEPS_AT, records[p.key], p.child.sleeps_where, harm) for p in told.people if p.child]
    for kind, record, value, never_to in facts:
        if value.strip():
            yield telling.NewFact(kind, value.strip(), record, incident, tuple(never_to))


def _tell_of_existing(report: _Report, agency: Agency, by: Actor, now: datetime) -> None:
    """What is told of records that there are already: told again it is the same, and new it raises their versions."""
    held = report.existing
    if not held:
        return
    known_records = held | {row.id: row for row in Record.objects.filter(id__in=report.records.values())}
    for person in report.told.people:
        if person.record and person.address.strip():
            record = held[person.record]
            people.add_address(record=record, value=person.address, told_by=agency, by=by, now=now)
    for relation in _relations(report):
        if {relation.from_record, relation.to_record} & held.keys():
            people.relate(
                from_record=known_records[relation.from_record],
                to_record=known_records[relation.to_record],
                kind=relation.kind,
                told_by=agency,
                by=by,
                now=now,
            )
    for fact in _facts(report):
        if fact.record in held:
            people.protect(
                kind=fact.kind,
                record=held[fact.record],
                context=fact.context,
                value=fact.value,
                told_by=agency,
                never_to=fact.never_to,
                by=by,
                now=now,
            )


def _lines(report: _Report, agency: Agency, now: datetime) -> Iterator[Line]:
    """The line in each child's and party's chronology: the reporting agency knows since now. A birth adds none."""
    told, incident = report.told, report.receipt.incident_id
    if told.kind not in _ENTRY:
        return
    for person in told.people:
        if person.role not in _NO_CHRONOLOGY:
            yield Line(
                record=report.records[person.key],
                kind=_ENTRY[told.kind],
                agency=agency.id,
                happened_at=told.happened_at,
                known_at=now,
                cause=incident,
                source=incident,
                words=f"{told.kind.label}: {told.category.label}. In it as: {person.role.label}.",
            )
