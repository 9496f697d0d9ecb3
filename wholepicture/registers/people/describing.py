"""A record as the matcher compares it, the keys under which it is kept, and those under which others are looked up."""

import re
from collections.abc import Iterator

from wholepicture.registers.people import keys
from wholepicture.registers.people.described import Described
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.terms import IdentifierKind, Precision, Sex

# Numbers that one national body gives; every other means something only beside the agency that gave it.
NATIONAL = frozenset({IdentifierKind.NHS_NUMBER, IdentifierKind.UPN})
_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][0-9a-z]? [0-9][a-z]{2})$")
_SEXES = {Sex.FEMALE: "F", Sex.MALE: "M"}


def describe(told: RecordTold) -> Described:
    """Return what is compared of a record: names, dates, places and numbers, each only as far as it is certain."""
    return Described(
        forename=told.forename,
        surname=told.surname,
        sex=_SEXES.get(told.sex, ""),  # type: ignore[arg-type]
        born=told.birth_date,
        born_exact=told.birth_precision is Precision.EXACT,
        expected=None if told.birth_date else told.expected_date,
        postcodes=frozenset(found[1] for place in told.place_keys if (found := _POSTCODE.search(place))),
        places=told.place_keys,
        numbers=_numbers(told),
    )


def stored_keys(told: RecordTold) -> frozenset[int]:
    """Return the keys under which a record is found."""
    person = describe(told)
    return frozenset((*keys.keys(person), *keys.names_alone(person)))


def asked_keys(told: RecordTold) -> tuple[int, ...]:
    """Return the keys under which whoever may be the same person is looked up, the most telling first."""
    person = describe(told)
    return tuple(dict.fromkeys((*keys.query_keys(person), *keys.names_alone(person))))


def surname_place_keys(told: RecordTold) -> Iterator[int]:
    """Yield the keys under which those of one surname, or of one that sounds so, stand at one address."""
    for stem in keys.surname_stems(told.surname):
        for place in sorted(told.place_keys):
            yield keys.combine(keys.NAME_PLACE, keys.text_hash(stem), keys.text_hash(place))


def _numbers(told: RecordTold) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind, value in told.identifiers:
        name = kind.value.lower() if kind in NATIONAL else f"{kind.value.lower()}:{told.agency}"
        found.setdefault(name, set()).add(value)
    return {name: frozenset(values) for name, values in found.items()}
