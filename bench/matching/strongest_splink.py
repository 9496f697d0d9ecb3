"""Splink as its guide shows it, and the strongest Splink that we could build, on the same records.

The strongest has our keys as blocking rules, columns of everyday names and of sounds, m learnt from NHS numbers as
labels, term frequencies of postcodes too, hand-set weights of the NHS number, and a rule for twins after the score, in the
spirit of the one that runs over Splink in production at the Ministry of Justice (hmpps-person-match), milder about
forenames that are alike, because that did better here. Beyond that, surname and postcode can be one comparison, which
takes from Splink most of the error that a household makes. Whoever judges takes the best of these at each precision.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from numpy.typing import NDArray
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

LIKE_SURNAME = """(
    jaro_winkler_similarity(surname_l, surname_r) >= 0.9 or surname_sound_l = surname_sound_r
    or list_has_any(string_split(surname_l, '-'), string_split(surname_r, '-'))
)"""
SETTLED = {"log_level": 40}
LOWEST_WEIGHT = -12.0
PAIRS_FOR_U = 2e6
INITIAL = "left(forename_l, 1) = left(forename_r, 1) and least(length(forename_l), length(forename_r)) = 1"


@dataclass(frozen=True)
class Scored:
    """Pairs of record ids and how strongly each speaks for one person; a higher score is stronger, whatever its unit."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    score: NDArray[np.float64]


DEFAULT_RULES = (
    block_on("nhs"),
    block_on("forename", "surname"),
    block_on("surname", "dob"),
    block_on("forename", "dob"),
    block_on("postcode", "dob"),
    block_on("postcode", "forename"),
    block_on("surname", "postcode", "born_year"),
    block_on("dob", "district"),
    block_on("forename", "surname", "born_year"),
)
OUR_RULES = (
    block_on("nhs"),
    block_on("surname_sound", "dob"),
    block_on("forename_sound", "dob"),
    block_on("formal", "surname", "born_year"),
    block_on("formal", "surname", "born_day"),
    block_on("formal", "surname_sound", "district"),
    block_on("forename_sound", "surname_sound", "district"),
    block_on("postcode", "formal"),
    block_on("district", "dob"),
    "l.dob_turned = r.dob and l.surname_sound = r.surname_sound",
    "l.forename = r.surname and l.surname = r.forename",
)


def default_settings() -> SettingsCreator:
    """The comparisons that Splink's library has for such columns."""
    return _settings(
        DEFAULT_RULES,
        comparisons.NameComparison("forename"),
        comparisons.NameComparison("surname"),
        comparisons.DateOfBirthComparison("dob", input_is_string=True),
        comparisons.ExactMatch("sex"),
        comparisons.PostcodeComparison("postcode"),
        comparisons.ExactMatch("nhs"),
    )


def strongest_settings(*, family: bool) -> SettingsCreator:
    """What we know of names, dates and numbers here, in Splink's words; `family` compares surname and postcode as one."""
    home = [_family()] if family else [_surname(), _postcode()]
    return _settings(OUR_RULES, _forename(), _born(), comparisons.ExactMatch("sex"), *home, _number())


def _settings(rules: Sequence[Any], *compared: Any) -> SettingsCreator:  # noqa: ANN401
    return SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=list(rules),
        comparisons=list(compared),
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
        additional_columns_to_retain=["forename", "surname", "dob", "postcode", "nhs"],
    )


def _forename() -> comparisons.CustomComparison:
    return comparisons.CustomComparison(
        output_column_name="forename",
        comparison_levels=[
            levels.NullLevel("forename"),
            levels.ExactMatchLevel("forename", term_frequency_adjustments=True),
            levels.ExactMatchLevel("formal"),
            levels.JaroWinklerLevel("forename", 0.92),
            levels.ExactMatchLevel("forename_sound"),
            levels.JaroWinklerLevel("forename", 0.84),
            levels.CustomLevel(INITIAL, "Initial"),
            levels.CustomLevel("forename_l = surname_r", "Names swapped"),
            levels.ElseLevel(),
        ],
    )  # fmt: skip


def _surname() -> comparisons.CustomComparison:
    return comparisons.CustomComparison(
        output_column_name="surname",
        comparison_levels=[
            levels.NullLevel("surname"),
            levels.ExactMatchLevel("surname", term_frequency_adjustments=True),
            levels.JaroWinklerLevel("surname", 0.92),
            levels.ExactMatchLevel("surname_sound"),
            levels.CustomLevel("list_has_any(string_split(surname_l, '-'), string_split(surname_r, '-'))", "Part of a double name"),
            levels.JaroWinklerLevel("surname", 0.84),
            levels.CustomLevel("forename_l = surname_r", "Names swapped"),
            levels.ElseLevel(),
        ],
    )  # fmt: skip


def _family() -> comparisons.CustomComparison:
    """Surname and postcode as one: people of one household share both, so that the two are not independent evidence."""
    homes = {
        "same postcode": "postcode_l = postcode_r",
        "a postcode not known": "(postcode_l is null or postcode_r is null)",
        "same district": "district_l = district_r",
        "elsewhere": "1 = 1",
    }
    same = [
        levels.CustomLevel(f"surname_l = surname_r and {home}", f"Same surname, {name}").configure(
            tf_adjustment_column="surname"
        )
        for name, home in homes.items()
    ]
    like = [levels.CustomLevel(f"{LIKE_SURNAME} and {home}", f"Like surname, {name}") for name, home in homes.items()]
    other = [levels.CustomLevel(home, f"Other surname, {name}") for name, home in list(homes.items())[:-1]]
    other[0] = other[0].configure(tf_adjustment_column="postcode")
    return comparisons.CustomComparison(
        output_column_name="family",
        comparison_levels=[levels.NullLevel("surname"), *same, *like, *other, levels.ElseLevel()],
    )


def _born() -> comparisons.CustomComparison:
    return comparisons.CustomComparison(
        output_column_name="dob",
        comparison_levels=[
            levels.NullLevel("dob"),
            levels.ExactMatchLevel("dob"),
            levels.CustomLevel("dob_turned_l = dob_r", "Day and month swapped"),
            levels.DamerauLevenshteinLevel("dob", 1),
            levels.CustomLevel("born_day_l = born_day_r", "Same day and month"),
            levels.DamerauLevenshteinLevel("dob", 2),
            levels.CustomLevel("born_year_l = born_year_r", "Same year"),
            levels.ElseLevel(),
        ],
    )


def _postcode() -> comparisons.CustomComparison:
    return comparisons.CustomComparison(
        output_column_name="postcode",
        comparison_levels=[
            levels.NullLevel("postcode"),
            levels.ExactMatchLevel("postcode", term_frequency_adjustments=True),
            levels.DamerauLevenshteinLevel("postcode", 1),
            levels.ExactMatchLevel("district"),
            levels.ElseLevel(),
        ],
    )


def _number() -> comparisons.CustomComparison:
    """Set by hand: the labels are this very number, and random pairs of the same number are too rare to learn from."""

    def fixed(level: Any, m: float, u: float) -> Any:  # noqa: ANN401
        return level.configure(m_probability=m, u_probability=u, fix_m_probability=True, fix_u_probability=True)

    return comparisons.CustomComparison(
        output_column_name="nhs",
        comparison_levels=[
            levels.NullLevel("nhs"),
            fixed(levels.ExactMatchLevel("nhs"), 0.985, 1e-7),
            fixed(levels.DamerauLevenshteinLevel("nhs", 1), 0.011, 1e-6),
            fixed(levels.ElseLevel(), 0.004, 0.999998),
        ],
    )


def default(records: pa.Table) -> Linker:
    """Splink as its guide shows it: u by random pairs, m by EM over two blockings."""
    linker = _linker(records, default_settings())
    train = linker.training
    train.estimate_probability_two_random_records_match(
        [block_on("nhs"), block_on("forename", "surname", "dob")], recall=0.8
    )
    train.estimate_u_using_random_sampling(max_pairs=PAIRS_FOR_U, seed=1)
    train.estimate_parameters_using_expectation_maximisation(block_on("dob"))
    train.estimate_parameters_using_expectation_maximisation(block_on("forename", "surname"))
    return linker


def strongest(records: pa.Table, *, family: bool = False) -> Linker:
    """The strongest model, m learnt from NHS numbers as labels."""
    linker = _linker(records, strongest_settings(family=family))
    train = linker.training
    train.estimate_probability_two_random_records_match(
        [block_on("nhs"), block_on("formal", "surname", "dob")], recall=0.9
    )
    train.estimate_u_using_random_sampling(max_pairs=PAIRS_FOR_U, seed=1)
    train.estimate_m_from_label_column("nhs")
    return linker


def _linker(records: pa.Table, settings: SettingsCreator) -> Linker:
    return Linker(DuckDBAPI().register(records, dataset_display_name="records"), settings, **SETTLED)


def pairs(linker: Linker, *, twins: bool = False) -> Scored:
    """Every pair that it blocks and does not find most unlikely."""
    return _scored(linker.inference.predict(threshold_match_weight=LOWEST_WEIGHT), twins=twins)


def between(linker: Linker, asked: pa.Table, index: pa.Table, *, twins: bool = False) -> Scored:
    """Every pair of one that is asked for with one of the index; the left id is the one asked for."""
    api = linker._db_api
    left, right = api.register(asked), api.register(index)
    compute_terms(linker)
    return _scored(linker.inference.predict_between(left, right, threshold_match_weight=LOWEST_WEIGHT), twins=twins)


def compute_terms(linker: Linker) -> None:
    """Count how common each value is, once, so that looking somebody up needs not."""
    for column in linker._settings_obj._term_frequency_columns:
        linker.table_management.compute_tf_table(column.unquote().name)


TWINS = """
    jaro_winkler_similarity(forename_l, forename_r) < 0.7 and least(length(forename_l), length(forename_r)) > 1
    and dob_l = dob_r and surname_l = surname_r and postcode_l = postcode_r
    and coalesce(nhs_l, 'left') <> coalesce(nhs_r, 'right')
"""


def _scored(found: Any, *, twins: bool) -> Scored:  # noqa: ANN401
    """With the rule for twins, a pair that could be twins comes after every other."""
    weight = f"case when {TWINS} then match_weight - 100 else match_weight end" if twins else "match_weight"
    columns = f"unique_id_l as l, unique_id_r as r, {weight} as w"
    rows = found.query_sql(f"select {columns} from {{this}}").as_duckdbpyrelation().fetchnumpy()
    return Scored(np.asarray(rows["l"]), np.asarray(rows["r"]), np.asarray(rows["w"], dtype=np.float64))
