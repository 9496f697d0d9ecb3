"""A notice that nobody could release, or that says nothing, is not made; and nobody who is not named has work or reports."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.notifications import queries
from wholepicture.pathway.notifications.facts import NoticeTold
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.protocol.terms import NoticeKind

NOW = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)


def told(**changes: object) -> NoticeTold:
    """A notice that would do, unless changed."""
    facts: dict[str, object] = {
        "cause": uuid4(), "cause_kind": "INCIDENT", "row": "r", "protocol": 1, "function": "gp", "post": uuid4(),
        "about": uuid4(), "kind": NoticeKind.INFORM, "lane": "fast", "title": "Title", "text": "Text.",
        "because": "Because.", "family": uuid4(), "reply_by": NOW,
    }  # fmt: skip
    return NoticeTold(**(facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"hold": True}, "needs the post that decides and a time"),
        ({"hold": True, "owner_post": uuid4()}, "needs the post that decides and a time"),
        ({"title": " "}, "needs a title and a text"),
        ({"text": ""}, "needs a title and a text"),
    ],
)
def test_a_notice_that_nobody_could_release_or_that_says_nothing_is_not_made(
    changes: dict[str, object], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        told(**changes)
    told(hold=True, owner_post=uuid4(), release_by=NOW)


def test_a_machine_has_no_list_of_reports_chasers_or_pairs() -> None:
    assert incidents.reported_by(by=MACHINE, limit=5) == []
    assert queries.chased_today(MACHINE, NOW) == ()
    assert linkage.pairs_waiting(MACHINE, NOW, 5) == []
