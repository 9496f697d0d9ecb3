"""What a decision needs before it stands, with and without a meeting: one pure function (review 2.6, 5.2 L&G 3; ADR 22).

Nobody ends a child's matter alone: what ends it, or lowers its level, needs more of them than what protects.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from wholepicture.pathway.triage.facts import Needed, Proposal, Speaker
from wholepicture.pathway.triage.terms import Mode
from wholepicture.registers.protocol.parameters import Parameters
from wholepicture.registers.protocol.terms import Effect, Lane, Seat

REPEATS = frozenset({"repeat_incidents", "shortening_intervals"})
LEAST_TO_AGREE = timedelta(hours=1)
STANDS = Needed(stands=True)


def lowers(level: int | None, level_before: int | None) -> bool:
    """Say whether a level of need is lower than the one before; one that is not said, or was not known, lowers nothing."""
    return level is not None and level_before is not None and level < level_before


def ends(proposal: Proposal) -> bool:
    """Say whether less, or nothing, would be done for the child than before."""
    return proposal.outcome.ends or lowers(proposal.level, proposal.level_before)


def needed(proposal: Proposal, speakers: Sequence[Speaker], present: Sequence[Speaker] = ()) -> Needed:
    """Return whether a proposed decision stands, and if not what is missing.

    `speakers` said so themselves, signed in: whoever proposed, and who has agreed since. `present` sat in the meeting
    (looked at in that mode alone); presence is no agreement, but an employer in the room is one more who looks.
    """
    if proposal.mode is Mode.MEETING:
        return _in_meeting(proposal, speakers, present)
    if not ends(proposal):
        return _by_two(speakers, "It does not end this child's matter, so one other employer has to agree.")
    return _by_seats(proposal, speakers)


def agree_by(lane: Lane, now: datetime, parameters: Parameters) -> datetime:
    """Return by when others have to agree: elapsed hours, which never pause, and at least one."""
    return now + max(timedelta(hours=parameters.agreement_hours[lane]), LEAST_TO_AGREE)


def _in_meeting(proposal: Proposal, speakers: Sequence[Speaker], present: Sequence[Speaker]) -> Needed:
    if not ends(proposal):
        return STANDS
    if len(_employers((*speakers, *present))) < 2:
        return _another(
            "Only one employer is in the room. To do less for a child, or nothing more, a second has to agree."
        )
    if proposal.is_repeat and proposal.outcome.effect is Effect.NO_FURTHER_ACTION:
        return _by_two(
            speakers, "No further action after a repeat: a worker of a second employer has to agree, signed in."
        )
    return STANDS


def _by_two(speakers: Sequence[Speaker], because: str) -> Needed:
    return STANDS if len(_employers(speakers)) >= 2 else _another(because)


def _by_seats(proposal: Proposal, speakers: Sequence[Speaker]) -> Needed:
    """All three seats, each by a worker of its own; in the interim children's social care may be silent."""
    spoken = _seats(speakers)
    missing = tuple(seat for seat in Seat if seat not in spoken)
    only_social_care = missing == (Seat.SOCIAL_CARE,)
    if missing and not (only_social_care and proposal.mode is Mode.INTERIM):
        return Needed(
            stands=False,
            because=f"To do less for a child, or nothing more, these have to agree too: {_in_words(missing)}.",
            seats=missing,
            can_be_interim=only_social_care,
        )
    return _by_two(speakers, "One employer alone cannot end a child's matter: a second has to agree.")


def _another(because: str) -> Needed:
    return Needed(stands=False, because=because, another_employer=True)


def _employers(speakers: Iterable[Speaker]) -> set[object]:
    return {speaker.agency for speaker in speakers}


def _seats(speakers: Iterable[Speaker]) -> set[Seat]:
    """The seats spoken for; whoever speaks twice speaks for the seat that they took first."""
    first: dict[object, Seat | None] = {}
    for speaker in speakers:
        first.setdefault(speaker.worker, speaker.seat)
    return {seat for seat in first.values() if seat}


def _in_words(seats: Iterable[Seat]) -> str:
    return ", ".join(seat.label[:1].lower() + seat.label[1:] for seat in seats)
