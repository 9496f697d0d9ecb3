"""What the matcher believes, read from one versioned file: how often each level occurs in each kind of pair, and how rare a name is."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from wholepicture.lib.terms import Term
from wholepicture.pathway.linkage.matcher import settling
from wholepicture.pathway.linkage.matcher.terms import LEVELS, MORE_DISAGREEMENT, Field, Forename, Home, Kind, Surname

SHIPPED = Path(__file__).with_name("parameters.json")
OF_DEPLOYMENT = "WHOLEPICTURE_MATCHING"
# The level at which two agree in a value that may be rare or common.
VALUED: Mapping[Field, Term] = {Field.FORENAME: Forename.EXACT, Field.SURNAME: Surname.EXACT, Field.HOME: Home.POSTCODE}

Rates = Mapping[Field, Mapping[Term, Mapping[Kind, float]]]


class InvalidParameters(ValueError):
    """A file of parameters that cannot be used; its text says what to change."""


@dataclass(frozen=True)
class Frequencies:
    """How often values occur, as shares: the common ones by name, every other at `otherwise`."""

    common: Mapping[str, float]
    otherwise: float

    def of(self, value: str) -> float:
        """Return the share of people with this value."""
        return self.common.get(value, self.otherwise)


@dataclass(frozen=True)
class CutOff:
    """From which odds (log2) on, and the precision that the pairs above it were calibrated to have."""

    odds: float
    precision: float


@dataclass(frozen=True)
class Parameters:
    """Rates of levels by kind of pair; pairs of each kind that one person has; frequencies of forenames, surnames, postcodes."""

    version: str
    people: int
    pairs: Mapping[Kind, float]
    rates: Rates
    frequencies: Mapping[Field, Frequencies]
    link: CutOff
    review: CutOff

    def of_size(self, people: int) -> "Parameters":
        """Return these for a register or list of so many people: in a larger one more strangers are alike by chance."""
        return replace(self, people=max(people, 2))

    def chance(self, field: Field, value: str) -> float:
        """Return how often strangers agree in this very value."""
        return self.bounded(field, self.frequencies[field].of(value))

    def bounded(self, field: Field, frequency: float) -> float:
        """Return it so that a common value says no less than being alike, and a rare one no more than agreeing in more."""
        return max(min(frequency, self.most_by_chance[field]), self.least_by_chance[field])

    @cached_property
    def most_by_chance(self) -> Mapping[Field, float]:
        """For each field with rare and common values: the most that agreement may be by chance."""
        return {
            field: self.rates[field][exact][Kind.SAME]
            / max(self._against_strangers(field, level) for level in _after(field, exact))
            for field, exact in VALUED.items()
        }

    @cached_property
    def least_by_chance(self) -> Mapping[Field, float]:
        """For each field with rare and common values: the least that agreement may be by chance."""
        return {
            field: max(
                (
                    self.rates[field][exact][Kind.SAME] / self._against_strangers(field, level)
                    for level in _before(field, exact)
                ),
                default=0.0,
            )
            for field, exact in VALUED.items()
        }

    def _against_strangers(self, field: Field, level: Term) -> float:
        row = self.rates[field][level]
        return row[Kind.SAME] / row[Kind.UNRELATED]

    @cached_property
    def rows(self) -> Mapping[Field, Mapping[Term, tuple[float, ...]]]:
        """The rates of each level in the order of kinds, one person first and strangers last."""
        return {
            field: {level: tuple(row[kind] for kind in Kind) for level, row in rows.items()}
            for field, rows in self.rates.items()
        }

    @cached_property
    def priors(self) -> tuple[float, ...]:
        """The share of all pairs that each kind has, in the order of kinds."""
        return tuple(self.prior(kind) for kind in Kind)

    def prior(self, kind: Kind) -> float:
        """Return the share of all pairs that are of this kind."""
        return 1.0 if kind is Kind.UNRELATED else self.pairs[kind] / self.people


def _before(field: Field, level: Term) -> set[Term]:
    """The levels of a field that agree in more than this one."""
    return {each for chain in MORE_DISAGREEMENT[field] if level in chain for each in chain[: chain.index(level)]}


def _after(field: Field, level: Term) -> set[Term]:
    """The levels of a field that agree in less than this one."""
    return {each for chain in MORE_DISAGREEMENT[field] if level in chain for each in chain[chain.index(level) + 1 :]}


def load(path: Path | None = None) -> Parameters:
    """Return the parameters of a file; without one those of this deployment. Raises InvalidParameters, OSError.

    A deployment names its own, as `linkage learn` wrote them, in the environment; else the shipped ones are in force. Its
    people have at least as many relatives as those of the shipped: a register that lacks families or twins today may be
    told of some tomorrow, and must not take them for one person.
    """
    return _of_deployment() if path is None else _read(path)


@cache
def _of_deployment() -> Parameters:
    shipped, named = _read(SHIPPED), os.environ.get(OF_DEPLOYMENT)
    if not named:
        return shipped
    found = _read(Path(named))
    family = {kind for kind in found.pairs if kind is not Kind.SAME}
    pairs = {kind: max(share, shipped.pairs[kind]) if kind in family else share for kind, share in found.pairs.items()}
    return replace(found, pairs=pairs)


def _read(path: Path) -> Parameters:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        rates = {
            field: {level: _row(told["fields"][field.value][level.value]) for level in LEVELS[field]} for field in Field
        }
        return Parameters(
            version=str(told["version"]),
            people=int(told["people"]),
            pairs={Kind(kind): float(share) for kind, share in told["pairs"].items()},
            rates=settling.settle(rates),
            frequencies={
                Field(field): Frequencies(each["common"], float(each["otherwise"]))
                for field, each in told["frequencies"].items()
            },
            link=CutOff(**told["link"]),
            review=CutOff(**told["review"]),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise InvalidParameters(f"The parameters in {path.name} cannot be used: {problem!r}. Write them anew with "
                                "`wholepicture linkage learn`.") from problem  # fmt: skip


def _row(told: Mapping[str, float]) -> dict[Kind, float]:
    return {kind: float(told[kind.value]) for kind in Kind}


def save(parameters: Parameters, path: Path) -> None:
    """Write parameters so that they can be read and compared line by line. Raises OSError."""
    told = {
        "version": parameters.version,
        "people": parameters.people,
        "pairs": {kind.value: _short(share) for kind, share in parameters.pairs.items()},
        "link": asdict(parameters.link),
        "review": asdict(parameters.review),
        "frequencies": {
            field.value: {"otherwise": each.otherwise, "common": _commonest(each, parameters.people)}
            for field, each in parameters.frequencies.items()
        },
        "fields": {field.value: _written(rows) for field, rows in parameters.rates.items()},
    }
    text = json.dumps(told, indent=1)
    path.write_text(_ROW.sub(lambda row: " ".join(row[0].split()), text) + "\n", encoding="utf-8")


_ROW = re.compile(r'\{\s+"SAME": [^{}]*\}')
COMMONEST, FEWEST_WITH_IT = 500, 20


def _commonest(frequencies: Frequencies, people: int) -> dict[str, float]:
    """The commonest values; those of few people are left to `otherwise`: nobody is to be known by them."""
    ordered = sorted(frequencies.common.items(), key=lambda each: (-each[1], each[0]))[:COMMONEST]
    return {value: _short(share) for value, share in ordered if share * people >= FEWEST_WITH_IT}


def _written(rows: Mapping[Term, Mapping[Kind, float]]) -> dict[str, dict[str, float]]:
    return {level.value: {kind.value: _short(rate) for kind, rate in row.items()} for level, row in rows.items()}


def _short(share: float) -> float:
    return float(f"{share:.6g}")
