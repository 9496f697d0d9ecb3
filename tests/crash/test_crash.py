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
# Incidents a second. The cursor passes over what is told while its worker is down: enough has to be told just then.
RATES = {"marks_before_sending": 3, "follows_an_id_cursor": 10, "answers_before_commit": 3}
# Each lets the worker live until reports flow, and again until its second death: dying before the first proves nothing.
SEEDS = (10, 23, 34)
LIMIT_SECONDS = 400
ENOUGH = 8

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
    # So many that the run proves something; how many there are depends on how busy the machine is.
    assert number(done.stdout, "incidents kept") > ENOUGH
    assert number(done.stdout, "database, postmaster and backends") >= 1


def finds(fault: str, seed: int) -> bool:
    """Whether one run finds the fault by the line that names it; red without that line is a failure, not another try."""
    done = crash_run("--seconds", "20", "--rate", str(RATES[fault]), "--fault", fault, "--seed", str(seed))
    assert done.returncode in (0, 1), done.stdout + done.stderr
    named = number(done.stdout + done.stderr, FOUND_BY[fault])
    assert (done.returncode == 1) == (named > 0), done.stdout + done.stderr
    return named > 0


@pytest.mark.parametrize("fault", sorted(STEERING))
def test_a_planted_fault_is_found(fault: str) -> None:
    """A fault is a race, which a short run may miss: the first red one of three runs is enough."""
    assert any(finds(fault, seed) for seed in SEEDS), f"{fault} was not found with any of the seeds {SEEDS}."
