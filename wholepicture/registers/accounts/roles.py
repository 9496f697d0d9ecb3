"""Roles as data: what each permission allows, and which role holds which. Nothing is allowed that is not listed here."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wholepicture.lib.terms import Term


class Permission(Term):
    """What somebody may do at all; whether with this very notice or agency is asked besides (registers.access)."""

    REPORT_INCIDENT = "REPORT_INCIDENT", "Report an incident or a concern"
    READ_OWN_REPORTS = "READ_OWN_REPORTS", "Read what their agency reported"
    READ_NOTICES = "READ_NOTICES", "Open notices to their teams"
    ANSWER_NOTICES = "ANSWER_NOTICES", "Answer or decline notices to their teams"
    RELEASE_NOTICES = "RELEASE_NOTICES", "Release or withhold what is held"
    MANAGE_COVER = "MANAGE_COVER", "Change rota, cover and absence in their agency"
    SEE_AGENCIES = "SEE_AGENCIES", "See agencies and cover"
    SEE_PROTOCOL = "SEE_PROTOCOL", "See the protocol"
    ADOPT_PROTOCOL = "ADOPT_PROTOCOL", "Adopt a version of the protocol"
    SEE_STUCK = "SEE_STUCK", "See what is stuck, without any person's details"
    ISSUE_KEYS = "ISSUE_KEYS", "Issue and revoke keys of agencies' systems"


@dataclass(frozen=True)
class Role:
    """A role that a user may hold: its id in RoleHeld, its label, what it allows."""

    id: str
    label: str
    permissions: frozenset[Permission]


_EVERYBODY = frozenset({Permission.SEE_AGENCIES, Permission.SEE_PROTOCOL})
_REPORTS = _EVERYBODY | {Permission.REPORT_INCIDENT, Permission.READ_OWN_REPORTS}
_PRACTISES = _REPORTS | {Permission.READ_NOTICES, Permission.ANSWER_NOTICES}
# Whoever manages people sees where the machine is stuck, too: it shows nobody's details.
_MANAGES = _PRACTISES | {Permission.MANAGE_COVER, Permission.SEE_STUCK}

_ALL = (
    Role("reporting_officer", "Reporting officer", _REPORTS),
    Role("practitioner", "Practitioner", _PRACTISES),
    Role("specialist_releaser", "Specialist who releases what is held", _PRACTISES | {Permission.RELEASE_NOTICES}),
    Role("team_manager", "Team manager", _MANAGES),
    Role("agency_lead", "Agency lead", _MANAGES),
    # The partnership's lead is the last rung of every ladder, so an executive opens and answers what climbed to them.
    Role(
        "executive",
        "Executive of a statutory partner",
        _EVERYBODY
        | {Permission.READ_NOTICES, Permission.ANSWER_NOTICES, Permission.ADOPT_PROTOCOL, Permission.SEE_STUCK},
    ),
    # Keeps the platform running, and sees no person.
    Role("operator", "Operator of the platform", _EVERYBODY | {Permission.SEE_STUCK, Permission.ISSUE_KEYS}),
    Role("analyst", "Analyst", _EVERYBODY),
)

ROLES: Mapping[str, Role] = MappingProxyType({role.id: role for role in _ALL})
