"""Who else is told around each of the two records: first name, sex, year of birth and tie, and nothing more."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.linkage.queries import HouseholdPicture, MemberPicture
from wholepicture.pathway.linkage.queries.household import SAME_HOME
from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.people.terms import Sex

NO_NAME = "First name not known"
UNBORN = "Unborn child"
HOME_ALONE = f"{SAME_HOME}, no tie between them"
NOBODY = "Nobody else is told around this record."


@dataclass(frozen=True)
class Member:
    """Somebody around a record: what they are called, what else is known, their ties, and whether they are around both."""

    name: str
    about: str
    ties: str
    is_around_both: bool


@dataclass(frozen=True)
class Side:
    """Everybody around one record; `notes` say who is not shown and why, and that there is nobody."""

    title: str
    members: tuple[Member, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Households:
    """Both sides, A first; `between` is how the two themselves are told to be tied, which speaks against one person."""

    sides: tuple[Side, Side]
    between: str
    persons: frozenset[UUID]


def households(pair: UUID, closed: Collection[UUID], *, seen: Seen) -> Households:
    """Compose both sides; whoever's matters are closed to the reader is counted and not shown."""
    newer, older = linkage.households(pair, seen=seen)
    shown = {member.person for side in (newer, older) for member in side.members} - set(closed)
    return Households(
        sides=(_side("A", older, closed), _side("B", newer, closed)),
        between=_between(older.to_other),
        persons=frozenset(shown),
    )


def _side(letter: str, told: HouseholdPicture, closed: Collection[UUID]) -> Side:
    members = [member for member in told.members if member.person not in closed]
    hidden = len(told.members) - len(members)
    notes = [NOBODY] if not told.members else []
    if told.more:
        notes.append(
            f"{told.more} more are told with one of the homes: too many for a household, so they are not shown."
        )
    if hidden:
        notes.append("1 person is not shown to you." if hidden == 1 else f"{hidden} people are not shown to you.")
    return Side(f"Around record {letter}", tuple(_member(each, letter) for each in members), tuple(notes))


def _member(told: MemberPicture, letter: str) -> Member:
    sex = "" if told.sex is Sex.NOT_KNOWN else told.sex.label.lower()
    born = f"born {told.birth_year}" if told.birth_year else "not yet born" if told.expected else "age not known"
    ties = [tie if tie == SAME_HOME else f"{tie} {letter}" for tie in told.ties]
    if ties == [SAME_HOME]:
        ties = [HOME_ALONE]
    return Member(
        name=told.forename or (UNBORN if told.expected else NO_NAME),
        about=", ".join(word for word in (sex, born) if word),
        ties="; ".join([ties[0], *(tie[:1].lower() + tie[1:] for tie in ties[1:])]),
        is_around_both=told.around_both,
    )


def _between(ties: Collection[str]) -> str:
    told = [tie[:1].lower() + tie[1:] for tie in sorted(ties) if tie != SAME_HOME]
    return (
        f"Somebody told of the two themselves: B is {' and '.join(told)} A. Then they are two people." if told else ""
    )
