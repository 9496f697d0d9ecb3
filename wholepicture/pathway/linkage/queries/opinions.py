"""What reviewers say of the same pair without knowing of each other: who is to be asked again, and how far two agree."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from wholepicture.pathway.linkage.models import Pair, Review
from wholepicture.pathway.linkage.queries.pairs import without
from wholepicture.pathway.linkage.terms import Verdict
from wholepicture.registers.audit.terms import Actor


@dataclass(frozen=True)
class SecondLine:
    """A pair that was answered and waits for a second opinion: since when, and whether it could be two of one household.

    `wanted`: whoever answered asked for it.
    """

    pair: UUID
    answered_at: datetime
    one_household: bool
    wanted: bool = False


@dataclass(frozen=True)
class AgreementPicture:
    """How far the first two answers to each pair agree.

    `table` counts the pairs by both answers; `kappa` is Cohen's, None where fewer than two pairs or only one kind of
    answer was given, so that it means nothing.
    """

    pairs: int
    agreed: int
    kappa: float | None
    table: dict[tuple[Verdict, Verdict], int]


def decision_on(pair: UUID) -> Review | None:
    """Return the answer that ended the question and stands, if there is one."""
    rows = Review.objects.filter(pair_id=pair, undone_at__isnull=True, second=False)
    return rows.exclude(verdict=Verdict.CANNOT_TELL).first()


def seconds_waiting(by: Actor, limit: int, *, begin: int = 0, closed: Collection[UUID] = ()) -> list[SecondLine]:
    """Return the pairs that another reviewer decided and nobody looked at again, the latest first.

    Before them those for which that reviewer asked, then those of one household. `begin` leaves out so many of the
    first, `closed` whoever's matters are closed to the reader.
    """
    rows = _seconds_for(by, closed).select_related("pair")
    found = rows.order_by("-asks_second", "-pair__one_household", "-at", "id")[begin : begin + limit]
    return [SecondLine(row.pair_id, row.at, row.pair.one_household, row.asks_second) for row in found]


def seconds_count(by: Actor, *, closed: Collection[UUID] = ()) -> int:
    """Return how many decided pairs wait for a second opinion of this reviewer."""
    return _seconds_for(by, closed).count()


def seconds_size() -> int:
    """Return how many decided pairs nobody looked at again."""
    return _decided().filter(~Exists(_of(second=True))).count()


def disagreed(limit: int) -> list[UUID]:
    """Return the decided pairs of which a second reviewer said something else, the latest first: to be looked at together."""
    other = Review.objects.filter(pair=OuterRef("pair"), second=True, undone_at__isnull=True)
    rows = _decided().filter(Exists(other.exclude(verdict=OuterRef("verdict")))).order_by("-at", "id")
    return list(rows.values_list("pair_id", flat=True)[:limit])


def agreement(since: datetime | None = None) -> AgreementPicture:
    """Return how far reviewers agree on the pairs that two of them answered, of those asked at or after `since`."""
    pairs = Pair.objects.filter(asked_at__gte=since) if since else Pair.objects.all()
    rows = Review.objects.filter(undone_at__isnull=True, pair__in=pairs).order_by("at", "id")
    said: dict[UUID, dict[UUID, Verdict]] = {}
    for pair, worker, verdict in rows.values_list("pair_id", "worker", "verdict"):
        said.setdefault(pair, {}).setdefault(worker, Verdict(verdict))
    both = [tuple(answers.values())[:2] for answers in said.values() if len(answers) > 1]
    table = Counter((one, other) for one, other in both)
    agreed = sum(count for (one, other), count in table.items() if one is other)
    return AgreementPicture(len(both), agreed, kappa(table.elements()), dict(table))


def kappa(answers: Iterable[tuple[Verdict, Verdict]]) -> float | None:
    """Return Cohen's kappa: agreement beyond what two would reach by chance, 1 at best; None where it means nothing."""
    both = list(answers)
    if len(both) < 2:
        return None
    first, second = (Counter(pair[which] for pair in both) for which in (0, 1))
    chance = sum(first[verdict] * second[verdict] for verdict in Verdict) / len(both) ** 2
    observed = sum(one is other for one, other in both) / len(both)
    return None if chance == 1 else round((observed - chance) / (1 - chance), 3)


def _seconds_for(by: Actor, closed: Collection[UUID]) -> QuerySet[Review]:
    if by.worker is None:
        return Review.objects.none()
    rows = _decided().exclude(worker=by.worker).filter(~Exists(_of(second=True)), ~Exists(_of(worker=by.worker)))
    return rows.filter(pair__in=without(Pair.objects.all(), closed)) if closed else rows


def _decided() -> QuerySet[Review]:
    return Review.objects.filter(undone_at__isnull=True, second=False).exclude(verdict=Verdict.CANNOT_TELL)


def _of(**which: object) -> QuerySet[Review]:
    return Review.objects.filter(pair=OuterRef("pair"), undone_at__isnull=True, **which)
