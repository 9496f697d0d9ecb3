"""Addresses as they are spelt, households as the list has them, and names and dates that stand where others should."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from wholepicture.pathway.linkage import matcher
from wholepicture.pathway.linkage.matcher import Described, bulk, fields
from wholepicture.pathway.linkage.matcher.bulk import levels, reading
from wholepicture.pathway.linkage.matcher.bulk.households import with_households
from wholepicture.pathway.linkage.matcher.places import Nearness, nearness, place
from wholepicture.pathway.linkage.matcher.terms import Born, Field, Forename, Home, Kind, Surname
from wholepicture.registers.people.names import place_key

HEADER = "id,forename,surname,dob,postcode,address"


def near(one: str, other: str) -> Nearness:
    return nearness(place(place_key(one)), place(place_key(other)))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("4 Invented Terrace, Nowhere", "Nowhere, 4 invented terrace", Nearness.SAME),
        ("4 Invented Terrace, Nowhere ZZ1 1ZZ", "4 Invented Terrace, Nowhere", Nearness.SAME),
        ("4 Invented Terrace, Nowhere", "4 Invnted Terrace, Nowhere", Nearness.SPELT),
        ("4 Invented Terrace, Nowhere", "6 Invented Terrace, Nowhere", Nearness.STREET),
        ("4 Invented Terrace, Nowhere", "Invented Terrace, Nowhere", Nearness.STREET),
        ("Flat 1, 4 Invented Terrace", "Flat 2, 4 Invented Terrace", Nearness.STREET),
        ("4 Invented Terrace, Nowhere", "4 Other Lane, Elsewhere", Nearness.ELSEWHERE),
        ("4 High Street, Made-up-super-Mare", "4 Hill Street, Made-up-super-Mare", Nearness.ELSEWHERE),
        ("4", "6", Nearness.ELSEWHERE),
        ("ZZ1 1ZZ", "4 Invented Terrace", Nearness.NOT_TOLD),
        ("", "4 Invented Terrace", Nearness.NOT_TOLD),
    ],
)
def test_addresses_are_as_near_as_their_numbers_and_words_are(one: str, other: str, expected: Nearness) -> None:
    assert near(one, other) is near(other, one) is expected


@pytest.mark.parametrize(
    ("address", "postcodes", "expected"),
    [
        ("4 Highest Street", ("ZZ1 1ZZ", "ZZ1 1ZZ"), Home.ADDRESS),
        ("4 Highest Street", ("ZZ1 1ZZ", "ZZ1 1ZX"), Home.ADDRESS),
        ("4 Highest Street", ("ZZ1 1ZZ", "YY9 9YY"), Home.SPELT),
        ("6 Highest Street", ("ZZ1 1ZZ", "ZZ1 1ZZ"), Home.NEIGHBOURS),
        ("6 Highest Street", ("ZZ1 1ZZ", "YY9 9YY"), Home.STREET),
        ("4 Highest Stret", ("ZZ1 1ZZ", ""), Home.SPELT),
        ("1 Sea View", ("ZZ1 1ZZ", "ZZ1 1ZZ"), Home.NEIGHBOURS),
        ("1 Sea View", ("ZZ1 1ZZ", ""), Home.ELSEWHERE),
        ("", ("ZZ1 1ZZ", "ZZ1 1ZZ"), Home.POSTCODE),
    ],
)
def test_an_address_counts_as_far_as_the_postcodes_agree(
    address: str, postcodes: tuple[str, str], expected: Home
) -> None:
    one = Described(places=frozenset({place_key("4 Highest Street")}), postcodes=frozenset({postcodes[0]} - {""}))
    other = Described(places=frozenset({place_key(address)} - {""}), postcodes=frozenset({postcodes[1]} - {""}))
    assert fields.home(one, other) is fields.home(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("Isabella", "Carter"), ("Carter", "Isabella"), (Forename.SWAPPED, Surname.SWAPPED)),
        (("Isabella", "Carter"), ("Carter", "Isabela"), (Forename.SWAPPED, Surname.SWAPPED)),
        (("Isabella", "Carter"), ("Carter", "Tiffany"), (Forename.DIFFERENT, Surname.SWAPPED)),
        (("Isabella", "Carter"), ("Tiffany", "Brown"), (Forename.DIFFERENT, Surname.CHANGED)),
    ],
)
def test_a_name_that_stands_in_the_others_place_is_seen_though_it_is_misspelt(
    one: tuple[str, str], other: tuple[str, str], expected: tuple[Forename, Surname]
) -> None:
    a, b = Described(one[0], surname=one[1]), Described(other[0], surname=other[1])
    assert fields.names(a, b) == fields.names(b, a) == expected


def table(folder: Path, rows: Sequence[str], told: list[tuple[int, str]]) -> bulk.Table:
    file = folder / "list.csv"
    file.write_text("\n".join((HEADER, *rows)))
    listed = reading.Listed()
    reading.read(file, listed, "id", {}, lambda line, text: told.append((line, text)))
    return bulk.Table.of(listed)


def test_a_date_that_never_was_is_told_and_compared_by_its_digits(tmp_path: Path) -> None:
    told: list[tuple[int, str]] = []
    dates = ("1990-02-31", "1990-02-21", "1990-13-02", "1990-02-13", "soon")
    rows = [f"{number},Jo,Marsh,{written},," for number, written in enumerate(dates)]
    found = table(tmp_path, rows, told)
    one, other = np.array([0, 2, 0]), np.array([1, 3, 4])
    born = levels.levels(found, one, other)[Field.BORN]
    assert [list(Born)[level] for level in born] == [Born.DIGIT, Born.SWAPPED, Born.NOT_GIVEN]
    assert [line for line, _ in told] == [2, 4, 6]
    assert told[0][1].endswith("Compared by its digits.")
    assert told[2][1].endswith("Compared without it.")


def lone(number: int) -> str:
    """Somebody told twice who lives with nobody."""
    return f"Name{number},Surname{number},{date(1950, 1, 1) + timedelta(days=97 * number)},ZZ{number} 1ZZ,"


def test_a_list_in_which_nobody_has_relatives_has_no_twins_and_one_of_families_keeps_them(tmp_path: Path) -> None:
    alone = [f"{2 * n + again},{lone(n)}" for n in range(300) for again in (0, 1)]
    family = [
        f"{4 * n + child},Child{child}x{n},Surname{n},{date(2004, 1, 1) + timedelta(days=700 * child + n)},ZZ{n} 1ZZ,"
        for n in range(150)
        for child in range(4)
    ]
    shipped = matcher.load().of_size(600)
    without = with_households(table(tmp_path, alone, []), shipped)
    among = with_households(table(tmp_path, family, []), shipped)
    assert without.pairs[Kind.TWIN] < shipped.pairs[Kind.TWIN] / 5
    assert among.pairs[Kind.TWIN] > shipped.pairs[Kind.TWIN] / 2
    assert without.pairs[Kind.SAME] == shipped.pairs[Kind.SAME]


def test_a_list_without_homes_says_nothing_of_households(tmp_path: Path) -> None:
    shipped = matcher.load().of_size(2)
    found = with_households(table(tmp_path, ["1,Jo,Marsh,1990-02-21,,"], []), shipped)
    assert found.pairs == pytest.approx(shipped.pairs)
