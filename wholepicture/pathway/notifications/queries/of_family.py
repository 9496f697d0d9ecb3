"""What is open for a family: notices that nobody has answered, that are held or withheld, or that wait for their carrier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from wholepicture.pathway.notifications.models import Notice, Step
from wholepicture.pathway.notifications.queries import looks, past, who
from wholepicture.pathway.notifications.terms import Form, State, StepKind
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.protocol.terms import NoticeKind

# A longer list is read on its own page; the count says how many there are.
SHOWN_AT_MOST = 40
OPEN = Q(state__in=(State.HELD, State.WITHHELD, State.QUEUED, State.DECLINED)) | (
    Q(state=State.DELIVERED) & ~Q(kind=NoticeKind.INFORM)
)


@dataclass(frozen=True)
class OpenNotice:
    """One notice that is open: to whom, of which kind, about which record, how far it has got, and by when.

    `because` says why it is held (`owner` decides) or withheld; "" otherwise.
    """

    id: UUID
    function: Function
    team: str
    agency: str
    about: UUID
    kind: NoticeKind
    title: str
    state: State
    due_at: datetime
    since: datetime
    owner: str = ""
    because: str = ""


@dataclass(frozen=True)
class OpenNotices:
    """The open notices of a family, due first, and how many there are in all."""

    shown: tuple[OpenNotice, ...]
    count: int


def open_of_family(families: Iterable[UUID], *, seen: Seen) -> OpenNotices:
    """Return what is open for a family, given with those that became it, as it stands at the look; due first.

    Without asks of the triage, which have their own list. Raises ValueError for another family's proof. The same number
    of statements however many there are.
    """
    wanted = set(families)
    if seen.subject not in wanted:
        raise ValueError("This proof is of another family: open this one first.")
    rows = Notice.objects.filter(OPEN, item__family__in=wanted).exclude(answered_on=Form.CONTRIBUTION)
    read = rows.select_related("team__agency", "owner__team").order_by("due_at", "id")
    found = list(read[: SHOWN_AT_MOST + 1])
    count = len(found) if len(found) <= SHOWN_AT_MOST else rows.count()
    shown = found[:SHOWN_AT_MOST]
    opened = set(looks.openings([row.id for row in shown]))
    reasons = reasons_withheld([row.id for row in shown])
    return OpenNotices(tuple(_open(row, opened, reasons.get(row.id, "")) for row in shown), count)


def reasons_withheld(notices: Iterable[UUID]) -> dict[UUID, str]:
    """Return who withheld each of these notices and why, in words; what is not withheld is left out. One statement."""
    steps = Step.objects.filter(notice_id__in=list(notices), kind=StepKind.WITHHELD).order_by("number")
    return {notice: f"{name}: {words}" for notice, name, words in steps.values_list("notice_id", "to_words", "words")}


def _open(row: Notice, opened: set[UUID], withheld: str) -> OpenNotice:
    state = past.state_of(row, opened)
    return OpenNotice(
        id=row.id,
        function=Function(row.function),
        team=row.team.name,
        agency=row.team.agency.name,
        about=row.about_id,
        kind=NoticeKind(row.kind),
        title=row.title,
        state=state,
        due_at=row.due_at,
        since=row.clock_from,
        owner=who.post_in_words(row.owner) if row.owner else "",
        because=withheld if state is State.WITHHELD else row.because if state is State.HELD else "",
    )
