"""What triage can decide about a child: the partnership's own list, and the seats that nobody replaces."""

from dataclasses import dataclass

from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.protocol.terms import Effect, Seat


@dataclass(frozen=True)
class Outcome:
    """One outcome of the partnership's list.

    `id` is kept with every decision; `label` is what people read; `also_called` are other words for it in old records;
    `needs_recipient`: it is no decision until a named function is asked for something by a time.
    """

    id: str
    label: str
    effect: Effect
    needs_recipient: bool
    also_called: tuple[str, ...] = ()

    @property
    def ends(self) -> bool:
        """Whether nothing more would be done for the child because of what is decided about."""
        return self.effect in (Effect.INFORMATION_ONLY, Effect.NO_FURTHER_ACTION)


@dataclass(frozen=True)
class SeatHeld:
    """The functions whose workers can speak for a seat."""

    seat: Seat
    functions: tuple[Function, ...]
