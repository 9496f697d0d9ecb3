"""One pair side by side: each field with both tellings and a word, never an address or a whole number (design promise 13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.components.pieces import Entry
from wholepicture.interfaces.web.links.pages import around, doubt, history, opening
from wholepicture.interfaces.web.links.pages.around import Households
from wholepicture.interfaces.web.links.waterfall import pictures
from wholepicture.interfaces.web.links.waterfall.pictures import WaterfallPicture
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.linkage.facts import Weighed
from wholepicture.pathway.linkage.queries import Agreement, FieldPicture, PairPicture
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
HIDDEN = (
    "Another reviewer has decided this pair. What they said stays hidden until you say what you think of it yourself."
)
NOT_WEIGHED = "Nothing was weighed for this pair: it was asked by rules alone. What they found stands below in words."


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
class Opened:
    """A pair whose look is recorded, with everybody shown around it."""

    told: PairPicture
    households: Households


@dataclass(frozen=True)
class PairPage:
    """Two records side by side with the evidence, and what was decided; A is the record that was there first.

    `is_hidden`: another reviewer decided, and this one may still say what they think without knowing it; `standing` is
    then where the decision is read and undone all the same. `own_second` is this reader's second opinion, to take back.
    """

    id: UUID
    caption: str
    doubt: str
    one_household: bool
    rows: tuple[FieldRow, ...]
    evidence: WaterfallPicture | None
    households: Households
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]
    is_open: bool
    is_hidden: bool
    closed: str
    decided: tuple[Entry, ...]
    standing: UUID | None
    own_second: UUID | None


def pair(pair: UUID, *, by: Actor, now: datetime) -> PairPage:
    """Open two records and compose their page; the look is recorded first. Raises NotAllowed, NoSuchPair."""
    return _page(open_pair(pair, by=by, now=now), by)


def second(pair: UUID, *, by: Actor, now: datetime) -> PairPage:
    """Compose the page of a second opinion: the first answer is not on it. Raises NotAllowed, NoSuchPair."""
    page = _page(open_pair(pair, by=by, now=now), by)
    if not page.is_hidden:
        raise NoSuchPair("This pair does not wait for a second opinion of this reviewer.")
    return page


def _page(opened: Opened, by: Actor) -> PairPage:
    told = opened.told
    standing = [said for said in told.reviews if said.undone_at is None]
    mine = any(said.worker == by.worker for said in standing)
    decision = next((said for said in standing if not said.second and said.verdict is not Verdict.CANNOT_TELL), None)
    is_hidden = decision is not None and not mine
    latest = decision or (standing[-1] if mine else None)
    return PairPage(
        id=told.pair,
        caption=f"Asked {in_words.short_when(told.asked_at)}",
        doubt=doubt.in_full(told.by),
        one_household=told.one_household,
        rows=rows(told),
        evidence=evidence(told.evidence),
        households=opened.households,
        reasons_for=sentences(told.reasons_for),
        reasons_against=sentences(told.reasons_against),
        is_open=told.is_open,
        is_hidden=is_hidden,
        closed=HIDDEN if is_hidden else "" if told.is_open or standing else SETTLED,
        decided=history.entries(told, by, is_blind=not mine),
        standing=latest.review if latest else None,
        own_second=next((said.review for said in standing if said.second and said.worker == by.worker), None),
    )


def open_pair(pair: UUID, *, by: Actor, now: datetime) -> Opened:
    """Record the look, with everybody on the page, and return the two records. Raises NotAllowed, NoSuchPair."""
    persons = linkage.persons_of_pair(pair)
    if not persons:
        raise NoSuchPair("There is no such pair.")
    seen = access.open_pair(pair=pair, parties=persons, by=by, why="links:pair", now=now)
    households = around.households(pair, opening.closed_to(by, now), seen=seen)
    audit.page_viewed(by=by, now=now, page="links:pair", people={*persons, *households.persons})
    return Opened(linkage.pair_picture(pair, seen=seen), households)


def evidence(weighed: Weighed | None) -> WaterfallPicture | None:
    """Return the picture of what was weighed, None where nothing was."""
    return pictures.picture(weighed, linkage.cut_offs()) if weighed and weighed.weights else None


def rows(told: PairPicture) -> tuple[FieldRow, ...]:
    """Return who told each record and when, then field by field."""
    one, other = told.older, told.newer
    tellers = told_by((one.agency_name, one.told_at), (other.agency_name, other.told_at))
    return (tellers, *field_rows(told.fields))


def field_rows(fields: Iterable[FieldPicture]) -> tuple[FieldRow, ...]:
    """Return fields as rows: the older telling first, as record A."""
    return tuple(_row(field) for field in fields)


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
