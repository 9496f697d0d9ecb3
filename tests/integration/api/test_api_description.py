"""The interface does what its OpenAPI description says: schemathesis tries to prove the contrary."""

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import CheckContext

from tests.factories.agencies import make_agency
from tests.factories.incidents import Send, issue_key
from wholepicture.config.wsgi import application
from wholepicture.interfaces.api import bodies

SHAPES = {"/incidents": bodies.Incident, "/concerns": bodies.Concern, "/births": bodies.Birth}

description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
# Rules that no schema can say (a check digit, a date ahead) are refused as described, with 422; see the check below.
acceptance = description.config.checks.positive_data_acceptance
acceptance.expected_statuses = [*acceptance.expected_statuses, "422"]


def a_body_of_the_described_shape_is_refused_by_rules_only(
    ctx: CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> bool | None:
    """What fits the description fits our own reading of it: a 422 comes from a rule, never from the shape."""
    if case.meta and case.meta.generation.mode.is_positive and response.status_code == 422:
        shape = next(shape for path, shape in SHAPES.items() if case.path.endswith(path))
        shape.model_validate(case.body)
    return None


@pytest.fixture
def bearer(transactional_db: None) -> str:
    """A key that may report."""
    return issue_key(make_agency(kind="police"))


@pytest.mark.django_db(transaction=True)
@description.parametrize()
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_answer_is_as_described(case: schemathesis.Case, bearer: str) -> None:
    case.call_and_validate(
        headers={"Authorization": f"Bearer {bearer}"},
        additional_checks=[a_body_of_the_described_shape_is_refused_by_rules_only],
    )


@pytest.mark.django_db
def test_the_example_of_the_description_is_taken(send: Send) -> None:
    schemas = Client().get("/api/v1/openapi.json").json()["components"]["schemas"]

    assert send(schemas["Incident"]["example"]).status_code == 201
