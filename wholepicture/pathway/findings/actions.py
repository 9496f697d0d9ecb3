"""Work out what the pattern of a family shows, keep it for ever, and take a named person's answer to it.

Doing it again adds and ends, and never repeats: a finding whose evidence is the same stays with its answers; one whose
evidence changed ends and a new one asks to be answered again (review 2.4, 5.2 PL 1: five calls, each looked at alone).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TypeAlias
from uuid import UUID

from django.conf import settings
from django.db import transaction

from wholepicture.lib.dates import at_london
from wholepicture.pathway.families.models import Family, Membership
from wholepicture.pathway.findings import permissions, queries
from wholepicture.pathway.findings.facts import Found, Pattern
from wholepicture.pathway.findings.models import Answer, Examined, Finding, Source
from wholepicture.pathway.findings.permissions import NotPermitted as NotPermitted
from wholepicture.pathway.findings.queries import Gathered
from wholepicture.pathway.findings.rules import RULES
from wholepicture.pathway.findings.terms import AnswerKind
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.engine import Protocol

NO_LONGER = "The facts as now known no longer show this."
DIFFERENT = "The facts have changed: what they show now is found anew."
ANOTHER_FAMILY = "This family has become another: what the pattern shows stands there."
Key: TypeAlias = tuple[UUID, str, str]


class RuleRepeats(ValueError):
    """One rule found two things under one key, so that one of them would be lost."""


class NotAnswered(ValueError):
    """An answer cannot be taken so; its text is for the user and says what to mend."""


@dataclass(frozen=True)
class _Wanted:
    """What one rule found of one family now, and its evidence as JSON would give it back."""

    source: str
    found: Found
    evidence: object


@transaction.atomic
def derive(*, families: Sequence[UUID], by: Actor, now: datetime) -> None:
    """Work out what the pattern of each family shows now; open what is new, end what no longer holds. For the machine only.

    Idempotent. A rule that fails raises, so that the family is set aside on What is stuck with none of its findings
    half done. Raises permissions.NotPermitted, RuleRepeats.
    """
    permissions.check_can_derive(by)
    agreed = protocol.current(now)
    # Versions before facts: a change in between makes a family wait once more, never less.
    versions = dict(Family.objects.filter(id__in=families).values_list("id", "version"))
    gathered = queries.gather(versions, now)
    wanted = _wanted(gathered.patterns, agreed)
    opened, ended = _reconcile(versions, wanted, gathered.patterns.keys(), agreed, now)
    _remember(versions, gathered, wanted, agreed, now)
    audit.record(
        event=Event.FINDINGS_DERIVED,
        by=by,
        now=now,
        about=[f"family:{family}" for family in sorted(versions)],
        detail={"opened": opened, "ended": ended, "protocol": agreed.number},
    )


@transaction.atomic
def answer(*, finding: UUID, kind: AnswerKind, because: str, by: Actor, now: datetime) -> Answer:
    """Take what a named worker says to a finding, with the reason; the finding stays, and so does every answer.

    The same answer of the same worker again is the one that stands. Raises NotAnswered, queries.NotFound,
    permissions.NotPermitted, access.permissions.NotAllowed.
    """
    row = Finding.objects.select_for_update(no_key=True).filter(id=finding).first()
    if row is None:
        raise queries.NotFound("There is no such finding.")
    worker = permissions.check_can_answer(by=by, family=row.family_id, parties=_parties(row.family_id), now=now)
    reason = because.strip()
    if not reason:
        raise NotAnswered("Reason: say why. Whoever looks at this family after you reads it.")
    if row.ended_at is not None:
        raise NotAnswered(
            "The facts have changed since you opened this page. Open it again and answer what stands now."
        )
    said = AnswerKind(kind).value
    if same := Answer.objects.filter(finding=row, kind=said, because=reason, worker=worker).first():
        return same
    given = Answer.objects.create(finding=row, kind=said, because=reason, worker=worker, by=by.id, at=now)
    about = [f"finding:{row.id}", f"family:{row.family_id}"]
    audit.record(event=Event.FINDING_ANSWERED, by=by, now=now, about=about, detail={"kind": said, "rule": row.rule})
    return given


def _parties(family: UUID) -> set[UUID]:
    members = Membership.objects.filter(family_id=family, until_at__isnull=True)
    return set(members.values_list("person_id", flat=True))


def _wanted(patterns: Mapping[UUID, Pattern], agreed: Protocol) -> dict[Key, _Wanted]:
    wanted: dict[Key, _Wanted] = {}
    for family, pattern in patterns.items():
        for rule in RULES:
            for found in rule.check(pattern, protocol=agreed.parameters, on=pattern.on):
                key = (family, rule.id, found.key)
                if key in wanted:
                    raise RuleRepeats(f'Rule "{rule.id}" found two things under the key "{found.key}".')
                wanted[key] = _Wanted(rule.source, found, json.loads(json.dumps(found.evidence)))
    return wanted


def _reconcile(
    family_ids: Iterable[UUID], wanted: Mapping[Key, _Wanted], live: Iterable[UUID], agreed: Protocol, now: datetime
) -> tuple[int, int]:
    """Let what is found be what stands; return how many findings were opened and how many ended."""
    rows = Finding.objects.filter(family_id__in=set(family_ids), ended_at__isnull=True).select_for_update(no_key=True)
    standing = {(row.family_id, row.rule, row.key): row for row in rows.order_by("id")}
    same = {key for key, row in standing.items() if key in wanted and wanted[key].evidence == row.evidence}
    living = set(live)
    ended: dict[str, list[UUID]] = {}
    for key, row in standing.items():
        if key not in same:
            because = DIFFERENT if key in wanted else NO_LONGER if key[0] in living else ANOTHER_FAMILY
            ended.setdefault(because, []).append(row.id)
    for because, ids in ended.items():
        Finding.objects.filter(id__in=ids).update(ended_at=now, ended_because=because)
    opened = [_finding(key, each, agreed, now) for key, each in wanted.items() if key not in same]
    Finding.objects.bulk_create(opened)
    return len(opened), sum(len(ids) for ids in ended.values())


def _finding(key: Key, wanted: _Wanted, agreed: Protocol, now: datetime) -> Finding:
    family, rule, name = key
    return Finding(
        family_id=family,
        incident_id=wanted.found.incident,
        rule=rule,
        key=name,
        because=wanted.found.because,
        evidence=wanted.evidence,
        source=wanted.source,
        protocol=agreed.number,
        code=settings.CODE_VERSION,
        found_at=now,
    )


def _remember(
    versions: Mapping[UUID, int], gathered: Gathered, wanted: Mapping[Key, _Wanted], agreed: Protocol, now: datetime
) -> None:
    """Keep from which versions of whom each pattern was made, and when time alone changes it: that is the work list."""
    rows = [
        Examined(
            family_id=family,
            family_version=version,
            protocol=agreed.number,
            code=settings.CODE_VERSION,
            at=now,
            next_at=_next_at(family, gathered, wanted, now),
            latest_at=_latest_at(gathered.patterns.get(family)),
        )
        for family, version in versions.items()
    ]
    told = ["family_version", "protocol", "code", "at", "next_at", "latest_at"]
    Examined.objects.bulk_create(rows, update_conflicts=True, unique_fields=["family"], update_fields=told)
    Source.objects.filter(examined_id__in=versions).delete()
    Source.objects.bulk_create(
        Source(examined_id=family, person_id=person, version=version)
        for family, sources in gathered.sources.items()
        for person, version in sources.items()
    )


def _next_at(family: UUID, gathered: Gathered, wanted: Mapping[Key, _Wanted], now: datetime) -> datetime | None:
    days = [each.found.until for (of, _, _), each in wanted.items() if of == family]
    times = [at_london(day, time(0)) for day in (*days, gathered.changes_on.get(family)) if day]
    return min((at for at in times if at > now), default=None)


def _latest_at(pattern: Pattern | None) -> datetime | None:
    return max((report.happened_at for report in pattern.reports), default=None) if pattern else None
