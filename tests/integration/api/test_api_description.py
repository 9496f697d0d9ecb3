"""The interface does what its OpenAPI description says: schemathesis tries to prove the contrary."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from tests.factories.agencies import make_agency
from tests.factories.incidents import issue_key
from wholepicture.config.wsgi import application

pytestmark = pytest.mark.django_db(transaction=True)

description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def bearer(transactional_db: None) -> str:
    """A key that may report."""
    return issue_key(make_agency(kind="police"))


@description.parametrize()
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_answer_is_as_described(case: schemathesis.Case, bearer: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {bearer}"})
