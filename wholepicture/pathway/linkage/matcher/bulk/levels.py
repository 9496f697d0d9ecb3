"""The level of every field for many pairs at once: the places of the levels in their lists in terms.LEVELS."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from wholepicture.lib.terms import Term
from wholepicture.pathway.linkage.matcher.bulk.names import WORKERS, Bools, Ints, Names, Small, likenesses
from wholepicture.pathway.linkage.matcher.bulk.table import SEXES, Table
from wholepicture.pathway.linkage.matcher.fields import (
    FAR_FORENAMES,
    FAR_SURNAMES,
    FIFTEEN_YEARS,
    FORENAMES,
    HOMES,
    NINE_MONTHS,
    SHORTEST_POSTCODE,
    SURNAMES,
)
from wholepicture.pathway.linkage.matcher.likeness import Likeness
from wholepicture.pathway.linkage.matcher.places import SHORTEST_WITH_SLIP, Nearness
from wholepicture.pathway.linkage.matcher.terms import NAMED, Born, Field, Forename, Home, Number, Sex, Surname


def place(level: Term) -> int:
    """Return where a level stands in the list of its field's levels."""
    return list(type(level)).index(level)


def levels(table: Table, one: Ints, other: Ints) -> dict[Field, Small]:
    """Return the levels of the fields that a list can tell, for rows that are set beside each other."""
    forename, surname = _names(table, one, other)
    return {
        Field.FORENAME: forename,
        Field.SURNAME: surname,
        Field.BORN: _born(table, one, other),
        Field.SEX: _sex(table.sex[one], table.sex[other], forename),
        Field.HOME: _home(table, one, other),
        Field.NHS_NUMBER: _number(table, table.number[one], table.number[other]),
    }


def _names(table: Table, one: Ints, other: Ints) -> tuple[Small, Small]:
    fore, other_fore, sur, other_sur = (
        table.forename[one],
        table.forename[other],
        table.surname[one],
        table.surname[other],
    )
    forename = _of(FORENAMES)[likenesses(table.names, fore, other_fore)]
    surname = _of(SURNAMES)[likenesses(table.names, sur, other_sur)]
    _cross(table.names, (fore, other_sur), (sur, other_fore), forename, surname)
    exchanged = _exchanged(table, fore, other_fore, sur, other_sur)
    forename[exchanged], surname[exchanged] = place(Forename.SWAPPED), place(Surname.SWAPPED)
    surname[(surname == place(Surname.DIFFERENT)) & ~with_a_man(table, one, other)] = place(Surname.CHANGED)
    return forename, surname


def _cross(names: Names, mine: tuple[Ints, Ints], theirs: tuple[Ints, Ints], forename: Small, surname: Small) -> None:
    """Set the levels of names that stand in each other's place, as fields.names does; or of one that does."""
    far = np.flatnonzero(
        np.isin(forename, [place(level) for level in FAR_FORENAMES])
        & np.isin(surname, [place(level) for level in FAR_SURNAMES])
    )
    agreeing = np.zeros(len(far), np.int8)
    for one, other in (mine, theirs):
        agreeing += np.isin(likenesses(names, one[far], other[far]), (Likeness.EXACT, Likeness.SPELT))
    surname[far[agreeing > 0]] = place(Surname.SWAPPED)
    forename[far[agreeing > 1]] = place(Forename.SWAPPED)


def with_a_man(table: Table, one: Ints, other: Ints) -> Bools:
    """Whether one of the two is known to be male."""
    return np.asarray((table.sex[one] == SEXES["M"]) | (table.sex[other] == SEXES["M"]), dtype=np.bool_)


def _of(ladder: Mapping[Likeness, Term]) -> Small:
    """The places of a field's levels in the order of likeness."""
    return np.array([place(ladder[likeness]) for likeness in Likeness], dtype=np.int8)


def _exchanged(table: Table, fore: Ints, other_fore: Ints, sur: Ints, other_sur: Ints) -> Bools:
    """Whether forename and surname stand in each other's place; by what is written without spaces."""
    whole = table.names.whole
    a, b, c, d = whole[fore], whole[sur], whole[other_fore], whole[other_sur]
    return np.asarray((a > 0) & (b > 0) & (a == d) & (b == c) & (a != b), dtype=np.bool_)


def _born(table: Table, one: Ints, other: Ints) -> Small:
    """Levels of dates of birth told as certain; later lines hold before earlier ones."""
    mine, theirs = table.written[one], table.written[other]
    (year, month, day, digits), (year2, month2, day2, digits2) = _parts(mine), _parts(theirs)
    apart = np.abs(table.born[one] - table.born[other])
    result = np.full(len(mine), place(Born.GENERATION), np.int8)
    result[apart < FIFTEEN_YEARS] = place(Born.APART)
    result[apart < NINE_MONTHS] = place(Born.CLOSE)
    same_year, same_day = year == year2, (month == month2) & (day == day2)
    result[same_year & ((month == month2) | (day == day2))] = place(Born.PART)
    new_year = ((month == 1) & (day == 1)) | ((month2 == 1) & (day2 == 1))
    result[(np.abs(year - year2) <= 1) & new_year] = place(Born.ROUGH)
    slip = (np.abs(year - year2) == 1) & same_day
    result[slip | ((digits != digits2).sum(axis=1) == 1)] = place(Born.DIGIT)
    result[same_year & (month == day2) & (day == month2)] = place(Born.SWAPPED)
    result[mine == theirs] = place(Born.EXACT)
    result[(mine == theirs) & (month == 1) & (day == 1)] = place(Born.NEW_YEAR)
    result[(mine == 0) | (theirs == 0)] = place(Born.NOT_GIVEN)
    return result


def _parts(written: Ints) -> tuple[Ints, Ints, Ints, Small]:
    """Year, month, day and the eight digits of each date; what stands for no date is any date."""
    year, month, day = written // 10_000, written // 100 % 100, written % 100
    return year, month, day, np.stack([(written // 10**at % 10).astype(np.int8) for at in range(8)], axis=1)


def _sex(one: Small, other: Small, forename: Small) -> Small:
    named = np.isin(forename, [place(level) for level in NAMED])
    same = one == other
    result = np.where(same, place(Sex.SAME), place(Sex.DIFFERENT)).astype(np.int8)
    result[named & same] = place(Sex.SAME_AS_NAMED)
    result[named & ~same] = place(Sex.DIFFERENT_THOUGH_NAMED)
    result[(one == 0) | (other == 0)] = place(Sex.NOT_GIVEN)
    return result


def _home(table: Table, one: Ints, other: Ints) -> Small:
    """Levels of homes: what addresses say beside postcodes."""
    by_postcode = _postcodes(table, table.postcode[one], table.postcode[other])
    doors = _doors(table, table.place[one], table.place[other])
    return _SAID[doors, by_postcode] if doors.any() else by_postcode


def _said(nearness: Nearness, by_postcode: Home) -> int:
    return place(HOMES[nearness].get(by_postcode, by_postcode))


_SAID = np.array([[_said(nearness, home) for home in Home] for nearness in Nearness], dtype=np.int8)


def _doors(table: Table, one: Ints, other: Ints) -> Small:
    """The Nearness of addresses, as places.nearness tells it."""
    told = table.places
    result = np.full(len(one), Nearness.NOT_TOLD, np.int8)
    both = np.flatnonzero((told.whole[one] > 0) & (told.whole[other] > 0))
    a, b = one[both], other[both]
    words, others = told.words[a], told.words[b]
    slips = cpdist(words, others, scorer=OSA.distance, score_cutoff=1, dtype=np.int64, workers=WORKERS)
    shorter = np.minimum(told.length[a], told.length[b])
    alike = (shorter > 0) & ((slips == 0) | ((slips == 1) & (shorter >= SHORTEST_WITH_SLIP)))
    found = np.where(alike, Nearness.STREET, Nearness.ELSEWHERE).astype(np.int8)
    found[alike & (told.house[a] > 0) & (told.house[a] == told.house[b])] = Nearness.SPELT
    found[told.whole[a] == told.whole[b]] = Nearness.SAME
    result[both] = found
    return result


def _postcodes(table: Table, one: Ints, other: Ints) -> Small:
    """Levels of postcodes: distinct pairs are compared once."""
    told = table.postcodes
    low, high = np.minimum(one, other), np.maximum(one, other)
    result = np.full(len(one), place(Home.ELSEWHERE), np.int8)
    far = np.flatnonzero((low > 0) & (low != high))
    a, b = low[far], high[far]
    found = result[far]
    found[(told.district[a] > 0) & (told.district[a] == told.district[b])] = place(Home.DISTRICT)
    sector = (told.sector[a] > 0) & (told.sector[a] == told.sector[b])
    long = (told.length[a] >= SHORTEST_POSTCODE) & (told.length[b] >= SHORTEST_POSTCODE)
    found[long & _slip(told.texts, a, b)] = place(Home.SLIP)
    found[sector] = place(Home.SECTOR)
    result[far] = found
    result[low == high] = place(Home.POSTCODE)
    result[low == 0] = place(Home.NOT_GIVEN)
    return result


def _number(table: Table, one: Ints, other: Ints) -> Small:
    result = np.full(len(one), place(Number.DIFFERENT), np.int8)
    both = np.flatnonzero((one > 0) & (other > 0) & (one != other))
    texts = table.numbers
    long = np.array([len(text) for text in texts], dtype=np.int64)
    alike = (long[one[both]] == long[other[both]]) & (long[one[both]] >= 6)
    slips = both[alike & _slip(texts, one[both], other[both])]
    result[slips] = place(Number.MISTYPED)
    result[one == other] = place(Number.SAME)
    result[(one == 0) | (other == 0)] = place(Number.NOT_GIVEN)
    return result


def _slip(texts: NDArray[np.object_], one: Ints, other: Ints) -> Bools:
    """Whether one slip makes one text of the other."""
    slips = cpdist(texts[one], texts[other], scorer=OSA.distance, score_cutoff=1, dtype=np.int64, workers=WORKERS)
    return np.asarray(slips == 1, dtype=np.bool_)
