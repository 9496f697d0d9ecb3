"""Children's social care: First Response by day, the emergency duty team at night, and the child's own worker."""

from wholepicture.registers.agencies.kind import Kind
from wholepicture.registers.agencies.terms import Function

KIND = Kind(
    id="childrens_social_care",
    label="Children's social care",
    functions=(Function.FIRST_RESPONSE, Function.EMERGENCY_DUTY_TEAM, Function.ALLOCATED_WORKER),
)
