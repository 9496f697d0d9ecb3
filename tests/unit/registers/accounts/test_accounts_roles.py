"""Roles are data, and nobody has a permission that their role does not need."""

import pytest

from wholepicture.registers.accounts import keys
from wholepicture.registers.accounts.roles import ROLES, Permission
from wholepicture.registers.agencies import permissions as agencies

READS_PEOPLE = {
    Permission.READ_OWN_REPORTS, Permission.READ_NOTICES, Permission.ANSWER_NOTICES, Permission.RELEASE_NOTICES,
}  # fmt: skip


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.RELEASE_NOTICES, {"specialist_releaser"}),
        (Permission.ADOPT_PROTOCOL, {"executive"}),
        (Permission.MANAGE_COVER, {"team_manager", "agency_lead"}),
        (Permission.ISSUE_KEYS, {"operator"}),
        (Permission.SEE_STUCK, {"operator", "team_manager", "agency_lead", "executive"}),
        (
            Permission.READ_NOTICES,
            {"practitioner", "specialist_releaser", "triage_chair", "team_manager", "agency_lead", "executive"},
        ),
        (Permission.CHAIR_TRIAGE, {"triage_chair"}),
        (Permission.SIGN_FOR_PARTNER, {"agency_lead", "executive"}),
        (
            Permission.REPORT_INCIDENT,
            set(ROLES) - {"executive", "operator", "analyst", "link_reviewer", "data_officer"},
        ),
    ],
)
def test_who_holds_a_permission(permission: Permission, roles: set[str]) -> None:
    assert {role.id for role in ROLES.values() if permission in role.permissions} == roles


@pytest.mark.parametrize("role", ["operator", "analyst"])
def test_who_keeps_the_platform_running_or_counts_sees_no_person(role: str) -> None:
    assert ROLES[role].permissions.isdisjoint(READS_PEOPLE)


def test_every_permission_is_held_by_some_role() -> None:
    assert {permission for role in ROLES.values() for permission in role.permissions} == set(Permission)


def test_a_role_stands_under_its_own_id_and_the_register_is_closed() -> None:
    assert all(role.id == name for name, role in ROLES.items())
    with pytest.raises(TypeError):
        ROLES["another"] = ROLES["analyst"]  # type: ignore[index]


def test_the_register_below_knows_the_same_word() -> None:
    assert Permission.MANAGE_COVER.value == agencies.MANAGE_COVER


def test_keys_are_long_random_and_told_apart_by_their_digest() -> None:
    fresh = {keys.new() for _ in range(50)}

    assert len(fresh) == len({keys.digest(raw) for raw in fresh}) == 50
    assert min(len(raw) for raw in fresh) > 43
