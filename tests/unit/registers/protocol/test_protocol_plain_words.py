"""The tables as sentences that anybody in the partnership can read."""

import re
from collections.abc import Mapping

import pytest

from tests.factories.protocol import protocol_without_database
from wholepicture.registers.protocol import facts, plain_words
from wholepicture.registers.protocol.rows import Row
from wholepicture.registers.protocol.terms import Clock

PROTOCOL = protocol_without_database(school_closed=[["2026-12-19", "2027-01-04"]])
WORDS = {row.id: plain_words.of_row(row) for row in PROTOCOL.rows}


def test_every_word_of_every_field_has_its_phrase() -> None:
    assert {name: set(phrases) for name, phrases in plain_words.PHRASES.items()} == {
        name: set(terms) for name, terms in facts.FIELDS.items()
    }


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            "child.newborn.safeguarding_midwife",
            (
                "When there is an incident and the child is under 28 days old, tell the safeguarding midwife (act, within 24 "
                "hours) because midwives still care for mother and baby in the first 28 days. Source: review 2.1, 7.4."
            ),
        ),
        (
            "adult.causing_harm.gp.fast",
            (
                "When there is an incident, the lane is fast and the adult is the person causing harm, write at once, hold "
                "until a specialist releases it, and then ask the GP practice (reply within 48 hours) because the practice"
            ),
        ),
        (
            "child.any_age.nursery",
            (
                "When there is an incident, the child is already born and the child is registered at a nursery or with a "
                "childminder, inform the nursery or childminder (by 09:00 of the next school day) because"
            ),
        ),
        ("birth.child.nobody", "When a birth is notified and it is about a child, tell nobody because a birth alone"),
    ],
)
def test_a_row_reads_as_a_sentence(row: str, sentence: str) -> None:
    assert WORDS[row].startswith(sentence)


@pytest.mark.parametrize("row", PROTOCOL.rows, ids=lambda row: row.id)
def test_no_sentence_shows_our_spelling_or_is_left_broken(row: Row) -> None:
    sentence = WORDS[row.id]
    assert "_" not in sentence.split(" Source: ")[0]
    assert re.fullmatch(r"When .+ because .+[^.]\. Source: .+[^.]\.", sentence)
    assert "  " not in sentence


def test_no_two_rows_read_alike() -> None:
    assert len(set(WORDS.values())) == len(WORDS)


def test_rows_stand_under_the_headings_of_their_tables() -> None:
    groups = plain_words.of_rows(PROTOCOL.rows)
    assert [group.heading for group in groups] == [
        "Children: after an incident",
        "Adults: after an incident",
        "Children: after a concern",
        "Adults: after a concern",
        "Notification of a birth",
    ]
    assert sum(len(group.sentences) for group in groups) == len(PROTOCOL.rows)


def test_working_days_are_counted_as_days() -> None:
    from dataclasses import replace

    row = next(row for row in PROTOCOL.rows if row.id == "child.newborn.health_visitor")
    assert "(act, within 1 working day)" in plain_words.of_row(
        replace(row, says=replace(row.says, clock=Clock.WORKING))
    )


def test_parameters_are_shown_with_their_values_in_words() -> None:
    shown: Mapping[str, str] = {figure.name: figure.value for figure in plain_words.of_parameters(PROTOCOL.parameters)}
    assert shown["ladder"].startswith("fast lane: manager 12, agency lead 24, partnership 48; standard lane:")
    assert shown["release_owners"] == "Police safeguarding unit, Domestic abuse service"
    assert shown["school_closed"] == "2026-12-19 to 2027-01-04"
    assert shown["births_inform_gp"] == "yes"
