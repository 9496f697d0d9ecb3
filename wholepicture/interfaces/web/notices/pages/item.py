"""One item: everything that a team was told of one family on one day, in order, and what is asked (design promise 14)."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.web.components.news import News, since
from wholepicture.interfaces.web.components.pieces import Entry
from wholepicture.interfaces.web.families.asked import where
from wholepicture.interfaces.web.notices.pages import names, on_form, still_asked, what_is_new
from wholepicture.interfaces.web.notices.pages.work import KINDS, Tag, asked
from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties import queries as duties
from wholepicture.pathway.duties.messages.words import HANDLING
from wholepicture.pathway.notifications import actions
from wholepicture.pathway.notifications import queries as notifications
from wholepicture.pathway.notifications.queries import AnswerPicture, Happened, ItemPicture, NoticePicture
from wholepicture.pathway.notifications.terms import AnswerKind, Form, State, StepKind
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor, Seen
from wholepicture.registers.protocol.terms import CauseKind, Lane, NoticeKind

ASKED = {
    NoticeKind.ACT: "Say what you will do. Only an answer of a named person of your team stops the clock.",
    NoticeKind.ASK: "Say what you know. “We know nothing about this” is an answer too, and stops the clock.",
    NoticeKind.INFORM: "This is for information. You need not answer; you can say that you have read it.",
}
WORDS_ASKED = {
    NoticeKind.ACT: "What will you do? If there is nothing to do, say why.",
    NoticeKind.ASK: "What do you know? Leave it empty if you know nothing.",
    NoticeKind.INFORM: "Anything to add?",
}
KEEP_IT_SAFE = HANDLING.removeprefix("Handling: ")
KEEP_IT_SAFE = KEEP_IT_SAFE[0].upper() + KEEP_IT_SAFE[1:]
# What an item is called once nobody waits for an answer.
DONE_WITH: dict[NoticeKind, Tag] = {
    NoticeKind.ACT: ("Answered", "answered"),
    NoticeKind.ASK: ("Answered", "answered"),
    NoticeKind.INFORM: KINDS[NoticeKind.INFORM],
}
REPORTED = frozenset({CauseKind.INCIDENT.value, CauseKind.CONCERN.value})
OVER = (State.ANSWERED, State.DECLINED)


@dataclass(frozen=True)
class Task:
    """Somebody who must be told is not known: which function, and the teams (id, words) that hold it."""

    function: str
    teams: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Told:
    """One notice of the item as its team reads it. `handling` is how to keep it safe, None where the text has none."""

    id: UUID
    about: str
    tags: tuple[Tag, ...]
    paragraphs: tuple[str, ...]
    handling: str | None
    because: str
    never_to: tuple[str, ...]
    arrived_at: datetime
    reply_by: datetime
    needs_answer: bool
    can_decline: bool
    answers: tuple[Entry, ...]
    history: tuple[Entry, ...]
    task: Task | None


@dataclass(frozen=True)
class ItemPage:
    """What a team was told of a family on a day, which answers would do, and which forms elsewhere answer the rest."""

    id: UUID
    heading: str
    team: str
    asked: str
    words_asked: str
    kind_tags: tuple[Tag, ...]
    is_fast: bool
    needs_answer: bool
    due: datetime
    offered: tuple[AnswerKind, ...]
    forms: tuple[on_form.OnForm, ...]
    notices: tuple[Told, ...]
    news: News
    still: tuple[str, ...]
    short_heading: str

    @property
    def only_reads(self) -> bool:
        """Whether there is nothing to choose: one button says that it was read."""
        return self.offered == (AnswerKind.READ,)

    @property
    def forms_heading(self) -> str:
        """What the form elsewhere is for, so that it is not taken for the short answer, nor that for it."""
        own = {form.text for form in self.forms if form.waits}
        return "For triage: what you know" if on_form.SAY in own else "For triage: the family’s page"


def item(wanted: UUID, *, by: Actor, now: datetime) -> ItemPage:
    """Open an item and compose its page; every look is recorded. Raises access.actions.NotAllowed."""
    seen = actions.open_item(item=wanted, by=by, now=now)
    picture = notifications.item_picture(wanted, seen)
    records = {notice.about for notice in picture.notices}
    names.look("notices:item", records, by=by, now=now)
    return _page(picture, names.in_line(records, seen=seen, on=london_day(now)), seen)


def _page(picture: ItemPicture, known: dict[UUID, str], seen: Seen) -> ItemPage:
    # What is open stands first, then what happened last.
    ordered = sorted(picture.notices, key=_latest_first)
    picture = replace(picture, notices=tuple(ordered))
    is_first_look = all(notice.is_new for notice in picture.notices)
    told = tuple(_told(notice, known, seen, is_first_look=is_first_look) for notice in picture.notices)
    asks = _asked_shortly(picture.offered)
    return ItemPage(
        id=picture.id,
        heading=names.together(known, *_whom(picture)) or "Name not known",
        team=picture.team,
        asked=ASKED[asks],
        words_asked=WORDS_ASKED[asks],
        kind_tags=_kind_tags(picture),
        is_fast=any(notice.lane is Lane.FAST for notice in picture.notices),
        needs_answer=picture.needs_answer,
        due=picture.due,
        offered=picture.offered,
        forms=on_form.on_forms(picture, by=seen.by, now=seen.at),
        notices=told,
        short_heading=_short_heading(picture),
        still=tuple(still_asked.sentences(picture)),
        news=since(picture.last_look, what_is_new.lines(picture, told, seen.by)),
    )


def _latest_first(notice: NoticePicture) -> tuple[bool, float]:
    at = notice.happened_at or notice.created_at
    return not notice.needs_answer, -at.timestamp()


def _whom(picture: ItemPicture) -> tuple[set[UUID], set[UUID]]:
    """Everybody whom the item is about, and those of them who had to be released."""
    every = {notice.about for notice in picture.notices}
    return every, {notice.about for notice in picture.notices if notice.was_held}


def _short_heading(picture: ItemPicture) -> str:
    short = {
        notice.cause_kind for notice in picture.notices if notice.needs_answer and notice.answered_on is Form.SHORT
    }
    what = "the incident" if short <= REPORTED else "what you are told"
    return f"About {what}: a short answer"


def _kind_tags(picture: ItemPicture) -> tuple[Tag, ...]:
    waiting = [(notice.answered_on, notice.kind) for notice in picture.notices if notice.needs_answer]
    return asked(waiting) or (DONE_WITH[picture.kind],)


def _asked_shortly(offered: tuple[AnswerKind, ...]) -> NoticeKind:
    """What the short answer is asked for, from the answers that would do."""
    if AnswerKind.WILL_ACT in offered:
        return NoticeKind.ACT
    return NoticeKind.ASK if AnswerKind.KNOWN in offered else NoticeKind.INFORM


def _told(notice: NoticePicture, known: dict[UUID, str], seen: Seen, *, is_first_look: bool) -> Told:
    paragraphs = [text for text in notice.text.split("\n\n") if text.strip()]
    return Told(
        id=notice.id,
        about=known.get(notice.about, notice.about_name),
        tags=tuple(_tags(notice, is_first_look=is_first_look)),
        paragraphs=tuple(text for text in paragraphs if text != HANDLING),
        handling=KEEP_IT_SAFE if HANDLING in paragraphs else None,
        because=notice.because,
        never_to=names.functions_in_words(notice.never_to),
        arrived_at=notice.created_at,
        reply_by=notice.reply_by,
        needs_answer=notice.needs_answer,
        can_decline=notice.state not in OVER,
        answers=tuple(_answer(notice, answer) for answer in notice.answers),
        history=tuple(_happened(notice, happened) for happened in notice.history),
        task=_task(notice, seen),
    )


def _answer(notice: NoticePicture, answer: AnswerPicture) -> Entry:
    """One answer; what was said on a form of another step is said in that form's words."""
    if notice.answered_on is not Form.SHORT and answer.words:
        return Entry(at=answer.at, words=answer.words, who=answer.name)
    return Entry(at=answer.at, words=answer.kind.label, who=answer.name, detail=answer.words or None)


def _happened(notice: NoticePicture, happened: Happened) -> Entry:
    """One line of the history; of an answer on a form elsewhere only that it came: its words stand with the answers."""
    on_form_elsewhere = notice.answered_on is not Form.SHORT and happened.kind is StepKind.ANSWERED
    return entry(replace(happened, words="") if on_form_elsewhere else happened)


def _tags(notice: NoticePicture, *, is_first_look: bool) -> list[Tag]:
    found = (
        [*asked([(notice.answered_on, notice.kind)])]
        if notice.needs_answer
        else [(notice.state.label, notice.state.value.lower())]
    )
    if notice.needs_answer and notice.state is State.DECLINED:
        found.append(("Declined", "waiting"))
    if notice.is_new and not is_first_look:
        found.append(("New since you last looked", "new"))
    return found


def _task(notice: NoticePicture, seen: Seen) -> Task | None:
    duty = duties.of_task(notice.id) if notice.needs_answer else None
    if duty is None:
        return None
    posts = agencies.posts(duty.function, london_day(seen.at))
    return Task(
        function=Function(duty.function).label,
        teams=tuple((str(post.team_id), where(post.team.agency.name, post.team.name)) for post in posts),
    )


def entry(happened: Happened) -> Entry:
    """One line of a notice's history."""
    return Entry(
        at=happened.at, words=happened.kind.label, who=happened.to_words or None, detail=happened.words or None
    )
