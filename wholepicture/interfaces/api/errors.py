"""How the interface says no: each answer names the field and the remedy, and repeats nothing of what was sent."""

import json
from collections.abc import Iterable, Mapping

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from wholepicture.pathway.incidents.actions import KeyUsedForAnother, NotAccepted
from wholepicture.pathway.incidents.permissions import NotYours

# Where in the request a value stands, as ninja calls it, and what the sender calls it.
_PARTS = ("body", "header", "query", "path")
_SENTENCES = {
    "missing": "This is needed: add it.",
    "extra_forbidden": "It holds something that is not described here: take out what the description does not name.",
    "enum": "Use one of the listed words, exactly as written: {expected}.",
    "literal_error": "Use one of the listed words, exactly as written: {expected}.",
    "string_type": "This has to be text.",
    "string_too_long": "This is too long: at most {max_length} characters.",
    "string_too_short": "This is too short: at least {min_length} characters.",
    "string_pattern_mismatch": "This has characters that are not allowed here: see its pattern in the description.",
    "string_unicode": "This is not valid text: half of a character pair is missing.",
    "list_type": "This has to be a list.",
    "too_long": "There are too many: at most {max_length}.",
    "too_short": "There are too few: at least {min_length}.",
    "model_type": "This has to be an object.",
    "model_attributes_type": "This has to be an object.",
}


def register(api: NinjaAPI) -> None:
    """Give the interface its answers to everything that can go wrong."""
    api.add_exception_handler(AuthenticationError, _unknown_key)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(NotAccepted, _not_accepted)
    api.add_exception_handler(KeyUsedForAnother, _key_used)
    api.add_exception_handler(NotYours, _not_yours)
    api.add_exception_handler(RequestDataTooBig, _too_big)
    api.add_exception_handler(OperationalError, _not_kept)


def answer(status: int, problems: Iterable[tuple[str, str]], headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return one refusal with its problems, each a field ("" for the request as a whole) and a sentence."""
    body = {"errors": [{"field": field, "message": message} for field, message in problems]}
    return HttpResponse(json.dumps(body), status=status, content_type="application/json", headers=dict(headers or {}))


def _unknown_key(request: HttpRequest, refused: object) -> HttpResponse:
    sentence = "Send your agency's key: Authorization: Bearer KEY. This one is missing, unknown or revoked."
    return answer(401, [("Authorization", sentence)], {"WWW-Authenticate": "Bearer"})


def _http(request: HttpRequest, refused: object) -> HttpResponse:
    if isinstance(refused, HttpError) and refused.status_code != 400:
        return answer(refused.status_code, [("", str(refused))])
    return answer(
        400, [("", "The body is not one JSON value in UTF-8 with every name once: mend it and send it again.")]
    )


def _invalid(request: HttpRequest, refused: object) -> HttpResponse:
    found = refused.errors if isinstance(refused, ValidationError) else []
    return answer(422, [_problem(error) for error in found])


def _problem(error: Mapping[str, object]) -> tuple[str, str]:
    """Say in which field, and what to do; an unknown name is the sender's text, so its parent is named instead."""
    kind, where = str(error["type"]), list(error["loc"])  # type: ignore[call-overload]
    # The path starts with the part of the request and the parameter's name in our code.
    path = where[2:] if where[:1] == ["body"] else where[1:]
    if kind == "extra_forbidden":
        path = path[:-1]
    field = ".".join(str(step) for step in path)
    context = error.get("ctx")
    values = context if isinstance(context, Mapping) else {}
    if kind == "value_error":
        return field, str(values.get("error", ""))
    template = _SENTENCES.get(kind, "This is not as described: see the description of the interface.")
    return field, template.format_map(values) if "{" not in template or values else template.partition(":")[0]


def _not_accepted(request: HttpRequest, refused: object) -> HttpResponse:
    problems = refused.problems if isinstance(refused, NotAccepted) else ()
    return answer(422, [(problem.field, problem.sentence) for problem in problems])


def _key_used(request: HttpRequest, refused: object) -> HttpResponse:
    return answer(422, [("Idempotency-Key", str(refused))])


def _not_yours(request: HttpRequest, refused: object) -> HttpResponse:
    return answer(403, [("Authorization", str(refused))])


def _too_big(request: HttpRequest, refused: object) -> HttpResponse:
    return answer(413, [("", "The body is too large: at most 2 MB.")])


def _not_kept(request: HttpRequest, refused: object) -> HttpResponse:
    sentence = "It could not be kept just now: send it again with the same Idempotency-Key."
    return answer(503, [("", sentence)], {"Retry-After": "5"})
