"""The database's roles of the pages and of the worker have exactly what taking, linking and placing need."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connections

from tests.factories.agencies import make_agency
from tests.factories.incidents import RECEIVED_AT, link_and_place, receive, reporter_of
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.families.models import Family
from wholepicture.pathway.incidents import actions, queries
from wholepicture.pathway.incidents.models import Submission
from wholepicture.registers.agencies.models import Agency

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def connected_as(role: str, agency: str, actor: str) -> Iterator[None]:
    """Act over the default connection with the rights of one of the roles only."""
    from django.conf import settings

    from wholepicture.lib.postgres.environment import to_django

    connection = connections["default"]
    connection.close()
    owner = dict(connection.settings_dict)
    url = to_django(getattr(settings.URLS, role))
    connection.settings_dict.update({"USER": url["USER"], "PASSWORD": url["PASSWORD"]})
    try:
        with acting(actor=actor, agency=agency):
            yield
    finally:
        connection.close()
        connection.settings_dict.update(owner)


@pytest.fixture
def police(transactional_db: None) -> Agency:
    """A police force."""
    return make_agency(kind="police")


def test_the_pages_role_takes_a_report_and_keeps_drafts(police: Agency) -> None:
    by = reporter_of(police)

    with connected_as("web", by.chain, by.id):
        draft = actions.start_draft(agency=police, by=by, now=RECEIVED_AT)
        actions.save_draft(draft=draft, step="when", data={"day": "1"}, by=by, now=RECEIVED_AT)
        actions.discard_draft(draft=draft, by=by, now=RECEIVED_AT)
        first = receive(agency=police, key="k", reference="R")
        again = receive(agency=police, key="k", reference="R")
        assert (again.answer, again.repeated) == (first.answer, True)
        assert queries.for_duties(first.incident_id).reference == "R"


def test_the_workers_role_links_and_places(police: Agency) -> None:
    by = reporter_of(police)
    with acting(actor=by.id, agency=by.chain):
        receive(agency=police)

    with connected_as("worker", "machine", "machine"):
        link_and_place()
        assert Family.objects.count() == 1


@pytest.mark.parametrize("role", ["web", "worker"])
@pytest.mark.parametrize(
    "change", [lambda rows: rows.update(raw="x"), lambda rows: rows._raw_delete("default")], ids=["change", "delete"]
)
def test_nobody_changes_or_removes_what_was_sent(police: Agency, role: str, change: Callable[[object], object]) -> None:
    by = reporter_of(police)
    with acting(actor=by.id, agency=by.chain):
        receive(agency=police)

    with pytest.raises(DatabaseError, match="permission denied"), connected_as(role, by.chain, by.id):
        change(Submission.objects.all())


def test_another_agencys_session_reads_no_raw_text(police: Agency) -> None:
    by, other = reporter_of(police), reporter_of(make_agency(kind="midwifery"))
    with acting(actor=by.id, agency=by.chain):
        receive(agency=police)

    with connected_as("web", other.chain, other.id):
        assert Submission.objects.count() == 0
    with connected_as("web", by.chain, by.id):
        assert Submission.objects.count() == 1
