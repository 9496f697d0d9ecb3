"""Drawing lots for one family: quick, and the same on every machine for one seed and number."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")
# Families of two seeds never draw the same lots, however many there are.
NUMBERS = 1 << 40


class Lots:
    """The lots of one family: everything about it is drawn from here, in one order."""

    def __init__(self, seed: int, number: int) -> None:
        """Begin anew for one family."""
        self.next = Random(seed * NUMBERS + number).random

    def chance(self, of: float) -> bool:
        """True in this share of draws."""
        return self.next() < of

    def upto(self, size: int) -> int:
        """A whole number from 0, below `size`."""
        return int(self.next() * size)

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.next() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """One of them, each as likely."""
        return things[int(self.next() * len(things))]

    def weighted(self, things: Sequence[tuple[float, T]]) -> T:
        """One of them by its weight; weights add up to 1, and the last takes what is missing."""
        lot = self.next()
        for weight, thing in things:
            lot -= weight
            if lot < 0:
                return thing
        return things[-1][1]

    def day(self, on: date, youngest: int, oldest: int) -> date:
        """A day between so many days before `on`."""
        return on - timedelta(days=self.between(youngest, oldest))
