"""No cell that we write is taken for a formula, and a guarded one comes back as it was (safety, threat 23)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholepicture.lib.formulas import guarded, unguarded

DANGEROUS = [
    "=1+1", "+44 7700 900000", "-1", "@SUM(A1)", "|calc", "%0", "\t=1", "\r=1", "\n=1", "\x00=1", "\ufeff=1", "  =1",
    "\u200b=1", "＝1", "＋1", "－1", "＠x", "\tplain", "'=1", "''=1", "\ufeff \t-1", "␀=1",
]  # fmt: skip


@pytest.mark.parametrize("cell", DANGEROUS)
def test_what_could_be_a_formula_begins_with_an_apostrophe(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Jodie", "O'Neill", "'", "1=2", "4 Invented Terrace", "a@b.example", "'tis"])
def test_what_is_no_formula_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell


@given(st.text(alphabet=st.sampled_from("'=+-@|% \t\r\n\x00\ufeff＝ab1")) | st.text())
def test_a_guarded_cell_comes_back_as_it_was(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
