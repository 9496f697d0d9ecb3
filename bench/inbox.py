"""From an incident's report to every inbox: p50 and p95 at 2 and 5 incidents a second, against a raw commit in the same run.

Run with `python -m bench.inbox [--seconds 20]`. A real gunicorn, a real worker and a real database, in a folder of their
own; the incidents are a baby, its mother and its father at two practices. Nothing is asserted: figures are read by people.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

CONSOLE = Path(sys.executable).parent / "wholepicture"
PORT = 18900
RATES = (2, 5)
BASELINE_COMMITS = 200
WAIT_SECONDS = 60
WAITING = "select count(*) filter (where state = 'QUEUED'), count(*) from notifications_notice where cause = %s"
WORKED_OUT = "select 1 from duties_derivation where incident_id = %s"


def main() -> None:
    """Measure, print, and leave nothing behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20, help="how long at each rate")
    seconds = parser.parse_args().seconds
    folder = Path(tempfile.mkdtemp(prefix="wp-bench-"))
    os.environ["WHOLEPICTURE_VAR"] = str(folder)
    processes: list[subprocess.Popen[bytes]] = []
    try:
        key = _set_up()
        processes += _start()
        _wait_for_page()
        url = _owner_url()
        baseline = _baseline(url)
        print(f"baseline: one raw commit of 30 rows, p50 {baseline:.1f} ms")
        for rate in RATES:
            _print(rate, _at_rate(rate, seconds, key, url), baseline)
    finally:
        for process in processes:
            process.terminate()
            process.wait(20)
        subprocess.run([CONSOLE, "stop"], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def _set_up() -> str:
    for arguments in (["migrate"], ["demo"]):
        subprocess.run([CONSOLE, *arguments], check=True, capture_output=True)
    issued = subprocess.run([CONSOLE, "key", "issue", "police", "Bench"], check=True, capture_output=True, text=True)
    return issued.stdout.strip().splitlines()[-1]


def _start() -> list[subprocess.Popen[bytes]]:
    web = subprocess.Popen([CONSOLE, "web", "--bind", f"127.0.0.1:{PORT}"])
    return [web, subprocess.Popen([CONSOLE, "worker"])]


def _wait_for_page() -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/sign-in", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The pages did not come up.")


def _owner_url() -> str:
    from wholepicture.lib.postgres import environment

    return environment.resolve(os.environ, Path(os.environ["WHOLEPICTURE_VAR"]) / "postgres").owner


def _baseline(url: str) -> float:
    """What the disk and the driver cost alone: a commit of as many rows as an incident with its notices writes."""
    spans = []
    with psycopg.connect(url) as connection:
        connection.execute("create table bench_baseline (id bigserial, told text)")
        connection.commit()
        for _ in range(BASELINE_COMMITS):
            began = time.perf_counter()
            with connection.cursor() as cursor:
                cursor.executemany("insert into bench_baseline (told) values (%s)", [("x" * 400,)] * 30)
            connection.commit()
            spans.append((time.perf_counter() - began) * 1000)
    return statistics.median(spans)


def _at_rate(rate: int, seconds: int, key: str, url: str) -> list[tuple[float, float]]:
    """(ms to the acknowledgement, ms to the last inbox) of every incident sent."""
    found: list[tuple[float, float]] = []
    threads = []
    for number in range(rate * seconds):
        thread = threading.Thread(target=_one, args=(f"{rate}-{number}", key, url, found))
        thread.start()
        threads.append(thread)
        time.sleep(1 / rate)
    for thread in threads:
        thread.join(WAIT_SECONDS)
    return found


def _one(name: str, key: str, url: str, found: list[tuple[float, float]]) -> None:
    began = time.perf_counter()
    request = urllib.request.Request(
        f"http://127.0.0.1:{PORT}/api/v1/incidents",
        data=json.dumps(_incident(name)).encode(),
        headers={"Authorization": f"Bearer {key}", "Idempotency-Key": name, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        incident = json.load(answer)["incident"]
    acknowledged = (time.perf_counter() - began) * 1000
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("select set_config('app.actor', 'bench', false)")
        while time.perf_counter() - began < WAIT_SECONDS:
            worked_out = connection.execute(WORKED_OUT, [incident]).fetchone()
            queued, made = connection.execute(WAITING, [incident]).fetchone() or (0, 0)
            if worked_out and made and not queued:
                found.append((acknowledged, (time.perf_counter() - began) * 1000))
                return
            time.sleep(0.02)


def _incident(name: str) -> dict[str, object]:
    """A family of its own for each incident, so that no item is appended to another's."""
    born = (datetime.now(UTC) - timedelta(days=70)).date().isoformat()
    person = {"sex": "NOT_KNOWN"}
    return {
        "reference": name,
        "happened_at": (datetime.now(UTC) - timedelta(hours=1)).isoformat(),
        "category": "DOMESTIC_ABUSE",
        "dash": "MEDIUM",
        "brag": "NOT_DONE",
        "people": [
            person | {"key": "mother", "role": "VICTIM", "forename": f"Anna{name}", "surname": "Bench", "birth_date": "1997-05-02"},
            person | {"key": "father", "role": "CAUSING_HARM", "forename": f"Carl{name}", "surname": "Other", "birth_date": "1995-09-20"},
            person
            | {"key": "child", "role": "CHILD", "forename": f"Baby{name}", "surname": "Bench", "birth_date": born,
               "child": {"presence": "PRESENT", "sleeps_asked": "NOT_ASKED"}},
        ],
        "relationships": [{"from_key": "mother", "to_key": "child", "kind": "PARENT_OF"}],
    }  # fmt: skip


def _print(rate: int, found: list[tuple[float, float]], baseline: float) -> None:
    if not found:
        print(f"{rate}/s: nothing arrived")
        return
    for words, column in (("acknowledged", 0), ("all inboxes", 1)):
        spans = sorted(row[column] for row in found)
        p50, p95 = spans[len(spans) // 2], spans[int(len(spans) * 0.95)]
        print(
            f"{rate}/s, {len(found)} incidents, {words}: p50 {p50:.0f} ms (x{p50 / baseline:.0f}), "
            f"p95 {p95:.0f} ms (x{p95 / baseline:.0f})"
        )


if __name__ == "__main__":
    main()
