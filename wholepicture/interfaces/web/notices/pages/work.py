"""My work: what waits for an answer, soonest first; what climbed to a manager as one list; what is only to be read.

Somebody who is a party, of a party's household or a relative sees nothing of it (design promise 4; review 2.6).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.notices.pages import names
from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties import queries as duties
from wholepicture.pathway.notifications import queries as notifications
from wholepicture.pathway.notifications import rules
from wholepicture.pathway.notifications.queries import Chaser, InboxLine
from wholepicture.pathway.notifications.terms import Form, State, StepKind
from wholepicture.pathway.triage import queries as triage
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.pictures import PostPicture, WorkerPicture
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.protocol.terms import NoticeKind

Tag = tuple[str, str]
# What is asked in words, and the word that gives the tag its colour.
KINDS: dict[NoticeKind, Tag] = {
    NoticeKind.ACT: ("Act: say what you will do", "urgent"),
    NoticeKind.ASK: ("Asked: what do you know?", "asked"),
    NoticeKind.INFORM: ("For information", "standard"),
}
# What is answered on a form of another step, in words; each stands beside what the short answer is asked for.
ON_FORMS: dict[Form, Tag] = {
    Form.DECISION: ("Overdue for a decision of triage", "urgent"),
    Form.AGREEMENT: ("Agree to a proposed decision, or object", "urgent"),
    Form.CONTRIBUTION: ("Say what you know, for triage", "asked"),
}
URGENT = "urgent"
CLIMBED = (StepKind.MANAGER_TOLD, StepKind.AGENCY_LEAD_TOLD, StepKind.PARTNERSHIP_TOLD)
UNDECIDED = (State.HELD, State.WITHHELD)


@dataclass(frozen=True)
class Line:
    """One item: whom it is about, its tags [(text, kind)], its clock, or why that has stopped, and small facts."""

    item: UUID
    heading: str
    tags: tuple[Tag, ...]
    due: datetime | None
    stopped: str | None
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Late:
    """One notice that climbed to this reader: whose it is, since when it is late; nothing of whom it is about.

    Neither `item` nor `held`: the reader cannot open it, and sees to it that others do.
    """

    heading: str
    item: UUID | None
    held: UUID | None
    due: datetime
    facts: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True)
class Today:
    """Who answers today for one function of the reader's teams."""

    function: str
    words: str


@dataclass(frozen=True)
class WorkPage:
    """The work list of the reader's teams; `acts` is how many suspensions or withdrawals wait for their signature.

    `before` is set where only what is older than that is shown, `older` where there is more of the last week.
    """

    to_answer: tuple[Line, ...]
    to_read: tuple[Line, ...]
    late: tuple[Late, ...]
    today: tuple[Today, ...]
    acts: int
    before: datetime | None
    older: datetime | None


def work(by: Actor, now: datetime, before: datetime | None = None) -> WorkPage:
    """Compose the work list, or what of the last week came before then, and record the view with everybody on it."""
    found = notifications.inbox(by, now, before=before)
    seen = names.look("notices:inbox", found.records, by=by, now=now)
    known = names.in_line(found.records, seen=seen, on=london_day(now))
    several = len({line.team for line in found.lines}) > 1
    missing = duties.of_tasks(notice for line in found.lines for notice in line.notices)
    lines = [(line.needs_answer, _line(line, known, missing, with_team=several)) for line in found.lines]
    return WorkPage(
        to_answer=tuple(line for waits, line in lines if waits),
        to_read=tuple(line for waits, line in lines if not waits),
        late=tuple(_late(one, by) for one in notifications.chased_today(by, now) if one.rung in CLIMBED),
        today=_today(by, now),
        acts=len(triage.acts_to_sign(by, now)) if Permission.SIGN_FOR_PARTNER.value in by.permissions else 0,
        before=before,
        older=found.older,
    )


def asked(waiting: Iterable[tuple[Form, NoticeKind]]) -> tuple[Tag, ...]:
    """What an item asks for, by what waits in it: every form once, the most demanding first; the same on every page."""
    pairs = list(waiting)
    short = [kind for form, kind in pairs if form is Form.SHORT]
    found = [tag for form, tag in ON_FORMS.items() if form in {each for each, _ in pairs}]
    found += [KINDS[rules.strongest(short)]] if short else []
    return tuple(sorted(found, key=lambda tag: tag[1] != URGENT))


def _line(line: InboxLine, known: dict[UUID, str], missing: dict[UUID, Function], *, with_team: bool) -> Line:
    team = (line.team,) if with_team else ()
    named = (f"Told: {line.named}",) if line.named else ()
    return Line(
        item=line.item,
        heading=names.together(known, line.about, line.held) or "Name not known",
        tags=(*_tags(line), *_tasks(line, missing)),
        due=line.due if line.needs_answer else None,
        stopped=None if line.needs_answer else _stopped(line),
        facts=(*team, f"{_count(line)}, {in_words.short_when(line.day)}", *named),
    )


def _tags(line: InboxLine) -> list[Tag]:
    found = list(asked(line.asked))
    if not found and line.state is not State.ANSWERED:
        found.append(KINDS[line.kind])
    if line.is_fast and line.needs_answer:
        found.append(("Fast lane", "fast"))
    if line.state is State.DECLINED:
        found.append(("Declined: your manager decides", "waiting"))
    if line.new:
        found.append(
            (
                "Not yet opened by you" if line.new == len(line.notices) else f"{line.new} new since you last looked",
                "new",
            )
        )
    return found


def _tasks(line: InboxLine, missing: dict[UUID, Function]) -> list[Tag]:
    functions = dict.fromkeys(missing[notice].label for notice in line.notices if notice in missing)
    return [(f"Find out who must be told: {function}", "waiting") for function in functions]


def _count(line: InboxLine) -> str:
    return "1 fact" if len(line.notices) == 1 else f"{len(line.notices)} facts"


def _stopped(line: InboxLine) -> str:
    return "Answered" if line.state is State.ANSWERED else "Nothing to answer"


def _late(one: Chaser, by: Actor) -> Late:
    is_held = one.state in UNDECIDED
    decides = is_held and Permission.RELEASE_NOTICES in by.permissions
    what = "Release or withhold" if is_held else KINDS[one.kind][0]
    return Late(
        heading=f"{one.function}, {one.team}",
        item=one.item if one.may_open else None,
        held=one.notice if decides else None,
        due=one.due,
        facts=(one.agency, what, f"{one.rung.label} {in_words.short_when(one.told_at)}"),
        is_new=one.is_new,
    )


def _today(by: Actor, now: datetime) -> tuple[Today, ...]:
    directory = agencies.directory(london_day(now))
    return tuple(
        Today(f"{post.function.label}, {team.name}", _who(post))
        for agency in directory.agencies
        for team in agency.teams
        if team.id in by.teams
        for post in team.posts
    )


def _who(post: PostPicture) -> str:
    named = _name(post.primary) if post.primary else "nobody"
    covers = ", ".join(_name(cover) for cover in post.covers)
    return f"{named}; cover: {covers or 'nobody'}"


def _name(worker: WorkerPicture) -> str:
    return f"{worker.name} (away)" if worker.away_until else worker.name
