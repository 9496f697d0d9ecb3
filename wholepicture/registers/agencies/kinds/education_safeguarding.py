"""The local authority's education safeguarding service: for children without a school, and for schools in holidays."""

from wholepicture.registers.agencies.kind import Kind
from wholepicture.registers.agencies.terms import Function

KIND = Kind(
    id="education_safeguarding",
    label="Education safeguarding service",
    functions=(Function.EDUCATION_SAFEGUARDING,),
)
