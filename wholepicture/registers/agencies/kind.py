"""What a kind of agency is; each one is a file in kinds/."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wholepicture.registers.agencies import naming
from wholepicture.registers.agencies.terms import Function

Hours = Mapping[str, tuple[str, str]]
OFFICE: Hours = {str(day): ("08:30", "17:00") for day in range(5)}
AROUND_THE_CLOCK: Hours = {str(day): ("00:00", "24:00") for day in range(7)}
SCHOOL_DAY: Hours = {str(day): ("08:00", "16:30") for day in range(5)}


@dataclass(frozen=True)
class Kind:
    """A kind of agency: the functions that its teams may hold, and the hours of a team that names none of its own.

    `hours` maps weekday numbers "0" (Monday) to "6" to opening and closing time in London; an absent day is closed.
    `serves_person_causing_harm`: what goes there is held until a specialist releases it (design promise 13).
    Raises naming.CalledHealth for one called after a whole sector.
    """

    id: str
    label: str
    functions: tuple[Function, ...]
    hours: Hours = field(default_factory=lambda: OFFICE)
    serves_person_causing_harm: bool = False

    def __post_init__(self) -> None:
        """Refuse the kind that the review warns of."""
        naming.check_name(self.id, what="kind of agency")
        naming.check_name(self.label, what="kind of agency")
