"""How many true links are missed where so many of the found ones must be true; the truth is who the records are of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.matching.judging import Told
from bench.matching.strongest_splink import Scored


@dataclass(frozen=True)
class Curve:
    """Precision and recall at every cut-off, the highest first; pairs of one score come in together."""

    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    score: NDArray[np.float64]

    def missed(self, precision: float) -> float:
        """The smallest share of true links missed at a cut-off that is at least so precise; 1.0 when there is none."""
        good = self.recall[self.precision >= precision]
        return float(1 - good.max()) if len(good) else 1.0

    def best_f1(self) -> tuple[float, float, float]:
        """The best F1 of all cut-offs, with its precision and recall."""
        both = self.precision + self.recall
        f1 = np.divide(2 * self.precision * self.recall, both, out=np.zeros_like(both), where=both > 0)
        at = int(f1.argmax())
        return float(f1[at]), float(self.precision[at]), float(self.recall[at])

    def at(self, cut_off: float) -> tuple[float, float]:
        """Precision and recall of all that score at least so much."""
        last = int(np.searchsorted(-self.score, -cut_off, side="right")) - 1
        return (float(self.precision[last]), float(self.recall[last])) if last >= 0 else (1.0, 0.0)


def curve(found: Scored, is_true: NDArray[np.bool_], wanted: int) -> Curve:
    """From the pairs that were found, whether each is true, and how many true ones there are at all."""
    order = np.argsort(-found.score, kind="stable")
    score, true = found.score[order], is_true[order]
    last = np.append(score[1:] != score[:-1], True) if len(score) else np.zeros(0, bool)
    hits = np.cumsum(true)[last]
    number = np.arange(1, len(score) + 1)[last]
    return Curve(precision=hits / number, recall=hits / max(1, wanted), score=score[last])


def in_batch(found: Scored, told: Sequence[Told]) -> Curve:
    """Among records of one list: every pair of one person is wanted."""
    person = _persons(told)
    _, counts = np.unique(np.fromiter((each.person for each in told), np.int64), return_counts=True)
    return curve(found, person[found.left] == person[found.right], int((counts * (counts - 1) // 2).sum()))


def in_lookups(found: Scored, asked: Sequence[Told], index: Sequence[Told]) -> Curve:
    """Of each one that is asked for: every record of the index of that person is wanted."""
    person = _persons([*asked, *index])
    records = np.bincount(np.fromiter((each.person for each in index), np.int64), minlength=person.max() + 1)
    wanted = int(sum(records[each.person] for each in asked))
    return curve(found, person[found.left] == person[found.right], wanted)


def _persons(told: Iterable[Told]) -> NDArray[np.int64]:
    of = {each.id: each.person for each in told}
    person = np.full(max(of) + 1, -1, np.int64)
    person[list(of)] = list(of.values())
    return person
