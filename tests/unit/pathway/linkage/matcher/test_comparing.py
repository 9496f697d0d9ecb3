"""What two descriptions are to each other, where it matters: at one address."""

from dataclasses import replace
from datetime import date

import pytest

from wholepicture.pathway.linkage import matcher
from wholepicture.pathway.linkage.matcher import Described, PairClass, fields
from wholepicture.pathway.linkage.matcher.terms import Forename

CHILD = Described(
    forename="Charlie",
    surname="Marsh",
    sex="M",
    born=date(2019, 3, 12),
    postcodes=frozenset({"AB1 2CD"}),
    numbers={"nhs_number": frozenset({"9434765919"})},
)
UNNUMBERED = replace(CHILD, numbers={})


def compared(one: Described, other: Described) -> matcher.Compared:
    return matcher.compare(one, other, matcher.load())


@pytest.mark.parametrize(
    "other",
    [
        replace(CHILD, surname="Denham", postcodes=frozenset({"ZZ9 9ZZ"})),
        replace(UNNUMBERED, postcodes=frozenset({"QQ4 5RT"})),
        replace(UNNUMBERED, forename="Charles", born=date(2019, 12, 3)),
        replace(UNNUMBERED, forename="Marsh", surname="Charlie"),
        replace(UNNUMBERED, forename="Baby"),
    ],
    ids=[
        "renamed and moved, one NHS number",
        "moved",
        "nickname and exchanged day",
        "names exchanged",
        "not yet named",
    ],
)
def test_one_person(other: Described) -> None:
    assert compared(CHILD, other).cls is PairClass.SAME


@pytest.mark.parametrize(
    "other",
    [
        replace(UNNUMBERED, forename="Jack"),
        replace(UNNUMBERED, forename="Jack", born=date(2021, 4, 2)),
        replace(UNNUMBERED, born=date(1985, 7, 21)),
        replace(UNNUMBERED, forename="Sarah", sex="F", born=date(1988, 7, 21)),
    ],
    ids=["twin", "brother", "father of one name", "mother"],
)
def test_another_of_the_household(other: Described) -> None:
    assert compared(CHILD, other).cls is PairClass.HOUSEHOLD


def test_a_stranger() -> None:
    other = Described(forename="Charlie", surname="Brown", sex="M", born=date(2019, 3, 12))
    assert compared(CHILD, other).cls is PairClass.UNRELATED


def test_prior_and_weights_sum_to_the_odds() -> None:
    found = compared(CHILD, replace(CHILD, forename="Charles", numbers={}))
    assert found.prior + sum(each.weight for each in found.evidence) == pytest.approx(found.odds)
    assert found.probability == pytest.approx(1 / (1 + 2**-found.odds))


def test_a_rare_name_says_more_than_a_common_one() -> None:
    common, rare = (replace(UNNUMBERED, surname=name, postcodes=frozenset()) for name in ("Smith", "Featherstonehaugh"))
    assert compared(rare, rare).odds > compared(common, common).odds


def test_labels_name_nobody() -> None:
    told = " ".join(each.label for each in compared(CHILD, replace(CHILD, forename="Charles")).evidence)
    assert not any(word in told for word in ("Charlie", "Marsh", "AB1", "9434765919", "2019"))


@pytest.mark.parametrize(
    ("one", "other", "forms"),
    [
        ("Kate", "Catherine", True),
        ("Kat", "Kathryn", True),
        ("Jack", "John", True),
        ("Ian", "John", True),
        ("Ian", "Jack", False),
        ("Joan", "Sean", False),
    ],
)
def test_twins_called_ian_and_jack_do_not_have_one_name_because_john_has_both_forms(
    one: str, other: str, forms: bool
) -> None:
    forename, _ = fields.names(Described(one, surname="Marsh"), Described(other, surname="Marsh"))
    assert (forename is Forename.NICKNAME) == forms
