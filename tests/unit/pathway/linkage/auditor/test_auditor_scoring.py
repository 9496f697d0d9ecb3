"""What a worker of the cluster does with a batch of pairs: each is weighed as one comparison weighs it."""

from datetime import date

import pytest

from tests.factories.linkage import GROWN, NHS, OTHER_NHS, record
from wholepicture.pathway.linkage import matcher
from wholepicture.pathway.linkage.matcher import PairClass
from wholepicture.registers.people.describing import describe
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import Sex

pa = pytest.importorskip("pyarrow", reason="the extra `bulk` is not installed")
from wholepicture.pathway.linkage.auditor import scoring  # noqa: E402

HOME, MOVED = "4 Invented Terrace, Nowhere, ZZ1 1ZZ", "7 Made-Up Lane, Nowhere, ZZ2 2ZZ"
JODIE = {"surname": "Marsh", "born": GROWN, "sex": Sex.FEMALE}
PAIRS = [
    (record("Jodie", **JODIE, home=HOME, numbers=(NHS,)), record("Jodie", **JODIE, home=MOVED, numbers=(NHS,))),
    (record("Charlie", home=HOME), record("Casey", home=HOME)),
    (record("Kyle", "Denham", born=date(1995, 9, 20), numbers=(NHS,)), record("Amina", "Rahman", born=None, numbers=(OTHER_NHS,))),
]  # fmt: skip


def batch(*pairs: tuple[RecordTold, RecordTold]) -> object:
    """Pairs as they come to a worker: the row of each side of `table`, the columns with the side at their end."""
    sides = zip("lr", zip(*pairs, strict=True), strict=True)
    told = {
        f"{name}_{side}": column
        for side, records in sides
        for name, column in scoring.table(records).to_pydict().items()
    }
    schema = pa.schema(
        [(f"{name}_{side}", scoring.ROWS.field(name).type) for side in "lr" for name in scoring.ROWS.names]
    )
    return pa.RecordBatch.from_pydict(told or {name: [] for name in schema.names}, schema=schema)


def test_a_worker_weighs_every_pair_of_a_batch_as_one_comparison_does() -> None:
    parameters = matcher.load().of_size(1000)

    (weighed,) = scoring._weighed([batch(*PAIRS)], parameters)

    rows = weighed.to_pylist()
    assert [(row["record"], row["other_record"]) for row in rows] == [
        (str(one.record), str(other.record)) for one, other in PAIRS
    ]
    for row, (one, other) in zip(rows, PAIRS, strict=True):
        expected = matcher.compare(describe(one), describe(other), parameters)
        assert row["odds"] == pytest.approx(expected.odds, abs=1e-9)
        assert row["class"] == expected.cls.value
    assert [row["class"] for row in rows] == [PairClass.SAME, PairClass.HOUSEHOLD, PairClass.UNRELATED]


def test_a_worker_passes_over_a_batch_without_pairs_and_goes_on_with_the_next() -> None:
    parameters = matcher.load()

    found = list(scoring._weighed([batch(*PAIRS).slice(0, 0), batch(PAIRS[0])], parameters))

    assert [weighed.num_rows for weighed in found] == [1]


def test_of_several_homes_and_numbers_the_one_that_both_have_is_compared() -> None:
    assert scoring._shared_first([["a", "b"], ["c", "d"], []], [["b", "e"], ["f"], ["g"]]) == [
        *("b", "c", ""),
        *("b", "f", "g"),
    ]


def test_whoever_moved_is_compared_by_the_home_that_both_records_have() -> None:
    one = record("Robin", home=MOVED)
    two = record("Robin", place_keys=one.place_keys | record(home=HOME).place_keys)
    parameters = matcher.load()

    ((row,),) = (weighed.to_pylist() for weighed in scoring._weighed([batch((one, two))], parameters))

    assert row["odds"] == pytest.approx(matcher.compare(describe(one), describe(two), parameters).odds, abs=1e-9)
    assert min(two.place_keys) not in one.place_keys
