"""Housing: landlords and the council's housing options team."""

from wholepicture.registers.agencies.kind import Kind
from wholepicture.registers.agencies.terms import Function

KIND = Kind(
    id="housing",
    label="Housing",
    functions=(Function.HOUSING,),
)
