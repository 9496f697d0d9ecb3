"""`wholepicture feed police FILE` as it is typed: exit codes, the file of rejected rows, and nothing of a row on the screen."""

import stat
from pathlib import Path

import pytest

from tests.factories import feeds
from tests.integration.commands.test_small_commands import Console
from tests.integration.commands.test_small_commands import console as console

SECRETS = ("Jodie", "Marsh", "Hihg", "CH-1", "Invented")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of one good incident and one with a word that nobody knows."""
    bad = feeds.incident("CH-2", "Ashby")
    bad[0]["Role"] = "Hihg"
    path = tmp_path / "export.csv"
    path.write_bytes(feeds.text(feeds.incident() + bad, delimiter=";").encode("cp1252"))
    return path


def test_a_file_is_fed_its_rejected_rows_are_mended_and_fed_and_nothing_comes_twice(
    console: Console, file: Path
) -> None:
    first = console("feed", "police", str(file))
    out = file.with_name("export.csv.rejected.csv")

    assert first.returncode == 2, first.stderr
    assert "6 rows: 3 accepted, 3 rejected." in first.stdout
    assert str(out) in first.stdout
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert not any(secret in first.stdout + first.stderr for secret in SECRETS)

    out.write_text(out.read_text(encoding="utf-8").replace("Hihg", "Victim"), encoding="utf-8")
    mended = console("feed", "police", str(out))
    assert (mended.returncode, "3 rows: 3 accepted, 0 rejected." in mended.stdout) == (0, True), mended.stdout
    assert not out.with_name(f"{out.name}.rejected.csv").exists()

    again = console("feed", "police", str(out))
    assert "1 incident, 1 of them told before" in again.stdout
    assert console("verify").returncode == 0


def test_a_file_that_somebody_is_mending_is_never_written_over(console: Console, file: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("half mended")
    refused = console("feed", "police", str(file), "--rejected", str(mine))
    assert (refused.returncode, mine.read_text()) == (1, "half mended")
    assert "File exists" in refused.stderr
    console("feed", "police", str(file))
    console("feed", "police", str(file))
    assert file.with_name("export.csv.rejected2.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--map", "Rolle=nothing"), "with one of these names"),
        (("--agency", "nowhere"), "Say with --agency"),
    ],
)
def test_what_cannot_be_tried_is_one_sentence(
    console: Console, file: Path, arguments: tuple[str, ...], words: str
) -> None:
    refused = console("feed", "police", str(file), *arguments)
    assert refused.returncode == 1
    assert words in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_file_that_is_not_there_is_one_sentence(console: Console, tmp_path: Path) -> None:
    refused = console("feed", "police", str(tmp_path / "none.csv"))
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
    assert "No such file" in refused.stderr


def test_columns_that_have_other_names_are_mapped(console: Console, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("Nr,Wer,Wann\nZ-1,Victim,16/12/2019 20:15\n")
    unread = console("feed", "police", str(path))
    assert (unread.returncode, "no headings" in unread.stdout) == (2, True)
    read = console(
        "feed", "police", str(path), "--map", "Nr=reference", "--map", "Wer=role", "--map", "Wann=happened_at"
    )
    assert (read.returncode, "1 row: 1 accepted" in read.stdout) == (0, True), read.stdout + read.stderr
