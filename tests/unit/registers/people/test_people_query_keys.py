"""Whoever is looked up with a mistyped NHS number is found by the one that was meant."""

import nhs_number
import pytest

from wholepicture.registers.people.described import Described
from wholepicture.registers.people.keys import NHS_NUMBER, keys, query_keys

MEANT = "9434765919"


def numbered(number: str) -> Described:
    """Somebody of whom nothing but this NHS number is told."""
    return Described(numbers={NHS_NUMBER: frozenset({number})})


@pytest.mark.parametrize(
    "typed",
    ["9434765918", "1434765919", "9434765991", "4934765919", "9434756919"],
    ids=[
        "the last digit",
        "the first digit",
        "the last two exchanged",
        "the first two exchanged",
        "two within exchanged",
    ],
)
def test_a_number_with_one_slip_finds_whoever_has_the_number_that_was_meant(typed: str) -> None:
    assert not nhs_number.is_valid(typed)
    assert set(keys(numbered(MEANT))) <= set(query_keys(numbered(typed)))
    assert set(keys(numbered(typed))).isdisjoint(keys(numbered(MEANT))), "stored is only what was told"


def test_a_number_with_two_slips_finds_nobody_else() -> None:
    assert not nhs_number.is_valid("9434765820")
    assert set(keys(numbered(MEANT))).isdisjoint(query_keys(numbered("9434765820")))


@pytest.mark.parametrize("typed", [MEANT, "943476591", "94347659190", "943476591X"])
def test_a_valid_number_and_what_is_no_number_at_all_are_looked_up_as_they_stand(typed: str) -> None:
    assert query_keys(numbered(typed)) == keys(numbered(typed))
