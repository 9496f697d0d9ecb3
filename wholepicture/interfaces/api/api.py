"""The interface for agencies' systems: one key per agency, described as OpenAPI at /api/v1/openapi.json."""

import json
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.parser import Parser
from ninja.security import HttpBearer

from wholepicture.interfaces.api import errors, incidents
from wholepicture.registers.accounts import queries as accounts
from wholepicture.registers.audit.terms import Actor

OPEN = frozenset({"openapi-json", "api-root"})
DESCRIPTION = """Agencies' systems report here; nothing of anybody can be read.

Words of closed lists are written exactly as listed, in capitals. What is not known is left out or given as NOT_KNOWN:
an empty list is a statement, a missing word is not. Times carry their offset from UTC. A report is kept before it is
answered, and the same `Idempotency-Key` with the same body is answered the same for ever, so send again whenever you are
in doubt. A body may have 2 MB."""


class AgencyKey(HttpBearer):
    """The key of one agency's system, issued by the partnership and shown once."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the agency's system as the one who acts, or None."""
        return accounts.agency_of_key(token)


class StrictParser(Parser):
    """JSON in UTF-8 in which every name stands once, so that one text has one meaning."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the value. Raises ValueError."""
        found: dict[str, Any] = json.loads(
            request.body.decode("utf-8"), object_pairs_hook=_each_once, parse_constant=_no_number
        )
        return found


class ReportingAPI(NinjaAPI):
    """The interface, each address of which says who may use it, as every page does."""

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The addresses; each view carries `access`, without which it would be refused."""
        patterns, app, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback.access = "public" if pattern.name in OPEN else ("key",)  # type: ignore[attr-defined]
        return patterns, app, namespace


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A name stands twice in one object.")
    return found


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is not JSON.")


api = ReportingAPI(
    title="Whole Picture",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=AgencyKey(),
    parser=StrictParser(),
)
api.add_router("", incidents.router)
errors.register(api)
