"""Reports over the interface: kept once, answered the same for ever, and refused without repeating what was sent."""

import json
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from tests.factories.agencies import make_agency
from tests.factories.incidents import Send, issue_key
from wholepicture.pathway.incidents import actions
from wholepicture.pathway.incidents.models import ChildTold, Incident, Involved, Submission
from wholepicture.registers.accounts import actions as accounts
from wholepicture.registers.accounts.models import ApiKey
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.people.models import Identifier, Record

pytestmark = pytest.mark.django_db

BODY: dict[str, Any] = {
    "reference": "EX-1",
    "happened_at": "2019-12-16T20:15:00+00:00",
    "category": "DOMESTIC_ABUSE",
    "reporter": "NEIGHBOUR",
    "reporter_name": "Canary Neighbour",
    "place": "Canary Terrace 4",
    "dash": "MEDIUM",
    "features": ["SEPARATION"],
    "people": [
        {"key": "a", "role": "VICTIM", "forename": "Canary", "surname": "Example", "birth_date": "1997-05-02"},
        {"key": "b", "role": "CAUSING_HARM", "alleged_by": "a", "identifiers": {"NHS_NUMBER": "999 000 0018"}},
        {
            "key": "c",
            "role": "CHILD",
            "birth_date": "2019-11-14",
            "child": {"presence": "IN_ARMS", "seen": "YES", "sleeps_asked": "NOT_ASKED"},
        },
    ],
    "relationships": [{"from_key": "a", "to_key": "c", "kind": "PARENT_OF"}],
}


def changed(path: str, value: object) -> dict[str, Any]:
    """The body with one value replaced."""
    body: Any = deepcopy(BODY)
    at = body
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    for step in steps:
        at = at[step]
    at[last] = value
    return body  # type: ignore[no-any-return]


def fields(response: Any) -> list[str]:
    return [error["field"] for error in response.json()["errors"]]


def test_an_incident_is_kept_as_told_and_answered_with_its_receipt(send: Send, police: Agency) -> None:
    response = send(BODY)

    incident = Incident.objects.get()
    assert response.status_code == 201
    assert json.loads(response.content) == {
        "incident": str(incident.id),
        "kind": "INCIDENT",
        "reference": "EX-1",
        "received_at": incident.received_at.isoformat(),
    }
    assert (incident.agency_id, incident.features, incident.by) == (
        police.id,
        ["SEPARATION"],
        f"key:{ApiKey.objects.get().id}",
    )
    assert set(Involved.objects.values_list("role", flat=True)) == {"VICTIM", "CAUSING_HARM", "CHILD"}
    assert ChildTold.objects.get().presence == "IN_ARMS"
    assert Identifier.objects.get().value == "9990000018"
    assert json.loads(Submission.objects.get().raw) == BODY


def test_the_same_key_and_body_gives_the_same_bytes(send: Send) -> None:
    first = send(BODY)
    again = send(json.dumps(BODY, indent=3, sort_keys=True))

    assert (again.status_code, again.content) == (201, first.content)
    assert (first.headers["Idempotency-Replayed"], again.headers["Idempotency-Replayed"]) == ("false", "true")
    assert Incident.objects.count() == 1


def test_another_body_under_the_key_is_refused(send: Send) -> None:
    send(BODY)

    refused = send(changed("reference", "EX-2"))

    assert (refused.status_code, fields(refused)) == (422, ["Idempotency-Key"])
    assert Incident.objects.count() == 1


def test_one_key_at_two_addresses_is_two_bodies(send: Send) -> None:
    common = {name: BODY[name] for name in ("happened_at", "people")}
    send(common)

    assert send(common, to="concerns").status_code == 422


def test_a_concern_and_a_birth_come_in_by_the_same_door(send: Send) -> None:
    concern = {
        "happened_at": BODY["happened_at"],
        "people": [{"key": "f", "role": "OF_CONCERN", "alleged_by": "AGENCY"}],
    }
    birth = {
        "happened_at": BODY["happened_at"],
        "parents": [{"forename": "Kyle", "surname": "Denham", "birth_date": "1995-09-20"}],
    }

    assert send(concern, to="concerns", key="k2").status_code == 201
    assert send(birth, to="births", key="k3").status_code == 201
    assert set(Incident.objects.values_list("kind", flat=True)) == {"CONCERN", "BIRTH"}
    assert send({**birth, "summary": "x"}, to="births", key="k4").status_code == 422


def test_an_own_record_may_be_named_and_anothers_may_not(send: Send, police: Agency) -> None:
    send(BODY)
    record = str(Record.objects.get(forename="Canary").id)
    again = {"happened_at": BODY["happened_at"], "people": [{"key": "a", "role": "VICTIM", "record": record}]}

    assert send(again, key="k2").status_code == 201
    other = send(again, key="k2", bearer=issue_key(make_agency(kind="midwifery")))

    assert (other.status_code, fields(other)) == (422, ["people.0.record"])
    assert Record.objects.filter(forename="Canary").count() == 1


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("happened_at", "2019-12-16T20:15:00", "happened_at"),
        ("happened_at", 1576527300, "happened_at"),
        ("happened_at", "2019-02-30T20:15:00Z", "happened_at"),
        ("happened_at", "0001-01-01T00:00:00+14:00", "happened_at"),
        ("happened_at", "9999-12-31T23:59:59-14:00", "happened_at"),
        pytest.param(
            "happened_at", (timezone.now() + timedelta(hours=25)).isoformat(), "happened_at", id="25-hours-ahead"
        ),
        ("happened_until", "2019-12-16T20:14:00Z", "happened_until"),
        ("dash", "medium", "dash"),
        ("dash", None, "dash"),
        ("reference", 7, "reference"),
        ("reference", "x" * 101, "reference"),
        ("summary", "a\u0000b", "summary"),
        ("summary", "\ud800", "summary"),
        ("people", [], "people"),
        ("people", [{"key": "p", "role": "NOT_KNOWN"}] * 41, "people"),
        ("people.0.role", "Canary", "people.0.role"),
        ("people.0.role", "PARENT", "people.0.role"),
        ("people.0.birth_date", "02/05/1997", "people.0.birth_date"),
        ("people.0.birth_date", "2999-05-02", "people.0.birth_date"),
        ("people.0.key", "c", "people.0.key"),
        ("people.0.record", "{Canary}", "people.0.record"),
        ("people.1.alleged_by", "canary", "people.1.alleged_by"),
        ("people.1.identifiers.NHS_NUMBER", "999 000 0019", "people.1.identifiers.NHS_NUMBER"),
        ("people.1.identifiers.UPN", "", "people.1.identifiers.UPN"),
        ("people.2.child.sleeps_asked", None, "people.2.child.sleeps_asked"),
        ("people.2.child", None, "people.2.child"),
        ("people.0.child", {}, "people.0.child"),
        ("relationships.0.to_key", "z", "relationships.0.to_key"),
        ("people.0.canary", "x", "people.0"),
        ("Canary Example", "x", ""),
    ],
)
def test_what_cannot_be_so_is_refused_by_field_and_repeats_nothing(
    send: Send, path: str, value: object, field: str
) -> None:
    response = send(changed(path, value))

    assert response.status_code == 422
    assert field in fields(response)
    assert "anary" not in response.content.decode()
    assert all(error["message"] for error in json.loads(response.content)["errors"])
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    "text",
    [
        b" ", b"{", b"[]", b"null", b'{"a": 1, "a": 2}', b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000, b'"x"',
        json.dumps(BODY).encode("utf-16"), b"9" * 5000,
    ],
)  # fmt: skip
def test_what_is_not_one_json_object_is_refused(send: Send, text: bytes) -> None:
    response = send(text)

    assert response.status_code in (400, 422)
    assert json.loads(response.content)["errors"]


@pytest.mark.parametrize("key", [None, "", "a b", "x" * 256, "é"])
def test_a_key_is_needed_and_has_to_be_visible(send: Send, key: str | None) -> None:
    response = send(BODY, key=key)

    assert (response.status_code, fields(response)) == (422, ["Idempotency-Key"])


def test_a_missing_unknown_or_revoked_key_is_told_how(send: Send, police: Agency) -> None:
    raw = issue_key(police)
    operator = Actor(id="o", name="O", agency=police.id, permissions=frozenset({Permission.ISSUE_KEYS.value}))
    accounts.revoke_key(
        key=ApiKey.objects.order_by("-created_at", "id").get(digest=_digest(raw)), by=operator, now=timezone.now()
    )

    for bearer in ("", "nonsense", raw, "\u00e9"):
        response = send(BODY, bearer=bearer)
        assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert Client().post("/api/v1/incidents", "{}", content_type="application/json").status_code == 401


def _digest(raw: str) -> str:
    from wholepicture.registers.accounts import keys

    return keys.digest(raw)


def test_anything_but_json_is_refused_before_it_is_read(send: Send) -> None:
    response = send("a=1", content_type="application/x-www-form-urlencoded")

    assert (response.status_code, fields(response)) == (415, ["Content-Type"])


def test_a_body_that_is_too_large_is_refused(send: Send) -> None:
    assert send(b'{"summary": "' + b"x" * (2 * 1024 * 1024) + b'"}').status_code == 413


def test_only_post_is_answered(send: Send) -> None:
    response = Client().get("/api/v1/incidents")

    assert (response.status_code, response.headers["Allow"]) == (405, "POST")


def test_when_the_database_is_away_the_sender_is_asked_to_send_again(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_: object) -> None:
        raise OperationalError("terminating connection")

    monkeypatch.setattr(actions, "receive", away)

    response = send(BODY)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


def test_the_description_is_open_and_names_every_word(client: Client) -> None:
    response = client.get("/api/v1/openapi.json")

    schemas = response.json()["components"]["schemas"]
    assert response.status_code == 200
    assert "IN_ARMS" in schemas["Presence"]["enum"]
    assert schemas["Incident"]["additionalProperties"] is False
