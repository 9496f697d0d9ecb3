"""The matcher on Spark: the same keys bring records together, the same scorer weighs each batch of pairs on the workers.

One line a record is read on the driver; the pairs, which are far more, never leave the workers.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from wholepicture.pathway.linkage.matcher import PairClass, Parameters, keys
from wholepicture.pathway.linkage.matcher.bulk import Table, levels
from wholepicture.pathway.linkage.matcher.bulk.reading import COLUMNS, Listed
from wholepicture.pathway.linkage.matcher.bulk.scoring import Scorer
from wholepicture.registers.people.describing import describe
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.keys import NHS_NUMBER

# A key that more share brings nobody together by itself, as in the register; whoever shares another one is still compared.
MOST = 300
CLASSES = (PairClass.SAME, PairClass.HOUSEHOLD, PairClass.UNRELATED)
ROWS = pa.schema(
    [
        ("row", pa.int64()),
        ("record", pa.string()),
        *((name, pa.string()) for name in ("forename", "surname", "dob", "sex")),
        *((name, pa.list_(pa.string())) for name in ("postcodes", "places", "numbers")),
        ("keys", pa.list_(pa.int64())),
    ]
)


def table(records: Iterable[RecordTold]) -> pa.Table:
    """Return a row for each record with its keys; `row` is its place in the order given."""
    return pa.Table.from_pylist([_row(number, told) for number, told in enumerate(records)], schema=ROWS)


def scored(told: Any, parameters: Parameters) -> Any:  # noqa: ANN401
    """Return a data frame of pairs (record, other_record, odds in log2, class) of all that share a key, of a frame of `table`."""
    fields = [name for name in ROWS.names if name not in ("row", "keys")]
    left, right = (
        told.select(told["row"].alias(end), *(told[name].alias(f"{name}_{side}") for name in fields))
        for end, side in (("one", "l"), ("other", "r"))
    )
    beside = _pairs(told).join(left, "one").join(right, "other")
    weigh = partial(_weighed, parameters=parameters.of_size(told.count()))
    return beside.mapInArrow(weigh, "record string, other_record string, odds double, class string")


def _pairs(told: Any) -> Any:  # noqa: ANN401
    """Each two rows that share a key which not too many have, once."""
    from pyspark.sql import functions as sql

    keyed = told.select("row", sql.explode("keys").alias("key"))
    shared = keyed.groupBy("key").count().where(f"count between 2 and {MOST}").select("key")
    keyed = keyed.join(shared, "key")
    one, other = keyed.withColumnRenamed("row", "one"), keyed.withColumnRenamed("row", "other")
    return one.join(other, "key").where("one < other").select("one", "other").distinct()


def _row(number: int, told: RecordTold) -> dict[str, Any]:
    person = describe(told)
    return {
        "row": number,
        "record": str(told.record),
        "forename": person.forename,
        "surname": person.surname,
        "dob": person.born.isoformat() if person.born and person.born_exact else "",
        "sex": person.sex,
        "postcodes": sorted(person.postcodes),
        "places": sorted(person.places),
        "numbers": sorted(person.numbers.get(NHS_NUMBER, ())),
        "keys": list(keys(person)),
    }


def _weighed(batches: Iterable[pa.RecordBatch], parameters: Parameters) -> Iterator[pa.RecordBatch]:
    """Weigh pairs on a worker, batch by batch."""
    for batch in batches:
        if not batch.num_rows:
            continue
        people = Table.of(_listed(batch))
        one = np.arange(batch.num_rows)
        masses = Scorer(people, parameters).weigh(levels.levels(people, one, one + batch.num_rows), one)
        likeliest = np.argmax(np.stack([masses.same, masses.household, masses.unrelated]), axis=0)
        yield pa.RecordBatch.from_pydict(
            {
                "record": batch["record_l"],
                "other_record": batch["record_r"],
                "odds": np.log2(masses.odds),
                "class": [CLASSES[each].value for each in likeliest.tolist()],
            }
        )


def _listed(batch: pa.RecordBatch) -> Listed:
    """The two sides of the pairs as one list, the left ones first."""
    listed = Listed(ids=[str(at) for at in range(2 * batch.num_rows)], lines=[0] * (2 * batch.num_rows))
    chosen = {
        column: _shared_first(*(batch[f"{name}_{side}"].to_pylist() for side in "lr"))
        for column, name in (("postcode", "postcodes"), ("address", "places"), ("nhs_number", "numbers"))
    }
    for name in COLUMNS:
        cells = chosen.get(name) or [cell for side in "lr" for cell in batch[f"{name}_{side}"].to_pylist()]
        listed.columns[name].add([cell or "" for cell in cells])
    return listed


def _shared_first(left: Sequence[list[str]], right: Sequence[list[str]]) -> list[str]:
    """One value for each side of each pair: one that both have, else the first of each."""
    both = [next(iter(sorted(set(one) & set(other))), "") for one, other in zip(left, right, strict=True)]
    return [
        shared or next(iter(values), "") for side in (left, right) for shared, values in zip(both, side, strict=True)
    ]
