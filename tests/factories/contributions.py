"""Asks and contributions for tests: a family with a named baby, and teams that are asked about it, delivered or held."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tests.factories import access, accounts, families
from tests.factories import incidents as told
from tests.factories import notifications as make
from wholepicture.pathway.families.models import Family, Membership
from wholepicture.pathway.families.terms import Part, Reason
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import Form
from wholepicture.pathway.triage import actions
from wholepicture.pathway.triage.models import Ask, Contribution, Listing
from wholepicture.pathway.triage.terms import Cause, Known
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.models import Team
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import Sex
from wholepicture.registers.protocol.terms import Lane, NoticeKind

NOW = make.NOW
GENERAL = "The family is on the daily triage list because of a report of domestic abuse. What do you know of {name}?"
MINIMISED = "What do you know of {name}?"


@dataclass
class Asked:
    """A family of a mother, a father and a baby, each a record of their own."""

    family: UUID
    mother: Record
    father: Record
    baby: Record


def make_family(*, now: datetime = NOW) -> Asked:
    """Charlie Marsh and parents, placed as one family."""
    mother, father = families.make_adult("Jodie"), families.make_adult("Kyle", sex=Sex.MALE, home="")
    baby = families.make_child("Charlie", mother, father, born=(now - timedelta(days=32)).date(), now=now)
    family = Family.objects.create(created_at=now)
    for record, part in ((baby, Part.CHILD), (mother, Part.ADULT), (father, Part.ADULT)):
        join(family.id, record, part, now=now)
    return Asked(family.id, mother, father, baby)


def join(family: UUID, record: Record, part: Part, *, now: datetime = NOW) -> None:
    """Put the person of a record into a family."""
    Membership.objects.create(
        family_id=family, person_id=families.person(record), part=part, reason=next(iter(Reason)), from_at=now
    )


def ask(
    staff: make.Staff,
    of: Asked,
    *,
    about: Record | None = None,
    owner: make.Staff | None = None,
    now: datetime = NOW,
    deliver: bool = True,
) -> Ask:
    """Ask a team what it knows about the baby, or another; held where an owner is given, else delivered."""
    about = about or of.baby
    parties = tuple(families.person(record) for record in (of.baby, of.mother, of.father))
    row = Ask(
        family_id=of.family, function=staff.post.function, team=staff.post.team, about=about, because="Knows them.",
        protocol=1, asked_at=now, reply_by=now + timedelta(hours=12),
    )  # fmt: skip
    held = {"hold": True, "owner_post": owner.post.id, "release_by": now + timedelta(hours=24)} if owner else {}
    words = (MINIMISED if owner else GENERAL).format(name=about.forename)
    row.notice = make.make_notice(
        staff, about=about, now=now, cause=row.id, cause_kind=Cause.ASK.value, row="contribution", kind=NoticeKind.ASK,
        lane=Lane.FAST, family=of.family, parties=parties, answered_on=Form.CONTRIBUTION, title="What do you know?",
        text=words, because="You are asked.", reply_by=row.reply_by, **held,
    )  # fmt: skip
    row.save()
    if deliver and not owner:
        make.deliver(now)
    return Ask.objects.get(id=row.id)


def asked(function: Function, of: Asked, *, now: datetime = NOW, **how: object) -> make.Staff:
    """A team with everybody in post, and asked."""
    staff = make.make_staff(function=function)
    ask(staff, of, now=now, **how)  # type: ignore[arg-type]
    return staff


def triages(of: Asked, function: Function = Function.FIRST_RESPONSE) -> make.Staff:
    """A team that may open the family, as those who triage do."""
    staff = make.make_staff(function=function)
    may_open(staff.post.team, of)
    return staff


def may_open(team: Team, of: Asked) -> None:
    """Let a team open the family."""
    access.make_grant(team=team, subject=of.family, subject_kind=Subject.FAMILY, reason=actions.GRANTED_FOR)


def say(by: Actor, staff: make.Staff, of: Asked, *, now: datetime = NOW, **said: object) -> Contribution:
    """Say what a team knows: something, unless changed."""
    words = {"known": Known.KNOWN, "what": "Seen on 12 December."} | said
    return actions.contribute(family=of.family, team=staff.post.team_id, by=by, now=now, **words)  # type: ignore[arg-type]


def make_listing(of: Asked, *, decided_at: datetime | None = None, now: datetime = NOW) -> Listing:
    """The family on the list, decided about or not."""
    return Listing.objects.create(
        incident_id=told.receive(now=now).incident_id,
        family_id=of.family,
        family_version=1,
        lane=Lane.FAST,
        because="Concerned.",
        listed_at=now,
        due_at=now + timedelta(hours=24),
        decided_at=decided_at,
    )


def notice_of(row: Ask) -> Notice:
    """The notice of an ask as the database has it."""
    return Notice.objects.get(id=str(row.notice_id))


def somebody(staff: make.Staff, **rest: object) -> Actor:
    """Somebody else of the same team."""
    return accounts.make_actor(team=staff.post.team, **rest)  # type: ignore[arg-type]
