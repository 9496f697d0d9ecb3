"""Users and keys for tests, made by the real actions."""

from itertools import count

from tests.factories import agencies as make
from wholepicture.registers.accounts import actions, queries
from wholepicture.registers.accounts.models import User
from wholepicture.registers.agencies.models import Agency, Team, Worker
from wholepicture.registers.audit.terms import MACHINE, Actor

PASSWORD = "seven green kettles sing"
_numbers = count(1)


def make_user(
    *, worker: Worker | None = None, team: Team | None = None, roles: tuple[str, ...] = ("practitioner",)
) -> User:
    """A user with PASSWORD and these roles: this worker, or a new one of this team."""
    return actions.create_user(
        worker=worker or make.make_worker(team=team),
        email=f"worker-{next(_numbers)}@agency.example",
        password=PASSWORD,
        roles=roles,
        by=MACHINE,
        now=make.NOW,
    )


def make_actor(
    *, worker: Worker | None = None, team: Team | None = None, roles: tuple[str, ...] = ("practitioner",)
) -> Actor:
    """The actor of a new user, as on the day of make.NOW."""
    return queries.actor_for(make_user(worker=worker, team=team, roles=roles), make.NOW.date())


def make_key(*, agency: Agency | None = None) -> str:
    """A key of this agency's system, as sent."""
    agency = agency or make.make_agency(kind="police")
    return actions.issue_key(agency=agency, label="Crime system", by=MACHINE, now=make.NOW)[1]
