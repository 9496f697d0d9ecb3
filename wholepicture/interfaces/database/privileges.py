"""Who may do what with which table, and where row-level security refuses by default.

The pages' role and the worker's role get exactly this; what is not listed, they cannot touch (design "Data in PostgreSQL").
Row-level security is the backstop behind `queries`: a transaction that does not say who acts sees no row of a person.
"""

from wholepicture.lib.postgres.privileges import Policy
from wholepicture.lib.postgres.session import ACTOR_IS_SET, AGENCY_MATCHES

READ = {"SELECT"}
ADD = {"SELECT", "INSERT"}
CHANGE = {"SELECT", "INSERT", "UPDATE"}
REPLACE = {"SELECT", "INSERT", "UPDATE", "DELETE"}


def _both(privileges: set[str]) -> dict[str, set[str]]:
    return {"web": privileges, "worker": privileges}


RULES: dict[str, dict[str, set[str]]] = {
    # Append-only: nobody but the owner could change or delete, and the owner only migrates.
    "audit_entry": {"web": {"INSERT"}, "worker": {"INSERT"}},
    "audit_seal": {"web": READ, "worker": READ},
    "audit_head": {"web": READ, "worker": READ},
    "audit_look": {"web": ADD, "worker": ADD},
    "chronology_entry": _both(ADD),
    "incidents_submission": _both(ADD),
    "incidents_incident": _both(ADD),
    "incidents_involved": _both(ADD),
    "incidents_child_told": _both(ADD),
    "linkage_pair": _both(ADD),
    "families_arrangement": _both(ADD),
    "findings_answer": _both(ADD),
    "notifications_step": _both(ADD),
    "notifications_answer": _both(ADD),
    "protocol_version": _both(ADD),
    "triage_contribution": _both(ADD),
    "triage_ask_for": _both(ADD),
    "triage_unsealing": _both(ADD),
    "triage_decision_for": _both(ADD),
    "triage_considered": _both(ADD),
    "triage_agreement": _both(ADD),
    "people_identifier": _both(ADD),
    "people_name_word": _both(ADD),
    "people_key": _both(ADD),
    # Only the machine says whether a promise is kept.
    "oversight_promise_check": {"web": READ, "worker": ADD},
    "oversight_replay": {"web": READ, "worker": ADD},
    "oversight_replay_sign": {"web": READ, "worker": ADD},
    "oversight_replay_end": {"web": READ, "worker": ADD},
    # The triggers of both note changes; only the machine forgets them.
    "changes_change": {"web": ADD, "worker": ADD | {"DELETE"}},
    # Registers and work in progress.
    "agencies_agency": _both(CHANGE),
    "agencies_worker": _both(CHANGE),
    "agencies_team": _both(CHANGE),
    "agencies_team_member": _both(CHANGE),
    "agencies_post": _both(CHANGE),
    "agencies_rota": _both(CHANGE),
    "agencies_absence": _both(CHANGE),
    "accounts_user": _both(CHANGE),
    "accounts_role_held": _both(CHANGE),
    "accounts_api_key": _both(CHANGE),
    "access_grant": _both(CHANGE),
    "access_staff_link": _both(CHANGE),
    "people_person": _both(CHANGE),
    "people_record": _both(CHANGE),
    "people_relationship": _both(CHANGE),
    "people_protected_fact": _both(CHANGE),
    "incidents_draft": _both(REPLACE),
    "incidents_feed_file": _both(CHANGE),
    "incidents_quarantined": _both(CHANGE),
    "linkage_link": _both(CHANGE),
    "linkage_review": _both(CHANGE),
    "families_family": _both(CHANGE),
    "families_membership": _both(CHANGE),
    "families_placed": _both(CHANGE),
    "findings_finding": _both(CHANGE),
    "findings_examined": _both(CHANGE),
    "findings_source": _both(REPLACE),
    "triage_listing": _both(CHANGE),
    "triage_listed": _both(CHANGE),
    "triage_ask": _both(CHANGE),
    "triage_decision": _both(CHANGE),
    "triage_recipient": _both(CHANGE),
    "triage_words": _both(REPLACE),
    "triage_meeting": _both(CHANGE),
    "triage_attendance": _both(CHANGE),
    "triage_act": _both(CHANGE),
    "triage_signature": _both(CHANGE),
    "protocol_partner": _both(CHANGE),
    "protocol_delegate": _both(CHANGE),
    "duties_derivation": _both(CHANGE),
    "duties_source": _both(REPLACE),
    "duties_duty": _both(CHANGE),
    "notifications_item": _both(CHANGE),
    "notifications_notice": _both(CHANGE),
    "notifications_attempt": _both(CHANGE),
    "oversight_stuck_item": _both(CHANGE),
    "oversight_heartbeat": _both(CHANGE),
    # Django's own.
    "django_session": {"web": REPLACE, "worker": REPLACE},
    "django_content_type": _both(READ),
    "django_migrations": {"web": READ, "worker": READ},
}

# The auditor reads everything and writes nothing: `wholepicture verify` runs under this role.
for _table in RULES:
    RULES[_table]["auditor"] = READ

_KNOWN_ACTOR = Policy(name="known_actor", command="ALL", using=ACTOR_IS_SET, check=ACTOR_IS_SET)
_OWN_AGENCY = AGENCY_MATCHES("agency_id::text")
_OWN_OR_MACHINE = f"{_OWN_AGENCY} or {AGENCY_MATCHES(chr(39) + 'machine' + chr(39))}"
_OWN_ROWS = Policy(name="own_agency", command="ALL", using=_OWN_OR_MACHINE, check=_OWN_OR_MACHINE)

PERSON_BEARING = (
    "people_person",
    "people_record",
    "people_name_word",
    "people_key",
    "people_identifier",
    "people_relationship",
    "people_protected_fact",
    "access_grant",
    "access_staff_link",
    "chronology_entry",
    "incidents_incident",
    "incidents_involved",
    "incidents_child_told",
    "linkage_link",
    "families_family",
    "families_membership",
    "families_placed",
    "families_arrangement",
    "linkage_pair",
    "linkage_review",
    "findings_finding",
    "findings_answer",
    "findings_examined",
    "findings_source",
    "triage_listing",
    "triage_listed",
    "triage_contribution",
    "triage_ask",
    "triage_ask_for",
    "triage_unsealing",
    "triage_decision",
    "triage_decision_for",
    "triage_considered",
    "triage_recipient",
    "triage_agreement",
    "triage_words",
    "duties_derivation",
    "duties_source",
    "duties_duty",
    "notifications_item",
    "notifications_notice",
    "notifications_step",
    "notifications_attempt",
    "notifications_answer",
)

ROW_SECURITY: dict[str, list[Policy]] = {table: [_KNOWN_ACTOR] for table in PERSON_BEARING} | {
    # Raw input is written by its sender and read by its sender's agency and the machine only.
    "incidents_submission": [
        Policy(name="sender_adds", command="INSERT", using=None, check=ACTOR_IS_SET),
        Policy(
            name="sender_reads",
            command="SELECT",
            using=_OWN_OR_MACHINE,
            check=None,
        ),
    ],
    # So is a file, and what of it waits to be mended.
    "incidents_feed_file": [_OWN_ROWS],
    "incidents_quarantined": [_OWN_ROWS],
    "incidents_draft": [
        Policy(
            name="own_draft",
            command="ALL",
            using="\"user\" = nullif((select current_setting('app.actor', true)), '')",
            check="\"user\" = nullif((select current_setting('app.actor', true)), '')",
        )
    ],
}
