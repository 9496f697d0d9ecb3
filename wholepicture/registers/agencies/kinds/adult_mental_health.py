"""Adult mental health services: they may know a parent and not that they are one."""

from wholepicture.registers.agencies.kind import Kind
from wholepicture.registers.agencies.terms import Function

KIND = Kind(
    id="adult_mental_health",
    label="Adult mental health service",
    functions=(Function.ADULT_MENTAL_HEALTH,),
)
