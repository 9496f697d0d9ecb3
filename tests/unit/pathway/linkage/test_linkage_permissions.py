"""Which records are one person is said by the machine and by named clerical reviewers, and by nobody else."""

from uuid import uuid4

import pytest

from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people import permissions

REVIEWS = frozenset({Permission.REVIEW_LINKS.value})


def test_the_machine_and_a_named_reviewer_join_records() -> None:
    permissions.check_can_resolve(by=MACHINE)
    permissions.check_can_resolve(by=Actor(id="user-1", name="R", worker=uuid4(), permissions=REVIEWS))


@pytest.mark.parametrize(
    "by",
    [
        Actor(id="key:1", name="An agency's system", permissions=REVIEWS),
        Actor(id="user-1", name="P", worker=uuid4(), permissions=frozenset({Permission.READ_NOTICES.value})),
    ],
    ids=["a system", "without the role"],
)
def test_nobody_else_joins_records(by: Actor) -> None:
    with pytest.raises(permissions.NotYours):
        permissions.check_can_resolve(by=by)
