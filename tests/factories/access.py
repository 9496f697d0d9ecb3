"""Grants and declared conflicts for tests, made by the real actions."""

from uuid import UUID

from tests.factories import agencies as make
from wholepicture.registers.access import actions
from wholepicture.registers.access.models import Grant, StaffLink
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.models import Team, Worker
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people.models import Record


def make_grant(*, team: Team, subject: UUID, subject_kind: str = Subject.NOTICE, reason: str = "Told") -> Grant:
    """A grant without end, from make.NOW."""
    return actions.grant(team=team, subject_kind=subject_kind, subject=subject, reason=reason, by=MACHINE, now=make.NOW)


def make_conflict(*, worker: Worker, record: Record) -> StaffLink:
    """This worker is this person."""
    return actions.declare_conflict(worker=worker, record=record, by=MACHINE, now=make.NOW)
