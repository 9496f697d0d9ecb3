"""Services for people who cause harm: what goes there is held until a specialist releases it (design promise 13)."""

from wholepicture.registers.agencies.kind import Kind
from wholepicture.registers.agencies.terms import Function

KIND = Kind(
    id="perpetrator_service",
    label="Service for people who cause harm",
    functions=(Function.PERPETRATOR_SERVICE,),
    serves_person_causing_harm=True,
)
