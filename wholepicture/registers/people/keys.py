"""The hashed words under which a person is found again: whoever shares none is never compared.

A stored person has about ten keys; who is looked up has the same and a few more. Day and month stand in either order,
and so do the two halves of a name, so that exchanged ones meet without a second look.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from hashlib import blake2b

from nhs_number import validate as nhs_numbers

from wholepicture.registers.people import spellings
from wholepicture.registers.people.described import Described

NHS_NUMBER = "nhs_number"
_MASK = (1 << 64) - 1
_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
# What a key is made of, in the order in which keys are looked at.
(
    NUMBER, WORD_BORN, NAMES_YEAR, NAMES_DAY, NAMES_DISTRICT, FORENAME_POSTCODE, SURNAME_POSTCODE, DISTRICT_BORN,
    NAME_PLACE, NAMES,
) = range(1, 11)  # fmt: skip


def keys(described: Described) -> tuple[int, ...]:
    """Return the signed 64-bit keys to store for this person, each once."""
    return tuple(dict.fromkeys(_stored(described, _stems(described))))


def query_keys(described: Described) -> tuple[int, ...]:
    """Return the keys to look up: the stored ones, other full names of a nickname, a mistyped NHS number.

    The first are the most telling: whoever must stop early stops at the end.
    """
    stems = tuple(dict.fromkeys((*_stems(described), *_other_stems(described))))
    mistyped = (combine(NUMBER, text_hash(number)) for number in _meant(described))
    return tuple(dict.fromkeys((*_stored(described, stems), *mistyped)))


def names_alone(described: Described) -> Iterator[int]:
    """Yield the keys of forename and surname and nothing else: for a register, which can leave those that many share."""
    for forename in filter(None, _stems(described)):
        for surname in filter(None, surname_stems(described.surname)):
            yield combine(NAMES, _hashed(forename), _hashed(surname))


def text_hash(text: str) -> int:
    """Return a text as 64 unsigned bits that are the same on every machine."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


_hashed = lru_cache(maxsize=200_000)(text_hash)


def combine(kind: int, *parts: int) -> int:
    """Return one signed key for a kind and its parts, whose order does not matter."""
    return _signed(mix((kind * _STEP + sum(mix(part) for part in parts)) & _MASK))


def mix(bits: int) -> int:
    """Spread 64 bits evenly (splitmix64)."""
    bits = (bits + _STEP) & _MASK
    bits = ((bits ^ (bits >> 30)) * _FIRST) & _MASK
    bits = ((bits ^ (bits >> 27)) * _SECOND) & _MASK
    return bits ^ (bits >> 31)


def district(postcode: str) -> str:
    """Return the outward half of a postcode written without a space; "" when it is too short to have two halves."""
    return postcode[:-3] if len(postcode) >= 5 else ""


def compact(postcode: str) -> str:
    """Return a postcode in capitals without spaces."""
    return "".join(postcode.upper().split())


def day_key(born: date) -> int:
    """Return a date as a number that is the same with day and month exchanged."""
    low, high = sorted((born.month, born.day))
    return born.year * 10_000 + low * 100 + high


def _signed(bits: int) -> int:
    return bits - (1 << 64) if bits >> 63 else bits


def _stems(described: Described) -> tuple[str, ...]:
    """The stem of the forename, "" when there is none."""
    return (spellings.stem(spellings.forename(described.forename).first),)


def _other_stems(described: Described) -> Iterator[str]:
    for name in spellings.full_names(spellings.forename(described.forename).first):
        yield spellings.sound(name)


def surname_stems(surname: str) -> tuple[str, ...]:
    """Return the stems of the first and the last word of a surname."""
    words = spellings.surname(surname).words
    return tuple(dict.fromkeys(spellings.stem(word) for word in (words[:1] + words[-1:])))


def _stored(described: Described, forenames: tuple[str, ...]) -> Iterator[int]:
    """Every key of somebody, for each of these stems of the forename."""
    fores = [_hashed(stem) for stem in forenames if stem]
    surs = [_hashed(stem) for stem in surname_stems(described.surname)]
    postcodes = sorted({compact(postcode) for postcode in described.postcodes} - {""})
    districts = [_hashed(found) for found in sorted({district(postcode) for postcode in postcodes} - {""})]
    yield from (combine(NUMBER, _hashed(value)) for value in _numbers(described))
    yield from _of_birth(described, fores, surs, districts)
    for at in map(_hashed, sorted(described.places)):
        yield from (combine(NAME_PLACE, word, at) for word in (*surs, *fores))
    yield from (combine(NAMES_DISTRICT, f, s, where) for f in fores for s in surs for where in districts)
    for where in map(_hashed, postcodes):
        yield from (combine(FORENAME_POSTCODE, f, where) for f in fores)
        yield from (combine(SURNAME_POSTCODE, s, where) for s in surs)


def _of_birth(described: Described, fores: list[int], surs: list[int], districts: list[int]) -> Iterator[int]:
    born = described.born
    if born is None:
        return
    day = day_key(born)
    names = [(f, s) for f in fores for s in surs]
    if described.born_exact:
        yield from (combine(WORD_BORN, word, day) for word in (*surs, *fores))
        yield from (combine(NAMES_DAY, f, s, day % 10_000) for f, s in names)
        yield from (combine(DISTRICT_BORN, where, day) for where in districts)
    yield from (combine(NAMES_YEAR, f, s, born.year) for f, s in names)


def _numbers(described: Described) -> Iterable[str]:
    return (f"{kind}:{value}" for kind in sorted(described.numbers) for value in sorted(described.numbers[kind]))


def _meant(described: Described) -> Iterator[str]:
    """The valid NHS numbers that a number with a wrong check digit may have been: one digit wrong, or two exchanged."""
    for number in sorted(described.numbers.get(NHS_NUMBER, ())):
        if len(number) == 10 and number.isdigit() and not nhs_numbers.is_valid(number):
            yield from (f"{NHS_NUMBER}:{meant}" for meant in sorted(_slips(number)) if nhs_numbers.is_valid(meant))


def _slips(number: str) -> set[str]:
    wrong = {number[:at] + digit + number[at + 1 :] for at in range(10) for digit in "0123456789"}
    return wrong | {number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(9)}
