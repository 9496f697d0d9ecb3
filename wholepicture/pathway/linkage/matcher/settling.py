"""More disagreement never raises the odds: rates are settled once so that this holds whatever else two records tell."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from wholepicture.lib.terms import Term
from wholepicture.pathway.linkage.matcher.terms import MORE_DISAGREEMENT, NAMED, Field, Forename, Kind, Sex

SMALLEST = 1e-9
ROUNDS = 20
# Ratios this near are equal.
CLOSE = 1e-12

Rows = dict[Term, dict[Kind, float]]


def settle(rates: Mapping[Field, Mapping[Term, Mapping[Kind, float]]]) -> dict[Field, Rows]:
    """Return rates in which no level favours one person more than a level that agrees more, within every other kind.

    Whatever mixture of kinds a pair may be, its odds are then a falling function of disagreement.
    """
    settled: dict[Field, Rows] = {
        field: {level: {kind: max(rate, SMALLEST) for kind, rate in row.items()} for level, row in rows.items()}
        for field, rows in rates.items()
    }
    for kind in (kind for kind in Kind if kind is not Kind.SAME):
        for field, chains in MORE_DISAGREEMENT.items():
            _fall(settled[field], chains, kind)
        _no_gain_by_sex(settled, kind)
    return settled


def _fall(rows: Rows, chains: tuple[tuple[Term, ...], ...], kind: Kind) -> None:
    """Change a kind's rates until the ratio falls along every chain: of two that do not, the rarer level gives way.

    Should chains that meet never come to rest, raising what disagrees more settles them.
    """
    mass = {level: row[Kind.SAME] + row[kind] for level, row in rows.items()}
    steps = [step for chain in chains for step in pairwise(chain)]
    turn = 0
    while wrong := _rising(rows, steps, kind):
        for better, worse in wrong:
            if mass[better] < mass[worse] and turn < ROUNDS:
                rows[better][kind] = rows[better][Kind.SAME] / _ratio(rows[worse], kind)
            else:
                _at_most(rows[worse], kind, _ratio(rows[better], kind))
        turn += 1


def _rising(rows: Rows, steps: Iterable[tuple[Term, Term]], kind: Kind) -> list[tuple[Term, Term]]:
    """The steps at which what disagrees more speaks more for one person."""
    return [
        (better, worse)
        for better, worse in steps
        if _ratio(rows[worse], kind) > _ratio(rows[better], kind) * (1 + CLOSE)
    ]


def _no_gain_by_sex(settled: dict[Field, Rows], kind: Kind) -> None:
    """Different forenames free sex to speak for one person: that must never outweigh what they speak against."""
    sex, forename = settled[Field.SEX], settled[Field.FORENAME]
    gain = max(
        1.0,
        _ratio(sex[Sex.SAME], kind) / _ratio(sex[Sex.SAME_AS_NAMED], kind),
        _ratio(sex[Sex.DIFFERENT], kind) / _ratio(sex[Sex.DIFFERENT_THOUGH_NAMED], kind),
    )
    agreeing = min(_ratio(forename[level], kind) for level in NAMED)
    for level in (Forename.ALIKE, Forename.DIFFERENT):
        _at_most(forename[level], kind, agreeing / gain)


def _ratio(row: Mapping[Kind, float], kind: Kind) -> float:
    return row[Kind.SAME] / row[kind]


def _at_most(row: dict[Kind, float], kind: Kind, ratio: float) -> None:
    row[kind] = max(row[kind], row[Kind.SAME] / ratio)
