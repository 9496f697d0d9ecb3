"""The words that somebody may have meant by a word they typed: itself, forms of that name, and what one slip makes of it."""

from string import ascii_lowercase

from wholepicture.registers.people import spellings

SHORTEST = 3
SHORTEST_ALONE = 4


def meant(word: str, *, alone: bool = False) -> tuple[str, ...]:
    """Return each word that may be meant once, the nearest first: under 60 for each letter, whatever names there are.

    A short word is one slip from very many names, and one that stands alone has no other beside it to tell them apart.
    """
    named = (word, *sorted(spellings.forms(word)))
    slipped = () if len(word) < (SHORTEST_ALONE if alone else SHORTEST) else _slipped(word)
    return tuple(dict.fromkeys((*named, *slipped)))


def _slipped(word: str) -> tuple[str, ...]:
    """Two letters exchanged, one too many, one left out, and one wrong, in this order."""
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return (
        *(left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1),
        *(left + right[1:] for left, right in halves if right),
        *(left + letter + right for left, right in halves for letter in ascii_lowercase),
        *(left + letter + right[1:] for left, right in halves if right for letter in ascii_lowercase),
    )
