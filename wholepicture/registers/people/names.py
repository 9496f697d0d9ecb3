"""Names and addresses brought to one spelling, so that equal ones are found equal; what was told stays as told beside them."""

import re
import unicodedata

# Letters that do not fall apart into a plain letter and an accent.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "ng"}
)
_APOSTROPHES = re.compile(r"['’‘ʼ`´′]")
_NOT_IN_NAMES = re.compile(r"[\W_]+")
_NOT_IN_PLACES = re.compile(r"[^\w/]+")
_RANGE_OF_HOUSES = re.compile(r"\b([0-9]+)[\-‐-―]([0-9]+)\b")
_FLAT_AND_NUMBER = re.compile(r"\b(flat|apartment|unit|room)(?=[0-9])")
_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][0-9a-z]?) ?([0-9][a-z]{2})$")
# Words that stand where an address is not known: two people without one do not live together.
_NOWHERE = frozenset(
    {
        "nfa",
        "n f a",
        "no fixed abode",
        "no fixed address",
        "of no fixed abode",
        "homeless",
        "rough sleeping",
        "unknown",
        "not known",
        "not given",
        "not asked",
        "not stated",
        "none",
        "none given",
        "n/a",
        "refused",
        "withheld",
        "address unknown",
        "address not known",
        "address withheld",
        "tbc",
        "refuge",
        "a refuge",
        "the refuge",
        "safe address",
        "hospital",
        "prison",
    }
)


def normalise_name(text: str) -> str:
    """Return a name in small plain letters: case, accents, hyphens, apostrophes, full stops and extra spaces fall away.

    `O'Brien` and `OBRIEN` are equal, as are `Anne-Marie` and `anne marie`. A blank name gives "".
    """
    return _NOT_IN_NAMES.sub(" ", _folded(text)).strip()


def name_key(forename: str, surname: str) -> str:
    """Return the key under which equal full names stand together, or "" when either half is missing.

    An incomplete name equals no other.
    """
    halves = normalise_name(forename), normalise_name(surname)
    return "|".join(halves) if all(halves) else ""


def turned(forename: str, surname: str) -> tuple[str, ...]:
    """Return the whole name once for each of its words, that word first, so that any of them is found by its beginning.

    `Anne-Marie O'Neill` gives "anne marie oneill", "marie oneill anne", "oneill anne marie", and, as some write the
    two in one, "annemarie oneill" and "oneill annemarie". A name without a word gives none.
    """
    halves = [half.split() for half in (normalise_name(forename), normalise_name(surname))]
    spellings = [[word for half in halves for word in half], ["".join(half) for half in halves if half]]
    turns = (" ".join(words[at:] + words[:at]) for words in spellings for at in range(len(words)))
    return tuple(dict.fromkeys(turns))


def place_key(address: str) -> str:
    """Return the key under which spellings of one address stand together, or "" when it names no one place.

    Case, commas, spaces, full stops and line breaks fall away; `Flat 1, 11 High St` and `Flat 11, 1 High St` stay two
    places. An id such as `home_of_father` is its own key.
    """
    text = _RANGE_OF_HOUSES.sub(r"\1_to_\2", _folded(address))
    words = " ".join(_NOT_IN_PLACES.sub(" ", text).split())
    words = _POSTCODE.sub(r"\1 \2", _FLAT_AND_NUMBER.sub(r"\1 ", words))
    return "" if words in _NOWHERE or not any(c.isalnum() for c in words) else words


def _folded(text: str) -> str:
    """Small letters without accents or apostrophes."""
    bare = _APOSTROPHES.sub("", text)
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", bare).casefold())
    kept = "".join(c for c in apart if not unicodedata.combining(c))
    return _APOSTROPHES.sub("", kept.translate(_PLAIN))
