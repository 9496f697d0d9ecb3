"""Tables that use anything but our words are refused in sentences: the engine itself would drop their rows in silence."""

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
import zen

from tests.factories.protocol import Tables, row, table
from wholepicture.registers.protocol import defaults, facts, refusals, schema
from wholepicture.registers.protocol.terms import AgeBand, CauseKind, Education, Lane, YesNo


def against(change: Callable[[Tables], object]) -> list[str]:
    tables = defaults.tables()
    change(tables)
    return refusals.of_tables(tables)


def cell(name: str, column: str, value: str) -> Callable[[Tables], object]:
    return lambda tables: row(tables, name).__setitem__(column, value)


HV = "child.newborn.health_visitor"


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("age_band", '"new_born"', '"new_born" is not known. Did you mean "newborn"?'),
        ("age_band", '"newborn", "undertwo"', '"undertwo" is not known. Did you mean "under_two"?'),
        ("age_band", "newborn", "newborn is no list of words. Write known words in double quotes"),
        ("age_band", 'not("unborn")', "is no list of words"),
        ("age_band", '$ != "unborn"', "is no list of words"),
        ("age_band", '"newborn" or "unborn"', "is no list of words"),
        ("age_band", '"n/a"', '"n/a" is not known'),
        ("cause", '"Incident"', 'Did you mean "incident"?'),
        ("lane", '"fast" ', "is no list of words"),
        ("function", '"health_visitr"', 'Did you mean "health_visitor"?'),
        ("function", '"social_worker"', '"social_worker" is not known'),
        ("function", '"health"', "Name who is to be told, for example health_visitor or gp"),
        ("function", '" Health "', "is no recipient"),
        ("function", "HEALTH", "is no recipient"),
        ("kind", '"acts"', 'Did you mean "act"?'),
        ("kind", '"remind"', "Use one of: null, inform, ask, act"),
        ("clock", '"calendar"', '"calendar" is not known'),
        ("hold", '"yes"', "write true or false"),
        ("hours", "24 * 3", "write a number of hours up to 999"),
        ("hours", "", "write a number of hours"),
        ("because", '""', "write in double quotes, in a sentence"),
        ("because", '"It is " + date("now")', "write in double quotes, in a sentence"),
        ("source", "review", "write in double quotes where the row comes from"),
        ("source", '"Review\n2.8"', "write in double quotes where the row comes from"),
        ("because", '"Because of\tthe review."', "write in double quotes, in a sentence"),
        ("row", "child", "write its id"),
    ],
)
def test_a_cell_with_another_word_is_refused_with_its_place_and_remedy(column: str, value: str, words: str) -> None:
    reasons = against(cell(HV, column, value))
    assert len(reasons) == 1
    assert reasons[0].startswith(f"Table children_incident, row {HV}, column {column}: ")
    assert words in reasons[0]


def test_every_fault_is_told_not_only_the_first() -> None:
    def both(tables: Tables) -> None:
        row(tables, HV)["kind"] = '"acts"'
        row(tables, "adult.victim.gp.fast")["standing"] = '"victm"'

    reasons = against(both)
    assert len(reasons) == 2
    assert "column kind" in " ".join(reasons)
    assert "column standing" in " ".join(reasons)


def test_a_misspelt_field_in_a_row_is_refused() -> None:
    reasons = against(lambda tables: row(tables, HV).__setitem__("ageband", '"newborn"'))
    assert reasons == [f'Table children_incident, row {HV}: "ageband" is not known. Did you mean "age_band"?']


def test_a_misspelt_column_is_refused() -> None:
    reasons = against(lambda tables: table(tables)["inputs"][3].update(field="ageband"))
    assert '"ageband" is not known. Did you mean "age_band"?' in " ".join(reasons)


def test_a_column_that_asks_for_another_field_is_refused() -> None:
    reasons = against(lambda tables: table(tables)["inputs"][3].update(field="education"))
    assert "Table children_incident: the column age_band asks for education." in reasons


def test_a_cell_without_its_column_is_refused_as_the_engine_would_ignore_it() -> None:
    reasons = against(lambda tables: table(tables)["inputs"].pop(3))
    assert f"Row {HV}: the table has no column age_band, so the cell would not count." in reasons


def test_a_row_that_lacks_what_it_says_is_refused() -> None:
    reasons = against(lambda tables: row(tables, HV).pop("kind"))
    assert reasons == [f"Table children_incident, row {HV}: it lacks kind."]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: table(t).update(hitPolicy="first"), 'it has to be "collect"'),
        (lambda t: table(t).update(executionMode="single"), 'it has to be "loop"'),
        (lambda t: table(t).update(passThrough=True), "it has to be false"),
        (lambda t: table(t).update(outputPath="births"), "outputPath has to be children_incident"),
        (lambda t: t["nodes"][1].update(type="functionNode"), '"functionNode" is not known'),
        (lambda t: t["edges"].pop(), "births is not joined to notices"),
        (lambda t: t["edges"].append({"id": "x", "sourceId": "births", "targetId": "adults_incident"}), "is joined to"),
        (lambda t: t["nodes"].append(t["nodes"][1]), "Two parts are called children_incident"),
        (lambda t: t["nodes"].pop(), "one input, one output"),
        (lambda t: t.pop("edges"), "The tables: it lacks edges."),
        (lambda t: t.update(settings={}), '"settings" is not known'),
        (lambda t: table(t)["rules"].append(row(t, HV)), "stands there twice"),
        (cell(HV, "row", '"child.newborn.hv"'), "both have to be the same"),
    ],
)
def test_a_model_that_is_more_or_less_than_tables_is_refused(change: Callable[[Tables], object], words: str) -> None:
    assert words in " ".join(against(change))


@pytest.mark.parametrize("tables", [None, [], "tables", {"nodes": 3}])
def test_what_is_no_model_at_all_is_refused(tables: object) -> None:
    assert refusals.of_tables(tables)


@pytest.mark.parametrize(
    ("name", "column", "value", "words"),
    [
        (HV, "hours", "0", "it has no time: write the hours"),
        (HV, "clock", "null", "it needs a kind and a clock"),
        (HV, "kind", "null", "it needs a kind and a clock"),
        (HV, "clock", '"school"', "hours has to be 0"),
        (HV, "function", "null", "it tells nobody, so kind, hours and clock are null"),
        ("child.under_school_age.health_visitor.standard", "clock", '"working"', ""),
        ("adult.causing_harm.perpetrator_service", "hold", "false", "held for release: hold has to be true"),
        ("birth.child.nobody", "cause", "", "a row about births is about nothing else"),
        ("birth.child.nobody", "cause", '"incident", "birth"', "a row about births is about nothing else"),
        ("birth.parent.gp", "hold", "true", "a birth is told alike whoever the parents are"),
    ],
)
def test_a_row_that_makes_no_sense_or_is_unsafe_is_refused(name: str, column: str, value: str, words: str) -> None:
    assert words in " ".join(against(cell(name, column, value)))
    assert bool(words) is bool(against(cell(name, column, value)))


def test_a_working_clock_of_part_of_a_day_is_refused() -> None:
    def change(tables: Tables) -> None:
        row(tables, HV).update(clock='"working"', hours="30")

    assert against(change) == [f"Row {HV}: working days have 24 hours each: write a multiple of 24."]


def test_a_birth_row_that_looks_at_standing_is_refused_as_it_would_tell_abuse() -> None:
    def change(tables: Tables) -> None:
        table(tables, "births")["inputs"].append({"id": "standing", "name": "Part", "field": "standing"})
        row(tables, "birth.parent.gp")["standing"] = '"victim"'

    assert "leave standing and lane empty" in " ".join(against(change))


def test_the_engine_alone_would_have_dropped_the_misspelt_row_in_silence() -> None:
    tables = defaults.tables()
    row(tables, HV)["age_band"] = '"new_born"'
    subject = facts.child(
        cause=CauseKind.INCIDENT,
        lane=Lane.FAST,
        age_band=AgeBand.NEWBORN,
        education=Education.NONE_KNOWN,
        allocated_worker=YesNo.NO,
    )
    decision: Any = zen.ZenEngine().create_decision(json.dumps(tables))
    asked = {"subjects": [facts.for_engine(subject, births_inform_gp=True)]}
    hits = decision.evaluate(asked)["result"]["children_incident"][0]
    assert HV not in [hit["row"] for hit in hits]


def test_the_schemas_are_schemas_and_the_shipped_tables_and_every_subject_satisfy_them() -> None:
    for each in (schema.tables(), schema.subjects()):
        jsonschema.Draft202012Validator.check_schema(each)
    jsonschema.validate(defaults.tables(), schema.tables())
    asked = [
        {name: value for name, value in subject.items() if name != facts.OPTION} for subject in facts.every_subject()
    ]
    jsonschema.validate({"subjects": asked}, schema.subjects())


@pytest.mark.parametrize("changed", [{"age_band": "baby"}, {"standing": "victim"}, {"shoe_size": "4"}])
def test_the_schema_of_subjects_refuses_what_the_tables_do_not_know(changed: dict[str, str]) -> None:
    subject = next(s for s in facts.every_subject() if s["subject"] == "child")
    asked = {name: value for name, value in subject.items() if name != facts.OPTION} | changed
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"subjects": [asked]}, schema.subjects())


def test_what_passes_every_check_and_the_engine_still_cannot_read_is_refused_in_a_sentence() -> None:
    (reason,) = refusals._compiles({"nodes": [], "edges": []})
    assert reason.startswith("The engine cannot read the tables: ")
