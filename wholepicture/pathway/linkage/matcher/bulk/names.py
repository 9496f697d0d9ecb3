"""Every distinct name of a list taken apart once, and how any two of them compare."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler, Prefix
from rapidfuzz.process import cpdist

from wholepicture.pathway.linkage.matcher.likeness import (
    ALIKE_FROM,
    SHORTEST_BEGINNING,
    SHORTEST_WITH_SLIP,
    Likeness,
)
from wholepicture.registers.people import spellings
from wholepicture.registers.people.spellings import Spelling

Ints = NDArray[np.int64]
Small = NDArray[np.int8]
Bools = NDArray[np.bool_]
WORKERS = -1


class Codes(defaultdict[str, int]):
    """Each text's number, from 1 on in the order of coming; "" is 0."""

    def __init__(self) -> None:
        super().__init__()
        self[""] = 0

    def __missing__(self, text: str) -> int:
        self[text] = code = len(self)
        return code


@dataclass(frozen=True)
class Names:
    """Distinct spellings by number; 0 is no name. Stems are numbers too, equal for names that are looked up together."""

    joined: NDArray[np.object_]
    whole: Ints
    firsts: NDArray[np.object_]
    length: Ints
    first_length: Ints
    words: Ints
    sound: Ints
    groups: Ints
    heads: Ints
    initial: Ints
    first_stem: Ints
    last_stem: Ints


class Collecting:
    """Gives every distinct name a number while a list is read."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {(): 0}
        self._spellings: list[Spelling] = [spellings.forename("")]

    def numbers(self, texts: Iterable[str], apart: Callable[[str], Spelling]) -> Ints:
        """Return the number of the spelling of each text."""
        return np.array([self._number(apart(text)) for text in texts], dtype=np.int64)

    def _number(self, spelling: Spelling) -> int:
        number = self._numbers.setdefault(spelling.words, len(self._spellings))
        if number == len(self._spellings):
            self._spellings.append(spelling)
        return number

    def names(self) -> Names:
        """Return what was collected."""
        found = self._spellings
        wholes, words, sounds, stems, initials = Codes(), Codes(), Codes(), Codes(), Codes()
        return Names(
            joined=_texts(each.joined for each in found),
            whole=_ints(wholes[each.joined] for each in found),
            firsts=_texts(each.first for each in found),
            length=_ints(len(each.joined) for each in found),
            first_length=_ints(len(each.first) for each in found),
            words=_matrix(
                [[words[word] for word in each.words if len(word) > 1] for each in found], spellings.MOST_WORDS
            ),
            sound=_ints(sounds[each.sound] for each in found),
            groups=_matrix([sorted(each.groups) for each in found], max(len(each.groups) for each in found) or 1),
            heads=_matrix([sorted(each.heads) for each in found], max(len(each.heads) for each in found) or 1),
            initial=_ints(initials[each.first[:1]] for each in found),
            first_stem=_ints(stems[spellings.stem(each.first)] if each.words else 0 for each in found),
            last_stem=_ints(stems[spellings.stem(each.words[-1])] if each.words else 0 for each in found),
        )


def _texts(found: Iterable[str]) -> NDArray[np.object_]:
    return np.array(list(found), dtype=object)


def _ints(found: Iterable[int]) -> Ints:
    return np.array(list(found), dtype=np.int64)


def _matrix(rows: list[list[int]], width: int) -> Ints:
    return np.array([(row + [0] * width)[:width] for row in rows], dtype=np.int64)


def likenesses(names: Names, one: Ints, other: Ints) -> Small:
    """Return the Likeness of every pair of names given by number, as likeness.likeness tells it."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    result = np.full(len(one), Likeness.EXACT, np.int8)
    result[low == 0] = Likeness.NOT_GIVEN
    open_ = np.flatnonzero((low != high) & (low > 0))
    distinct, back = np.unique(low[open_] * len(names.joined) + high[open_], return_inverse=True)
    result[open_] = _distinct(names, distinct // len(names.joined), distinct % len(names.joined))[back]
    return result


def _distinct(names: Names, one: Ints, other: Ints) -> Small:
    """The same for distinct pairs of two different names; later lines hold before earlier ones."""
    joined, others = names.joined[one], names.joined[other]
    similarity = cpdist(joined, others, scorer=JaroWinkler.similarity, dtype=np.float64, workers=WORKERS)
    result = np.where(similarity >= ALIKE_FROM, Likeness.ALIKE, Likeness.DIFFERENT).astype(np.int8)
    result[names.sound[one] == names.sound[other]] = Likeness.SPELT
    result[_begins(names, one, other)] = Likeness.INITIAL
    result[_forms_of_one_name(names, one, other)] = Likeness.NICKNAME
    slips = cpdist(joined, others, scorer=OSA.distance, score_cutoff=1, dtype=np.int64, workers=WORKERS)
    shorter = np.minimum(names.length[one], names.length[other])
    result[(slips == 1) & (shorter >= SHORTEST_WITH_SLIP)] = Likeness.SPELT
    result[_meet(names.words[one], names.words[other])] = Likeness.PART
    result[names.whole[one] == names.whole[other]] = Likeness.EXACT
    return result


def _forms_of_one_name(names: Names, one: Ints, other: Ints) -> Bools:
    """Whether one is a nickname of the other, or both of a third that begin alike."""
    found = _meet(names.groups[one], names.groups[other])
    if not found.any():
        return found
    direct = _meet(names.heads[one], names.groups[other]) | _meet(names.groups[one], names.heads[other])
    return np.asarray(found & (direct | (names.initial[one] == names.initial[other])), dtype=np.bool_)


def _meet(one: Ints, other: Ints) -> Bools:
    """Whether two rows of numbers have one in common that is not 0."""
    found = np.zeros(len(one), dtype=np.bool_)
    for a in range(one.shape[1]):
        for b in range(other.shape[1]):
            found |= (one[:, a] > 0) & (one[:, a] == other[:, b])
    return found


def _begins(names: Names, one: Ints, other: Ints) -> Bools:
    """Whether one first word is the beginning of the other."""
    shared = cpdist(names.firsts[one], names.firsts[other], scorer=Prefix.similarity, dtype=np.int64, workers=WORKERS)
    shorter = np.minimum(names.first_length[one], names.first_length[other])
    return np.asarray((shared == shorter) & ((shorter == 1) | (shorter >= SHORTEST_BEGINNING)), dtype=np.bool_)
