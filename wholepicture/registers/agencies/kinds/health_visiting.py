"""Health visiting (public health nursing): every child under five has a named health visitor (review 2.6)."""

from wholepicture.registers.agencies.kind import Kind
from wholepicture.registers.agencies.terms import Function

KIND = Kind(
    id="health_visiting",
    label="Health visiting",
    functions=(Function.HEALTH_VISITOR, Function.SCHOOL_NURSE),
)
