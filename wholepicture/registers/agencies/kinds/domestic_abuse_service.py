"""Services for those harmed by domestic abuse; they too can release what is held."""

from wholepicture.registers.agencies.kind import Kind
from wholepicture.registers.agencies.terms import Function

KIND = Kind(
    id="domestic_abuse_service",
    label="Domestic abuse service",
    functions=(Function.DOMESTIC_ABUSE_SERVICE,),
)
