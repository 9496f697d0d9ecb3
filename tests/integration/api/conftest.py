"""The interface at its real address, with the real middleware, and a key to use it with."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories.agencies import make_agency
from tests.factories.incidents import Send, issue_key
from wholepicture.registers.agencies.models import Agency


@pytest.fixture
def police(db: None) -> Agency:
    """A police force."""
    return make_agency(kind="police")


@pytest.fixture
def send(police: Agency) -> Send:
    """Send a body with the police's key, unless other headers are given."""
    raw = issue_key(police)

    def post(
        body: Any,
        *,
        to: str = "incidents",
        key: str | None = "k1",
        bearer: str = raw,
        content_type: str = "application/json",
    ) -> HttpResponse:
        headers = {"Authorization": f"Bearer {bearer}"} | ({"Idempotency-Key": key} if key is not None else {})
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return Client().post(f"/api/v1/{to}", text, content_type=content_type, headers=headers)  # type: ignore[return-value]

    return post
