"""The crash run of CI: nothing is lost in twenty seconds of kills, and each planted fault is found by the line that names it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.faults import STEERING

ROOT = Path(__file__).resolve().parents[2]
FOUND_BY = {
    "marks_before_sending": "notices lost",
    "follows_an_id_cursor": "incidents without full fan-out",
    "answers_before_commit": "acknowledged incidents lost",
}
LIMIT_SECONDS = 400

pytestmark = pytest.mark.crash


def crash_run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tests.crash.run", "--log", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=LIMIT_SECONDS)


def number(text: str, line: str) -> int:
    found = re.search(rf"^  {re.escape(line)} +(\d+)$", text, re.MULTILINE)
    assert found, f"no line {line!r} in:\n{text}"
    return int(found[1])


def test_nothing_is_lost_and_nothing_happens_twice_while_web_worker_and_database_are_killed() -> None:
    done = crash_run("--seconds", "20", "--seed", "20")
    assert done.returncode == 0, done.stdout + done.stderr
    assert number(done.stdout, "incidents kept") > 20
    assert number(done.stdout, "database, postmaster and backends") >= 1


@pytest.mark.parametrize("fault", sorted(STEERING))
def test_a_planted_fault_is_found(fault: str) -> None:
    done = crash_run("--seconds", "20", "--rate", "3", "--fault", fault)
    assert done.returncode == 1, done.stdout + done.stderr
    assert number(done.stdout, FOUND_BY[fault]) > 0
