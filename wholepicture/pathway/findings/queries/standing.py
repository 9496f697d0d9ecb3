"""Which findings stand, and what people answered to them; for a page only with the proof that the look was recorded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from wholepicture.pathway.findings.facts import Pattern, Value
from wholepicture.pathway.findings.models import Answer, Finding
from wholepicture.pathway.findings.queries.gathering import patterns
from wholepicture.pathway.findings.terms import AnswerKind
from wholepicture.registers.agencies.models import Worker
from wholepicture.registers.audit.terms import Seen


class NotOpened(PermissionError):
    """The proof of a look does not open this; its text is for the user."""


class NotFound(LookupError):
    """There is no such finding, or nothing of this family is looked at; its text is for the user."""


@dataclass(frozen=True)
class AnswerTold:
    """What one named worker answered to a finding, and when."""

    kind: AnswerKind
    because: str
    worker: UUID
    name: str
    at: datetime


@dataclass(frozen=True)
class Standing:
    """A finding as it stands, or stood until `ended_at`: what, by which rule, protocol and code, and every answer."""

    id: UUID
    family: UUID
    incident: UUID | None
    rule: str
    key: str
    because: str
    evidence: Mapping[str, Value]
    source: str
    protocol: int
    code: str
    found_at: datetime
    answers: tuple[AnswerTold, ...] = ()
    ended_at: datetime | None = None
    ended_because: str = ""


def standing(family_ids: Iterable[UUID]) -> dict[UUID, list[Standing]]:
    """Return what stands about each family, in the order in which it was found; every family asked for is in the answer.

    The machine's read.
    """
    ids = set(family_ids)
    found: dict[UUID, list[Standing]] = {family: [] for family in ids}
    for each in _read(Finding.objects.filter(family_id__in=ids, ended_at__isnull=True)):
        found[each.family].append(each)
    return found


def unanswered(family_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many findings stand about each family that nobody has answered; families without one are left out."""
    rows = Finding.objects.filter(family_id__in=set(family_ids), ended_at__isnull=True)
    open_ones = rows.filter(~Exists(Answer.objects.filter(finding_id=OuterRef("pk"))))
    return dict(open_ones.values_list("family_id").annotate(number=Count("id")))


def of_family(family: UUID, *, seen: Seen) -> list[Standing]:
    """Return what stands about a family. Raises NotOpened when `seen` opens something else."""
    _check(seen, family)
    return _read(Finding.objects.filter(family_id=family, ended_at__isnull=True))


def ended_of_family(family: UUID, *, seen: Seen) -> list[Standing]:
    """Return what was found of a family before and no longer stands, with its answers. Raises NotOpened."""
    _check(seen, family)
    return _read(Finding.objects.filter(family_id=family, ended_at__isnull=False))


def of_incident(incident: UUID, *, seen: Seen) -> list[Standing]:
    """Return what stands about one incident alone, and nothing of its family's other ones. Raises NotOpened."""
    _check(seen, incident)
    return _read(Finding.objects.filter(incident_id=incident, ended_at__isnull=True))


def pattern_of(family: UUID, *, seen: Seen) -> Pattern:
    """Return the facts of a family as known at the moment of the look. Raises NotOpened; NotFound without children."""
    _check(seen, family)
    found = patterns([family], seen.at).get(family)
    if found is None:
        raise NotFound("This family has become another: open it from your work list.")
    return found


def _check(seen: Seen, subject: UUID) -> None:
    if seen.subject != subject:
        raise NotOpened("Open this from your work list: what you opened was something else.")


def _read(rows: QuerySet[Finding]) -> list[Standing]:
    """Three statements however many there are."""
    found = list(rows.order_by("found_at", "rule", "key", "id"))
    answers = list(Answer.objects.filter(finding_id__in=[row.id for row in found]).order_by("at", "id"))
    names = dict(Worker.objects.filter(id__in={answer.worker for answer in answers}).values_list("id", "name"))
    told: dict[UUID, list[AnswerTold]] = defaultdict(list)
    for answer in answers:
        said = AnswerTold(
            AnswerKind(answer.kind), answer.because, answer.worker, names.get(answer.worker, ""), answer.at
        )
        told[answer.finding_id].append(said)
    return [_standing(row, tuple(told[row.id])) for row in found]


def _standing(row: Finding, answers: tuple[AnswerTold, ...]) -> Standing:
    return Standing(
        id=row.id,
        family=row.family_id,
        incident=row.incident_id,
        rule=row.rule,
        key=row.key,
        because=row.because,
        evidence=row.evidence,
        source=row.source,
        protocol=row.protocol,
        code=row.code,
        found_at=row.found_at,
        answers=answers,
        ended_at=row.ended_at,
        ended_because=row.ended_because,
    )
