"""The completeness proof finds a planted gap, contradiction or leak, and tells it in words."""

from collections import Counter
from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.protocol import row, without
from wholepicture.registers.protocol import completeness, defaults, facts, refusals, rows
from wholepicture.registers.protocol.terms import NOT_APPLICABLE

EVERY = list(facts.every_subject())


def test_the_shipped_tables_are_complete() -> None:
    assert completeness.faults(defaults.tables()) == []


def test_the_whole_input_space_is_asked_about_once() -> None:
    children = [subject for subject in EVERY if subject["subject"] == "child"]
    adults = [subject for subject in EVERY if subject["subject"] == "adult"]
    assert len({tuple(subject.items()) for subject in EVERY}) == len(EVERY)
    assert len(children) == (2 + 2) * 2 * 6 * 3 * 2
    assert len(adults) == (2 + 2) * 2 * 7 * 4
    for name, terms in facts.FIELDS.items():
        assert {subject[name] for subject in EVERY} - {NOT_APPLICABLE} == set(terms.values())


def test_a_gap_is_told_in_words_that_name_it_whole_and_only() -> None:
    assert completeness.faults(without("adult.not_involved_elsewhere.nobody")) == [
        (
            "When there is an incident, the adult is not involved and the adult is not a parent or carer who lives with a "
            "child, no row names a recipient or says why there is none."
        )
    ]


def test_all_gaps_are_told_at_once() -> None:
    faults = completeness.faults(without("adult.not_involved_elsewhere.nobody", "birth.child.nobody"))
    assert len(faults) == 2
    assert (
        "When a birth is notified and it is about a child, no row names a recipient or says why there is none."
        in faults
    )


def test_a_gap_in_one_lane_only_names_the_lane() -> None:
    (fault,) = completeness.faults(without("adult.of_concern.gp.standard"))
    assert fault.startswith(
        "When there is an incident, the lane is standard and the adult is the carer of concern, no row"
    )


@pytest.mark.parametrize("name", [each.id for each in rows.read(defaults.tables())])
def test_leaving_out_any_row_that_alone_serves_somebody_is_noticed(name: str) -> None:
    engine = completeness.Engine(defaults.tables())
    alone = any([hit.id for hit in hits] == [name] for hits in engine.hits(EVERY))
    assert not alone or completeness.faults(without(name))


def test_a_child_for_whom_nobody_acts_is_a_fault_though_somebody_is_informed() -> None:
    (fault,) = completeness.faults(without("child.under_two.health_visitor"))
    assert fault == (
        "When there is an incident, the child is between 28 days and two years old and the child has no allocated "
        "worker, nobody has to act for the child, and no row says why not."
    )


def test_a_function_told_twice_is_a_fault() -> None:
    tables = defaults.tables()
    row(tables, "child.under_two.health_visitor")["age_band"] = '"newborn", "under_two"'
    assert completeness.faults(tables) == [
        (
            "When there is an incident and the child is under 28 days old, health_visitor is told more than once, by the rows "
            "child.newborn.health_visitor, child.under_two.health_visitor."
        )
    ]


def test_telling_somebody_and_nobody_is_a_fault() -> None:
    tables = defaults.tables()
    row(tables, "adult.witness_elsewhere.nobody")["relation"] = ""
    faults = completeness.faults(tables)
    assert len(faults) == 1
    assert (
        "the row adult.witness_elsewhere.nobody says that nobody is told, while other rows tell somebody" in faults[0]
    )


def test_telling_of_the_person_causing_harm_unheld_is_a_fault() -> None:
    tables = defaults.tables()
    row(tables, "adult.causing_harm.gp.fast")["hold"] = "false"
    assert refusals.of_tables(tables) == []
    (fault,) = completeness.faults(tables)
    assert "without holding it for release" in fault


def test_a_row_that_can_never_apply_is_a_fault() -> None:
    tables = without("adult.witness_elsewhere.nobody")
    extra = dict(row(tables, "adult.at_home.gp.fast"), standing='"victim"', cause='"concern"')
    name = "adult.impossible"
    rules = next(node for node in rows.table_nodes(tables) if node["id"] == "adults_incident")["content"]["rules"]
    rules.append(extra | {"_id": name, "row": f'"{name}"', "cause": '"birth"'})
    assert any("more than once" in fault or "witness" in fault for fault in completeness.faults(tables))
    tables["nodes"][2]["content"]["inputs"].append({"id": "age_band", "name": "Age", "field": "age_band"})
    rules[-1]["age_band"] = '"newborn"'
    assert f"The row {name} never applies: its words do not go together. Correct or remove it." in completeness.faults(
        tables
    )


def expanded(cube: Mapping[str, frozenset[str]]) -> set[tuple[str, ...]]:
    return set(product(*(cube.get(name, {NOT_APPLICABLE}) for name in facts.FIELDS)))


@given(st.sets(st.sampled_from(range(len(EVERY))), max_size=60))
def test_merging_loses_and_adds_no_combination(chosen: set[int]) -> None:
    subjects = [EVERY[place] for place in chosen]
    covered = Counter(each for cube in completeness.merged(subjects) for each in expanded(cube))
    assert set(covered) == {tuple(subject.values()) for subject in subjects}
    assert set(covered.values()) <= {1}
