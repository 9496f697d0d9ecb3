"""What oversight keeps of replays, and to whom it says that there is nothing new."""

import pytest

from tests.factories import incidents as told
from tests.factories.replays import DOCUMENT, begun
from wholepicture.pathway.oversight import actions, queries
from wholepicture.registers.audit.terms import MACHINE

pytestmark = pytest.mark.django_db
NOW = told.RECEIVED_AT


def test_a_file_counts_as_played_only_once_its_report_is_kept_and_only_for_that_version() -> None:
    failed, kept = begun(at=NOW), begun(at=NOW)
    actions.fail_replay(replay=failed, because="It was stopped.", by=MACHINE, now=NOW)
    assert not queries.has_replay("d", "0.1.0")
    actions.keep_replay(replay=kept, report=DOCUMENT, by=MACHINE, now=NOW)
    assert queries.has_replay("d", "0.1.0")
    assert not queries.has_replay("d", "0.2.0")
    assert not queries.has_replay("another", "0.1.0")


def test_whoever_is_no_named_worker_of_a_team_has_no_families_with_news() -> None:
    assert queries.family_news(MACHINE, NOW, 10) == []
