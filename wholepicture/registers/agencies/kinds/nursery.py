"""Nurseries, pre-schools and childminders."""

from wholepicture.registers.agencies.kind import Kind
from wholepicture.registers.agencies.terms import Function

KIND = Kind(
    id="nursery",
    label="Nursery or childminder",
    functions=(Function.NURSERY,),
    hours={str(day): ("08:00", "18:00") for day in range(5)},
)
