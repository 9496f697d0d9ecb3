"""Open, answer or decline: what named people of the team that was told do; nothing else ends an ask or an act.

An answer covers what the answering person had opened, so that news of the same day that came after it still waits
(design promise 4; review 2.8; safety b 14).
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wholepicture.pathway.notifications import permissions, rules
from wholepicture.pathway.notifications.actions import outcomes, steps
from wholepicture.pathway.notifications.models import Answer, Item, Notice
from wholepicture.pathway.notifications.queries import looks, who
from wholepicture.pathway.notifications.terms import AnswerKind, Form, State
from wholepicture.registers.access import actions as access
from wholepicture.registers.access.queries import granted_among
from wholepicture.registers.access.terms import Seen, Subject
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.protocol.terms import NoticeKind

WAITS = frozenset({State.QUEUED, State.DELIVERED, State.DECLINED})
LEAST_WORDS = 3


class NothingToAnswer(Exception):
    """There is nothing in this item that this person has opened and that still waits."""


@transaction.atomic
def open_item(*, item: UUID, by: Actor, now: datetime) -> Seen:
    """Open what a team was told of one family on one day; each notice's look is recorded, and nothing else is written.

    The first look by a named person of the team is what “opened” means. What concerns the reader's own family is left
    out, and so is what did not climb to a reader whom only some of it climbed to. Returns the proof for
    `queries.item_picture`. Raises access.actions.NotAllowed, also where there is nothing.
    """
    rows = (
        Notice.objects.filter(item_id=item, state__in=looks.SHOWN).select_related("item").order_by("created_at", "id")
    )
    visible = who.visible_to(by.worker, rows, now)
    if not visible or not permissions.may_read(by, visible[0].item):
        raise access.NotAllowed("There is no such item, or it is not for your team.")
    granted = granted_among(Subject.NOTICE, [row.id for row in visible], by.teams, now)
    _open([row for row in visible if row.id in granted] or visible, by=by, now=now)
    return Seen(by=by, why="told", at=now, subject=item)


@transaction.atomic
def answer(*, item: UUID, kind: AnswerKind, words: str, by: Actor, now: datetime) -> list[Notice]:
    """Answer everything in an item that this person has opened and that still waits; returns the notices answered.

    What came since stays unanswered, and so does what is answered on a form of its own. What the item asks for is the
    most that any of these notices asks for. Raises NotPermitted, NothingToAnswer (open the item first), WrongAnswer with
    what would do.
    """
    row = Item.objects.get(id=item)
    waiting = _opened_and_waiting(row, by, now)
    asked = rules.strongest([NoticeKind(notice.kind) for notice in waiting])
    refusal = rules.why_not_an_answer(asked, kind, words)
    if refusal:
        raise WrongAnswer(refusal)
    for notice in waiting:
        _answer_one(notice, kind, words.strip(), by=by, now=now)
    audit.record(event=Event.NOTICE_ANSWERED, by=by, now=now, about=[f"notice:{notice.id}" for notice in waiting])
    return waiting


class WrongAnswer(Exception):
    """This answer does not answer what was asked."""


@transaction.atomic
def answer_on_form(*, notices: Sequence[UUID], kind: AnswerKind, words: str, by: Actor, now: datetime) -> list[Notice]:
    """Answer these notices by the form of the step that asked, which has checked what was said; returns those answered.

    What is held, withheld, answered or no longer due is left as it is. Whoever answers has opened them: their look is
    recorded if it was not before. Raises NotPermitted where any of them is not for this person.
    """
    waiting = [row for row in steps.locked(notices) if row.state in WAITS]
    for notice in waiting:
        permissions.check_can_answer(by, notice.item, who.conflicted_with(notice, now))
    opened = looks.opened_by(by.id, [notice.id for notice in waiting])
    _open([notice for notice in waiting if notice.id not in opened], by=by, now=now)
    for notice in waiting:
        _answer_one(notice, kind, words.strip(), by=by, now=now)
    if waiting:
        about = [f"notice:{notice.id}" for notice in waiting]
        audit.record(event=Event.NOTICE_ANSWERED, by=by, now=now, about=about)
    return waiting


@transaction.atomic
def decline(*, notice: UUID, reason: str, by: Actor, now: datetime) -> Notice:
    """Decline a notice with a reason: it silences nothing, the manager is told at once and the ladder goes on from there.

    Raises NotPermitted, WrongAnswer without a reason, IllegalChange when it is answered or declined already.
    """
    row = steps.lock(notice)
    permissions.check_can_answer(by, row.item, who.conflicted_with(row, now))
    if len(reason.split()) < LEAST_WORDS:
        raise WrongAnswer("Reason: say in a few words why this is not for you, and for whom it is if you know.")
    _arrived(row, by=by, now=now)
    steps.enter(
        row,
        State.DECLINED,
        by=by,
        now=now,
        start=State(row.state),
        to=by.worker,
        to_words=by.name,
        words=reason.strip(),
    )
    row.due_at = rules.due_brought_forward(row.rung, steps.ladder_of(row, now), now)
    row.rung = max(row.rung, rules.BELOW_MANAGER)
    steps.set_next(row, now)
    row.save()
    audit.record(event=Event.NOTICE_DECLINED, by=by, now=now, about=[f"notice:{row.id}"])
    steps.tell_chronology(row, EntryKind.DECLINED, by=by, now=now, words=reason.strip())
    return row


def _open(notices: Collection[Notice], *, by: Actor, now: datetime) -> None:
    """Record that somebody of those told looks at these notices, before anything is shown; raises access' NotAllowed."""
    for row in notices:
        access.open_notice(notice=row.id, item_parties=who.persons_of(row), by=by, why="told", now=now)
    ids = [row.id for row in notices]
    if ids:
        audit.look(by=by, subject_kind=looks.OPENED_AS_TOLD, subjects=ids, now=now)
        audit.record(event=Event.NOTICE_OPENED, by=by, now=now, about=[f"notice:{row}" for row in ids])


def _opened_and_waiting(item: Item, by: Actor, now: datetime) -> list[Notice]:
    """What the short answer would answer: opened by this person, still waiting, and not asked on a form of its own."""
    short = Notice.objects.filter(item=item, state__in=WAITS, answered_on=Form.SHORT)
    ids = short.values_list("id", flat=True)
    rows = steps.locked(list(ids))
    permissions.check_can_answer(by, item, set())
    opened = looks.opened_by(by.id, [row.id for row in rows])
    waiting = [row for row in who.visible_to(by.worker, rows, now) if row.id in opened and row.state in WAITS]
    if not waiting:
        raise NothingToAnswer(
            "Nothing here waits for a short answer of yours. Open the item first: there may be news in it, or something "
            "that is answered on a form of its own."
        )
    return waiting


def _answer_one(notice: Notice, kind: AnswerKind, words: str, *, by: Actor, now: datetime) -> None:
    _arrived(notice, by=by, now=now)
    steps.enter(
        notice,
        State.ANSWERED,
        by=by,
        now=now,
        start=State(notice.state),
        to=by.worker,
        to_words=by.name,
        words=kind.label,
    )
    notice.next_at = notice.deliver_at = None
    notice.save()
    Answer.objects.create(notice=notice, kind=kind, words=words, worker_id=by.worker, by=by.id, at=now)
    steps.tell_chronology(notice, EntryKind.ACKNOWLEDGED, by=by, now=now, words=words or kind.label)


def _arrived(notice: Notice, *, by: Actor, now: datetime) -> None:
    """Somebody of the team has read here what no carrier had taken yet: so it has arrived, with them."""
    if notice.state == State.QUEUED:
        outcomes.arrive(notice, by.worker, by.name, by=by, now=now)
        notice.deliver_at = None
