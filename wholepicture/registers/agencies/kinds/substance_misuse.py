"""Substance misuse services: they may know a parent and not that they are one."""

from wholepicture.registers.agencies.kind import Kind
from wholepicture.registers.agencies.terms import Function

KIND = Kind(
    id="substance_misuse",
    label="Substance misuse service",
    functions=(Function.SUBSTANCE_MISUSE,),
)
