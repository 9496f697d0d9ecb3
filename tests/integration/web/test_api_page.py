"""The page for developers: made from the interface's own description, so that it cannot say something else."""

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from wholepicture.interfaces.api.api import api


@pytest.fixture
def text(settings: Settings, client: Client, db: None) -> str:
    """The page, without sign-in."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    answer = client.get("/for-developers")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_operation_stands_there_with_method_path_headers_answers_and_a_call(text: str) -> None:
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        for method, operation in methods.items():
            part = text.partition(f"{method.upper()} {path}<")[2].partition("</section>")[0]
            assert f"curl -X {method.upper()}" in part
            for header in operation["parameters"]:
                assert header["name"] in part
            for status in operation["responses"]:
                assert f">{status}</th>" in part


def test_every_field_and_every_word_of_a_closed_list_stands_there(text: str) -> None:
    for name, schema in api.get_openapi_schema()["components"]["schemas"].items():
        part = text.partition(f'id="type-{name}"')[2].partition("</section>")[0]
        assert [field for field in schema.get("properties", {}) if f">{field}</th>" not in part] == []
        assert [word for word in schema.get("enum", []) if word not in part] == []


def test_a_field_says_how_long_it_may_be_and_what_it_is_when_left_out(text: str) -> None:
    child = text.partition('id="type-Child"')[2].partition("</section>")[0]
    assert "At most 2000 characters." in child
    assert "If left out: NOT_ASKED." in child
    assert "Pattern ^[A-Za-z0-9_.:-]{1,64}$" in text


def test_every_body_that_is_linked_is_on_the_page_and_an_example_of_one_is_given(text: str) -> None:
    for name in set(re.findall(r'href="#type-(\w+)"', text)):
        assert f'id="type-{name}"' in text
    assert "&#34;happened_at&#34;: &#34;2019-12-16T20:15:00Z&#34;" in text


def test_nothing_is_loaded_from_elsewhere(text: str) -> None:
    assert re.findall(r'(?:src|href)="https?://[^"]+"', text) == []
