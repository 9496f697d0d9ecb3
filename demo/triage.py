"""Let the people of the demonstration triage: say what they know, meet, decide, agree and answer, through the real actions."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from demo.directory import Directory
from demo.families import Step, moment
from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications import queries as notices
from wholepicture.pathway.notifications.terms import AnswerKind
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.facts import RecipientChoice, RecipientWanted, SeatTaken, Sitting
from wholepicture.pathway.triage.rules import calendar
from wholepicture.pathway.triage.terms import ActKind, Attends, Known
from wholepicture.registers.accounts import queries as accounts
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.models import Record

# Over Christmas and the New Year triage may not meet for ten days.
LOOKED_BACK = timedelta(days=14)
# Between the end of the last meeting and the demonstration there is time for what followed from it.
BEFORE_NOW = timedelta(hours=2)
# What people do without anything that the machine brings first.
AT_THE_TABLE = frozenset(
    {"contributes", "decides", "meets", "closes", "agrees", "is_away", "drafts", "proposes_suspension"}
)


def last_meeting(now: datetime) -> Sitting:
    """The latest meeting of the calendar whose time is over: the one that the demonstration's chair held."""
    found = queries.sittings(london_day(now - LOOKED_BACK), london_day(now), now)
    return [each for each in found if each.ends_at < now - BEFORE_NOW][-1]


def steps(told: list[dict[str, Any]], cast: "People", now: datetime, meeting: datetime) -> list[Step]:
    """What people did of triage, as steps of `families.play`."""
    at = [moment(one, now, meeting) for one in told]
    return [
        Step(each, partial(cast.do, one, each), needs_quiet=one["does"] not in AT_THE_TABLE)
        for one, each in zip(told, at, strict=True)
    ]


@dataclass
class People:
    """Whoever acts: `children` are a record of each child of each family of the file, `refused` what the platform refused."""

    directory: Directory
    children: list[list[Record]]
    refused: list[str] = field(default_factory=list)

    def do(self, one: Mapping[str, Any], at: datetime) -> None:
        """Let somebody do what one line of the file says, at that moment; the line's `does` names the method."""
        with self.allowed(f"{one['by']} {one['does']}"):
            getattr(self, f"_{one['does']}")(one, self.actor(one["by"], at), at)

    @contextmanager
    def allowed(self, what: str) -> Iterator[None]:
        """Let somebody act whole or not at all: whatever one deed meets stands in `refused`, and costs not all the others."""
        try:
            with transaction.atomic():
                yield
        except Exception as refused:  # noqa: BLE001  said on the console and held by a test
            self.refused.append(f"{what}: {type(refused).__name__}: {refused}")

    def named(self, team: UUID, at: datetime) -> Actor | None:
        """The named person of a team's first post, signed in; None where they have no sign-in."""
        worker = next(post.named for post in self.directory.posts if post.team.id == team)
        user = accounts.user_of_worker(worker.id)
        return accounts.actor_for(user, london_day(at)) if user else None

    def _contributes(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        family = self._family(one)
        asked = [each.team_id for each in queries.asks_of_family(family) if each.team_id]
        team = next(each for each in asked if each in by.teams)
        actions.open_asks(family=family, team=team, by=by, now=at)
        words = {
            key: one[key]
            for key in ("what", "childs_day", "worries", "what_works", "proposal", "because")
            if key in one
        }
        actions.contribute(family=family, team=team, known=Known(one["known"]), **words, by=by, now=at)

    def _meets(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        day = london_day(at)
        meeting = actions.open_meeting(day=day, by=by, now=at)
        there = {Function(each): self.directory.workers[name] for each, name in one["there"].items()}
        seats = [SeatTaken(each, Attends.PRESENT, who.id, who.name) for each, who in there.items()]
        seats += [SeatTaken(Function(each), Attends.APOLOGIES, words=why) for each, why in one["away"].items()]
        actions.record_attendance(meeting=meeting, seats=seats, by=by, now=at)

    def _closes(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        actions.close_meeting(meeting=calendar.meeting_id(london_day(at)), by=by, now=at)

    def _decides(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        family = self._family(one)
        choices = queries.recipient_choices(family, now=at)
        wanted = [_wanted(choices, each, asked) for each, asked in one.get("recipients", {}).items()]
        members = families.members([family])[family]
        actions.decide(
            family=family, children=[each.person for each in members if each.part is Part.CHILD], outcome=one["outcome"],
            level=one["level"], reasons=one["reasons"], recipients=wanted, began_from=queries.latest_decision(family),
            by=by, now=at,
        )  # fmt: skip

    def _agrees(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        family = self._family(one)
        (latest,) = {each.batch for each in queries.proposals_for(by, at) if each.family == family}
        actions.agree(batch=latest, words=one["words"], by=by, now=at)

    def _answers(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        """Give the short answer to whatever waits for one from this person's team about the children of a family."""
        records = {record for those in people.records_of_persons(self._persons(one)).values() for record in those}
        for line in notices.inbox(by, at).lines:
            if line.needs_answer and line.about & records:
                seen = notifications.open_item(item=line.item, by=by, now=at)
                if notices.item_picture(line.item, seen).offered:
                    notifications.answer(
                        item=line.item, kind=AnswerKind(one["kind"]), words=one["words"], by=by, now=at
                    )

    def _proposes_suspension(self, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
        begins = london_day(at) + timedelta(days=one["begins_in_days"])
        until = begins + timedelta(days=one["days"])
        act = actions.propose_act(
            kind=ActKind.SUSPENSION, agency=None, from_date=begins, until_date=until, reason=one["reason"],
            mitigation=one["mitigation"], review_date=begins + timedelta(days=1), by=by, now=at,
        )  # fmt: skip
        actions.sign_act(act=act, by=by, now=at)

    def actor(self, name: str, at: datetime) -> Actor:
        """Somebody of the file, signed in."""
        user = accounts.user_of_worker(self.directory.workers[name].id)
        if user is None:
            raise LookupError(f"{name} has no sign-in in the file: give them a role.")
        return accounts.actor_for(user, london_day(at))

    def _family(self, one: Mapping[str, Any]) -> UUID:
        """A family of the file, as the machine placed its children."""
        person = self._persons(one)[0]
        return families.family_ids_of([person])[person]

    def _persons(self, one: Mapping[str, Any]) -> list[UUID]:
        records = Record.objects.filter(id__in=[record.id for record in self.children[one["family"]]])
        return [record.person_id for record in records.order_by("id") if record.person_id]


def _wanted(choices: list[RecipientChoice], function: str, asked: str) -> RecipientWanted:
    """The first of those who can be asked that holds this function and needs nobody's release."""
    chosen = next(each for each in choices if each.function == function and not each.held)
    return RecipientWanted(post=chosen.post, asked=asked, about=chosen.about)
