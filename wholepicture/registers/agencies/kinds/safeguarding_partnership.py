"""The safeguarding partnership itself: it is told of nobody, but its lead is the top rung of every ladder (promise 4)."""

from wholepicture.registers.agencies.kind import Kind

KIND = Kind(id="safeguarding_partnership", label="Safeguarding partnership", functions=())
