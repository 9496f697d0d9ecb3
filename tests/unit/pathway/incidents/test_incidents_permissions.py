"""Who reports, brings in files and mends them: only for their own agency, and only with the right to."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from wholepicture.pathway.incidents import permissions
from wholepicture.pathway.incidents.terms import Door
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import Actor

AGENCY = uuid4()
REPORTS, MENDS = Permission.REPORT_INCIDENT.value, Permission.MEND_FEEDS.value
Check = Callable[..., None]


def somebody(*allowed: str) -> Actor:
    """A worker of the agency with these rights."""
    return Actor(id="user-1", name="A", agency=AGENCY, permissions=frozenset(allowed))


@pytest.mark.parametrize(
    ("check", "allowed"),
    [
        (permissions.check_can_report, {REPORTS}),
        (permissions.check_can_feed, {REPORTS, MENDS}),
        (permissions.check_can_mend, {MENDS}),
    ],
)
def test_each_needs_a_right_of_its_own_and_the_own_agency(check: Check, allowed: set[str]) -> None:
    for right in (REPORTS, MENDS):
        if right in allowed:
            check(by=somebody(right), agency=AGENCY)
            with pytest.raises(permissions.NotYours, match="own agency"):
                check(by=somebody(right), agency=uuid4())
        else:
            with pytest.raises(permissions.NotYours, match="ask your agency's lead"):
                check(by=somebody(right), agency=AGENCY)
    with pytest.raises(permissions.NotYours, match="ask your agency's lead"):
        check(by=somebody(), agency=AGENCY)


def test_whoever_mends_files_reports_through_a_file_and_no_other_door() -> None:
    for door in Door:
        if door is Door.FEED:
            permissions.check_can_report(by=somebody(MENDS), agency=AGENCY, door=door)
        else:
            with pytest.raises(permissions.NotYours, match="cannot report"):
                permissions.check_can_report(by=somebody(MENDS), agency=AGENCY, door=door)


def test_a_draft_is_written_by_its_author_and_by_nobody_else_of_the_agency() -> None:
    permissions.check_can_write(by=somebody(REPORTS), author="user-1")
    with pytest.raises(permissions.NotYours, match="This draft belongs to somebody else"):
        permissions.check_can_write(by=somebody(REPORTS), author="user-2")
