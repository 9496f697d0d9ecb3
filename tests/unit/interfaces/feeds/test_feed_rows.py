"""Bytes and rows of real exports: encodings, delimiters, line ends, quotation marks, and lines that are broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholepicture.interfaces.feeds.police import encoding
from wholepicture.interfaces.feeds.police.file import PoliceFile
from wholepicture.interfaces.feeds.police.rows import MOST_LINES, Row, rows

TEXT = "Ref;Role\r\n1;Zoë\r\n"
TABLE = "Ref{0}Date time{0}Role{0}Surname\nX{0}16/12/2019 20:15{0}Victim{0}Marsh\n"


def read(lines: list[str], delimiter: str = ",") -> list[tuple[int, list[str], bool]]:
    """The rows of these lines, plainly."""
    return [(row.line, row.cells, row.is_whole) for row in rows(lines, delimiter)]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        ("\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_the_encodings_of_real_exports_are_told_apart(raw: bytes, name: str) -> None:
    assert encoding.encoding_of(raw) == name
    assert list(encoding.lines(raw, name)) == ["Ref;Role", "1;Zoë"]


def test_a_few_spoilt_bytes_do_not_turn_a_whole_file_into_another_encoding() -> None:
    raw = "Zoë,Zoë,Zoë\n".encode() + b"Ren\xe9\n"
    assert encoding.encoding_of(raw) == "utf-8"
    assert list(encoding.lines(raw, "utf-8"))[1] == "Ren\ufffd"


def test_a_character_cut_at_the_edge_of_a_piece_is_whole() -> None:
    raw = b"a" * ((1 << 20) - 1) + "ë".encode()
    assert encoding.encoding_of(raw) == "utf-8"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n"])
def test_lines_end_as_each_system_ends_them(end: str) -> None:
    raw = end.join(["a,b", "1,2", ""]).encode()
    assert [row.cells for row in rows(encoding.lines(raw, "utf-8"), ",")] == [["a", "b"], ["1", "2"]]


def test_control_characters_are_shown_by_their_pictures_and_the_end_of_file_mark_falls_away() -> None:
    assert list(encoding.lines(b"a\x00b,\x07c\td\n\x1a", "utf-8")) == ["a␀b,␇c\td"]


def test_quoted_cells_hold_delimiters_doubled_marks_and_line_ends() -> None:
    assert read(['1,"a, ""b""', 'c",2', "3,4,5"]) == [(1, ["1", 'a, "b"\nc', "2"], True), (3, ["3", "4", "5"], True)]


def test_a_mark_within_an_open_text_is_a_letter_like_others() -> None:
    assert read(['1,5" wall, "b" ,']) == [(1, ["1", '5" wall', "b", ""], True)]


def test_an_unclosed_mark_spoils_its_own_line_only() -> None:
    assert read(['1,"open,2', "3,4", "5,6"]) == [
        (1, ["1", '"open', "2"], False),
        (2, ["3", "4"], True),
        (3, ["5", "6"], True),
    ]


def test_an_unclosed_mark_does_not_run_into_the_next_quoted_cell() -> None:
    assert read(['1,"open,2', '3,"x",4']) == [(1, ["1", '"open', "2"], False), (2, ["3", "x", "4"], True)]


def test_a_long_account_is_one_cell_and_a_file_of_open_marks_ends_soon() -> None:
    long = ['1,"a', *["b"] * (MOST_LINES - 2), 'c",2']
    assert len(read(long)) == 1
    assert len(read(['a",b"c,"'] * 3000)) == 3000


def test_rows_in_which_nothing_stands_are_no_rows() -> None:
    assert read(["", " ", ",,,", '"",', "1,"]) == [(5, ["1", ""], True)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("above", ["", "\n\n", "sep={0}\n"])
def test_the_delimiter_is_the_one_that_makes_known_headings(delimiter: str, above: str) -> None:
    file = PoliceFile((above + TABLE).format(delimiter).encode(), {})
    assert (file.delimiter, file.heading.problem) == (delimiter, "")
    assert [entry.texts[3] for entry in file.entries()] == ["Marsh"]


@given(st.lists(st.text(alphabet='a,"\n '), max_size=8), st.sampled_from(",;"))
def test_any_lines_give_rows_that_begin_where_they_say(lines: list[str], delimiter: str) -> None:
    told = [line for text in lines for line in text.split("\n")]
    found: list[Row] = list(rows(told, delimiter))
    assert [row.line for row in found] == sorted({row.line for row in found})
    assert all(told[row.line - 1].strip() for row in found)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(raw: bytes) -> None:
    file = PoliceFile(raw, {})
    assert sum(len(group.entries) for group in file.groups()) == sum(1 for _ in file.entries())
