"""`wholepicture worker`: runs the machine's steps, woken by the database and by the next deadline; any number may run."""

import argparse
import os
import signal
import socket
import time
from collections.abc import Sequence
from datetime import datetime
from types import FrameType

import structlog
from django.conf import settings
from django.utils import timezone

from wholepicture.interfaces.cli import start

LONGEST_WAIT_SECONDS = 15.0
AFTER_FAILURE_SECONDS = 2.0
CHANNEL = "wholepicture"


class Stopping:
    """Whether somebody asked this worker to stop."""

    def __init__(self) -> None:
        """Listen to the two signals that mean: finish what you are doing, then end."""
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True
        raise KeyboardInterrupt


def command(arguments: Sequence[str]) -> int:
    """Work until told to stop."""
    argparse.ArgumentParser(prog="wholepicture worker", description=__doc__).parse_args(arguments)
    start.django_ready()
    name = f"{socket.gethostname()}:{os.getpid()}"
    try:
        work(name, Stopping())
    except KeyboardInterrupt:
        _stopped(name)
    return 0


def work(name: str, stopping: Stopping) -> None:
    """Run all steps, wait for a wake-up or the next deadline, again; a lost database is waited for, never fatal."""
    from wholepicture.lib.postgres import wake

    log = structlog.get_logger()
    started_at = timezone.now()
    with wake.listen(settings.URLS.worker, CHANNEL) as listener:
        while not stopping.asked:
            try:
                seconds = one_round(name, started_at)
            except Exception as error:  # noqa: BLE001  a worker outlives whatever one round meets
                log.error("round_failed", error=type(error).__name__)
                _forget_connections()
                time.sleep(AFTER_FAILURE_SECONDS)
                continue
            listener.wait(seconds)


def one_round(name: str, started_at: datetime) -> float:
    """Give a sign of life, do all that waits, and return how many seconds may pass until the next deadline."""
    from wholepicture.lib.postgres.session import acting
    from wholepicture.pathway import stages
    from wholepicture.pathway.oversight import actions as oversight

    while True:
        now = timezone.now()
        with acting(actor="machine", agency="machine"):
            oversight.beat(worker=name, started_at=started_at, now=now)
        if not stages.run_round(now=now, watching=True):
            break
    stages.forget_changes(now=now)
    due = stages.next_due(timezone.now(), watching=True)
    if due is None:
        return LONGEST_WAIT_SECONDS
    return min(LONGEST_WAIT_SECONDS, max(0.05, (due - timezone.now()).total_seconds()))


def _forget_connections() -> None:
    from django.db import connections

    connections.close_all()


def _stopped(name: str) -> None:
    from wholepicture.lib.postgres.session import acting
    from wholepicture.pathway.oversight import actions as oversight

    _forget_connections()
    with acting(actor="machine", agency="machine"):
        oversight.stop(worker=name, now=timezone.now())
