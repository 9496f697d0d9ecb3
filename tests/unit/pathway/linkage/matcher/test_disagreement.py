"""More disagreement never raises the odds, whatever else two records tell, and whatever the parameters."""

from dataclasses import replace
from itertools import pairwise
from math import log2

from hypothesis import given, settings
from hypothesis import strategies as st

from wholepicture.lib.terms import Term
from wholepicture.pathway.linkage import matcher
from wholepicture.pathway.linkage.matcher import Parameters, settling
from wholepicture.pathway.linkage.matcher.parameters import VALUED
from wholepicture.pathway.linkage.matcher.terms import (
    LEVELS,
    MORE_DISAGREEMENT,
    NAMED,
    Field,
    Forename,
    Home,
    Kind,
    Sex,
)

ANY = st.floats(1e-8, 1.0)
STEPS = [(field, *step) for field, chains in MORE_DISAGREEMENT.items() for chain in chains for step in pairwise(chain)]


def odds(parameters: Parameters, levels: dict[Field, Term], frequency: float) -> float:
    """The odds of a combination of levels, a value that agrees having this frequency."""
    mass = [parameters.prior(kind) for kind in Kind]
    for field, level in levels.items():
        row = parameters.rows[field][level]
        mass = [each * rate for each, rate in zip(mass, row, strict=True)]
        if VALUED.get(field) is level:
            mass[-1] *= parameters.bounded(field, frequency) / row[-1]
    return log2(mass[0] / sum(mass[1:]))


def with_sex_beside(levels: dict[Field, Term], same: bool | None) -> dict[Field, Term]:
    """The levels with that of sex which goes with the forenames' level."""
    if same is None:
        return {**levels, Field.SEX: Sex.NOT_GIVEN}
    named = levels[Field.FORENAME] in NAMED
    agreeing, differing = (Sex.SAME_AS_NAMED, Sex.DIFFERENT_THOUGH_NAMED) if named else (Sex.SAME, Sex.DIFFERENT)
    return {**levels, Field.SEX: agreeing if same else differing}


@st.composite
def combinations(draw: st.DrawFn) -> dict[Field, Term]:
    return {field: draw(st.sampled_from(list(levels))) for field, levels in LEVELS.items()}


@st.composite
def any_parameters(draw: st.DrawFn) -> Parameters:
    """Shipped parameters with some rates drawn anyhow, as a list might teach them, and settled."""
    shipped = matcher.load()
    rates = {field: {level: dict(row) for level, row in rows.items()} for field, rows in shipped.rates.items()}
    for field in draw(st.sets(st.sampled_from(list(Field)), max_size=3)):
        for row in rates[field].values():
            row[draw(st.sampled_from(list(Kind)))] = draw(ANY)
    return replace(shipped, rates=settling.settle(rates))


def test_a_rare_postcode_says_no_more_than_the_whole_address() -> None:
    shipped = matcher.load()
    rates = {field: {level: dict(row) for level, row in rows.items()} for field, rows in shipped.rates.items()}
    rates[Field.HOME][Home.POSTCODE][Kind.UNRELATED] = rates[Field.HOME][Home.ADDRESS][Kind.UNRELATED] = 0.9
    parameters = replace(shipped, rates=settling.settle(rates))
    levels: dict[Field, Term] = {field: list(each)[-1] for field, each in LEVELS.items()}
    at_home = odds(parameters, {**levels, Field.HOME: Home.ADDRESS}, 1e-7)
    assert odds(parameters, {**levels, Field.HOME: Home.POSTCODE}, 1e-7) <= at_home + 1e-6


@settings(max_examples=150, deadline=None)
@given(
    any_parameters(), combinations(), st.sampled_from(STEPS), st.floats(1e-7, 0.5), st.sampled_from((True, False, None))
)
def test_no_field_raises_the_odds_by_disagreeing_more(
    parameters: Parameters,
    levels: dict[Field, Term],
    step: tuple[Field, Term, Term],
    frequency: float,
    same: bool | None,
) -> None:
    field, better, worse = step
    agreeing, differing = {**levels, field: better}, {**levels, field: worse}
    if field is Field.FORENAME:
        agreeing, differing = with_sex_beside(agreeing, same), with_sex_beside(differing, same)
    assert odds(parameters, differing, frequency) <= odds(parameters, agreeing, frequency) + 1e-6


def test_every_level_but_the_unknown_ones_stands_in_the_order() -> None:
    unknown = {"NOT_GIVEN"}
    for field, levels in LEVELS.items():
        ordered = {level for chain in MORE_DISAGREEMENT[field] for level in chain}
        assert {level for level in levels if level.value not in unknown} == ordered


def test_a_different_forename_of_the_same_sex_says_less_than_an_equal_one() -> None:
    told = dict.fromkeys(Field, None) | {field: list(levels)[-1] for field, levels in LEVELS.items()}
    equal = with_sex_beside({**told, Field.FORENAME: Forename.EXACT}, same=True)
    other = with_sex_beside({**told, Field.FORENAME: Forename.DIFFERENT}, same=True)
    assert odds(matcher.load(), other, 1e-3) < odds(matcher.load(), equal, 1e-3)
