"""`python -m tests.crash.run --seconds N [--seed S] [--fault NAME]`: the crash run; exits 1 on any loss.

It makes a folder and a database of its own, sends over HTTP on this machine only, and leaves no process behind.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from tests import smtp
from tests.crash import checks, moments, planting, settling
from tests.crash.checks import Check, Effects, Picture
from tests.crash.faults import STEERING
from tests.crash.killer import WEIGHTS, Killer
from tests.crash.programs import Programs, environment
from tests.crash.sender import Sender
from tests.crash.shapes import SHAPES, Pool

THREADS = 6
FAMILIES_AT_LEAST, FAMILIES_AT_MOST = 3, 300
REAL_LEASE_SECONDS = 60.0
ENDS_SECONDS = 30.0
KEPT_SECONDS = 20.0
STILL_SECONDS, STILL_SECONDS_WITH_FAULT = 30.0, 8.0
SAMPLE = 25


@dataclass
class Outcome:
    """What a run found, and what it did to find it."""

    checks: list[Check] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    counts: dict[str, object] = field(default_factory=dict)

    @property
    def is_red(self) -> bool:
        """Whether anything was lost, or the run proves nothing."""
        return any(check.broken for check in self.checks)


def main(arguments: list[str] | None = None) -> int:
    """Run once and print the table."""
    chosen = _parser().parse_args(arguments)
    # A run that is told to stop still ends everything it started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="wp-crash-"))
    ours = environment(**_settings(chosen, folder))
    os.environ.clear()
    os.environ.update(ours)
    began = time.monotonic()
    try:
        with smtp.running() as (box, port):
            os.environ["WHOLEPICTURE_SMTP_PORT"] = str(port)
            outcome = Run(chosen, folder, box).run()
        outcome.counts["seconds in all"] = round(time.monotonic() - began, 1)
        _print(chosen, outcome)
        if outcome.is_red and chosen.log:
            print(_end_of_log(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return int(outcome.is_red)


class Run:
    """One run, from an empty folder to an empty process list."""

    def __init__(self, chosen: argparse.Namespace, folder: Path, box: smtp.Box) -> None:
        """`box` is the mail server, which is never killed: it is somebody else's."""
        self.chosen, self.folder, self.box = chosen, folder, box
        self.seed = str(chosen.seed)
        self.programs = Programs(folder, dict(os.environ), port=smtp.free_port(), plain=chosen.plain)
        seconds = 0 if chosen.fault else int(chosen.seconds)
        size = min(max(FAMILIES_AT_LEAST, seconds // 2), FAMILIES_AT_MOST)
        self.pool = Pool(size, datetime.now(UTC).date())
        self.outcome = Outcome()

    def run(self) -> Outcome:
        """Set up, learn the fault-free fan-out, kill and send, settle, check."""
        try:
            key = self._set_up()
            self.sender = Sender(self.programs.port, key, self.pool, seed=self.seed)
            self.programs.wait_until_up()
            # The directories are linked first: of somebody not yet linked, more follows at first than afterwards.
            self._settle()
            reference = self._reference()
            killer = Killer(self.programs, seed=self.seed, kinds=_kinds(self.chosen.fault))
            self._kill_and_send(killer)
            self._check(reference)
            self._count(killer)
        finally:
            left = self.programs.end()
        self.outcome.checks.append(Check("processes left behind", tuple(map(str, left))))
        return self.outcome

    def _set_up(self) -> str:
        """Migrate, and fill the registers; returns the sender's key."""
        from django.db import connections

        from wholepicture.interfaces.cli import migrate, start

        (self.folder / moments.CALM).touch()
        (self.folder / "static").mkdir()
        start.django_ready()
        migrate.migrate()
        from tests.crash import partnership

        key = partnership.set_up(self.pool.known, datetime.now(UTC))
        connections.close_all()
        return key

    def _reference(self) -> dict[str, Effects]:
        """What follows from one incident of each shape while nothing is killed."""
        keys = {shape: self.sender.send_new(shape) for shape in SHAPES}
        # With a planted fault what was answered may be kept a moment later: the machine rests, and knows nothing of it yet.
        if not self._are_kept(keys.values()) or not self._settle():
            raise SystemExit(
                "The machine did not come to rest although nothing was killed: no reference.\n" + self._log
            )
        with psycopg.connect(self._url()) as connection:
            picture = Picture(connection)
        found = {shape: picture.fan_out(key) for shape, key in keys.items()}
        for shape, effects in found.items():
            if not SHAPES[shape].functions <= {effect[1] for effect in effects if effect[0] in ("notice", "task")}:
                raise SystemExit(f"Without any kill, an incident of shape {shape} tells only {sorted(effects)}.")
        return found

    def _are_kept(self, keys: Collection[str]) -> bool:
        """Wait until all of these incidents stand in the database; False where one does not come."""
        until = time.monotonic() + KEPT_SECONDS
        while time.monotonic() < until:
            with psycopg.connect(self._url()) as connection:
                if set(keys) <= Picture(connection).kept.keys():
                    return True
            time.sleep(0.1)
        return False

    def _kill_and_send(self, killer: Killer) -> None:
        (self.folder / moments.CALM).unlink()
        self.sender.start(threads=THREADS, rate=self.chosen.rate)
        killer.run(self.chosen.seconds, lambda: self._is_enough(killer))
        (self.folder / moments.CALM).touch()
        until = time.monotonic() + ENDS_SECONDS
        while not self.sender.stop(0.1) and time.monotonic() < until:
            self.programs.mend()

    def _is_enough(self, killer: Killer) -> bool:
        """A planted fault has shown itself once a few of its programs have died at the moment it fears."""
        aim = STEERING.get(self.chosen.fault)
        return aim is not None and _of_kind(self._kills(killer), aim.role) >= aim.deaths

    def _kills(self, killer: Killer) -> Counter[str]:
        """From outside, and of the programs' own at their moments."""
        log = self.folder / moments.LOG
        own = Counter(log.read_text(encoding="utf-8").splitlines() if log.exists() else [])
        return killer.kills + own

    def _check(self, reference: dict[str, Effects]) -> None:
        began, sent = time.monotonic(), self.sender.sent
        rested = self._settle()
        self.outcome.counts["seconds to settle"] = round(time.monotonic() - began, 1)
        keys = sorted(sent.answers)
        for key in random.Random(self.seed).sample(keys, min(SAMPLE, len(keys))):
            self.sender.send(key, sent.bodies[key])
        with psycopg.connect(self._url()) as connection:
            picture = Picture(connection)
            received = {one.strip("<>").rpartition("@")[0] for one in self.box.references}
            self.outcome.checks += [
                checks.lost(picture, sent.answers),
                checks.incomplete(picture, reference),
                checks.undelivered(picture, received),
                checks.doubled(picture),
                checks.unregistered(picture, received),
                Check("answers that a sender must not get", tuple(sent.faults)),
                Check("steps that never came to rest", () if rested else ("see the other lines",)),
            ]
            self._count_rows(connection)
        if not self.chosen.fault:
            self.outcome.checks.append(Check("promises broken, by `wholepicture verify`", self._verify()))

    def _verify(self) -> tuple[str, ...]:
        """What the platform itself finds broken; it knows nothing of this run."""
        console = str(Path(sys.executable).parent / "wholepicture")
        done = subprocess.run([console, "verify"], capture_output=True, text=True, check=False, timeout=120)
        return () if done.returncode == 0 else tuple(done.stdout.splitlines() + done.stderr.splitlines()[-3:])

    def _count(self, killer: Killer) -> None:
        self.outcome.kills = self._kills(killer)
        wanted = () if self.chosen.fault else ("web", "worker", "database")
        idle = tuple(kind for kind in wanted if not _of_kind(self.outcome.kills, kind))
        self.outcome.checks.append(Check("kinds of program never killed, which proves nothing", idle))
        self.outcome.counts |= dict(sorted(self.sender.sent.counts.items()))
        self.outcome.counts |= {f"starts of {name}": number for name, number in self.programs.starts.items()}

    def _count_rows(self, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        rows = {
            "incidents kept": "select count(*) from incidents_incident",
            "notices": "select count(*) from notifications_notice",
            "notices held for release": "select count(*) from notifications_notice where state = 'HELD'",
            "tries": "select count(*) from notifications_attempt",
            "worked out by a clock behind the report's": "select count(*) from duties_derivation d "
            "join incidents_incident i on i.id = d.incident_id where d.at < i.received_at",
            "tries given up half way and taken up again": "select count(*) from notifications_attempt "
            "where outcome = 'TRYING'",
        }
        self.outcome.counts["incidents acknowledged"] = len(self.sender.sent.answers)
        for what, query in rows.items():
            found = connection.execute(query).fetchone()
            self.outcome.counts[what] = found[0] if found else 0
        messages = self.box.references
        self.outcome.counts["messages received"] = len(set(messages))
        self.outcome.counts["messages received again under the same reference"] = len(messages) - len(set(messages))

    def _settle(self) -> bool:
        lease = REAL_LEASE_SECONDS if self.chosen.plain else self.chosen.lease
        still = STILL_SECONDS_WITH_FAULT if self.chosen.fault else STILL_SECONDS + lease
        limit = 120 + lease + self.chosen.seconds
        return settling.settle(self._url(), self.programs.mend, limit_seconds=limit, still_seconds=still)

    def _url(self) -> str:
        return self.programs.database().superuser_url(database="wholepicture")

    @property
    def _log(self) -> str:
        return _end_of_log(self.folder)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.crash.run", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20, help="how long to kill")
    parser.add_argument("--seed", default=str(time.time_ns()), help="draws the same kills again")
    parser.add_argument("--fault", choices=sorted(STEERING), help="plant a wrong design: the run has to go red")
    parser.add_argument("--rate", type=float, default=5, help="incidents a second")
    parser.add_argument("--lease", type=float, default=8, help="seconds after which a killed try is taken up again")
    parser.add_argument(
        "--plain", action="store_true", help="the programs as they are: real lease, killed from outside"
    )
    parser.add_argument("--log", action="store_true", help="when red, print the end of the programs' log")
    return parser


def _settings(chosen: argparse.Namespace, folder: Path) -> dict[str, str]:
    """What the programs' environment says of this run."""
    return {
        "WHOLEPICTURE_VAR": str(folder),
        planting.FOLDER: str(folder),
        planting.SEED: str(chosen.seed),
        planting.LEASE: str(chosen.lease),
        planting.FAULT: chosen.fault or "",
        planting.MOMENT: STEERING[chosen.fault].moment if chosen.fault else "",
    }


def _kinds(fault: str | None) -> list[str]:
    """What may be killed from outside: without a fault everything, else what it fears where it fears no one moment."""
    aim = STEERING[fault] if fault else None
    return [kind for kind in WEIGHTS if aim is None or (kind == aim.role and not aim.moment)]


def _of_kind(kills: Counter[str], kind: str) -> int:
    return sum(number for what, number in kills.items() if what.startswith(kind))


def _print(chosen: argparse.Namespace, outcome: Outcome) -> None:
    print(f"Crash run: {chosen.seconds:g} s, seed {chosen.seed}, fault: {chosen.fault or 'none'}")
    _table("Kills", {"in all": outcome.kills.total(), **dict(sorted(outcome.kills.items()))})
    _table("What happened", outcome.counts)
    _table("What must not be", {check.name: len(check.broken) for check in outcome.checks})
    for check in outcome.checks:
        for line in check.broken[:5]:
            print(f"    {check.name}: {line}")
    print("RED" if outcome.is_red else "GREEN")


def _table(title: str, rows: dict[str, object]) -> None:
    print(f"\n{title}")
    for name, value in rows.items():
        print(f"  {name:<58}{value!s:>8}")


def _end_of_log(folder: Path) -> str:
    log = folder / "programs.log"
    return "\n".join(log.read_text(errors="replace").splitlines()[-40:]) if log.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
