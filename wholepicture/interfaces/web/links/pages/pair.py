"""One pair side by side: each field with both tellings and a word, never an address or a whole number (design promise 13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.components.pieces import Entry
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.linkage.queries import Agreement, FieldPicture, PairPicture, ReviewPicture
from wholepicture.pathway.linkage.terms import Verdict
from wholepicture.registers.access import actions as access
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor

HINTS = {
    Verdict.SAME.value: "Everything told of either is put together. Family, findings, duties and listings are worked out again.",
    Verdict.DIFFERENT.value: "They stay apart. No machine links them and nobody is asked again, unless this is undone.",
    Verdict.CANNOT_TELL.value: "They stay apart for now, and somebody else is asked.",
}
COLOURS = {
    Agreement.SAME: "done",
    Agreement.NEAR: "waiting",
    Agreement.DIFFERS: "held",
    Agreement.NOT_KNOWN: "standard",
}
NOT_TOLD = "Not told"
SETTLED = "This pair no longer waits: another decision has settled it."


class NoSuchPair(LookupError):
    """There is no such pair, or no such decision on it."""


@dataclass(frozen=True)
class FieldRow:
    """One field in both tellings, and how they compare in a word; `kind` is the word's colour, which only repeats it.

    Without a colour it is no comparison of the two people, only a remark on their tellings.
    """

    field: str
    one: str
    other: str
    word: str
    kind: str = ""


@dataclass(frozen=True)
class PairPage:
    """Two records side by side with the reasons, and what was decided; A is the record that was there first."""

    id: UUID
    caption: str
    one_household: bool
    rows: tuple[FieldRow, ...]
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]
    is_open: bool
    closed: str
    decided: tuple[Entry, ...]
    undo: UUID | None


def pair(pair: UUID, *, by: Actor, now: datetime) -> PairPage:
    """Open two records and compose their page; the look is recorded first. Raises NotAllowed, NoSuchPair."""
    told = open_pair(pair, by=by, now=now)
    standing = [said for said in told.reviews if said.undone_at is None]
    return PairPage(
        id=told.pair,
        caption=f"Asked {in_words.short_when(told.asked_at)}",
        one_household=told.one_household,
        rows=rows(told),
        reasons_for=sentences(told.reasons_for),
        reasons_against=sentences(told.reasons_against),
        is_open=told.is_open,
        closed="" if told.is_open or standing else SETTLED,
        decided=tuple(entry for said in told.reviews for entry in _entries(said, by)),
        undo=standing[-1].review if standing else None,
    )


def open_pair(pair: UUID, *, by: Actor, now: datetime) -> PairPicture:
    """Record the look, with everybody on the page, and return the two records. Raises NotAllowed, NoSuchPair."""
    persons = linkage.persons_of_pair(pair)
    if not persons:
        raise NoSuchPair("There is no such pair.")
    seen = access.open_pair(pair=pair, parties=persons, by=by, why="links:pair", now=now)
    audit.page_viewed(by=by, now=now, page="links:pair", people=persons)
    return linkage.pair_picture(pair, seen=seen)


def rows(told: PairPicture) -> tuple[FieldRow, ...]:
    """Return who told each record and when, then field by field."""
    one, other = told.older, told.newer
    tellers = told_by((one.agency_name, one.told_at), (other.agency_name, other.told_at))
    return (tellers, *(_row(field) for field in told.fields))


def told_by(one: tuple[str, datetime], other: tuple[str, datetime]) -> FieldRow:
    """Return who told each record and when, and whether that was one agency."""
    first, second = (f"{agency}, {in_words.short_when(at)}" for agency, at in (one, other))
    return FieldRow("Told by", first, second, "One agency" if one[0] == other[0] else "Two agencies")


def sentences(fragments: Iterable[str]) -> tuple[str, ...]:
    """Begin each reason with a capital, as a line of its own."""
    return tuple(_capital(text) for text in fragments)


def _row(told: FieldPicture) -> FieldRow:
    one, other = _capital(told.older or NOT_TOLD), _capital(told.newer or NOT_TOLD)
    return FieldRow(told.field, one, other, _capital(told.agreement.label), COLOURS[told.agreement])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _entries(said: ReviewPicture, by: Actor) -> Iterable[Entry]:
    """What was said, and that it was undone if it was."""
    who = "you" if said.worker == by.worker else "another reviewer"
    yield Entry(at=said.at, words=said.verdict.label, who=who, detail=said.because)
    if said.undone_at:
        yield Entry(at=said.undone_at, words="Undone", detail=said.undone_because)
