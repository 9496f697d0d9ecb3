"""What another matcher thinks of the register: which records it finds to be one person, and which joined ones it doubts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wholepicture.pathway.linkage.auditor import rows
from wholepicture.registers.people.facts import RecordTold

if TYPE_CHECKING:
    import pyarrow as pa
    from splink import Linker

SAME, DOUBTED = 0.99, 0.5
PAIRS_FOR_U = 2e6
LEAST_RECORDS = 100


class TooFew(Exception):
    """A register too small to learn anything from; its text says so."""


@dataclass(frozen=True)
class Thought:
    """Two records, and how likely the other matcher finds it that they are one person."""

    one: UUID
    other: UUID
    probability: float


@dataclass(frozen=True)
class Opinion:
    """`same`: records of two persons that it finds to be one, the surest first; `unsure`: joined ones that it does not find.

    `model` names it with its version.
    """

    same: tuple[Thought, ...]
    unsure: tuple[tuple[UUID, UUID], ...]
    model: str


def opinion(
    api: Any,  # noqa: ANN401
    records: Sequence[RecordTold],
    joined: Iterable[tuple[UUID, UUID]],
    charts: Path | None = None,
) -> Opinion:
    """Return what Splink thinks, on the engine of this `api`, after it learnt from the same records without labels.

    `joined` are pairs of records that the machine made one person. Where `charts` is given, what it learnt is written
    there. Raises TooFew.
    """
    import splink

    if len(records) < LEAST_RECORDS:
        raise TooFew(
            f"Splink learns nothing from a register of fewer than {LEAST_RECORDS} records; this one has {len(records)}."
        )
    linker = learnt(api, rows.table(records))
    if charts:
        from wholepicture.pathway.linkage.auditor import charts as drawn

        drawn.write(linker, charts)
    found = linker.inference.predict(threshold_match_probability=DOUBTED, warning_mode="never")
    ids = [each.record for each in records]
    within = {frozenset((each.one, each.other)) for each in _thoughts(found, "person_l = person_r", ids)}
    return Opinion(
        same=tuple(_thoughts(found, f"person_l <> person_r and match_probability >= {SAME}", ids)),
        unsure=tuple((one, other) for one, other in joined if frozenset((one, other)) not in within),
        model=f"splink-{splink.__version__}",
    )


def learnt(api: Any, table: "pa.Table") -> "Linker":  # noqa: ANN401
    """Return Splink's model with what it learnt: u from random pairs, m by EM."""
    import logging

    from splink import Linker

    from wholepicture.pathway.linkage.auditor import model

    linker = Linker(api.register(table), model.settings(), log_level=logging.ERROR)
    train = linker.training
    train.estimate_probability_two_random_records_match(list(model.SURE), recall=model.FOUND_BY_SURE)
    train.estimate_u_using_random_sampling(max_pairs=PAIRS_FOR_U, seed=1)
    for block in model.LEARNT_IN:
        train.estimate_parameters_using_expectation_maximisation(block)
    return linker


def _thoughts(found: Any, where: str, ids: Sequence[UUID]) -> list[Thought]:  # noqa: ANN401
    columns = "unique_id_l, unique_id_r, match_probability"
    picked = found.query_sql(f"select {columns} from {{this}} where {where} order by 3 desc, 1, 2")  # noqa: S608
    return [
        Thought(ids[row["unique_id_l"]], ids[row["unique_id_r"]], float(row["match_probability"]))
        for row in picked.as_record_list()
    ]
