"""Names for those whom a case file leaves unnamed: made up, different for everybody, and the same in every run."""

from collections.abc import Iterable
from itertools import product

from wholepicture.interfaces.replay.case import PersonOfCase
from wholepicture.registers.people.terms import Sex

FORENAMES = {
    Sex.FEMALE: ("Alma", "Beryl", "Cora", "Dilys", "Edna", "Fern", "Greta", "Hilda", "Ines", "Joyce"),
    Sex.MALE: ("Albie", "Barney", "Clive", "Dennis", "Ernest", "Frank", "Gilbert", "Horace", "Ivor", "Jasper"),
    Sex.NOT_KNOWN: ("Ashley", "Billie", "Casey", "Drew", "Emery", "Frankie", "Gale", "Harper", "Indigo", "Jules"),
}
SURNAMES = (
    "Ashbourne",
    "Brackley",
    "Coldwell",
    "Dunmore",
    "Elstow",
    "Farthing",
    "Garside",
    "Hexham",
    "Inskip",
    "Jarrow",
)


def complete(people: Iterable[PersonOfCase]) -> dict[str, tuple[str, str]]:
    """Return everybody's forename and surname by id; a made-up full name is nobody else's in the file."""
    people = list(people)
    taken = {(person.forename, person.surname) for person in people if person.forename and person.surname}
    found = {}
    for person in people:
        full = (person.forename, person.surname)
        if not all(full):
            full = next(each for each in _candidates(person) if each not in taken)
            taken.add(full)
        found[person.id] = full
    return found


def _candidates(person: PersonOfCase) -> Iterable[tuple[str, str]]:
    forenames = FORENAMES.get(person.sex, FORENAMES[Sex.NOT_KNOWN])
    for number in range(1_000):
        ending = f"-{SURNAMES[number % len(SURNAMES)]}" * (number > 0)
        for surname, forename in product(SURNAMES, forenames):
            yield person.forename or forename + (ending if person.surname else ""), person.surname or surname + ending
