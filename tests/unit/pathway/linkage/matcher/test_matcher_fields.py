"""Fields of one pair where a plain comparison would see less: middle names, postcodes of one sector."""

from dataclasses import replace

import pytest

from wholepicture.pathway.linkage.matcher import Described, fields
from wholepicture.pathway.linkage.matcher.terms import Forename, Home

ROSIE = Described(forename="Rosie", surname="Marsh", sex="F")
CHLOE_ROSIE = Described(forename="Chloe", middle="Rosie", surname="Marsh", sex="F")


def test_whoever_is_called_by_a_middle_name_has_a_part_of_the_name_and_no_other_one() -> None:
    assert fields.names(ROSIE, CHLOE_ROSIE)[0] is fields.names(CHLOE_ROSIE, ROSIE)[0] is Forename.PART
    assert fields.names(ROSIE, replace(CHLOE_ROSIE, middle="Ann"))[0] is Forename.DIFFERENT


@pytest.mark.parametrize(
    ("other", "near"),
    [("AB12CE", Home.SECTOR), ("AB12EF", Home.SECTOR), ("AB13CD", Home.SLIP), ("AB13EF", Home.DISTRICT)],
    ids=["a letter on", "another street", "a digit mistyped", "another sector"],
)
def test_postcodes_of_one_sector_are_near_however_much_of_their_end_differs(other: str, near: Home) -> None:
    assert fields.postcodes("AB12CD", other) is fields.postcodes(other, "AB12CD") is near
