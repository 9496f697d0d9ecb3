"""Who acts in a replay: the agencies' systems that report, and the named people whom an event says did something.

They are real accounts with real roles, made when an event first needs them, so that what is refused is refused for real.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.replay.directory import Row
from wholepicture.lib.dates import london_day
from wholepicture.lib.postgres.session import acting
from wholepicture.registers.accounts import actions as accounts
from wholepicture.registers.accounts import queries as known
from wholepicture.registers.audit.terms import MACHINE, Actor

ROLES = ("practitioner", "specialist_releaser")
CHAIR = (*ROLES, "triage_chair")
LEAD = ("agency_lead",)


@dataclass
class Cast:
    """The accounts of one replay."""

    systems: dict[UUID, Actor] = field(default_factory=dict)
    users: dict[UUID, Row] = field(default_factory=dict)

    def system(self, agency: Row, *, now: datetime) -> Actor:
        """Return an agency's own system, which may report and do nothing else."""
        if agency.id not in self.systems:
            _, raw = accounts.issue_key(agency=agency, label="Case file", by=MACHINE, now=now)
            actor = known.agency_of_key(raw)
            if actor is None:
                raise LookupError(f"The key just given to {agency.name} is not known.")
            self.systems[agency.id] = actor
        return self.systems[agency.id]

    def person(self, worker: Row, *, now: datetime, roles: Sequence[str] = ROLES) -> Actor:
        """Return a worker signed in with these roles, beside those that they were given before."""
        if worker.id not in self.users:
            self.users[worker.id] = accounts.create_user(
                worker=worker,
                email=f"{worker.id}@replay.example",
                password=f"nobody signs in to a replay {worker.id}",
                roles=roles,
                by=MACHINE,
                now=now,
            )
        for role in roles:
            accounts.give_role(user=self.users[worker.id], role=role, by=MACHINE, now=now)
        return known.actor_for(self.users[worker.id], london_day(now))

    @contextmanager
    def signed_in(self, worker: Row, *, now: datetime, roles: Sequence[str] = ROLES) -> Iterator[Actor]:
        """Let a named person act in one transaction, in which the database knows them."""
        with acting(actor=MACHINE.id, agency=MACHINE.chain):
            actor = self.person(worker, now=now, roles=roles)
        with acting(actor=actor.id, agency=actor.chain):
            yield actor
