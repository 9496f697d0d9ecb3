"""What was done because of an incident stands in the pattern of its family."""

import pytest

from tests.factories import worlds
from tests.integration.pathway.findings.looking import NOW, family_of
from wholepicture.pathway.findings import queries

pytestmark = pytest.mark.django_db


def test_what_was_done_because_of_an_incident_is_in_it() -> None:
    world = worlds.make_world()
    incident = world.report()
    found = queries.patterns([family_of(incident.id)], NOW)[family_of(incident.id)]
    states = {(done.function, done.state, done.answered) for done in found.done}
    assert ("health_visitor", "Delivered to the inbox", False) in states
    assert {done.incident for done in found.done} == {incident.id}
