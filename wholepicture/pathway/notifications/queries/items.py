"""What a team sees of its notices: the work list, and one item with all that was told of a family on a day.

Somebody who is a party to a matter, of a party's household or a relative does not see that an item exists (safety b 8).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from wholepicture.pathway.notifications import rules
from wholepicture.pathway.notifications.models import Answer, Item, Notice
from wholepicture.pathway.notifications.queries import looks, past, who
from wholepicture.pathway.notifications.queries.past import Happened
from wholepicture.pathway.notifications.terms import AnswerKind, Form, State
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor, Seen
from wholepicture.registers.people import queries as people
from wholepicture.registers.protocol.terms import Lane, NoticeKind

# What is done with stays on the list for a week, so that somebody back from leave finds it.
KEPT_FOR = timedelta(days=7)
# So many notices that need no answer are read at once.
READ_AT_ONCE = 100
NEEDS_ANSWER = frozenset({State.QUEUED, State.DELIVERED, State.DECLINED})


@dataclass(frozen=True)
class InboxLine:
    """One item of the work list: what it asks for, by when, and how much of it is new to this reader.

    `notices` are those it shows, in order; `held` are those of `about` who had to be released. `named` is whom the
    first that waits was delivered to, "" until then. `asked` is what waits, each form that answers it with what it
    asks, once. `news_at` is when the latest came that this reader has not opened. `names` is empty where the list
    was asked for without the proof that names may be shown.
    """

    item: UUID
    team: str
    day: date
    kind: NoticeKind
    is_fast: bool
    needs_answer: bool
    due: datetime
    state: State
    titles: tuple[str, ...]
    about: frozenset[UUID]
    held: frozenset[UUID]
    names: tuple[str, ...]
    new: int
    notices: tuple[UUID, ...]
    named: str
    asked: tuple[tuple[Form, NoticeKind], ...]
    news_at: datetime | None


@dataclass(frozen=True)
class Inbox:
    """The work list of an actor's teams, what needs an answer first; `records` are those of all people on it.

    `older` is the instant before which there is more of the last week to read, None where this is all.
    """

    lines: tuple[InboxLine, ...]
    records: frozenset[UUID]
    older: datetime | None = None

    @property
    def to_answer(self) -> int:
        """How many items need an answer."""
        return sum(line.needs_answer for line in self.lines)


@dataclass(frozen=True)
class AnswerPicture:
    """What somebody answered, in their words."""

    kind: AnswerKind
    words: str
    name: str
    at: datetime


@dataclass(frozen=True)
class NoticePicture:
    """One notice as its team reads it. `never_to` says whom its contents must never reach, `answered_on` which form answers."""

    id: UUID
    cause_kind: str
    title: str
    text: str
    because: str
    never_to: tuple[str, ...]
    about: UUID
    about_name: str
    function: str
    kind: NoticeKind
    lane: Lane
    state: State
    reply_by: datetime
    happened_at: datetime | None
    created_at: datetime
    was_held: bool
    is_new: bool
    needs_answer: bool
    answered_on: Form
    answers: tuple[AnswerPicture, ...]
    history: tuple[Happened, ...]


@dataclass(frozen=True)
class ItemPicture:
    """What a team was told of one family on one day. `offered` are the answers that would do, empty when none is asked.

    `family` is the family's id, or the person's where no child is known. `last_look` is when this reader looked before
    this time, None for never.
    """

    id: UUID
    team_id: UUID
    team: str
    family: UUID
    day: date
    kind: NoticeKind
    due: datetime
    needs_answer: bool
    offered: tuple[AnswerKind, ...]
    notices: tuple[NoticePicture, ...]
    last_look: datetime | None


def inbox(actor: Actor, now: datetime, *, seen: Seen | None = None, before: datetime | None = None) -> Inbox:
    """The items of the actor's teams that wait, and the latest of the last week, without those of the actor's own family.

    Names are shown only with `seen`; the page records the view with `records`. With `before`, instead, what was told of
    the last week before then and does not wait: one page after another, however much a team is told.
    """
    told = Notice.objects.filter(team_id__in=actor.teams, state__in=looks.SHOWN)
    asked = Q(state__in=NEEDS_ANSWER) & ~Q(kind=NoticeKind.INFORM)
    read = Q(created_at__gte=now - KEPT_FOR) & (Q(created_at__lt=before) if before else Q())
    instants = told.filter(read).exclude(asked).order_by("-created_at").values_list("created_at", flat=True)
    latest = list(instants[: READ_AT_ONCE + 1])
    older = latest[READ_AT_ONCE - 1] if len(latest) > READ_AT_ONCE else None
    read &= Q(created_at__gte=older) if older else Q()
    # Each half by its own index: what was told for information long ago is read no more, however much it is.
    rows = told.filter(read & ~asked) if before else told.filter(read | asked)
    shown = who.visible_to(actor.worker, rows.select_related("item", "team", "to").order_by("created_at", "id"), now)
    by_item: dict[UUID, list[Notice]] = defaultdict(list)
    for row in shown:
        by_item[row.item_id].append(row)
    records = frozenset(row.about_id for row in shown)
    names = people.names_of(records, seen=seen) if seen else {}
    known, opened = looks.opened_by(actor.id, [row.id for row in shown]), set(looks.openings(row.id for row in shown))
    lines = [_line(notices, names, known, opened) for notices in by_item.values()]
    order = rules.order_for_inbox([(line.needs_answer, line.due) for line in lines])
    return Inbox(tuple(lines[index] for index in order), records, older)


def item_picture(item: UUID, seen: Seen) -> ItemPicture:
    """The item as the look behind `seen` covers it (actions.open_item). Raises ValueError for another item's proof."""
    if seen.subject != item:
        raise ValueError("This proof is of another item: open this one first.")
    row = Item.objects.select_related("team").get(id=item)
    notices = list(Notice.objects.filter(item=row, state__in=looks.SHOWN).order_by("created_at", "id"))
    covered = looks.opened_at(seen.by.id, [notice.id for notice in notices], seen.at)
    shown = [notice for notice in notices if notice.id in covered]
    pictures = _notice_pictures(shown, seen)
    waiting = [notice for notice in shown if _needs_answer(notice)]
    kind = rules.strongest([NoticeKind(notice.kind) for notice in waiting or shown])
    return ItemPicture(
        id=row.id,
        team_id=row.team_id,
        team=row.team.name,
        family=row.family,
        day=row.day,
        kind=kind,
        due=min(notice.reply_by for notice in waiting or shown),
        needs_answer=bool(waiting),
        offered=_offered(shown),
        notices=tuple(pictures),
        last_look=looks.last_before(seen.by.id, covered, seen.at),
    )


def _notice_pictures(shown: list[Notice], seen: Seen) -> list[NoticePicture]:
    ids = [notice.id for notice in shown]
    names = people.names_of({notice.about_id for notice in shown}, seen=seen)
    histories, opened = past.histories(ids), set(looks.openings(ids))
    known = looks.opened_before(seen.by.id, ids, seen.at)
    answers = _answers(ids)
    return [
        NoticePicture(
            id=notice.id,
            cause_kind=notice.cause_kind,
            title=notice.title,
            text=notice.text,
            because=notice.because,
            never_to=tuple(notice.never_to),
            about=notice.about_id,
            about_name=names.get(notice.about_id, "Name not known"),
            function=Function(notice.function).label,
            kind=NoticeKind(notice.kind),
            lane=Lane(notice.lane),
            state=past.state_of(notice, opened),
            reply_by=notice.reply_by,
            happened_at=notice.happened_at,
            created_at=notice.created_at,
            was_held=notice.owner_id is not None,
            is_new=notice.id not in known,
            needs_answer=_needs_answer(notice),
            answered_on=Form(notice.answered_on),
            answers=answers[notice.id],
            history=histories[notice.id],
        )
        for notice in shown
    ]


def _line(notices: list[Notice], names: dict[UUID, str], known: set[UUID], opened: set[UUID]) -> InboxLine:
    waiting = [notice for notice in notices if _needs_answer(notice)]
    first = min(waiting or notices, key=lambda notice: notice.reply_by)
    about = dict.fromkeys(notice.about_id for notice in notices)
    return InboxLine(
        item=first.item_id,
        team=first.team.name,
        day=first.item.day,
        kind=rules.strongest([NoticeKind(notice.kind) for notice in waiting or notices]),
        is_fast=any(notice.lane == Lane.FAST for notice in waiting or notices),
        needs_answer=bool(waiting),
        due=first.reply_by,
        state=past.state_of(first, opened),
        titles=tuple(dict.fromkeys(notice.title for notice in notices)),
        about=frozenset(about),
        held=frozenset(notice.about_id for notice in notices if notice.owner_id),
        names=tuple(names[record] for record in about if record in names),
        new=sum(notice.id not in known for notice in notices),
        notices=tuple(notice.id for notice in notices),
        named=first.to.name if first.to else "",
        asked=tuple(dict.fromkeys((Form(notice.answered_on), NoticeKind(notice.kind)) for notice in waiting)),
        news_at=max((notice.created_at for notice in notices if notice.id not in known), default=None),
    )


def _needs_answer(notice: Notice) -> bool:
    return notice.kind != NoticeKind.INFORM and notice.state in NEEDS_ANSWER


def _offered(shown: Iterable[Notice]) -> tuple[AnswerKind, ...]:
    """The answers that the strongest unanswered notice takes; for information only it may still be marked as read.

    What is answered on a form of its own takes no short answer.
    """
    short = [notice for notice in shown if notice.answered_on == Form.SHORT]
    kinds = [NoticeKind(notice.kind) for notice in short if notice.state in NEEDS_ANSWER]
    return rules.ANSWERS[rules.strongest(kinds)] if kinds else ()


def _answers(notices: list[UUID]) -> dict[UUID, tuple[AnswerPicture, ...]]:
    found: dict[UUID, list[AnswerPicture]] = defaultdict(list)
    for row in Answer.objects.filter(notice_id__in=notices).select_related("worker").order_by("at", "id"):
        name = row.worker.name if row.worker else row.by
        found[row.notice_id].append(AnswerPicture(AnswerKind(row.kind), row.words, name, row.at))
    return {notice: tuple(found[notice]) for notice in notices}
