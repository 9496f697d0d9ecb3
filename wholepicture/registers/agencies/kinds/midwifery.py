"""Midwifery: the safeguarding midwife, from booking until the handover after birth."""

from wholepicture.registers.agencies.kind import Kind
from wholepicture.registers.agencies.terms import Function

KIND = Kind(
    id="midwifery",
    label="Midwifery",
    functions=(Function.SAFEGUARDING_MIDWIFE,),
)
