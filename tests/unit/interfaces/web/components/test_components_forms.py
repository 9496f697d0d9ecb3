"""Faults as sentences, in the order of the page, linked to the box to correct."""

from collections.abc import Callable
from typing import Any

import pytest
from django import forms as django_forms
from django.forms import BaseForm, BaseFormSet
from django.http import QueryDict

from wholepicture.interfaces.web.components import forms

Posted = Callable[[str], forms.GovukForm]
EVERYTHING = (
    "where=Home&happened_day=16&happened_month=12&happened_year=2019&at=9:40pm&words=Heard&dash=HIGH&agency=POLICE"
    "&children=2&agreed=on"
)


class Child(forms.GovukForm):
    """One of several forms alike."""

    name = django_forms.CharField(label="Name")
    nhs = django_forms.CharField(label="NHS number", error_messages={"required": "Write the NHS number, or not known."})

    def clean(self) -> dict[str, Any]:
        """Refuse what no field can."""
        if self.cleaned_data.get("name") == "Nobody":
            raise django_forms.ValidationError("A child needs a name.")
        return self.cleaned_data


def texts(*faulty: BaseForm | BaseFormSet) -> list[str]:
    summary = forms.error_summary(*faulty)
    return [fault["text"] for fault in summary["errorList"]] if summary else []


def test_a_form_in_order_has_no_summary(posted: Posted) -> None:
    assert forms.error_summary(posted(EVERYTHING)) is None


def test_a_form_not_yet_posted_has_no_summary() -> None:
    assert forms.error_summary(Child()) is None


def test_an_empty_post_says_each_fault_as_a_sentence_in_the_order_of_the_page(posted: Posted) -> None:
    assert texts(posted("")) == [
        "Enter where it happened.",
        "Enter date it happened.",
        "Enter time it happened.",
        "Enter what was said.",
        "Select DASH grade.",
        "Select agency.",
        "Enter number of children.",
        "Tick “I have spoken to the child”.",
    ]


def test_each_fault_is_linked_to_the_box_to_correct(posted: Posted) -> None:
    summary = forms.error_summary(
        posted(EVERYTHING.replace("happened_year=2019", "happened_year=").replace("dash=HIGH", ""))
    )
    assert summary is not None
    assert [fault["href"] for fault in summary["errorList"]] == ["#id_happened_year", "#id_dash"]


def test_what_is_too_long_says_by_how_much(posted: Posted) -> None:
    assert texts(posted(EVERYTHING.replace("Home", "x" * 25))) == [
        "Where it happened must be 20 characters or fewer; it has 25."
    ]


def test_an_answer_that_was_not_offered_is_refused(posted: Posted) -> None:
    assert texts(posted(EVERYTHING.replace("HIGH", "NONE"))) == ["Select DASH grade with one of the answers given."]


def test_a_field_that_matters_only_after_another_answer_is_then_required(posted: Posted) -> None:
    assert texts(posted(EVERYTHING.replace("HIGH", "NOT_DONE"))) == ["Answer “Why was it not done?”."]
    assert texts(posted(EVERYTHING.replace("HIGH", "NOT_DONE") + "&why=Asleep")) == []


def test_the_words_of_the_forms_author_stand() -> None:
    assert texts(Child(QueryDict("name=Sam"))) == ["Write the NHS number, or not known."]


def test_several_forms_name_their_line() -> None:
    first = Child(QueryDict("0-name=Sam&0-nhs=1"), prefix="0", line="Child 1")
    second = Child(QueryDict("1-nhs=1"), prefix="1", line="Child 2")
    assert forms.error_summary(first, second) == {
        "titleText": "There is a problem",
        "errorList": [{"text": "Child 2: Enter name.", "href": "#id_1-name"}],
    }


def test_a_fault_of_the_whole_form_comes_first_and_without_a_link() -> None:
    summary = forms.error_summary(Child(QueryDict("name=Nobody")))
    assert summary is not None
    assert summary["errorList"][0] == {"text": "A child needs a name."}


@pytest.mark.parametrize("filled", [0, 1])
def test_a_formset_gathers_the_faults_of_its_forms(filled: int) -> None:
    made = django_forms.formset_factory(Child, extra=2)
    text = "form-TOTAL_FORMS=1&form-INITIAL_FORMS=1" + "&form-0-name=Sam&form-0-nhs=1" * filled
    assert texts(made(QueryDict(text))) == [] if filled else ["Enter name.", "Write the NHS number, or not known."]
