"""What this reader must do: one source for each page where something waits for them, by the permission of that page.

Every source asks the query of the page that it leads to, so that both say the same; what that page would refuse has no
source here. The most urgent group stands first, and in it what is due first (design promises 4 and 14).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, time

from django.urls import reverse

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.home.pages.lines import SHOWN, Group, Line, Reader
from wholepicture.interfaces.web.links.pages import queue as links
from wholepicture.interfaces.web.notices.pages.work import CLIMBED, KINDS, Tag, asked
from wholepicture.lib import wording
from wholepicture.lib.dates import at_london
from wholepicture.pathway.duties import queries as duties
from wholepicture.pathway.findings import queries as findings
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.linkage.queries import PairLine
from wholepicture.pathway.notifications import queries as notifications
from wholepicture.pathway.notifications.queries import Chaser, InboxLine
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.oversight import queries as oversight
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage import rules as governing
from wholepicture.pathway.triage.facts import FamilyOnList
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.protocol.terms import Lane

FOREVER = datetime.max.replace(tzinfo=UTC)
FAST: Tag = ("Fast lane", "fast")


def groups(reader: Reader) -> list[Group]:
    """Everything that waits for this reader, the most urgent group first."""
    held = reader.by.permissions
    found = [
        group
        for needed, source in SOURCES
        if all(each.value in held for each in needed)
        if (group := source(reader)) is not None
    ]
    return sorted(found, key=lambda group: group.due or FOREVER)


def answers(reader: Reader) -> Group | None:
    """Notices and asks to the reader's teams that wait for an answer, a missing recipient to name among them."""
    waiting = [line for line in reader.inbox if line.needs_answer]
    first = waiting[:SHOWN]  # the inbox gives what is due first, first
    missing = duties.of_tasks(notice for line in first for notice in line.notices)
    tasks = {
        line.item: tuple(dict.fromkeys(missing[notice].label for notice in line.notices if notice in missing))
        for line in first
    }
    lines = [_answer(line, tasks.get(line.item, ())) for line in first]
    return _group("Answer what your teams are asked", lines, "notices:inbox", "My work", count=len(waiting))


def climbed(reader: Reader) -> Group | None:
    """What climbed to this reader because nobody of the team answered; what their own teams are asked stands above."""
    own = {line.item for line in reader.inbox}
    may_decide = Permission.RELEASE_NOTICES.value in reader.by.permissions
    lines = [
        Line(
            heading=f"{one.function}, {one.team}",
            href=_where(one, may_decide=may_decide),
            due=one.due,
            facts=(one.agency, f"{one.rung.label} {in_words.short_when(one.told_at)}"),
        )
        for one in notifications.chased_today(reader.by, reader.now)
        if one.rung in CLIMBED and one.item not in own
    ]
    return _group("Not answered in time by others", lines, "notices:inbox", "My work")


def _where(one: Chaser, *, may_decide: bool) -> str | None:
    """Where it can be done; None for whoever may only see to it that others do."""
    if may_decide and one.state in (State.HELD, State.WITHHELD):
        return reverse("notices:held", args=[one.notice])
    return reverse("notices:item", args=[one.item]) if one.may_open else None


def releases(reader: Reader) -> Group | None:
    """Held notices that the reader's teams release or withhold."""
    lines = [
        Line(
            heading="Name not known",
            href=reverse("notices:held", args=[one.notice]),
            due=one.due,
            tags=(FAST,) if one.lane is Lane.FAST else (),
            facts=(f"Would go to {one.function}, {one.team}",),
            records=frozenset({one.about}),
        )
        for one in notifications.release_queue(reader.by, reader.now)
    ]
    return _group("Release or withhold", lines, "notices:release_queue", "Release queue")


def acts(reader: Reader) -> Group | None:
    """Suspensions and withdrawals that wait for this reader to sign or to ratify."""
    lines = []
    for one in triage.acts_to_sign(reader.by, reader.now):
        ratified = [each.ratify_by for each in triage.to_ratify(one, reader.by, reader.now) if each.ratify_by]
        what: Tag = ("Ratify what a delegate signed", "waiting") if ratified else ("Sign, or leave unsigned", "waiting")
        lines.append(
            Line(
                heading=governing.names_what(one.act),
                href=reverse("suspensions:act", args=[one.act.id]),
                due=min(ratified, default=at_london(one.act.from_date, time(0, 0))),
                tags=(what,),
                facts=(f"Proposed by {one.act.by}",),
            )
        )
    return _group("Sign or ratify", lines, "suspensions:acts", "Suspensions and withdrawals")


def families(reader: Reader) -> Group | None:
    """The families that a chair's table has to decide about, in the order of the list."""
    page = reader.daily
    lines = [_family(one) for one in page.families]
    note = f"{page.overdue} of them overdue. " if page.overdue else ""
    group = _group("Decide about families", lines, "triage:list", "Daily list", count=page.count, in_order=True)
    return group and Group(
        group.title, group.lines, group.count, group.href, group.page, f"{note}In the order of the list.", group.due
    )


def noticed(reader: Reader) -> Group | None:
    """What the pattern shows of families on the reader's list and nobody has answered."""
    page = reader.daily
    open_ones = findings.unanswered(one.family for one in page.families)
    lines = [
        Line(
            heading="",
            href=reverse("families:page", args=[one.family]),
            facts=(f"{wording.counted(open_ones[one.family], 'finding')} not answered",),
            family=one.family,
        )
        for one in page.families
        if one.family in open_ones
    ]
    # The list has pages: what is not on the first cannot be counted here.
    whole = len(lines) if page.pages == 1 else None
    return _group("Answer what the pattern shows", lines, "triage:list", "Daily list", count=whole, in_order=True)


def drafts(reader: Reader) -> Group | None:
    """Reports that this reader began and never sent."""
    lines = [
        Line(
            heading=f"A report saved {in_words.short_when(one.saved_at)}",
            href=reverse("incidents:what", args=[one.id]),
            facts=("Nobody is told before you send it",),
        )
        for one in incidents.my_drafts(by=reader.by)
    ]
    return _group("Send or discard your drafts", lines, "incidents:start", "Report")


def unsent(reader: Reader) -> Group | None:
    """Words on decisions that this reader wrote and never sent."""
    lines = [
        Line(
            heading="",
            href=reverse("deciding:family", args=[one.family]),
            facts=(f"Your words, saved {in_words.short_when(one.saved_at)}, are not sent",),
            family=one.family,
        )
        for one in triage.unsent(reader.by, reader.now)
    ]
    return _group("Finish decisions you began", lines, "triage:list", "Daily list", in_order=True)


def pairs(reader: Reader) -> Group | None:
    """Records that may be one person; nobody is named before one of them is opened."""
    lines = [
        Line(
            heading="Two records: one person?",
            href=reverse("links:pair", args=[one.pair]),
            tags=_tags(one),
            facts=(one.weight, f"Waits since {in_words.short_when(one.asked_at)}"),
        )
        for one in links.waiting(reader.by, reader.now, SHOWN)
    ]
    return _group("Review possible links", lines, "links:queue", "Possible links", count=None, in_order=True)


def _tags(pair: PairLine) -> tuple[Tag, ...]:
    if pair.under_triage:
        return (("Touches a family that waits for triage", "urgent"),)
    return (("Touches a family with a child", "urgent"),) if pair.concerns_child else ()


def rows(reader: Reader) -> Group | None:
    """Rows of the reader's agency's files that could not be brought in."""
    lines = [
        Line(
            heading=one.reference or "Rows without a reference",
            href=reverse("feeds:group", args=[one.group]),
            facts=(one.reason, f"Waits since {in_words.short_when(one.put_at)}"),
        )
        for one in incidents.quarantined(by=reader.by, limit=SHOWN)
    ]
    size = incidents.quarantine_size(by=reader.by)
    return _group("Mend what files could not bring in", lines, "feeds:quarantine", "Quarantine", count=size.count)


def stuck(reader: Reader) -> Group | None:
    """What the machine could not do, and that no worker lives: nobody is told meanwhile."""
    lines = [
        Line(
            heading=one.stage,
            href=reverse("stuck:page"),
            facts=(f"Fails since {in_words.short_when(one.since)}", wording.counted(one.attempts, "try", "tries")),
        )
        for one in oversight.stuck()
    ]
    signs = oversight.heartbeats(now=reader.now)
    if not any(not sign.stopped and not sign.silent for sign in signs):
        silent = Line("No worker is running", reverse("stuck:page"), tags=(("Nobody is being told", "urgent"),))
        lines.insert(0, silent)
    return _group("See what is stuck", lines, "stuck:page", "What is stuck", in_order=True)


Source = Callable[[Reader], Group | None]
AT_THE_TABLE = (Permission.SEE_FAMILIES, Permission.TRIAGE)
SOURCES: tuple[tuple[tuple[Permission, ...], Source], ...] = (
    ((Permission.READ_NOTICES, Permission.ANSWER_NOTICES), answers),
    ((Permission.READ_NOTICES,), climbed),
    ((Permission.RELEASE_NOTICES,), releases),
    ((Permission.SIGN_FOR_PARTNER,), acts),
    ((*AT_THE_TABLE, Permission.CHAIR_TRIAGE), families),
    ((*AT_THE_TABLE, Permission.ANSWER_FINDINGS), noticed),
    (AT_THE_TABLE, unsent),
    ((Permission.REPORT_INCIDENT,), drafts),
    ((Permission.REVIEW_LINKS,), pairs),
    ((Permission.MEND_FEEDS,), rows),
    ((Permission.SEE_STUCK,), stuck),
)


def _group(
    title: str,
    lines: Sequence[Line],
    page: str,
    page_title: str,
    *,
    count: int | None = -1,
    in_order: bool = False,
) -> Group | None:
    """A group of these lines, or None where there is none; `count` where the lines are not all, None where nobody knows."""
    if not lines:
        return None
    ordered = list(lines) if in_order else sorted(lines, key=lambda line: line.due or FOREVER)
    return Group(
        title=title,
        lines=tuple(ordered[:SHOWN]),
        count=len(ordered) if count == -1 else count,
        href=reverse(page),
        page=page_title,
        due=min((line.due for line in ordered if line.due), default=None),
    )


def _answer(line: InboxLine, tasks: Iterable[str]) -> Line:
    tags = asked(line.asked) or (KINDS[line.kind],)
    if tasks:
        tags = tuple((f"Find out who must be told: {function}", "waiting") for function in tasks)
    declined = (("Declined: see who must be told", "waiting"),) if line.state is State.DECLINED else ()
    return Line(
        heading="Name not known",
        href=reverse("notices:item", args=[line.item]),
        due=line.due,
        tags=(*tags, *declined, *((FAST,) if line.is_fast else ())),
        facts=(line.team,),
        records=line.about,
        held=line.held,
    )


def _family(one: FamilyOnList) -> Line:
    return Line(
        heading="",
        href=reverse("deciding:family", args=[one.family]),
        due=one.due_at,
        tags=((FAST,) if one.lane is Lane.FAST else ()),
        facts=(f"{one.change.label}: {one.change_words}",),
        family=one.family,
    )
