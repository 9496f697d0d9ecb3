"""`wholepicture linkage match` on lists as they come: any columns, any spelling of a date, bad rows, two encodings."""

import csv
import re
from pathlib import Path

import pytest

from wholepicture.interfaces.cli import linkage
from wholepicture.interfaces.cli.linkage import listing
from wholepicture.pathway.linkage import matcher

PEOPLE = """ref,forename,surname,dob,sex,postcode,nhs_number,notes
a1,Charlie,Marsh,2019-03-12,M,AB1 2CD,943 476 5919,x
a2,Charles,Marsh,12/03/2019,male,ab12cd,,"y, z"
a3,Jack,Marsh,20190312,1,AB1 2CD,,
a4,Zofia,Nowak,1988-07-21,F,QQ4 5RT,,
"""


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def match(tmp_path: Path, text: str | bytes, *more: str) -> tuple[int, list[dict[str, str]]]:
    """The exit code, and the pairs written for a list of this text."""
    people, out = tmp_path / "people.csv", tmp_path / "pairs.csv"
    people.write_bytes(text if isinstance(text, bytes) else text.encode())
    code = linkage.command(["match", "--csv", str(people), "--id", "ref", "--out", str(out), *more])
    return code, rows(out) if out.exists() else []


def ids(pairs: list[dict[str, str]]) -> set[frozenset[str]]:
    return {frozenset((pair["left_id"], pair["right_id"])) for pair in pairs}


def test_one_person_is_found_and_the_twin_is_not(tmp_path: Path) -> None:
    code, pairs = match(tmp_path, PEOPLE)
    assert (code, ids(pairs)) == (0, {frozenset(("a1", "a2"))})
    (pair,) = pairs
    assert pair["class"] == "SAME"
    assert float(pair["probability"]) == pytest.approx(float(pair["odds"]) / (1 + float(pair["odds"])), abs=1e-4)


def test_every_pair_is_written_on_asking(tmp_path: Path) -> None:
    _, pairs = match(tmp_path, PEOPLE, "--all")
    assert {pair["class"] for pair in pairs if "a3" in (pair["left_id"], pair["right_id"])} == {"HOUSEHOLD"}


def test_people_stand_together_in_clusters(tmp_path: Path) -> None:
    match(tmp_path, PEOPLE, "--clusters", str(tmp_path / "people_found.csv"))
    person = {row["id"]: row["person"] for row in rows(tmp_path / "people_found.csv")}
    assert person["a1"] == person["a2"]
    assert len({person["a1"], person["a3"], person["a4"]}) == 3


def test_columns_go_by_their_own_names_and_may_be_absent(tmp_path: Path) -> None:
    text = "ref;given name;Family;born\nb1;Charlie;Marsh;1999-03-12\nb2;Charlie;Marsh;1999-03-12\n"
    code, pairs = match(tmp_path, text, "--map", "forename=given name", "surname=family", "dob=born", "--all")
    assert (code, ids(pairs)) == (0, {frozenset(("b1", "b2"))})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_and_line_ends_of_windows_are_read(tmp_path: Path, encoding: str) -> None:
    text = "ref,forename,surname,dob\r\nb1,Zoë,Brontë,1999-03-12\r\nb2,Zoe,Bronte,1999-03-12\r\n"
    code, pairs = match(tmp_path, text.encode(encoding), "--all")
    assert (code, ids(pairs)) == (0, {frozenset(("b1", "b2"))})


def test_a_bad_row_is_told_with_its_line_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = b"c1,Too,Few\na1,Twice,Marsh,2019-03-12,M,AB1 2CD,,\nc3,No,Date,31/02/2019,M,AB1 2CD,,\nc4,\x81\x8d,X,,,,,\n,No,Id,,,,,\n"
    code, pairs = match(tmp_path, PEOPLE.encode() + bad)
    told = capsys.readouterr().err
    assert code == 1
    assert frozenset(("a1", "a2")) in ids(pairs)
    for line, words in (
        (6, "3 columns"),
        (7, "id of an earlier row"),
        (8, "date of birth"),
        (9, "bytes"),
        (10, "no id"),
    ):
        assert f"people.csv, line {line}: " in told
        assert words in told


def test_bad_rows_are_told_in_the_order_of_their_lines_and_without_what_stood_in_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = "a5,Ann,Poe,soon,F,,,\nc1,Too,Few\na6,Ann,Poe,31/31/2019,F,,,\n"
    assert match(tmp_path, PEOPLE + bad)[0] == 1
    told = capsys.readouterr().err
    lines = [line for line in told.splitlines() if line.startswith("people.csv, line ")]
    assert [line.partition(": ")[0] for line in lines] == [f"people.csv, line {number}" for number in (6, 7, 8)]
    said = "the date of birth is not a date: write it as 2019-03-12 or 12/03/2019."
    assert lines[0].endswith(f": {said} Compared without it.")
    assert lines[2].endswith(f": {said} Compared by its digits.")
    assert "31/31" not in told
    assert "Poe" not in told


def test_of_very_many_bad_rows_the_first_lines_are_told_and_the_rest_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    problems = listing.Problems("people.csv")
    for line in range(100, 0, -1):
        problems(line, "has no id.")
    problems.end()
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "people.csv, line 1: has no id."
    assert (len(told), told[-2]) == (21, "people.csv, line 20: has no id.")
    assert told[-1] == "people.csv: 80 more rows have such problems."


SISTERS = "ref,given_name,last_name,dob,postcode\ns1,Ann,Poe,2019-03-12,AB1 2CD\ns2,Eve,Poe,2019-03-12,AB1 2CD\n"


def test_columns_that_are_missing_or_not_used_are_told_and_how_to_name_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    match(tmp_path, SISTERS)
    told = capsys.readouterr().err
    assert (
        "people.csv: columns missing: forename, surname, sex, address, nhs_number. Not used: given_name, last_name."
        in told
    )
    assert "--map forename=given_name surname=last_name" in told
    assert "Names are missing, so relatives cannot be told apart" in told

    _, pairs = match(tmp_path, SISTERS, "--map", "forename=given_name", "surname=last_name", "--all")
    told = capsys.readouterr().err
    assert [pair["class"] for pair in pairs] == ["HOUSEHOLD"]
    assert "Names are missing" not in told
    assert "Not used" not in told


def test_of_two_lists_only_one_may_call_its_columns_otherwise(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(SISTERS.replace("s1", "t1").replace("s2", "t2"), encoding="utf-8")
    ours = SISTERS.replace("given_name", "forename").replace("last_name", "surname")
    code, pairs = match(tmp_path, ours, "--with", str(other), "--map", "forename=given_name", "surname=last_name")
    assert code == 0
    same = {frozenset((pair["left_id"], pair["right_id"])) for pair in pairs if pair["class"] == "SAME"}
    assert same == {frozenset(("s1", "t1")), frozenset(("s2", "t2"))}


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("ref,surname,dob", "Without forename, brothers and sisters"),
        ("ref,forename,surname,dob,sex,postcode,address,NHS No", 'If these are meant: --map nhs_number="NHS No"'),
        ("ref,forename,surname,dob,colour", "If one of these is meant: --map sex=TITLE"),
    ],
)
def test_each_lack_of_a_list_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], header: str, says: str
) -> None:
    match(tmp_path, f"{header}\n")
    assert says in capsys.readouterr().err


def test_a_list_with_every_column_is_not_warned_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    match(tmp_path, PEOPLE.replace("notes", "address"))
    assert "people.csv: " not in capsys.readouterr().err


def test_it_ends_with_the_cut_offs_and_how_many_pairs_lie_above_between_and_in_one_household(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    match(tmp_path, PEOPLE, "--clusters", str(tmp_path / "people_found.csv"), "--all")
    told = capsys.readouterr().err
    link = 2 ** matcher.load().link.odds
    assert f"cut-off for linking: odds {link:.6g} (probability {link / (1 + link):.6f}); for review: odds " in told
    assert re.search(
        r"\d+ pairs? above the cut-off for linking, \d+ pairs? between the two, \d+ pairs? rather of one", told
    )
    assert "people are joined from the cut-off for linking on" in told


def test_the_guide_names_the_cut_offs_that_are_shipped() -> None:
    guide = Path("docs/how-to/match-lists.md").read_text(encoding="utf-8")
    for name, cut_off in (("linking", matcher.load().link), ("review", matcher.load().review)):
        odds = 2**cut_off.odds
        assert f"| for {name} | {odds:g} (probability {odds / (1 + odds):.3g}) |" in guide


def test_two_lists_are_matched_across_and_not_within(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(PEOPLE.replace("a1", "z1").replace("a2", "z2"), encoding="utf-8")
    _, pairs = match(tmp_path, PEOPLE, "--with", str(other))
    assert ids(pairs) >= {frozenset(("a1", "z2")), frozenset(("a4",))}
    assert frozenset(("a1", "a2")) not in ids(pairs)
    assert all(pair["left_id"].startswith("a") for pair in pairs)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("name,born\nx,1999-03-12\n", "no column ref"),
        ("ref,colour\n1,red\n", "none of the columns"),
    ],
)
def test_a_list_that_cannot_be_read_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    assert match(tmp_path, text)[0] == 2
    assert words in capsys.readouterr().err


def test_a_header_alone_gives_no_pairs(tmp_path: Path) -> None:
    assert match(tmp_path, "ref,forename,surname\n", "--clusters", str(tmp_path / "none.csv")) == (0, [])


def test_learning_writes_a_new_file_that_matching_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = [
        f"{n},Name{n % 40},Surname{n % 90},19{n % 60 + 30:02}-0{n % 9 + 1}-1{n % 7},F,AB{n % 20} {n % 9}CD,"
        for n in range(1200)
    ]
    people, learnt = tmp_path / "people.csv", tmp_path / "learnt.json"
    people.write_text("ref,forename,surname,dob,sex,postcode,nhs_number\n" + "\n".join(made), encoding="utf-8")
    arguments = ["learn", "--csv", str(people), "--id", "ref", "--out", str(learnt)]
    assert linkage.command(arguments) == 0
    assert "one person" in capsys.readouterr().out
    assert linkage.command(arguments) == 2
    assert match(tmp_path, PEOPLE, "--parameters", str(learnt))[0] == 0
