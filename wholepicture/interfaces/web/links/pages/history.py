"""What happened to a pair: who asked, who linked, who said what; what others said is blind until the reader has answered."""

from collections.abc import Iterator

from wholepicture.interfaces.web.components.pieces import Entry
from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.linkage.queries import PairPicture, ReviewPicture
from wholepicture.pathway.linkage.queries.links import JOINING
from wholepicture.registers.audit.terms import MACHINE, Actor

SOMEBODY_LOOKED = "Another reviewer has answered"
LATER = "What they said is shown once you have answered."


def entries(told: PairPicture, by: Actor, *, is_blind: bool) -> tuple[Entry, ...]:
    """Return the history of a pair, oldest first; blind, what others said that still stands is left out of it."""
    found = [
        Entry(at=told.asked_at, words="Asked whether they are one person", who=_asker(told.by)),
        *(entry for said in told.reviews for entry in _said(said, by, is_blind=is_blind)),
        *([] if is_blind else _links(told)),
    ]
    return tuple(sorted(found, key=lambda entry: entry.at))


def _asker(by: str) -> str:
    return "by the matcher" if by == MACHINE.id else f"by an audit ({by})"


def _said(said: ReviewPicture, by: Actor, *, is_blind: bool) -> Iterator[Entry]:
    """What was said, and that it was undone if it was."""
    is_mine = said.worker == by.worker
    if is_blind and not is_mine and said.undone_at is None:
        yield Entry(at=said.at, words=SOMEBODY_LOOKED, detail=LATER)
        return
    words = f"Second opinion: {said.verdict.label.lower()}" if said.second else said.verdict.label
    yield Entry(at=said.at, words=words, who="you" if is_mine else said.name, detail=said.because)
    if said.undone_at:
        yield Entry(at=said.undone_at, words="Undone", detail=said.undone_because)


def _links(told: PairPicture) -> Iterator[Entry]:
    """The links by which either record was joined to others, where they stand."""
    letters = {told.older.record: "A", told.newer.record: "B"}
    for line in linkage.links_of(records=letters):
        if line.basis in JOINING and line.pair != told.pair:
            who = "by the machine" if line.by_machine else "by a reviewer"
            words = f"Record {letters[line.record]} was joined to others"
            yield Entry(at=line.at, words=words, who=who, detail=line.basis.label)
