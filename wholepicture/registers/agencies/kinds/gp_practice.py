"""GP practices: each parent and each child may be with another (review 2.6)."""

from wholepicture.registers.agencies.kind import Kind
from wholepicture.registers.agencies.terms import Function

KIND = Kind(
    id="gp_practice",
    label="GP practice",
    functions=(Function.GP,),
    hours={str(day): ("08:00", "18:30") for day in range(5)},
)
