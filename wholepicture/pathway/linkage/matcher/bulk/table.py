"""A list of people in columns of numbers: what is compared in bulk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholepicture.pathway.linkage.matcher.bulk import columns, reading
from wholepicture.pathway.linkage.matcher.bulk.names import Codes, Collecting, Ints, Names, Small
from wholepicture.pathway.linkage.matcher.bulk.reading import Coded, Listed
from wholepicture.pathway.linkage.matcher.places import place as apart
from wholepicture.registers.people import names, spellings
from wholepicture.registers.people.keys import district

SEXES = {"": 0, "F": 1, "M": 2}


@dataclass(frozen=True)
class Postcodes:
    """Distinct postcodes by number, with their lengths and the numbers of their sector and district; 0 is none."""

    texts: NDArray[np.object_]
    length: Ints
    sector: Ints
    district: Ints


@dataclass(frozen=True)
class Places:
    """Distinct addresses by number, with the numbers of those that are one but for order and of their house numbers; 0 is none."""

    words: NDArray[np.object_]
    length: Ints
    whole: Ints
    house: Ints


@dataclass(frozen=True)
class Table:
    """People of one or two lists, row by row; 0 stands for what is not known. `side` tells two lists apart."""

    ids: Sequence[str]
    side: Small
    names: Names
    forename: Ints
    surname: Ints
    sex: Small
    born: Ints
    written: Ints
    postcodes: Postcodes
    postcode: Ints
    places: Places
    place: Ints
    numbers: NDArray[np.object_]
    number: Ints

    def __len__(self) -> int:
        """How many people."""
        return len(self.ids)

    @classmethod
    def of(cls, listed: Listed) -> "Table":
        """Return what was read as numbers; a date that never was is reported by its line."""
        told, collecting = listed.columns, Collecting()
        forename = _names(collecting, told["forename"], spellings.forename)
        surname = _names(collecting, told["surname"], spellings.surname)
        postcodes, postcode = _meant(told["postcode"], columns.postcode)
        places, place = _meant(told["address"], names.place_key)
        numbers, number = _meant(told["nhs_number"], columns.number)
        born, written = reading.dates(listed)
        sexes = np.array([SEXES[columns.sex(text)] for text in told["sex"].texts], dtype=np.int8)
        return cls(
            ids=listed.ids,
            side=_sides(listed),
            names=collecting.names(),
            forename=forename,
            surname=surname,
            sex=sexes[told["sex"].rows],
            born=born,
            written=written,
            postcodes=_postcodes(postcodes),
            postcode=postcode,
            places=_places(places),
            place=place,
            numbers=np.array(numbers, dtype=object),
            number=number,
        )


def _sides(listed: Listed) -> Small:
    """0 for the first list and 1 for the second."""
    second = np.arange(len(listed.ids)) >= listed.split
    return (second & (len(listed.reports) > 1)).astype(np.int8)


def _names(collecting: Collecting, coded: Coded, apart: Callable[[str], spellings.Spelling]) -> Ints:
    return collecting.numbers(coded.texts, apart)[coded.rows]


def _meant(coded: Coded, clean: Callable[[str], str]) -> tuple[list[str], Ints]:
    """The distinct texts of a column once they are cleaned, and the number of each row's."""
    codes = Codes()
    numbers = np.array([codes[clean(text)] for text in coded.texts], dtype=np.int64)
    return list(codes), numbers[coded.rows]


def _postcodes(texts: list[str]) -> Postcodes:
    districts, sectors = Codes(), Codes()
    return Postcodes(
        texts=np.array(texts, dtype=object),
        length=np.array([len(text) for text in texts], dtype=np.int64),
        sector=np.array([sectors[text[:-2] if len(text) >= 5 else ""] for text in texts], dtype=np.int64),
        district=np.array([districts[district(text)] for text in texts], dtype=np.int64),
    )


def _places(texts: list[str]) -> Places:
    wholes, houses, found = Codes(), Codes(), [apart(text) for text in texts]
    return Places(
        words=np.array([each.words for each in found], dtype=object),
        length=np.array([len(each.words) for each in found], dtype=np.int64),
        whole=np.array([wholes[each.whole] for each in found], dtype=np.int64),
        house=np.array([houses[each.numbers] for each in found], dtype=np.int64),
    )
