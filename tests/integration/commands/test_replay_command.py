"""`wholepicture replay` as it is typed: a page written whole or not at all, and a report kept with how far it is."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from wholepicture.interfaces.replay import keeping, loader, main, player
from wholepicture.interfaces.replay.case import Case
from wholepicture.interfaces.replay.main import Wanted
from wholepicture.pathway.oversight import queries

COMMAND = [str(Path(sys.executable).parent / "wholepicture"), "replay"]
CASE = """
case: one evening
source: invented
until: 2023-05-01T09:00
agencies:
  police: {kind: police, name: Northshire Police}
  phn: {kind: health_visiting, name: Northshire Nursing}
people:
  mum: {forename: Alba, surname: Reed, born: 1995-03-02, sex: female}
  boy: {forename: Jem, surname: Reed, born: 2022-02-01, sex: male, registered: {health_visitor: phn}}
events:
  - {at: 2023-04-30T19:00, by: police, kind: incident, ref: A, category: domestic_abuse,
     people: {mum: victim, boy: child}, children: {boy: present}, dash: medium}
"""


@pytest.fixture(name="case_file")
def a_case_file(tmp_path: Path) -> Path:
    file = tmp_path / "case.yaml"
    file.write_text(CASE, "utf-8")
    return file


def replay(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "wholepicture.config.settings"}
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], env=environment, capture_output=True, text=True, check=False
    )


def must_not_play(case: Case, **_: object) -> None:
    raise AssertionError("It was played although its page cannot be written.")


def test_a_page_and_json_are_given_beside_each_other(case_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.html"

    done = replay(case_file, "--html", out, "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["case"] == "one evening"
    assert "Northshire Nursing" in out.read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case.yaml", "out.html"]


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("missing/out.html", "there is no folder"),
        ("there.html", "add --force to write over it"),
        (".", "is a folder: name a file in it"),
    ],
)
def test_a_place_that_cannot_take_the_page_is_refused_before_it_is_played(
    case_file: Path,
    tmp_path: Path,
    out: str,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(player, "play", must_not_play)
    (tmp_path / "there.html").write_text("mine")

    assert main.main(case_file, Wanted(html=tmp_path / out), now=timezone.now()) == 2

    assert words in capsys.readouterr().err
    assert (tmp_path / "there.html").read_text() == "mine"
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".part"]


def test_a_file_that_cannot_be_read_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.html"

    assert main.main(tmp_path / "none.yaml", Wanted(html=out), now=timezone.now()) == 2

    assert "none.yaml" in capsys.readouterr().err
    assert not out.exists()


def test_force_writes_over_and_a_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.html"
    out.write_text("before")

    main.write(out, "after", force=True)
    assert out.read_text() == "after"

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(main.CannotWrite, match="No space left"):
        main.write(out, "half", force=True)
    assert out.read_text() == "after"
    assert [path.name for path in tmp_path.iterdir()] == ["out.html"]


def test_force_without_a_file_is_refused(case_file: Path) -> None:
    done = replay(case_file, "--force")

    assert done.returncode == 2
    assert "--html OUT" in done.stderr


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("source: invented\n", "", "does not say where its facts come from"),
        ("sex: female", "sex: female, nhs_number: '9434765919'", "could be somebody's"),
    ],
)
def test_what_could_be_of_real_people_is_not_kept(before: str, after: str, words: str) -> None:
    case = loader.parse(CASE.replace(before, after))

    with pytest.raises(keeping.CannotKeep, match=words):
        keeping.check(case)


@pytest.mark.django_db(transaction=True)
def test_a_kept_replay_says_how_far_it_is_and_has_its_report(case_file: Path) -> None:
    found = keeping.play(loader.load(case_file), case_file, now=timezone.now())

    (kept,) = queries.begun_replays(timezone.now())
    assert (kept.case, kept.reached, kept.events, kept.because) == ("one evening", 1, 1, "")
    told = queries.kept_replay(kept.id, timezone.now())
    assert told is not None
    assert told[1] == found
    assert keeping.is_kept(case_file)
    case_file.write_text(CASE + "# changed\n", "utf-8")
    assert not keeping.is_kept(case_file)


@pytest.mark.django_db(transaction=True)
def test_a_replay_that_fails_says_so_and_keeps_no_report(case_file: Path) -> None:
    case = loader.load(case_file)
    case_file.write_text("case: [", "utf-8")

    with pytest.raises(keeping.CannotKeep, match="could not be played to its end"):
        keeping.play(case, case_file, now=timezone.now())

    (kept,) = queries.begun_replays(timezone.now())
    assert not kept.has_report
    assert "could not be played to its end" in kept.because


def test_nobody_but_the_worker_and_owner_adds_and_nobody_changes_what_is_kept() -> None:
    from wholepicture.interfaces.database.privileges import RULES

    for table in ("oversight_replay", "oversight_replay_sign", "oversight_replay_end"):
        assert RULES[table]["web"] == {"SELECT"}
        assert RULES[table]["worker"] == {"SELECT", "INSERT"}
