"""Before something is undone: what it is, side by side, and plainly what undoing it will do (review 2.14)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.links.pages import pair as pairs
from wholepicture.interfaces.web.links.pages.made import agencies_of
from wholepicture.interfaces.web.links.pages.pair import FieldRow, NoSuchPair
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.linkage.queries import LinkLine
from wholepicture.pathway.linkage.terms import Verdict
from wholepicture.registers.access import actions as access
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.people import certainty
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import Precision, Sex

FOLLOWS = (
    "Family, findings, duties and listings are worked out again from there.",
    "Whoever was told in error is sent a correction: do not act on it, remove it, confirm. It names nobody else.",
)
CONSEQUENCES = {
    Verdict.SAME: (
        "The records are two people again: each goes back to exactly the person it belonged to before.",
        *FOLLOWS,
        "The pair waits again to be decided.",
    ),
    Verdict.DIFFERENT: (
        "The pair waits again to be decided. Until then the two stay apart.",
        "Nothing else changes: nobody was told anything because of this answer.",
    ),
    Verdict.CANNOT_TELL: ("The pair waits for whoever could not tell, too. Nothing else changes.",),
}
OF_A_LINK = (
    "Record A is taken out of the person and stands alone again, exactly as it was told.",
    *FOLLOWS,
    "The two count as two people from then on: no machine joins them again.",
)


@dataclass(frozen=True)
class UndoPage:
    """What would be undone: its facts, both records side by side, and the consequences in sentences."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[FieldRow, ...]
    consequences: tuple[str, ...]
    button: str


def of_review(pair: UUID, review: UUID, *, by: Actor, now: datetime) -> UndoPage:
    """Open a pair to undo what was said of it. Raises NotAllowed, NoSuchPair."""
    told = pairs.open_pair(pair, by=by, now=now)
    said = next((one for one in told.reviews if one.review == review and one.undone_at is None), None)
    if said is None:
        raise NoSuchPair("There is no such decision, or it has been undone.")
    who = "you" if said.worker == by.worker else "another reviewer"
    return UndoPage(
        heading="Undo this decision?",
        facts=(
            ("Decided", said.verdict.label),
            ("When, by whom", f"{in_words.short_when(said.at)}, by {who}"),
            ("Because", said.because),
        ),
        rows=pairs.rows(told),
        consequences=CONSEQUENCES[said.verdict],
        button="Undo the decision",
    )


def of_link(link: LinkLine, *, by: Actor, now: datetime) -> UndoPage:
    """Open the two records that the machine joined, to undo it. Raises NotAllowed, NoSuchPair."""
    if link.matched is None:
        raise NoSuchPair("This record was joined to nobody.")
    persons = linkage.persons_of_link(link.link)
    seen = access.open_pair(pair=link.link, parties=persons, by=by, why="links:undo_link", now=now)
    audit.page_viewed(by=by, now=now, page="links:undo_link", people=persons)
    told = people.told_of([link.record, link.matched], seen=seen)
    return UndoPage(
        heading="Undo this link?",
        facts=(
            ("Evidence", link.basis.label),
            (
                "When, by whom",
                f"{in_words.short_when(link.at)}, by {'the machine' if link.by_machine else 'a reviewer'}",
            ),
        ),
        rows=_rows(told[link.record], told[link.matched]),
        consequences=OF_A_LINK,
        button="Undo the link",
    )


def _rows(one: RecordTold, other: RecordTold) -> tuple[FieldRow, ...]:
    tellers = agencies_of([one.record, other.record])
    return (
        pairs.told_by((tellers[one.record], one.told_at), (tellers[other.record], other.told_at)),
        _row("Name", certainty.in_words(one), certainty.in_words(other)),
        _row("Born", _born(one), _born(other)),
        _row("Sex", _sex(one), _sex(other)),
    )


def _row(field: str, one: str, other: str) -> FieldRow:
    if not one or not other:
        return FieldRow(field, one or pairs.NOT_TOLD, other or pairs.NOT_TOLD, "Not known", "standard")
    same = one.casefold() == other.casefold()
    return FieldRow(field, one, other, "The same" if same else "Differs", "done" if same else "held")


def _born(record: RecordTold) -> str:
    if record.birth_date is None:
        due = record.expected_date
        return f"Expected {due.day} {due:%B %Y}" if due else ""
    day = f"{record.birth_date.day} {record.birth_date:%B %Y}"
    return day if record.birth_precision is Precision.EXACT else f"{day} ({record.birth_precision.label.lower()})"


def _sex(record: RecordTold) -> str:
    return "" if record.sex is Sex.NOT_KNOWN else record.sex.label
