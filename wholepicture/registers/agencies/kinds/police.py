"""Police: they report incidents, and their safeguarding unit releases what is held."""

from wholepicture.registers.agencies.kind import AROUND_THE_CLOCK, Kind
from wholepicture.registers.agencies.terms import Function

KIND = Kind(
    id="police",
    label="Police",
    functions=(Function.POLICE_SAFEGUARDING_UNIT,),
    hours=AROUND_THE_CLOCK,
)
