"""Who knows what of a family: each fact with who held it, was told, acknowledged it, or was not told and why (promise 5).

A fact is what one cause made known: an incident, a concern, a contact, a contribution, a decision. Of a contribution
only that it was given: its conclusions stay sealed (promise 10). Read page by page; never the whole line of a family.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.db.models import Min, Q

from wholepicture.pathway.duties.models import Duty
from wholepicture.pathway.families.queries.lines import Lines
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.queries import who
from wholepicture.pathway.notifications.queries.of_family import reasons_withheld
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.chronology.models import Entry
from wholepicture.registers.chronology.terms import EntryKind

A_PAGE = 12
FACTS = (
    EntryKind.INCIDENT,
    EntryKind.CONCERN,
    EntryKind.CONTACT,
    EntryKind.ARRANGEMENT,
    EntryKind.CONTRIBUTION,
    EntryKind.DECISION,
)


class Knows(Enum):
    """What one agency has to do with one fact."""

    ITSELF = "itself"
    ACKNOWLEDGED = "acknowledged"
    TOLD = "told"
    ON_ITS_WAY = "on_its_way"
    HELD = "held"
    WITHHELD = "withheld"
    DECLINED = "declined"
    CORRECTED = "corrected"
    NOT_TOLD = "not_told"
    NO_LONGER = "no_longer"


@dataclass(frozen=True)
class Mark:
    """One agency (None: nobody is known yet), one function of it ("" the whole), and since when it knows or does not.

    `words` say what was answered, or why it was not told; `by` who decided that. `about` is a person.
    """

    knows: Knows
    agency: UUID | None
    function: str
    about: UUID | None
    at: datetime
    told_at: datetime | None = None
    words: str = ""
    by: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class Fact:
    """One fact: what it is, since when anybody knows it, when it happened (None: not said), and who knows it."""

    cause: UUID
    kinds: tuple[EntryKind, ...]
    since: datetime
    happened_at: datetime | None
    about: tuple[UUID, ...]
    words: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class FactPage:
    """The newest facts known before a key, and the key of the page after it (None: that was all)."""

    facts: tuple[Fact, ...]
    next_key: tuple[datetime, UUID] | None


def facts(
    family: UUID, lines: Lines, *, seen: Seen, before: tuple[datetime, UUID] | None = None, limit: int = A_PAGE
) -> FactPage:
    """Return a page of facts, the newest first, as known at the look. Raises ValueError for another family's proof.

    The same number of statements however many there are.
    """
    if seen.subject != family:
        raise ValueError("This proof is of another family: open this one first.")
    found = _newest(lines, seen.at, before, limit + 1)
    shown = found[:limit]
    causes = [cause for cause, _ in shown]
    notices = list(
        Notice.objects.filter(cause__in=causes, about_id__in=lines.records)
        .select_related("team", "owner__team")
        .order_by("created_at", "id")
    )
    entries = _entries(causes, [row.id for row in notices], lines, seen.at)
    marks = _marks(notices, entries, lines, seen.at)
    for cause, mark in _gaps(causes, lines):
        marks[cause].append(mark)
    return FactPage(
        facts=tuple(_fact(cause, since, entries, marks[cause], lines) for cause, since in shown),
        next_key=(shown[-1][1], shown[-1][0]) if len(found) > limit else None,
    )


def _newest(
    lines: Lines, until: datetime, before: tuple[datetime, UUID] | None, limit: int
) -> list[tuple[UUID, datetime]]:
    rows = Entry.objects.filter(lines.condition(), kind__in=FACTS, known_at__lte=until)
    found = rows.values("cause").annotate(since=Min("known_at"))
    if before is not None:
        at, cause = before
        found = found.filter(Q(since__lt=at) | Q(since=at, cause__lt=cause))
    return list(found.order_by("-since", "-cause").values_list("cause", "since")[:limit])


def _entries(
    causes: Collection[UUID], notices: Collection[UUID], lines: Lines, until: datetime
) -> Mapping[UUID, list[Entry]]:
    """What the chronology says of these causes, and of notices of theirs that were sent in error; by cause."""
    wanted = Q(cause__in=causes) | Q(cause__in=notices, kind=EntryKind.CORRECTED)
    rows = Entry.objects.filter(wanted, record_id__in=lines.records, known_at__lte=until).order_by("known_at", "id")
    found: dict[UUID, list[Entry]] = defaultdict(list)
    for row in rows:
        found[row.cause].append(row)
    return found


def _marks(
    notices: Sequence[Notice], entries: Mapping[UUID, list[Entry]], lines: Lines, until: datetime
) -> dict[UUID, list[Mark]]:
    """What each notice came to, by the cause of it."""
    withheld = reasons_withheld([row.id for row in notices if row.state == State.WITHHELD])
    found: dict[UUID, list[Mark]] = defaultdict(list)
    for row in notices:
        if row.created_at <= until:
            said = {EntryKind(each.kind): each for each in entries.get(row.cause, ()) if each.source == row.id}
            corrected = next(iter(entries.get(row.id, ())), None)
            found[row.cause].append(_mark(row, said, corrected, withheld.get(row.id, ""), lines))
    return found


def _mark(row: Notice, said: Mapping[EntryKind, Entry], corrected: Entry | None, withheld: str, lines: Lines) -> Mark:
    told = said.get(EntryKind.TOLD)
    knows, entry, words = _state(row, said, corrected)
    return Mark(
        knows=knows,
        agency=row.team.agency_id,
        function=Function(row.function).label,
        about=lines.persons.get(row.about_id),
        at=entry.known_at if entry else row.created_at,
        told_at=told.known_at if told else None,
        words=withheld if knows is Knows.WITHHELD else words,
        by=who.post_in_words(row.owner) if row.owner and knows in (Knows.HELD, Knows.WITHHELD) else "",
        due_at=row.due_at if knows in (Knows.HELD, Knows.WITHHELD) else None,
    )


def _state(row: Notice, said: Mapping[EntryKind, Entry], corrected: Entry | None) -> tuple[Knows, Entry | None, str]:
    """What the notice came to, the entry that says so, and its words; an error outweighs whatever went before."""
    if corrected is not None:
        return Knows.CORRECTED, corrected, ""
    state = State(row.state)
    if state is State.SUPERSEDED and EntryKind.TOLD not in said:
        return Knows.NO_LONGER, said.get(EntryKind.HELD), ""
    if state is State.HELD:
        return Knows.HELD, said.get(EntryKind.HELD), row.because
    for knows, kind in (
        (Knows.ACKNOWLEDGED, EntryKind.ACKNOWLEDGED),
        (Knows.DECLINED, EntryKind.DECLINED),
        (Knows.TOLD, EntryKind.TOLD),
    ):
        if kind in said:
            return knows, said[kind], "" if kind is EntryKind.TOLD else said[kind].words
    return (
        (Knows.WITHHELD, said.get(EntryKind.WITHHELD), "") if state is State.WITHHELD else (Knows.ON_ITS_WAY, None, "")
    )


def _gaps(causes: Collection[UUID], lines: Lines) -> Iterator[tuple[UUID, Mark]]:
    """Who ought to be told of an incident and cannot be, why, and who has to find out."""
    rows = Duty.objects.filter(
        incident_id__in=causes, team__isnull=True, dropped_at__isnull=True, resolved_at__isnull=True
    )
    for row in rows.filter(about_id__in=lines.records).select_related("task__team").order_by("function", "id"):
        yield (
            row.incident_id,
            Mark(
                knows=Knows.NOT_TOLD,
                agency=None,
                function=Function(row.function).label,
                about=lines.persons.get(row.about_id),
                at=row.derived_at,
                words=row.not_told_because,
                by=row.task.team.name if row.task else "",
                due_at=row.task.due_at if row.task else None,
            ),
        )


def _fact(
    cause: UUID, since: datetime, entries: Mapping[UUID, list[Entry]], marks: Iterable[Mark], lines: Lines
) -> Fact:
    own = [each for each in entries.get(cause, ()) if each.kind in FACTS]
    itself = {each.agency_id: Mark(Knows.ITSELF, each.agency_id, "", None, each.known_at) for each in reversed(own)}
    kinds = tuple(kind for kind in FACTS if any(each.kind == kind for each in own))
    about = dict.fromkeys(lines.persons[each.record_id] for each in own if each.record_id in lines.persons)
    return Fact(
        cause=cause,
        kinds=kinds,
        since=since,
        happened_at=next((each.happened_at for each in own if each.happened_at), None),
        about=tuple(about),
        words=next((each.words for each in own if each.kind == EntryKind.DECISION), ""),
        marks=(*itself.values(), *marks),
    )
