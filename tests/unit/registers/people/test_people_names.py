"""One spelling for names and addresses that differ only in how they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholepicture.registers.people.names import name_key, normalise_name, place_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O'Brien", "OBRIEN"),
        ("O’Brien", "obrien"),
        ("Anne-Marie", "Anne  Marie"),
        ("Zoë", "Zoe"),
        ("Zoe\N{COMBINING DIAERESIS}", "Zoë"),
        ("Łukasz Ødegård", "lukasz odegard"),
        ("STRASSE", "Straße"),
        ("  J.  Smith ", "j smith"),
        ("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}rem", "irem"),
    ],
)
def test_equal_names_are_found_equal(one: str, other: str) -> None:
    assert normalise_name(one) == normalise_name(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Ann", "Anna"), ("Li Na", "Lina"), ("Mark", "Marc")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert normalise_name(one) != normalise_name(other)


@pytest.mark.parametrize("text", ["", "  ", "-", "'", "_"])
def test_a_blank_name_stays_blank(text: str) -> None:
    assert normalise_name(text) == ""


@given(st.text())
def test_a_normalised_name_does_not_change_again(text: str) -> None:
    assert normalise_name(normalise_name(text)) == normalise_name(text)


@given(st.text(st.characters(codec="latin-1")))
def test_case_never_matters_in_a_name(text: str) -> None:
    assert normalise_name(text.upper()) == normalise_name(text.lower()) == normalise_name(text)


def test_half_a_name_equals_no_other() -> None:
    assert name_key("Zoë", "O'Brien") == "zoe|obrien"
    assert name_key("", "O'Brien") == name_key("Zoë", " ") == ""


def test_a_forename_cannot_run_into_the_surname() -> None:
    assert name_key("Mary Ann", "Lee") != name_key("Mary", "Ann Lee")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Flat 1, 11 High St.", "flat 1 11 high st"),
        ("FLAT1 11 High St", "Flat 1, 11 High St"),
        ("12 Low Lane,\nYeovil,\nBA20 1AA", "12 low lane yeovil BA201AA"),
        ("St. Mary's House", "St Marys House"),
        ("Stoke-sub-Hamdon", "stoke sub hamdon"),
        ("14-16 High St", "14–16 high st"),
        (" 12  Low   Lane ", "12 Low Lane"),
        ("Flat 2 - 14 High St", "Flat 2, 14 High St"),
    ],
)
def test_one_place_has_one_key_however_it_is_spelt(one: str, other: str) -> None:
    assert place_key(one) == place_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Flat 1, 11 High St", "Flat 11, 1 High St"),
        ("1 2 High St", "12 High St"),
        ("14-16 High St", "14, 16 High St"),
        ("2/1 High St", "21 High St"),
        ("12 High St", "12a High St"),
        ("12 High St, BA20 1AA", "12 High St, BA20 1AB"),
    ],
)
def test_different_places_have_different_keys(one: str, other: str) -> None:
    assert place_key(one) != place_key(other)


@pytest.mark.parametrize("address", ["home_of_father", "home_of_maternal_family"])
def test_an_address_id_is_its_own_key(address: str) -> None:
    assert place_key(address) == address


@pytest.mark.parametrize(
    "address", ["", " , ", "No fixed abode", "NO FIXED ABODE.", "N.F.A", "Not known", "n/a", "Refuge", "___"]
)
def test_words_that_name_no_place_give_no_key(address: str) -> None:
    assert place_key(address) == ""


@given(st.text())
def test_a_place_key_does_not_change_again(text: str) -> None:
    assert place_key(place_key(text)) == place_key(text)


@given(st.lists(st.from_regex(r"[a-z0-9]{1,6}", fullmatch=True), min_size=1), st.data())
def test_commas_stops_spaces_and_case_never_matter_in_a_place(words: list[str], data: st.DataObject) -> None:
    between = [data.draw(st.sampled_from([" ", ", ", ". ", "  ", ",\n"])) for _ in words]
    spelt = "".join(word + gap for word, gap in zip(words, between, strict=True))
    assert place_key(spelt.upper()) == place_key(" ".join(words))
