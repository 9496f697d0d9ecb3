"""Before something is undone: what it is, side by side, and plainly what undoing it will do (review 2.14)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.links.pages import pair as pairs
from wholepicture.interfaces.web.links.pages.made import agencies_of
from wholepicture.interfaces.web.links.pages.pair import FieldRow, NoSuchPair
from wholepicture.interfaces.web.links.waterfall.pictures import WaterfallPicture
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.linkage.queries import LinkLine
from wholepicture.pathway.linkage.terms import Verdict
from wholepicture.registers.access import actions as access
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.people import queries as people

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
OF_A_SECOND = ("The pair waits again for a second opinion. Nothing else changes: it moved nothing.",)
OF_A_LINK = (
    "Record A is taken out of the person and stands alone again, exactly as it was told.",
    *FOLLOWS,
    "The two count as two people from then on: no machine joins them again.",
)


@dataclass(frozen=True)
class UndoPage:
    """What would be undone: its facts, both records side by side, all of the evidence, and the consequences in sentences."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[FieldRow, ...]
    evidence: WaterfallPicture | None
    consequences: tuple[str, ...]
    button: str


def of_review(pair: UUID, review: UUID, *, by: Actor, now: datetime) -> UndoPage:
    """Open a pair to undo what was said of it. Raises NotAllowed, NoSuchPair."""
    told = pairs.open_pair(pair, by=by, now=now).told
    said = next((one for one in told.reviews if one.review == review and one.undone_at is None), None)
    if said is None:
        raise NoSuchPair("There is no such decision, or it has been undone.")
    who = "you" if said.worker == by.worker else said.name
    return UndoPage(
        heading="Undo this decision?",
        facts=(
            ("Decided", said.verdict.label),
            ("When, by whom", f"{in_words.short_when(said.at)}, by {who}"),
            ("Because", said.because),
        ),
        rows=pairs.rows(told),
        evidence=pairs.evidence(told.evidence),
        consequences=OF_A_SECOND if said.second else CONSEQUENCES[said.verdict],
        button="Undo the decision",
    )


def of_link(link: LinkLine, *, by: Actor, now: datetime) -> UndoPage:
    """Open the two records that the machine joined, to undo it. Raises NotAllowed, NoSuchPair."""
    if link.matched is None:
        raise NoSuchPair("This record was joined to nobody.")
    persons = linkage.persons_of_link(link.link)
    seen = access.open_pair(pair=link.link, parties=persons, by=by, why="links:undo_link", now=now)
    audit.page_viewed(by=by, now=now, page="links:undo_link", people=persons)
    fields = linkage.link_fields(link, seen=seen)
    return UndoPage(
        heading="Undo this link?",
        facts=(
            ("Evidence", link.basis.label),
            (
                "When, by whom",
                f"{in_words.short_when(link.at)}, by {'the machine' if link.by_machine else 'a reviewer'}",
            ),
        ),
        rows=(_tellers(link.record, link.matched), *pairs.field_rows(fields)),
        evidence=pairs.evidence(link.evidence),
        consequences=OF_A_LINK,
        button="Undo the link",
    )


def _tellers(one: UUID, other: UUID) -> FieldRow:
    names, told = agencies_of([one, other]), people.as_told([one, other])
    return pairs.told_by((names[one], told[one].told_at), (names[other], told[other].told_at))
