"""The commands of operators and executives, run as they are typed, on an embedded server of their own."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wholepicture.pathway.oversight.queries.promises import PROMISES

CONSOLE = Path(sys.executable).parent / "wholepicture"
EXECUTIVE = "margaret.shaw@partnership.example"


class Console:
    """Runs one command after another in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_URL", "WHOLEPICTURE", "DJANGO"))
        }
        return subprocess.run(
            [str(CONSOLE), *arguments], env=environment | {"WHOLEPICTURE_VAR": str(self.folder)}, input=answer,
            capture_output=True, text=True, check=False,
        )  # fmt: skip


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """A console on a database with the demonstration."""
    made = Console(tmp_path_factory.mktemp("commands") / "var")
    loaded = made("demo", "--families", "0")
    assert loaded.returncode == 0, loaded.stderr
    yield made
    made("stop")


def test_the_demonstration_keeps_every_promise_and_is_loaded_once(console: Console) -> None:
    again = console("demo")
    assert "There are agencies already" in again.stdout
    verified = console("verify")
    assert verified.returncode == 0, verified.stdout
    assert verified.stdout.count(": kept") == len(PROMISES)


def test_a_changed_protocol_is_exported_checked_and_adopted_by_an_executive(console: Console, tmp_path: Path) -> None:
    folder = tmp_path / "protocol"
    assert console("protocol", "export", str(folder)).returncode == 0
    parameters = json.loads((folder / "parameters.json").read_text())
    parameters["withheld_review_hours"] = 96
    (folder / "parameters.json").write_text(json.dumps(parameters))
    assert "Complete" in console("protocol", "check", str(folder)).stdout
    adopted = console(
        "protocol", "adopt", str(folder), "--approved-by", "M. Shaw", "--note", "Shorter", "--as", EXECUTIVE
    )
    assert adopted.returncode == 0, adopted.stderr
    assert "Version 2 is in force" in adopted.stdout


def test_a_protocol_with_a_gap_or_by_nobody_entitled_is_refused_in_sentences(console: Console, tmp_path: Path) -> None:
    folder = tmp_path / "protocol"
    console("protocol", "export", str(folder))
    text = (folder / "tables.json").read_text()
    (folder / "tables.json").write_text(text.replace('"\\"health_visitor\\""', '"\\"health\\""', 1))
    refused = console("protocol", "check", str(folder))
    assert refused.returncode == 1
    assert "health" in refused.stderr
    (folder / "tables.json").write_text(text)
    stranger = console(
        "protocol", "adopt", str(folder), "--approved-by", "X", "--as", "kate.ferris@public-health-nursing.example"
    )
    assert stranger.returncode == 1
    assert "Traceback" not in stranger.stderr
    (folder / "tables.json").write_text("{")
    broken = console("protocol", "check", str(folder))
    assert "line 1" in broken.stderr


def test_a_key_is_shown_once_and_revoked_by_its_id(console: Console) -> None:
    issued = console("key", "issue", "police", "Crime system")
    assert issued.returncode == 0, issued.stderr
    key = re.search(r"Key (\S+) of", issued.stdout)
    assert key
    assert console("key", "revoke", key[1]).stdout.strip() == "Revoked."
    assert "invalid UUID" in console("key", "revoke", "rubbish").stderr
    unknown = console("key", "issue", "nobody", "X")
    assert unknown.returncode == 1
    assert "Traceback" not in unknown.stderr


def test_an_unknown_command_and_a_faulty_file_are_said_in_a_line(console: Console, tmp_path: Path) -> None:
    assert console("rund").returncode == 2
    file = tmp_path / "case.yaml"
    file.write_text("case: x\nagencies: {a: {kind: health, name: A}}\n")
    faulty = console("replay", str(file))
    assert faulty.returncode == 2
    assert "line 2" in faulty.stderr + faulty.stdout
    assert "Traceback" not in faulty.stderr


def test_reset_asks_and_removes_nothing_without_a_yes(tmp_path: Path) -> None:
    console = Console(tmp_path / "var")
    assert console("migrate").returncode == 0
    assert console("reset", answer="no\n").returncode == 1
    assert (tmp_path / "var" / "postgres").exists()
    assert console("reset", "--yes").returncode == 0
    assert not (tmp_path / "var").exists()
    assert "not running" in console("stop").stdout
