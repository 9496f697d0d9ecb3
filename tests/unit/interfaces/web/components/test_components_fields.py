"""Each kind of field reaches its macro with label, hint, fault and what was given."""

from collections.abc import Callable
from typing import Any

import pytest
from django import forms as django_forms

from wholepicture.interfaces.web.components import fields, forms

Posted = Callable[[str], forms.GovukForm]


def params(form: forms.GovukForm, name: str, **options: object) -> dict[str, Any]:
    return fields.component(form[name], **options).params


@pytest.mark.parametrize(
    ("name", "macro"),
    [
        ("where", "input"),
        ("happened", "date"),
        ("words", "textarea"),
        ("dash", "radios"),
        ("features", "checkboxes"),
        ("agency", "select"),
        ("agreed", "checkboxes"),
        ("paper", "file"),
        ("password", "password"),
        ("draft", "hidden"),
    ],
)
def test_a_field_is_drawn_by_the_macro_of_its_kind(posted: Posted, name: str, macro: str) -> None:
    assert fields.component(posted("")[name]).macro == macro


def test_a_text_box_keeps_what_was_given_beside_its_fault(posted: Posted) -> None:
    given = params(posted(f"where={'x' * 25}"), "where")
    assert given["value"] == "x" * 25
    assert given["hint"] == {"text": "Street and town."}
    assert given["errorMessage"] == {"text": "Where it happened must be 20 characters or fewer; it has 25."}
    assert given["label"]["text"] == "Where it happened"


def test_the_browser_neither_remembers_nor_cuts_what_is_typed(posted: Posted) -> None:
    given = params(posted(""), "where")
    assert given["autocomplete"] == "off"
    assert "maxlength" not in given["attributes"]


def test_what_need_not_be_given_says_so_unless_the_page_says_otherwise(posted: Posted) -> None:
    assert params(posted(""), "notes")["label"]["text"] == "Notes (optional)"
    assert params(posted(""), "notes", optional=False)["label"]["text"] == "Notes"


def test_a_date_marks_the_box_at_fault_and_keeps_all_three(posted: Posted) -> None:
    boxes = params(posted("happened_day=16&happened_month=13&happened_year=2019"), "happened")["items"]
    assert [box["value"] for box in boxes] == ["16", "13", "2019"]
    assert ["error" in box["classes"] for box in boxes] == [False, True, False]
    assert [box["id"] for box in boxes] == ["id_happened_day", "id_happened_month", "id_happened_year"]


def test_radios_show_what_was_chosen_with_hints_and_what_it_reveals(posted: Posted) -> None:
    items = params(posted("dash=HIGH"), "dash", hints={"HIGH": "14 ticks"}, reveal={"NOT_DONE": "<p>why</p>"})["items"]
    assert [item["checked"] for item in items] == [True, False, False]
    assert items[0]["hint"] == {"text": "14 ticks"}
    assert items[2]["conditional"] == {"html": "<p>why</p>"}


def test_checkboxes_show_all_that_were_chosen(posted: Posted) -> None:
    items = params(posted("features=WEAPON&features=THREAT"), "features")["items"]
    assert [item["checked"] for item in items] == [True, True]


def test_a_password_is_never_sent_back(posted: Posted) -> None:
    assert params(posted("password=secret"), "password")["value"] is None


def test_an_option_that_does_not_exist_is_an_error(posted: Posted) -> None:
    with pytest.raises(TypeError, match="lable"):
        params(posted(""), "where", lable="x")


def test_a_widget_that_nothing_draws_is_an_error() -> None:
    class Strange(forms.GovukForm):
        when = django_forms.SplitDateTimeField()

    with pytest.raises(TypeError, match="No component draws SplitDateTimeWidget of the field “when”"):
        fields.component(Strange()["when"])
