"""A small partnership and its families, put into the registers by the registers' own actions."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from demo import families as directories
from demo.directory import Builder
from tests.crash.shapes import Family
from wholepicture.lib.dates import london_day
from wholepicture.lib.postgres.session import acting
from wholepicture.registers.accounts import actions as accounts
from wholepicture.registers.audit.terms import MACHINE

# Agency, kind, function, and how its post is told: by inbox and by e-mail alike. Hours never change who is told here.
POSTS = (
    ("police", "police", "police_safeguarding_unit", "INBOX"),
    ("social-care", "childrens_social_care", "first_response", "EMAIL"),
    ("nursing", "health_visiting", "health_visitor", "EMAIL"),
    ("surgery", "gp_practice", "gp", "EMAIL"),
    ("practice", "gp_practice", "gp", "INBOX"),
    ("maternity", "midwifery", "safeguarding_midwife", "EMAIL"),
    ("school", "school", "school_safeguarding_lead", "INBOX"),
    ("education", "education_safeguarding", "education_safeguarding", "EMAIL"),
    ("advice", "domestic_abuse_service", "domestic_abuse_service", "INBOX"),
    ("change", "perpetrator_service", "perpetrator_service", "INBOX"),
)
SENDER = "police"


def set_up(families: list[Family], now: datetime) -> str:
    """Make the partnership and enter the families in its agencies' directories; returns the sender's API key."""
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        made = Builder("nobody-signs-in-here", now).build(list(_agencies()))
        for family in families:
            directories.put_into_directories(_directory_entry(family, london_day(now)), made, now)
        _, raw = accounts.issue_key(agency=made.agencies[SENDER], label="Crash run", by=MACHINE, now=now)
    return raw


def _agencies() -> Iterator[dict[str, Any]]:
    for slug, kind, function, route in POSTS:
        post = {
            "function": function,
            "route": route,
            "primary": {"name": f"Primary {slug}"},
            "cover": {"name": f"Cover {slug}"},
        }
        manager = {"name": f"Manager {slug}"}
        team = {"slug": "duty", "name": f"Duty {slug}", "hours": "always", "manager": manager, "posts": [post]}
        yield {"slug": slug, "kind": kind, "name": f"Agency {slug}", "lead": {"name": f"Lead {slug}"}, "teams": [team]}
    office = {"slug": "office", "name": "Office", "hours": "always", "manager": {"name": "Lead office"}}
    partnership = {"slug": "partnership", "kind": "safeguarding_partnership", "name": "Safeguarding partnership"}
    yield {**partnership, "lead": {"name": "Lead office"}, "teams": [office]}


def _directory_entry(family: Family, today: date) -> dict[str, Any]:
    """The family as the demonstration's loader reads one."""
    people = {
        key: {
            "forename": person.forename,
            "surname": person.surname,
            "at": family.home,
            "registered": dict(person.registered),
        }
        | (
            {"expected_in_days": (person.expected - today) // timedelta(days=1)}
            if person.expected
            else {"born": person.born}
        )
        for key, person in family.people.items()
    }
    return {"people": people, "parents": {"child": ["mother"]}}
