"""Whole lists: the same levels and candidates as for one pair, every disagreement counted against."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholepicture.pathway.linkage import matcher
from wholepicture.pathway.linkage.matcher import Described, bulk, fields
from wholepicture.pathway.linkage.matcher.bulk import levels, reading, scoring
from wholepicture.pathway.linkage.matcher.bulk.candidates import Capped, candidates
from wholepicture.pathway.linkage.matcher.terms import LEVELS
from wholepicture.registers.people.keys import NHS_NUMBER, keys
from wholepicture.registers.people.names import place_key

NAMES = ["", "Baby", "Charlie", "Charles", "Charly", "Chloe", "C", "Mo", "Mohammed", "Muhammad", "Anne-Marie", "Annemarie",
         "Anne", "Marie", "Ann", "Kasia", "Katarzyna", "Catherine", "Kathryn", "Nathan", "Jonathan", "Twin 2", "Marsh",
         "Smith-Jones", "Jones", "Smith", "Smyth", "Unknown", "Łukasz", "O'Neill", "ONeil"]  # fmt: skip
DATES = [None, date(2019, 3, 12), date(2019, 12, 3), date(2019, 3, 13), date(2018, 3, 12), date(2019, 1, 1), date(2018, 7, 1),
         date(1989, 3, 12), date(2019, 5, 30), date(2019, 3, 30), date(2000, 1, 1), date(1999, 12, 31), date(1985, 7, 21)]  # fmt: skip
POSTCODES = ["", "AB1 2CD", "AB12CD", "AB1 2CE", "AB1 3CD", "AB2 1CD", "BA1 2CD", "XY9 9ZZ", "AB", "AB12 3CD"]
ADDRESSES = ["", "4 Invented Terrace, Nowhere", "4 Invented Terace, Nowhere", "14 Invented Terrace, Nowhere", "Invented Terrace 4",
             "Nowhere, 4 Invented Terrace",
             "4 Made Up Road", "ZZ1 1ZZ", "4", "17", "Flat 2, 4 Invented Terrace", "The Old Farm"]  # fmt: skip
NUMBERS = ["", "9434765919", "9434765991", "9434765918", "9000000009", "12345", "12346"]


@st.composite
def people(draw: st.DrawFn) -> Described:
    number, postcode = draw(st.sampled_from(NUMBERS)), draw(st.sampled_from(POSTCODES))
    return Described(
        forename=draw(st.sampled_from(NAMES) | st.text(alphabet="abcdeé -", max_size=9)),
        surname=draw(st.sampled_from(NAMES) | st.text(alphabet="abcdeé -", max_size=9)),
        sex=draw(st.sampled_from(("", "F", "M"))),
        born=draw(st.sampled_from(DATES) | st.dates(date(1930, 1, 1), date(2026, 1, 1))),
        postcodes=frozenset({postcode} - {""}),
        places=frozenset({place_key(draw(st.sampled_from(ADDRESSES)))} - {""}),
        numbers={NHS_NUMBER: frozenset({number})} if number else {},
    )


def table(described: Sequence[Described]) -> bulk.Table:
    return bulk.Table.of(reading.Listed.of(described))


@settings(max_examples=40, deadline=None)
@given(st.lists(people(), min_size=2, max_size=12))
def test_levels_and_odds_in_bulk_are_those_of_one_pair(described: list[Described]) -> None:
    found = table(described)
    one, other = np.triu_indices(len(described), 1)
    told = levels.levels(found, one, other)
    parameters = matcher.load()
    odds = scoring.Scorer(found, parameters).weigh(told, one).odds
    for at, (a, b) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
        expected = fields.levels(described[a], described[b])
        got = {field: list(LEVELS[field])[places[at]] for field, places in told.items()}
        assert got == {field: expected[field] for field in told}, (described[a], described[b])
        assert np.log2(odds[at]) == pytest.approx(_odds(described[a], described[b], parameters), abs=1e-6)


def _odds(one: Described, other: Described, parameters: matcher.Parameters) -> float:
    """The odds of one pair without the fields that a list cannot tell."""
    compared = matcher.compare(one, other, parameters)
    return compared.odds - sum(each.weight for each in compared.evidence if each.field not in scoring.TOLD)


@settings(max_examples=40, deadline=None)
@given(st.lists(people(), min_size=2, max_size=12))
def test_candidates_in_bulk_are_those_who_share_a_stored_key(described: list[Described]) -> None:
    found = table(described)
    stored = [set(keys(each)) for each in described]
    pairs = {
        pair
        for one, other in candidates(found, Capped(), loose=0)
        for pair in zip(one.tolist(), other.tolist(), strict=True)
    }
    assert pairs == {
        (one, other)
        for one in range(len(stored))
        for other in range(one + 1, len(stored))
        if stored[one] & stored[other]
    }


def test_a_hot_key_still_finds_the_exact_and_near_exact(tmp_path: Path) -> None:
    crowd = [
        Described("Sam" + "abcdefghij"[n % 10] + "klmnopqrst"[n // 10 % 10], "", "Hostel" + str(n)) for n in range(700)
    ]
    crowd = [
        Described(each.forename, "", "Jones", "M", date(1980, 1, 1), postcodes=frozenset({"AB1 2CD"})) for each in crowd
    ]
    twice = Described("Bartholomew", "", "Jones", "M", date(1980, 1, 1), postcodes=frozenset({"AB1 2CD"}))
    capped = Capped()
    pairs = [
        pair
        for one, other in candidates(table([*crowd, twice, twice]), capped, loose=0)
        for pair in zip(one, other, strict=True)
    ]
    assert capped.keys
    assert (700, 701) in pairs
    assert len(pairs) == len(set(pairs))
