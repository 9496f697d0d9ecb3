"""A number with one slip in it is never taken for somebody else's."""

import string

import nhs_number
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholepicture.registers.people import identifiers
from wholepicture.registers.people.identifiers import InvalidIdentifier
from wholepicture.registers.people.terms import IdentifierKind

NHS_NUMBERS = ["9434765919", "9434765870", "9449306753", "9990000018", "9990000026", "9990000034"]
UPNS = ["B801200005001", "X933200005001", "C933200026001", "B93320002601A"]

digits = st.sampled_from(string.digits)
nhs = (
    st.text(digits, min_size=6, max_size=6)
    .map(lambda serial: "999" + serial)
    .map(lambda stem: f"{stem}{nhs_number.calculate_checksum(stem)}")
    .filter(lambda number: len(number) == 10 and len(set(number)) > 1)
)
bodies = st.text(digits, min_size=11, max_size=11)
upns = st.builds(
    lambda body, last: identifiers.upn_check_letter(body + last) + body + last,
    bodies,
    digits | st.sampled_from(identifiers.UPN_LETTERS),
)


@pytest.mark.parametrize("number", NHS_NUMBERS)
def test_a_valid_nhs_number_is_accepted(number: str) -> None:
    assert identifiers.nhs_number(number) == number


@pytest.mark.parametrize(
    "written", ["943 476 5919", "943-476-5919", " 9434765919 ", "943\N{NO-BREAK SPACE}476\N{EN DASH}5919"]
)
def test_an_nhs_number_may_hold_spaces_and_hyphens(written: str) -> None:
    assert identifiers.nhs_number(written) == "9434765919"


@pytest.mark.parametrize(
    ("written", "because"),
    [
        ("9434765871", "wrong check digit"),
        ("123", "this one has 3"),
        ("94347659190", "this one has 11"),
        ("943476591A", "only digits"),
        ("", "only digits"),
        ("٩٤٣٤٧٦٥٩١٩", "only digits"),
        *[(digit * 10, "repeats one digit") for digit in string.digits],
    ],
)
def test_an_nhs_number_that_cannot_be_one_is_refused_in_a_sentence(written: str, because: str) -> None:
    with pytest.raises(InvalidIdentifier, match=because) as refusal:
        identifiers.nhs_number(written)
    assert not written or written not in str(refusal.value)


@given(number=nhs, place=st.integers(0, 9), digit=digits)
def test_an_nhs_number_with_one_digit_mistyped_never_passes(number: str, place: int, digit: str) -> None:
    typed = number[:place] + digit + number[place + 1 :]
    if typed == number:
        assert identifiers.nhs_number(typed) == number
    else:
        with pytest.raises(InvalidIdentifier):
            identifiers.nhs_number(typed)


@given(number=nhs, place=st.integers(0, 8))
def test_an_nhs_number_with_two_neighbours_swapped_never_passes(number: str, place: int) -> None:
    typed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if typed != number:
        with pytest.raises(InvalidIdentifier):
            identifiers.nhs_number(typed)


@pytest.mark.parametrize("number", UPNS)
def test_a_valid_upn_is_accepted_a_temporary_one_too(number: str) -> None:
    assert identifiers.upn(number) == number
    assert identifiers.upn(f" {number[:4].lower()}-{number[4:]} ") == number


@pytest.mark.parametrize(
    ("written", "because"),
    [
        ("A801200005001", "first letter"),
        ("X80120000A001", "a letter and 12 digits"),
        ("B93320002601I", "a letter and 12 digits"),
        ("I933200005001", "first letter"),
        ("1933200005001", "a letter and 12 digits"),
        ("X93320000500", "this one has 12"),
        ("", "this one has 0"),
        ("UN1", "leave the field empty"),
        ("un5", "leave the field empty"),
        ("X93320000500²", "a letter and 12 digits"),
    ],
)
def test_a_upn_that_cannot_be_one_is_refused_in_a_sentence(written: str, because: str) -> None:
    with pytest.raises(InvalidIdentifier, match=because):
        identifiers.upn(written)


@given(number=upns, place=st.integers(1, 11), digit=digits)
def test_a_upn_with_one_digit_mistyped_never_passes(number: str, place: int, digit: str) -> None:
    typed = number[:place] + digit + number[place + 1 :]
    if typed == number:
        assert identifiers.upn(typed) == number
    else:
        with pytest.raises(InvalidIdentifier):
            identifiers.upn(typed)


@given(number=upns, first=st.sampled_from(string.ascii_uppercase))
def test_only_one_first_letter_fits_a_upn(number: str, first: str) -> None:
    if first != number[0]:
        with pytest.raises(InvalidIdentifier):
            identifiers.upn(first + number[1:])


@pytest.mark.parametrize("kind", [IdentifierKind.POLICE, IdentifierKind.SOCIAL_CARE, IdentifierKind.OWN])
def test_an_agencys_own_number_has_no_format_to_fail(kind: IdentifierKind) -> None:
    assert identifiers.checked(kind, "  52/19 -  00ab ") == "52/19 - 00AB"
    with pytest.raises(InvalidIdentifier, match="empty"):
        identifiers.checked(kind, "  ")


@pytest.mark.parametrize("kind", IdentifierKind)
def test_every_kind_of_number_is_checked_by_its_own_rule(kind: IdentifierKind) -> None:
    accepted = {IdentifierKind.NHS_NUMBER: "9434765919", IdentifierKind.UPN: "X933200005001"}
    if kind not in accepted:
        assert identifiers.checked(kind, "a1") == "A1"
        return
    assert identifiers.checked(kind, accepted[kind]) == accepted[kind]
    with pytest.raises(InvalidIdentifier):
        identifiers.checked(kind, "A1")
