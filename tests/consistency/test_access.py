"""Every address says who may use it, and every reading page keeps its hands off the database (design promise 11)."""

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from wholepicture.config import settings as production
from wholepicture.interfaces.web.access import declared


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the platform with its view."""
    for entry in resolver.url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, where)
        else:
            yield where, entry


def test_every_address_declares_who_may_use_it() -> None:
    silent = [where for where, entry in patterns(get_resolver()) if not declared(entry.callback)]
    assert not silent


def test_every_address_has_a_name_without_a_word_of_the_case() -> None:
    nameless = [where for where, entry in patterns(get_resolver()) if not entry.name and not where.startswith("api/")]
    assert not nameless


@pytest.mark.django_db
def test_whoever_is_not_signed_in_is_asked_to_sign_in_and_sees_nothing(client: Client) -> None:
    for where, entry in patterns(get_resolver()):
        if declared(entry.callback) == "public" or where.startswith("api/") or "<" in where:
            continue
        answer = client.get(f"/{where}")
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            answer = client.post(f"/{where}")
        assert answer.status_code == HTTPStatus.FOUND, where
        assert answer["Location"].startswith("/sign-in"), where


def test_production_keeps_passwords_the_slow_way_whatever_tests_do() -> None:
    found = getattr(production, "PASSWORD_HASHERS", global_settings.PASSWORD_HASHERS)
    assert found[0].endswith("PBKDF2PasswordHasher")
    assert PBKDF2PasswordHasher.iterations >= 1_000_000
