"""Splink's model of a register, in words that DuckDB and Spark both understand."""

from typing import Any

import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import SettingsCreator, block_on

RULES = (
    block_on("numbers", arrays_to_explode=["numbers"]),
    block_on("forename", "surname", "born_year"),
    block_on("surname", "dob"),
    block_on("forename", "dob"),
    block_on("postcodes", "dob", arrays_to_explode=["postcodes"]),
    block_on("postcodes", "forename", arrays_to_explode=["postcodes"]),
)
# What surely is one person, to learn how many such pairs there are; and blocks in which EM learns, each of other fields.
SURE = (block_on("forename", "surname", "dob"),)
LEARNT_IN = (block_on("dob"), block_on("forename", "surname"))
FOUND_BY_SURE = 0.6


def settings() -> SettingsCreator:
    """Return the comparisons and the blocking rules, not learnt yet."""
    return SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=list(RULES),
        comparisons=[
            comparisons.NameComparison("forename"),
            _family(),
            comparisons.DateOfBirthComparison("dob", input_is_string=True),
            comparisons.ExactMatch("sex"),
            comparisons.ArrayIntersectAtSizes("numbers", [1]),
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
        additional_columns_to_retain=["person"],
    )


def _family() -> Any:  # noqa: ANN401
    """Surname and postcode as one comparison: those of one household share both, which is not evidence twice over."""
    home, no_home = levels.ArrayIntersectLevel("postcodes", 1), levels.NullLevel("postcodes")
    same, like = levels.ExactMatchLevel("surname"), levels.JaroWinklerLevel("surname", 0.9)
    return comparisons.CustomComparison(
        output_column_name="family",
        comparison_levels=[
            levels.NullLevel("surname"),
            levels.And(same, home).configure(label_for_charts="Same surname and postcode"),
            levels.And(same, no_home).configure(label_for_charts="Same surname, a postcode not known"),
            levels.ExactMatchLevel("surname", term_frequency_adjustments=True),
            levels.And(like, home).configure(label_for_charts="Like surname, same postcode"),
            like,
            levels.ArrayIntersectLevel("postcodes", 1).configure(label_for_charts="Other surname, same postcode"),
            levels.ElseLevel(),
        ],
    )
