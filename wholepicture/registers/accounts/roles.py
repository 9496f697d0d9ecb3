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
    SEE_LEARNING = "SEE_LEARNING", "See kept replays of published and invented cases"
    SEE_STUCK = "SEE_STUCK", "See what is stuck, without any person's details"
    SEARCH_PEOPLE = "SEARCH_PEOPLE", "Search the people whom they may see"
    SEE_FAMILIES = "SEE_FAMILIES", "Open families that their teams triage"
    ANSWER_FINDINGS = "ANSWER_FINDINGS", "Answer what the pattern shows"
    TRIAGE = "TRIAGE", "Take part in triage of the families that their teams may open"
    CHAIR_TRIAGE = "CHAIR_TRIAGE", "Chair the triage meeting"
    PROPOSE_SUSPENSION = "PROPOSE_SUSPENSION", "Propose that triage is suspended, or that an agency leaves it"
    SIGN_FOR_PARTNER = "SIGN_FOR_PARTNER", "Sign for a statutory partner, where the register names them"
    REVIEW_LINKS = "REVIEW_LINKS", "Review records that may be one person, and undo links"
    MEND_FEEDS = "MEND_FEEDS", "Correct and release what a file of their agency could not bring in"
    SEE_PROMISES = "SEE_PROMISES", "See whether the platform keeps its promises, without any person's details"
    SEE_MINUTES = "SEE_MINUTES", "See how many items reach a team in a week, and how many minutes they take"
    ISSUE_KEYS = "ISSUE_KEYS", "Issue and revoke keys of agencies' systems"


@dataclass(frozen=True)
class Role:
    """A role that a user may hold: its id in RoleHeld, its label, what it allows."""

    id: str
    label: str
    permissions: frozenset[Permission]


_EVERYBODY = frozenset({Permission.SEE_AGENCIES, Permission.SEE_PROTOCOL, Permission.SEE_LEARNING})
_REPORTS = _EVERYBODY | {Permission.REPORT_INCIDENT, Permission.READ_OWN_REPORTS}
_SEARCHES = _REPORTS | {Permission.SEARCH_PEOPLE}
_PRACTISES = _SEARCHES | {
    Permission.READ_NOTICES,
    Permission.ANSWER_NOTICES,
    Permission.SEE_FAMILIES,
    Permission.ANSWER_FINDINGS,
    Permission.TRIAGE,
}
# Whoever manages people sees where the machine is stuck, too: it shows nobody's details.
_ANSWERS_FOR_IT = frozenset({Permission.SEE_PROMISES, Permission.SEE_MINUTES})
_MANAGES = _PRACTISES | _ANSWERS_FOR_IT | {Permission.MANAGE_COVER, Permission.SEE_STUCK}

_ALL = (
    Role("reporting_officer", "Reporting officer", _SEARCHES),
    Role("practitioner", "Practitioner", _PRACTISES),
    Role("specialist_releaser", "Specialist who releases what is held", _PRACTISES | {Permission.RELEASE_NOTICES}),
    Role("triage_chair", "Chair of the daily triage", _PRACTISES | _ANSWERS_FOR_IT | {Permission.CHAIR_TRIAGE}),
    Role("team_manager", "Team manager", _MANAGES),
    Role("agency_lead", "Agency lead", _MANAGES | {Permission.PROPOSE_SUSPENSION, Permission.SIGN_FOR_PARTNER}),
    # The partnership's lead is the last rung of every ladder, so an executive opens and answers what climbed to them.
    Role(
        "executive",
        "Executive of a statutory partner",
        _EVERYBODY
        | _ANSWERS_FOR_IT
        | {
            Permission.READ_NOTICES,
            Permission.ANSWER_NOTICES,
            Permission.ADOPT_PROTOCOL,
            Permission.SEE_STUCK,
            Permission.PROPOSE_SUSPENSION,
            Permission.SIGN_FOR_PARTNER,
        },
    ),
    # Looks at records of several agencies side by side, and at nothing else of them.
    Role("link_reviewer", "Clerical reviewer of links", _EVERYBODY | {Permission.REVIEW_LINKS}),
    Role("data_officer", "Data officer: mends what files could not bring in", _EVERYBODY | {Permission.MEND_FEEDS}),
    # Keeps the platform running, and sees no person.
    Role(
        "operator",
        "Operator of the platform",
        _EVERYBODY | {Permission.SEE_STUCK, Permission.SEE_PROMISES, Permission.ISSUE_KEYS},
    ),
    Role("analyst", "Analyst", _EVERYBODY | {Permission.SEE_PROMISES}),
)

ROLES: Mapping[str, Role] = MappingProxyType({role.id: role for role in _ALL})
