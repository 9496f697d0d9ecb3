"""Words of a closed list, each with the label that a user sees; plain Python, so that rules and facts may use them."""

from enum import Enum
from typing import Self


class Term(str, Enum):  # noqa: UP042  (StrEnum cannot carry a label)
    """One word of a closed list: `FEMALE = "FEMALE", "Female"`. It is its value; `label` is for people."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the value as the string and the label beside it; looking a word up gives the value alone."""
        term = str.__new__(cls, value)
        term._value_ = value
        term.label = label
        return term

    def __str__(self) -> str:
        """The value, so that a term prints as it is stored."""
        return str(self.value)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Value and label of every word, in order, for a form's field."""
        return [(term.value, term.label) for term in cls]

    @classmethod
    def values(cls) -> list[str]:
        """Every value, in order."""
        return [term.value for term in cls]
