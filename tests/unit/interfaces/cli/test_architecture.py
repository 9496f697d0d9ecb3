"""The picture of the architecture is drawn from the code: it names every step and every app, and goes stale with them."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.conf import settings

from wholepicture.interfaces.cli.reference import PAGES, architecture, architecture_picture, drawing, shape
from wholepicture.lib.postgres import roles
from wholepicture.pathway.stages import STAGES, WATCHING

APPS = [app.name.split(".")[-1] for app in apps.get_app_configs() if app.name.startswith("wholepicture.")]
SVG = "{http://www.w3.org/2000/svg}"


def said_in_the_picture() -> set[str]:
    """Every line of text in the picture."""
    drawn = ElementTree.fromstring(architecture_picture.page())  # noqa: S314  our own text
    return {"".join(text.itertext()) for text in drawn.iter(f"{SVG}text")}


def test_the_picture_names_every_step_in_order_with_its_owner_and_every_app_and_role() -> None:
    said = said_in_the_picture()
    every = (*STAGES, *WATCHING)
    assert {stage.name for stage in every} <= said
    assert {f"Owner: {stage.owner}" for stage in every} <= said
    assert {str(number) for number in range(1, len(every) + 1)} <= said
    assert set(APPS) <= said
    assert set(roles.NAMES) <= said


def test_every_folder_of_the_three_is_shown_and_the_empty_ones_as_later() -> None:
    package = Path(settings.BASE) / "wholepicture"
    for band in shape.read().bands():
        shown = {folder.name: folder for folder in band.folders()}
        on_disk = {path.parent.name for path in (package / band.name).glob("*/__init__.py")}
        assert set(shown) == on_disk
        if band.name != "interfaces":
            assert {name for name, folder in shown.items() if folder.is_later} == on_disk - set(APPS)


def test_the_tables_beside_the_picture_say_the_same() -> None:
    page = architecture.page()
    for step in shape.read().steps:
        assert f"| {step.number} | {step.name} | `pathway/{step.folder}` | {step.owner} |" in page
    for band in shape.read().bands():
        for folder in band.folders():
            assert f"| `{folder.name}` |" in page
            assert all(f"`{table.name}`" in page for table in folder.tables)
    assert all(f"| `{role}` |" in page for role in roles.NAMES)


def test_each_step_stands_with_the_folder_that_does_it() -> None:
    folders = {step.name: step.folder for step in shape.read().steps}
    assert folders["Link people"] == "linkage"
    assert folders["List for triage"] == "triage"
    assert folders["Deliver notices"] == "notifications"


@pytest.mark.parametrize("page", ["architecture.svg", "architecture.md"])
def test_it_would_be_stale_if_a_step_were_added_or_given_another_owner(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = PAGES[page]()
    monkeypatch.setattr(shape, "STAGES", (*STAGES, replace(STAGES[-1], name="Another step")))
    assert PAGES[page]() != before
    monkeypatch.setattr(shape, "STAGES", (replace(STAGES[0], owner="Somebody else"), *STAGES[1:]))
    assert PAGES[page]() != before


def test_the_picture_can_be_read_alone_in_light_and_dark() -> None:
    drawn = ElementTree.fromstring(architecture_picture.page())  # noqa: S314  our own text
    assert drawn.get("role") == "img"
    assert drawn.find(f"{SVG}title") is not None
    assert drawn.find(f"{SVG}desc") is not None
    assert "prefers-color-scheme:dark" in architecture_picture.page()
    first = drawn.find(f"{SVG}rect")
    assert first is not None
    assert first.get("class") == "paper", "the picture paints its own background"
    assert not [element for element in drawn.iter() if element.get("style") or element.get("href")]


def test_nothing_is_drawn_beyond_the_paper() -> None:
    drawn = ElementTree.fromstring(architecture_picture.page())  # noqa: S314  our own text
    width, height = float(drawn.get("width", 0)), float(drawn.get("height", 0))
    for rect in drawn.iter(f"{SVG}rect"):
        assert float(rect.get("x", 0)) + float(rect.get("width", 0)) <= width
        assert float(rect.get("y", 0)) + float(rect.get("height", 0)) <= height


def test_text_wraps_to_its_width_and_falls_back_to_its_first_clause() -> None:
    short = drawing.wrapped(0, 0, "Notices to named people: held & released", 400)
    assert "held &amp; released" in short
    long = drawing.wrapped(0, 0, "Notices to named people: " + "held or released, " * 20, 160)
    assert "held" not in long
    assert long.count("<text") == 1


def test_the_first_sentence_leaves_out_where_it_comes_from() -> None:
    assert shape.first_sentence("Who was\ntold (review 2.6, 2.8). And more.") == "Who was told"
