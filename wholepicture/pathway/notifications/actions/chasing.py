"""Climb the ladder of whatever nobody has answered, released or received in time: reminder, cover, manager, and on.

It pauses for no leave, holiday or absence, an empty rung is passed at once, and after the top it goes on telling the
partnership (design promise 4; review 2.8, 3.7).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wholepicture.pathway.notifications import rules
from wholepicture.pathway.notifications.actions import opening, steps
from wholepicture.pathway.notifications.facts import Named, OnDuty
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.queries import pending, who
from wholepicture.pathway.notifications.terms import State, StepKind
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event

RUNG_WORDS = {
    StepKind.REMINDED: "named person",
    StepKind.COVER_TOLD: "cover",
    StepKind.MANAGER_TOLD: "manager",
    StepKind.AGENCY_LEAD_TOLD: "agency lead",
    StepKind.PARTNERSHIP_TOLD: "partnership lead",
}


@transaction.atomic
def chase(*, notices: Sequence[UUID], by: Actor, now: datetime) -> int:
    """Climb every rung that is due for these notices; returns how many notices climbed."""
    climbed = [notice for notice in steps.locked(notices) if notice.next_at is not None and notice.next_at <= now]
    today = who.Today(climbed, now)
    for notice in climbed:
        _climb(notice, today, by=by, now=now)
    if climbed:
        about = [f"notice:{notice.id}" for notice in climbed]
        audit.record(event=Event.NOTICE_ESCALATED, by=by, now=now, about=about)
    return len(climbed)


def _climb(notice: Notice, today: who.Today, *, by: Actor, now: datetime) -> None:
    duty, barred = today.on_duty(steps.chased_post(notice)), today.barred(notice)
    for rung in rules.due_rungs(notice.rung, steps.ladder_of(notice, now), now):
        if rung > notice.rung:
            _tell(notice, rung, duty, barred, by=by, now=now)
    steps.set_next(notice, now)
    if not pending.is_leased(notice, now):
        notice.deliver_at = pending.next_try(notice, now)
    notice.save()


def _tell(notice: Notice, rung: int, duty: OnDuty, barred: set[UUID], *, by: Actor, now: datetime) -> None:
    """Tell whoever stands on a rung, or on the first above it that is not empty; from there the ladder goes on sooner."""
    empty: list[str] = []
    person = rules.person_for(rules.step_of(rung), duty, barred, notice.to_id)
    while person is None and rung < rules.TOP:
        empty.append(RUNG_WORDS[rules.step_of(rung)])
        rung += 1
        person = rules.person_for(rules.step_of(rung), duty, barred, notice.to_id)
    if empty:
        notice.due_at = min(notice.due_at, now - rules.after_deadline(rung, steps.ladder_of(notice, now).times))
    notice.rung = rung
    if notice.to_id in barred:
        notice.to_id = person.id if person else None
    _leave_step(notice, rules.step_of(rung), person, empty, by=by, now=now)


def _leave_step(
    notice: Notice, kind: StepKind, person: Named | None, empty: list[str], *, by: Actor, now: datetime
) -> None:
    words = f"Nobody else is free as {' or '.join(empty)}." if empty else ""
    carry = person is not None and steps.is_carried(steps.chased_post(notice))
    to_words = person.name if person else "the safeguarding partnership: nobody is named as its lead"
    to = person.id if person else None
    if notice.state not in (State.HELD, State.WITHHELD):
        opening.to_person(notice, to, by=by, now=now)
    steps.add(notice, kind, by=by, now=now, to=to, to_words=to_words, words=words, carry=carry)
