"""The environment finds every template, escapes what people wrote, and never shows a blank for what nobody gave."""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

import jinja2
import pytest
from django.conf import settings

from wholepicture.interfaces.web.components import environment, forms

Draw = Callable[..., str]


@dataclass(frozen=True)
class Picture:
    """A picture with one fact."""

    known: str | None


@pytest.fixture
def made() -> jinja2.Environment:
    return environment.environment()


@pytest.mark.parametrize(
    "text",
    ["{{ absent }}", "{{ page.absent }}", "{% if page.absent %}{% endif %}", "{% for x in page.absent %}{% endfor %}"],
)
def test_what_nobody_gave_is_an_error_and_not_a_blank(made: jinja2.Environment, text: str) -> None:
    with pytest.raises(jinja2.UndefinedError, match="absent"):
        made.from_string(text).render(page=Picture(known=None))


def test_a_missing_parameter_of_a_macro_stays_quiet(made: jinja2.Environment) -> None:
    assert made.from_string("{{ params.absent }}{% if absent %}x{% endif %}").render(params={}) == ""


def test_what_people_wrote_is_escaped(made: jinja2.Environment) -> None:
    assert made.from_string("{{ text }}").render(text="<script>") == "&lt;script&gt;"


def test_escaping_cannot_be_switched_off() -> None:
    assert environment.environment(autoescape=False).from_string("{{ '<b>' }}").render() == "&lt;b&gt;"


def test_the_only_inline_script_is_the_one_that_the_policy_names(draw: Draw) -> None:
    scripts = re.findall(r"<script(?![^>]*src=)[^>]*>(.*?)</script>", draw(), re.DOTALL)
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in scripts]
    assert hashes == ["'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"]
    assert hashes[0] in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"]


def test_nothing_is_styled_or_scripted_inside_the_markup(draw: Draw) -> None:
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", draw())


def test_nothing_is_fetched_from_elsewhere(draw: Draw) -> None:
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", draw())


def test_a_faulty_form_says_so_first_in_the_title(draw: Draw, posted: Callable[[str], forms.GovukForm]) -> None:
    assert "<title>Error: My work – Whole Picture</title>" in draw(posted("")).replace("\n", "")
    assert "<title>My work – Whole Picture</title>" in draw()


def test_the_frame_claims_no_crown_and_no_government_site(draw: Draw) -> None:
    assert not re.search(r"crown|crest|GOV\.UK|gov\.uk", draw())


def test_the_sheet_of_a_hidden_page_says_nothing_of_the_product(draw: Draw, made: jinja2.Environment) -> None:
    draw()
    sheet = made.get_template("hidden.jinja").render()
    assert "Whole Picture" not in sheet
    assert "<title>Blank page</title>" in sheet
