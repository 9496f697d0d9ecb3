"""Why a family is listed, why it no longer is, and by when it has to be decided about; pure functions (promises 1, 14)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from wholepicture.pathway.families.terms import Concern
from wholepicture.pathway.findings.facts import Pattern, Someone
from wholepicture.pathway.triage.facts import Derived
from wholepicture.registers.people.terms import Role
from wholepicture.registers.protocol.parameters import Parameters
from wholepicture.registers.protocol.terms import Lane

# How long before the birth, or the date expected, a child is taken to have been there as an unborn one.
UNBORN_FOR = timedelta(days=294)
# Whose other children have their own family listed as linked.
HARMING = frozenset({Role.CAUSING_HARM, Role.OF_CONCERN})
MERGED = "This family and another turned out to be one: the other is listed instead."
COUNTED_IN = "A child of this family is concerned by the incident itself, so it is listed in its own right."
ONLY_LINKED = "No child of this family is concerned by the incident itself: it is listed as linked instead."
NO_LONGER_LINKED = "As is known now, nobody who is said to have caused harm has a child in this family."
NO_LONGER_CONCERNED = "As is known now, the incident concerns no child of this family."


def because(scope: str, whys: Iterable[Concern]) -> str:
    """Return why a family is listed: why the incident is, and how it concerns its children."""
    found = set(whys)
    how = "; ".join(why.label.lower() for why in Concern if why in found)
    return f"{scope} A child of the family: {how}."


def because_linked(names: Iterable[str]) -> str:
    """Return why a family is listed as linked, naming nobody but those who are said to have caused harm.

    Whom they are said to have harmed, and where, is another family's matter (design promise 1).
    """
    who = " and ".join(sorted(set(names)))
    return (
        f"{who}, of whom harm or a concern was reported in another family, has a child in this one. It is not counted "
        "here, and nobody was told because of it."
    )


def withdrawn_because(derived: Derived, *, linked: bool, is_merged: bool, stays: bool) -> str:
    """Return why a listing no longer follows; `stays` when the family remains listed, but the other way."""
    if not derived.in_scope:
        return f"The incident is no longer listed. {derived.because}"
    if is_merged:
        return MERGED
    if stays:
        return COUNTED_IN if linked else ONLY_LINKED
    return NO_LONGER_LINKED if linked else NO_LONGER_CONCERNED


def due(lane: Lane, listed_at: datetime, parameters: Parameters) -> datetime:
    """Return by when a listed family has to be decided about: elapsed hours, which never pause."""
    return listed_at + timedelta(hours=parameters.triage_hours[lane])


def due_again(lane: Lane, due_at: datetime, now: datetime, parameters: Parameters) -> datetime:
    """Return when a listing is due in the lane that is known now: sooner if that is faster, and never later."""
    return min(due_at, due(lane, now, parameters))


def there_then(pattern: Pattern | None, on: date) -> tuple[UUID, ...]:
    """Return the children of the family who were there on the day of an incident, unborn ones and unknown ages included.

    A decision about that incident has to be made for each of them; a child conceived later opens no old decision again.
    """
    if pattern is None:
        return ()
    return tuple(child for child in pattern.children if _was_there(pattern.people.get(child), on))


def _was_there(child: Someone | None, on: date) -> bool:
    day = (child.birth_date or child.expected_date) if child else None
    return day is None or day - UNBORN_FOR <= on
