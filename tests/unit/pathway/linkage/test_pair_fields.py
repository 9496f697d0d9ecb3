"""What a reviewer reads of two records side by side: each fact of both, and whether they agree, as far as each is certain."""

from datetime import date

import pytest

from tests.factories.linkage import BORN, HOME, NHS, OTHER_NHS, record, unborn
from wholepicture.pathway.linkage import rules
from wholepicture.pathway.linkage.queries import fields as pairs
from wholepicture.pathway.linkage.queries.fields import Agreement, FieldPicture
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import IdentifierKind, Precision, Sex

SAME, NEAR, DIFFERS, NOT_KNOWN = Agreement.SAME, Agreement.NEAR, Agreement.DIFFERS, Agreement.NOT_KNOWN


def field(label: str, one: RecordTold, other: RecordTold) -> FieldPicture:
    """One line of the two columns."""
    return next(each for each in pairs._fields(one, other, {}, {}) if each.field == label)


@pytest.mark.parametrize(
    ("label", "one", "other", "agrees"),
    [
        ("Name", record(), record("charlie", "MARSH"), SAME),
        ("Name", record(), record("Charly"), NEAR),
        ("Name", record(), record("Robin"), DIFFERS),
        ("Name", record("Marsh", "Charlie"), record("Charlie", "Marsh"), NEAR),
        ("Name", record(), record(""), NOT_KNOWN),
        ("Date of birth", record(), record(), SAME),
        ("Date of birth", record(), record(born=date(2019, 11, 15)), NEAR),
        ("Date of birth", record(), record(born=date(2001, 3, 2)), DIFFERS),
        ("Date of birth", record(), record(born=None), NOT_KNOWN),
        ("Date of birth", unborn(), unborn(), SAME),
        ("Sex", record(sex=Sex.MALE), record(sex=Sex.MALE), SAME),
        ("Sex", record(sex=Sex.MALE), record(sex=Sex.FEMALE), DIFFERS),
        ("Sex", record(sex=Sex.MALE), record(sex=Sex.NOT_KNOWN), NOT_KNOWN),
        ("NHS number", record(numbers=(NHS,)), record(numbers=(NHS,)), SAME),
        ("NHS number", record(numbers=(NHS,)), record(numbers=(OTHER_NHS,)), DIFFERS),
        ("NHS number", record(numbers=(NHS,)), record(), NOT_KNOWN),
        ("Home", record(home=HOME), record(home=HOME), SAME),
        ("Home", record(home=HOME), record(home="9 Low Rd"), DIFFERS),
        ("Home", record(home=HOME), record(), NOT_KNOWN),
        ("Told as", record(), record(), NOT_KNOWN),
    ],
)
def test_two_facts_agree_as_far_as_both_are_known(
    label: str, one: RecordTold, other: RecordTold, agrees: Agreement
) -> None:
    assert field(label, one, other).agreement is agrees
    assert field(label, other, one).agreement is agrees


def test_what_both_were_told_as_is_compared_word_for_word() -> None:
    one, other = record(), record()
    for words, agrees in (("Child", SAME), ("Victim", DIFFERS)):
        told = {one.record: "Child", other.record: words}
        fields = {each.field: each.agreement for each in pairs._fields(one, other, told, told)}
        assert (fields["Told as"], fields["Relatives told with them"]) == (agrees, agrees)


def test_a_date_is_said_with_how_certain_it_is_and_an_unborn_child_with_when_it_is_expected() -> None:
    assert pairs._born(record(born=BORN)) == "14 November 2019"
    assert pairs._born(record(born=BORN, birth_precision=Precision.ESTIMATED)) == "14 November 2019 (estimated)"
    assert pairs._born(unborn(expected=BORN)) == "Expected 14 November 2019"
    assert pairs._born(record(born=None)) == ""


def test_no_number_is_shown_whole_and_a_short_one_not_at_all() -> None:
    assert NHS[1] not in pairs._ends([NHS[1]])
    assert pairs._ends([NHS[1]]).startswith("ends in ")
    assert pairs._ends(["P1"]) == "held"
    assert IdentifierKind.POLICE.label in {
        each.field for each in pairs._fields(record(numbers=((IdentifierKind.POLICE, "P1"),)), record(), {}, {})
    }


def test_a_record_that_resolves_to_nobody_yet_is_known_to_be_nobody() -> None:
    assert not rules.Known([record()])._records
