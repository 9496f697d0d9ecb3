"""A long list taken in turns, the first so many of its pairs, names that go together, and odds as a probability."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pytest

from wholepicture.pathway.linkage.matcher import Described, bulk
from wholepicture.pathway.linkage.matcher.bulk import candidates, learning, matching, reading
from wholepicture.pathway.linkage.matcher.bulk.communities import FEWEST, together
from wholepicture.pathway.linkage.matcher.bulk.names import Ints

JO = Described(forename="Jo", surname="Marsh", sex="F", born=date(1990, 2, 21), postcodes=frozenset({"ZZ1 1ZZ"}))


def table(described: Sequence[Described]) -> bulk.Table:
    """These people as a list."""
    return bulk.Table.of(reading.Listed.of(described))


def test_a_long_list_is_compared_in_turns_and_every_pair_comes_in_one_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    people = table([JO] * 9)
    (at_once,) = candidates.candidates(people, candidates.Capped(), loose=0)
    monkeypatch.setattr(candidates, "AT_ONCE", 30)

    turns = list(candidates.candidates(people, candidates.Capped(), loose=0))

    pairs = [pair for one, other in turns for pair in zip(one.tolist(), other.tolist(), strict=True)]
    assert len(turns) > 1
    assert max(len(one) for one, _ in turns) < len(at_once[0])
    assert sorted(pairs) == sorted(zip(*(rows.tolist() for rows in at_once), strict=True))
    assert len(pairs) == 9 * 8 / 2


@pytest.mark.parametrize("most", [3, 4])
def test_no_more_pairs_are_gathered_than_are_learnt_from(most: int) -> None:
    people = table([JO] * 6)

    def batches() -> Iterator[tuple[Ints, Ints]]:
        yield np.array([0, 0]), np.array([1, 2])
        yield np.array([1, 2]), np.array([3, 4])
        pytest.fail("so many are enough, and four are here")

    found = learning.gathered(people, batches(), most)

    assert found.one.tolist() == [0, 0, 1, 2][:most]
    assert {len(places) for places in found.found.values()} == {most}


def test_a_whole_name_that_goes_together_is_shared_more_often_than_its_halves_let_expect() -> None:
    names = [("Amina", "Rahman")] * 4 * FEWEST + [("Amina", "Pugh")] * FEWEST + [("Bryn", "Pugh")] * 4 * FEWEST
    people = table([Described(fore, "", sur) for fore, sur in (*names, ("Elin", "Vance"))])
    known, all_of_them = Counter(names), len(names)
    fore, sur = Counter(fore for fore, _ in names), Counter(sur for _, sur in names)
    pairs = [("Amina", "Rahman"), ("Amina", "Pugh"), ("Bryn", "Rahman"), ("Elin", "Vance")]
    row_of = {half: row for row, name in enumerate((*names, pairs[-1])) for half in name}

    lift = together(people).lift(
        people.forename[[row_of[half] for half, _ in pairs]], people.surname[[row_of[half] for _, half in pairs]]
    )

    expected = [known[pair] * all_of_them / (fore[pair[0]] * sur[pair[1]]) for pair in pairs[:3]]
    assert lift[:3] == pytest.approx(expected, abs=0.02)
    assert expected[0] > 1 > expected[1] > expected[2]
    assert lift[3] == 1, "of a rare name nothing is known"


def test_odds_of_three_to_one_are_three_quarters() -> None:
    nobody = np.zeros(2, np.int64)
    pairs = matching.Pairs(nobody, nobody, np.array([3.0, 0.0]), nobody.astype(np.int8), 2, candidates.Capped())

    assert pairs.probability.tolist() == [0.75, 0.0]
