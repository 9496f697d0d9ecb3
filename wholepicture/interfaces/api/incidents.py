"""Reports from agencies' systems: incidents, concerns and notifications of a birth, each kept once for ever under its key."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Annotated, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Body, Header, Router
from ninja.decorators import decorate_view

from wholepicture.interfaces.api import bodies
from wholepicture.interfaces.api.errors import answer
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.incidents import actions, rules
from wholepicture.pathway.incidents.facts import Told
from wholepicture.pathway.incidents.terms import Door
from wholepicture.registers.audit.terms import Actor

router = Router(tags=["Reports"])

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,255}$",
        description="Your own name for this sending, 1 to 255 visible characters, remembered for ever. Sent again with "
        "the same body it gives the same answer; with another body it is refused.",
    ),
]
REPLAYED = "Idempotency-Replayed"
JSON = "application/json"
RESPONSES = {
    201: bodies.Receipt,
    400: bodies.Problems,
    401: bodies.Problems,
    403: bodies.Problems,
    413: bodies.Problems,
    415: bodies.Problems,
    422: bodies.Problems,
    503: bodies.Problems,
}
_MEANINGS = {
    "400": "The body is not JSON.",
    "401": "The agency's key is missing, unknown or revoked.",
    "403": "The key may not report.",
    "413": "The body is too large.",
    "415": "The body is not sent as application/json.",
    "422": "Something has to be mended, or the Idempotency-Key was used for another body. Nothing was kept.",
    "503": "It could not be kept just now: send it again with the same Idempotency-Key.",
}
OPENAPI = {
    "responses": {
        201: {
            "description": "Kept. The same answer for every repetition of this key and body.",
            "headers": {
                REPLAYED: {
                    "description": "`true` when this key and body had been answered before, else `false`.",
                    "schema": {"type": "string", "enum": ["true", "false"]},
                }
            },
        }
    }
    | {int(status): {"description": meaning} for status, meaning in _MEANINGS.items()}
}


def json_only(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a body that does not say that it is JSON, before anything is read of it."""

    @wraps(run)
    def checked(request: HttpRequest, **kwargs: object) -> HttpResponse:
        if request.content_type != JSON:
            return answer(415, [("Content-Type", f"Send the body as {JSON}.")])
        return run(request, **kwargs)

    return checked


@router.post("/incidents", response=RESPONSES, openapi_extra=OPENAPI, operation_id="report_incident")
@decorate_view(json_only)
def report_incident(
    request: HttpRequest, idempotency_key: IdempotencyKey, told: Annotated[bodies.Incident, Body()]
) -> HttpResponse:
    """Report an incident. It is kept, with its raw text, before it is answered; people are told from then on."""
    return _receive(request, idempotency_key, told.told())


@router.post("/concerns", response=RESPONSES, openapi_extra=OPENAPI, operation_id="report_concern")
@decorate_view(json_only)
def report_concern(
    request: HttpRequest, idempotency_key: IdempotencyKey, told: Annotated[bodies.Concern, Body()]
) -> HttpResponse:
    """Report a concern about a carer or a child, as any agency may."""
    return _receive(request, idempotency_key, told.told())


@router.post("/births", response=RESPONSES, openapi_extra=OPENAPI, operation_id="report_birth")
@decorate_view(json_only)
def report_birth(
    request: HttpRequest, idempotency_key: IdempotencyKey, told: Annotated[bodies.Birth, Body()]
) -> HttpResponse:
    """Say that a child was born, so that each parent's GP knows that the patient is a parent; nothing else is kept."""
    return _receive(request, idempotency_key, told.told())


def _receive(request: HttpRequest, key: str, told: Told) -> HttpResponse:
    """Let the flow keep a report in one transaction, and answer with its receipt once that is committed."""
    by = cast(Actor, request.auth)  # type: ignore[attr-defined]
    raw = request.body.decode()
    with acting(actor=by.id, agency=by.chain):
        receipt = actions.receive(
            told=told,
            agency=by.agency,  # type: ignore[arg-type]
            key=key,
            # The kind counts too: one key sent to two addresses is two reports.
            digest=rules.digest({"kind": told.kind.value, "body": json.loads(raw)}),
            raw=raw,
            door=Door.API,
            by=by,
            now=timezone.now(),
        )
    headers = {REPLAYED: str(receipt.repeated).lower()}
    return HttpResponse(receipt.answer, status=201, content_type=JSON, headers=headers)
