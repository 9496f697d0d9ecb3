"""The words of a family's page, from the facts alone: the Nth, counter-allegations, contact spelled out, what a finding rests on."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from tests.factories import patterns as make
from wholepicture.interfaces.web.families import contact, naming, noticed, story
from wholepicture.interfaces.web.families import people as shown
from wholepicture.pathway.families.facts import ArrangementFacts
from wholepicture.pathway.families.terms import Contact
from wholepicture.pathway.findings.facts import Pattern, Value
from wholepicture.pathway.findings.queries import Standing
from wholepicture.registers.people.facts import PersonFacts
from wholepicture.registers.people.terms import Precision

ON = date(2020, 1, 30)
AT = datetime(2020, 1, 24, 11, 0, tzinfo=UTC)
CHARLIE, MOTHER, FATHER = (make.uid(name) for name in ("charlie", "mother", "father"))


def the_case(*more: object) -> Pattern:
    """The family of the published case with its concern and incidents."""
    return make.pattern(ON, make.WARD, *make.CASE, *more, people=make.FAMILY, relations=make.TIES)  # type: ignore[arg-type]


def told(day: Contact, overnight: Contact, at: datetime = AT, **words: object) -> ArrangementFacts:
    """What was told of contact between the child and the father."""
    values: dict[str, object] = {
        "day_words": "", "overnight_words": "", "supported_by": None, "supported_by_words": "", "source": "", "from_date": None,
    }  # fmt: skip
    return ArrangementFacts(
        id=uuid4(), child=CHARLIE, adult=FATHER, day=day, overnight=overnight, told_by=UUID(int=1), told_at=at,
        **(values | words),  # type: ignore[arg-type]
    )  # fmt: skip


def standing(evidence: dict[str, Value], rule: str = "repeat_incidents", number: int = 0) -> Standing:
    """A finding with this evidence."""
    return Standing(
        id=UUID(int=number), family=uuid4(), incident=None, rule=rule, key="", because="So it is.", evidence=evidence,
        source="A review.", protocol=3, code="0.1.0", found_at=AT.replace(minute=number),
    )  # fmt: skip


def test_the_nth_counts_incidents_and_a_concern_stands_between_without_a_number() -> None:
    pattern = the_case()
    read = story.story(pattern, naming.of_pattern(pattern))
    assert [row[0] for row in read.reports][:3] == ["Concern", "1st incident", "2nd incident"]
    assert [row[2] for row in read.reports][1:5] == ["–", "1 day", "12 days", "17 days"]
    assert read.reports[0][4:6] == ("–", "–")
    assert read.place is not None
    assert read.place.number == len([row for row in read.reports if "incident" in row[0]])


def test_two_on_one_day_and_the_only_one_are_said_so() -> None:
    day = datetime(2020, 1, 2, 9, 0, tzinfo=UTC)
    twice = make.pattern(ON, make.report(day), make.report(day.replace(hour=20)), people=make.FAMILY)
    assert story.story(twice, {}).place == story.Place(
        2, "The latest on 2 January 2020, on the same day as the one before."
    )
    once = make.pattern(ON, make.report(day), people=make.FAMILY)
    assert story.story(once, {}).place == story.Place(1, "The latest on 2 January 2020.")
    assert story.story(make.pattern(ON, people=make.FAMILY), {}).place is None


def test_that_each_accuses_the_other_is_said_and_raises_no_count_of_the_victims() -> None:
    pattern = make.pattern(
        ON, make.report(date(2019, 12, 1)), make.report(date(2019, 12, 9), make.EACH), people=make.FAMILY
    )
    harm = dict(story.story(pattern, naming.of_pattern(pattern)).harm)
    assert harm == {"Father is alleged to harm Mother": "2 reports: 1st and 2nd. In 1 of them each accuses the other"}


def test_what_is_out_of_scope_stands_there_with_why_and_without_a_number() -> None:
    pattern = make.pattern(ON, make.report(date(2019, 12, 1), in_scope=False), people=make.FAMILY)
    (row,) = story.story(pattern, {}).reports
    assert row[0] == "Incident, not counted"
    assert row[3] == "Domestic abuse. For a test."


@pytest.mark.parametrize(
    ("arrangement", "day", "overnight", "is_open"),
    [
        (told(Contact.NONE, Contact.NONE), "None", "None", False),
        (told(Contact.UNSUPPORTED, Contact.NOT_ASKED), "Unsupported", "Not asked", True),
        (told(Contact.SUPPORTED, Contact.NOT_KNOWN, supported_by=MOTHER), "Supported by Mother", "Asked, not known", True),
        (told(Contact.SUPPORTED, Contact.NONE, supported_by_words="his aunt"), "Supported by his aunt", "None", False),
        (told(Contact.SUPPORTED, Contact.NONE), "Supported by whom was not said", "None", False),
        (
            told(Contact.CONDITIONAL, Contact.AS_TOLD, day_words="if he has not drunk", overnight_words="two nights a week"),
            "On a condition: if he has not drunk", "As told: two nights a week", False,
        ),
    ],
)  # fmt: skip
def test_contact_is_spelled_out_by_day_and_overnight(
    arrangement: ArrangementFacts, day: str, overnight: str, is_open: bool
) -> None:
    pattern = the_case()
    (read,) = contact.contacts(
        pattern, [arrangement], naming.of_pattern(pattern), {UUID(int=1): "Public Health Nursing"}
    )
    assert (read.day.words, read.overnight.words, read.overnight.is_open) == (day, overnight, is_open)
    assert read.told == "Public Health Nursing"


def test_the_latest_telling_stands_and_a_parent_living_apart_of_whom_nobody_told_is_named() -> None:
    pattern = the_case()
    names = naming.of_pattern(pattern)
    old, new = told(Contact.NONE, Contact.NONE), told(Contact.UNSUPPORTED, Contact.UNSUPPORTED, AT.replace(hour=12))
    assert [each.day.words for each in contact.contacts(pattern, [new, old], names, {}) if each.adult == "Father"] == [
        "Unsupported"
    ]
    silent = contact.contacts(pattern, [], names, {})
    assert {each.adult for each in silent} == {"Father", "Mother"}
    assert {each.overnight for each in silent} == {contact.Side(contact.NOBODY, True)}


def test_what_a_finding_rests_on_is_in_words_and_no_id_and_nothing_of_another_family_is_shown() -> None:
    pattern = the_case()
    evidence: dict[str, Value] = {
        "incidents": [str(make.CASE[0].incident), str(uuid4())], "persons": [str(MOTHER), str(uuid4())], "count": 3,
        "intervals_days": [1, 12], "separated_on": "2019-12-16", "incidents_there": 4, "other": str(uuid4()), "none": None,
        "new_figure": 1.5, "nested": {"a": 1},
    }  # fmt: skip
    (read,) = noticed.findings([standing(evidence)], pattern, naming.of_pattern(pattern))
    assert read.rests_on == (
        ("Reports", "1st incident, 16 December 2019"),
        ("People", "Mother"),
        ("How many", "3"),
        ("Days between them", "1 and 12"),
        ("Separated on", "16 December 2019"),
        ("New figure", "1.5"),
    )
    assert read.found == "Rule repeat_incidents, protocol version 3, code 0.1.0"


def test_findings_stand_in_the_order_of_the_rules_and_many_of_one_rule_are_folded() -> None:
    found = [standing({}, "linked_family"), *(standing({}, "assessment_missing", number) for number in range(5))]
    first, second = noticed.groups(noticed.findings(found, the_case(), {}))
    assert (first.title, second.title) == ("An assessment is missing", "Another family through the same person")
    assert [each.id.int for each in first.shown] == [2, 3, 4]
    assert [each.id.int for each in first.folded] == [0, 1]


@pytest.mark.parametrize(
    ("known", "says"),
    [
        ({"birth_date": date(2019, 11, 14), "birth_precision": Precision.EXACT}, "11 weeks, born 14 November 2019"),
        ({"birth_date": date(2015, 1, 1), "birth_precision": Precision.YEAR}, "About 5 years"),
        ({"expected_date": date(2020, 3, 3)}, "Unborn, due 3 March 2020"),
        ({"expected_date": date(2020, 1, 3)}, "Was due 3 January 2020; no birth has been told"),
        ({"birth_date": date(2019, 11, 14), "died_date": date(2020, 1, 29)}, "Died on 29 January 2020"),
        ({}, "Age not known"),
    ],
)
def test_a_childs_age_is_no_surer_than_it_is_known(known: dict[str, object], says: str) -> None:
    assert shown.age(PersonFacts(person=CHARLIE, version=1, **known), ON) == says  # type: ignore[arg-type]


def test_an_unborn_child_of_whom_only_a_surname_is_known_is_called_so() -> None:
    someone = replace(make.someone("bump", expected=date(2020, 3, 3)), forename="", surname="Asante")
    assert naming.called(someone) == "Unborn child Asante"
    assert naming.called(replace(someone, surname="")) == "Unborn child"
    assert naming.within("Unborn child Asante") == "the unborn child Asante"
    assert naming.within("Lacey Asante") == "Lacey Asante"
    assert shown.heading([shown.MemberShown(CHARLIE, "Unborn child Asante", "")]) == "Family of the unborn child Asante"
