"""School nursing, where it is a service of its own."""

from wholepicture.registers.agencies.kind import Kind
from wholepicture.registers.agencies.terms import Function

KIND = Kind(
    id="school_nursing",
    label="School nursing",
    functions=(Function.SCHOOL_NURSE,),
)
