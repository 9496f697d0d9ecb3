"""Who may write what is known of people, and which agencies may read which protected fact (design promises 11 and 13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people.terms import ProtectedKind


class NotYours(PermissionError):
    """Somebody would write as another agency, or do what only the machine does; its text is for the user."""


# Kinds of agency that work with the child or with the harmed parent. Services that may serve the person causing harm,
# GP practices among them (a practice may have both parents), read only what they told us themselves (safety, threats 1, 6).
WITH_THE_CHILD = frozenset(
    {
        "police",
        "childrens_social_care",
        "health_visiting",
        "school_nursing",
        "midwifery",
        "domestic_abuse_service",
    }
)
# Who reported reaches police and children's social care alone (safety, threat 4).
READERS: dict[ProtectedKind, frozenset[str]] = {
    kind: WITH_THE_CHILD for kind in ProtectedKind if kind is not ProtectedKind.REFERRER
} | {ProtectedKind.REFERRER: frozenset({"police", "childrens_social_care"})}

# As accounts.roles says it, which this register may not know.
REVIEW_LINKS = "REVIEW_LINKS"

# Words that may stand before the colon in a never-to entry. Whoever makes a document for a person or a record checks
# those two; a reading worker is known by the other four.
NEVER_TO = ("agency", "team", "worker", "function", "person", "record")


def check_can_tell(*, by: Actor, agency: UUID) -> None:
    """Raise NotYours unless `by` acts for this agency or is the machine: nobody tells in another agency's name."""
    if by.id != MACHINE.id and by.agency != agency:
        raise NotYours("You can add only what your own agency knows: ask the other agency to tell it.")


def check_can_resolve(*, by: Actor) -> None:
    """Raise NotYours unless `by` is the machine or a named clerical reviewer: linkage decides which records are one person."""
    reviewer = by.worker is not None and REVIEW_LINKS in by.permissions
    if by.id != MACHINE.id and not reviewer:
        raise NotYours("Records are joined by the linkage step only.")


@dataclass(frozen=True)
class Reader:
    """Who reads: the actor, the kind of their agency, and the functions that their teams hold."""

    by: Actor
    agency_kind: str = ""
    functions: frozenset[str] = frozenset()

    @property
    def named(self) -> frozenset[str]:
        """The never-to entries that shut this reader out."""
        teams = {f"team:{team}" for team in self.by.teams}
        functions = {f"function:{function}" for function in self.functions}
        return frozenset(teams | functions | {f"agency:{self.by.agency}", f"worker:{self.by.worker}"})


def may_read(reader: Reader, *, kind: ProtectedKind, told_by: UUID, never_to: Iterable[str]) -> bool:
    """Tell whether this reader may have this fact: never against a never-to entry, else the teller and listed kinds."""
    if reader.by.agency is None or not reader.named.isdisjoint(never_to):
        return False
    return reader.by.agency == told_by or reader.agency_kind in READERS[kind]
