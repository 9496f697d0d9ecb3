"""Where two rows tell one team of one person, it is told once: held if either holds, and asked the most that either asks."""

from itertools import permutations
from uuid import uuid4

import pytest

from wholepicture.pathway.duties.actions.derive import Key, _keep_stronger
from wholepicture.pathway.duties.facts import Child, Wanted
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.protocol.rows import RowHit
from wholepicture.registers.protocol.terms import Clock, Education, NoticeKind

CHILD = Child(uuid4(), uuid4(), "Robin", None, None, Education.NONE_KNOWN, has_allocated_worker=False)
POST, TEAM = uuid4(), uuid4()


def wanted(kind: NoticeKind, *, hold: bool = False) -> Wanted:
    """What one row asks of the practice about the child."""
    hit = RowHit(f"row-{kind}-{hold}", "", Function.GP, kind, hold=hold, hours=24, clock=Clock.ELAPSED, because="")
    return Wanted(hit, Function.GP, kind, CHILD, POST, TEAM)


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (wanted(NoticeKind.INFORM), wanted(NoticeKind.ASK)),
        (wanted(NoticeKind.ASK), wanted(NoticeKind.ACT)),
        (wanted(NoticeKind.ACT), wanted(NoticeKind.INFORM, hold=True)),
    ],
)
def test_the_stronger_of_two_rows_stands_whichever_comes_first(weaker: Wanted, stronger: Wanted) -> None:
    for rows in permutations((weaker, stronger)):
        strongest: dict[Key, Wanted] = {}
        for row in rows:
            _keep_stronger(strongest, row)
        assert list(strongest.values()) == [stronger]
