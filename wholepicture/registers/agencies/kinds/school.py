"""Schools and colleges: their designated safeguarding lead."""

from wholepicture.registers.agencies.kind import SCHOOL_DAY, Kind
from wholepicture.registers.agencies.terms import Function

KIND = Kind(
    id="school",
    label="School",
    functions=(Function.SCHOOL_SAFEGUARDING_LEAD,),
    hours=SCHOOL_DAY,
)
