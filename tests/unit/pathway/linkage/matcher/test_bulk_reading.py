"""What cannot be read of a list is told with its line and what to do, and everything else of it is read."""

import csv
from pathlib import Path

import pytest

from wholepicture.pathway.linkage.matcher.bulk import Table, columns, reading

HEADER = "id,forename,surname,dob"


@pytest.fixture
def told() -> list[tuple[int, str]]:
    """What a reading has to say, with the line of each."""
    return []


def read(path: Path, told: list[tuple[int, str]], names: dict[str, str] | None = None) -> reading.Listed:
    """Read one list."""
    listed = reading.Listed()
    reading.read(path, listed, "id", names or {}, lambda line, text: told.append((line, text)))
    return listed


def written(folder: Path, *rows: str) -> Path:
    """A list with these rows under the header."""
    file = folder / "list.csv"
    file.write_text("\n".join((HEADER, *rows)) + "\n")
    return file


def test_a_list_that_is_not_there_is_named_with_what_the_system_says(
    tmp_path: Path, told: list[tuple[int, str]]
) -> None:
    with pytest.raises(reading.Unreadable, match=r"nowhere\.csv cannot be opened: No such file"):
        read(tmp_path / "nowhere.csv", told)


def test_a_column_mapped_to_a_title_that_the_list_does_not_have_is_said_with_the_titles_it_has(
    tmp_path: Path, told: list[tuple[int, str]]
) -> None:
    file = tmp_path / "list.csv"
    file.write_text("id,first,last\n1,Jo,Marsh\n")

    with pytest.raises(reading.Unreadable, match=r"no column family_name for surname\. There are: id, first, last\."):
        read(file, told, {"forename": "first", "surname": "family_name"})


def test_a_quotation_mark_that_is_not_closed_leaves_out_what_it_swallowed_and_nothing_else(
    tmp_path: Path, told: list[tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = csv.field_size_limit(200)
    try:
        swallowed = [f"{number},Kit,Vale,2012-03-09" for number in range(3, 14)]
        listed = read(written(tmp_path, "1,Jo,Marsh,", '2,"Lee,Denham,', *swallowed, "99,Robin,Ashby,"), told)
    finally:
        csv.field_size_limit(before)

    ((line, text),) = told
    assert listed.ids == ["1", *map(str, range(line, 14)), "99"]
    assert listed.lines == [2, *range(line + 1, 16)]
    assert 3 < line < 14
    assert "look for a quotation mark that is not closed. Left out." in text


def test_a_cell_that_goes_on_over_lines_does_not_shift_the_lines_of_the_rows_after_it(
    tmp_path: Path, told: list[tuple[int, str]]
) -> None:
    listed = read(written(tmp_path, '1,"Jo\n\nAnn",Marsh,', "2,Lee,Denham,soon"), told)
    Table.of(listed)

    assert listed.lines == [2, 5]
    assert [line for line, _ in told] == [5]


def test_an_empty_line_falls_away_without_a_word_and_a_short_one_with_its_line(
    tmp_path: Path, told: list[tuple[int, str]]
) -> None:
    listed = read(written(tmp_path, "1,Jo,Marsh,", "", "2,Lee", "3,Robin,Ashby,"), told)

    assert (listed.ids, listed.lines) == (["1", "3"], [2, 5])
    assert [line for line, _ in told] == [4]


def test_a_date_of_birth_before_anybody_who_lives_is_told_and_compared_by_its_digits(
    tmp_path: Path, told: list[tuple[int, str]]
) -> None:
    table = Table.of(read(written(tmp_path, "1,Jo,Marsh,1849-03-12", "2,Lee,Denham,1850-03-12"), told))

    assert [line for line, _ in told] == [2]
    assert told[0][1].endswith("Compared by its digits.")
    assert table.written.tolist() == [18490312, 18500312]
    with pytest.raises(columns.NoDate):
        columns.born(18490312)
