"""What a carrier delivers at the very moment at which it is taken back was told, and is corrected."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from tests.factories import incidents as told
from tests.factories import worlds
from tests.integration.pathway.duties import test_corrections as wrong
from wholepicture.pathway.duties import actions
from wholepicture.pathway.duties import queries as duties
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import State

pytestmark = pytest.mark.django_db


def test_what_a_carrier_delivered_while_it_was_taken_back_is_corrected(monkeypatch: pytest.MonkeyPatch) -> None:
    world = worlds.make_world()
    practice, namesake = wrong.wrong_practice(world)
    receipt = told.receive(agency=world.police)
    told.link_and_place()
    actions.derive(incidents=[receipt.incident_id], by=worlds.MACHINE, now=wrong.NOW)
    notice = wrong.about_charlie(Incident.objects.get(id=receipt.incident_id), practice)
    assert duties.state_of(notice.id) == State.QUEUED
    supersede = notifications.supersede

    def too_late(*, notices: Sequence[UUID], **rest: Any) -> list[Notice]:
        Notice.objects.filter(id__in=notices).update(state=State.DELIVERED)
        return supersede(notices=notices, **rest)

    monkeypatch.setattr(notifications, "supersede", too_late)
    wrong.undo(world, namesake)

    assert duties.state_of(notice.id) == State.DELIVERED
    assert [sent.cause for sent in wrong.corrections()] == [notice.id]
