"""Databases of several sizes for one run: a few families played, then copied; one folder, and one server, for each size.

The smaller folders are snapshots of the largest on its way, so that all sizes can be measured in turns. With a folder that
is kept, what is there already is used again.
"""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg

from tests import smtp
from tests.crash.programs import environment

PASSWORD = "correct-horse-battery-9x"
READY, PLAYED = "ready", "played"
# Families of which the last report is still on the list; all that wait are copies of these.
WAITING_KINDS = 3


@dataclass(frozen=True)
class Size:
    """So many incidents, in this folder."""

    incidents: int
    folder: Path

    def url(self) -> str:
        """The URL past every policy; starts the server if it is not running."""
        from wholepicture.lib.postgres import launcher

        return launcher.start_or_join(self.folder / "postgres").superuser_url(database="wholepicture")

    def stop(self) -> None:
        """Stop its server."""
        from wholepicture.lib.postgres import launcher

        launcher.stop(self.folder / "postgres")


@dataclass(frozen=True)
class Wanted:
    """What to fill with: sizes, how many families are played to be copied, how many wait, heavy families' reports."""

    sizes: Sequence[int]
    families: int
    waiting: int
    heavy: Sequence[int]
    seed: int = 11


@contextmanager
def databases(wanted: Wanted, keep: Path | None) -> Iterator[list[Size]]:
    """The databases, smallest first; removed at the end unless `keep` names their folder. Servers are stopped either way."""
    folder = keep or Path(tempfile.mkdtemp(prefix="wp-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    sizes = [Size(number, folder / f"of-{number}") for number in sorted(wanted.sizes)]
    try:
        if not all((size.folder / READY).exists() for size in sizes):
            _fill(wanted, sizes, folder / "growing")
        yield sizes
    finally:
        for size in sizes:
            with contextlib.suppress(OSError):
                size.stop()
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def _fill(wanted: Wanted, sizes: Sequence[Size], growing: Path) -> None:
    if not (growing / PLAYED).exists():
        shutil.rmtree(growing, ignore_errors=True)
    ours = environment(WHOLEPICTURE_VAR=str(growing))
    os.environ.clear()
    os.environ.update(ours)
    _ready()
    if not (growing / PLAYED).exists():
        _play(wanted)
        (growing / PLAYED).touch()
    from django.db import connections
    from django.utils import timezone

    from demo.bulk.multiply import Multiplier
    from wholepicture.pathway import stages

    # What was played in an earlier run has got on in the meantime.
    with _post():
        stages.run_until_quiet(now=timezone.now())
    connections.close_all()
    here = Size(0, growing)
    multiplier = Multiplier(here.url(), now=timezone.now(), say=lambda line: print(f"  {line}", flush=True))
    for size in sizes:
        here.url()  # the server was stopped for the snapshot before this one
        multiplier.grow(size.incidents, waiting=wanted.waiting if size is sizes[0] else 0)
        here.stop()
        shutil.rmtree(size.folder, ignore_errors=True)
        if size is sizes[-1]:
            growing.rename(size.folder)
        else:
            shutil.copytree(
                growing, size.folder, symlinks=True, ignore=shutil.ignore_patterns("*.sock*", "postmaster.pid")
            )
        (size.folder / READY).touch()


def _ready() -> None:
    from wholepicture.interfaces.cli import migrate, start, web

    start.django_ready()
    migrate.migrate()
    web.collect_static()


def _play(wanted: Wanted) -> None:
    """The partnership of the demonstration, long in post, and the families that will be copied."""
    import yaml
    from django.utils import timezone

    from bench import hashing
    from demo import directory
    from demo.bulk import playing
    from wholepicture.lib.postgres.session import acting
    from wholepicture.registers.audit.terms import MACHINE

    hashing.use()
    now, began = timezone.now(), time.monotonic()
    told = yaml.safe_load((Path(directory.__file__).parent / "partnership.yaml").read_text())
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        made = directory.Builder(PASSWORD, now - timedelta(days=2_500)).build(told["agencies"])
    settled = wanted.families + len(wanted.heavy)
    chosen = playing.plans(settled + WAITING_KINDS, seed=wanted.seed, now=now)
    heavy = [
        playing.heavy(plan, reports, now=now)
        for plan, reports in zip(chosen[wanted.families : settled], wanted.heavy, strict=True)
    ]
    with _post():
        playing.run(playing.Cast(made), [*chosen[: wanted.families], *heavy], chosen[settled:], now=now)
    print(f"  {len(chosen)} families played in {time.monotonic() - began:.0f} s", flush=True)


@contextmanager
def _post() -> Iterator[None]:
    """A mail server of our own, without which half of the notices would be tried again and again."""
    from django.conf import settings

    with smtp.running() as (_, settings.EMAIL_PORT):
        yield


def one(url: str, statement: str, *values: object) -> list[tuple[object, ...]]:
    """The rows of one statement."""
    with psycopg.connect(url) as connection:
        return connection.execute(statement.encode(), values).fetchall()
