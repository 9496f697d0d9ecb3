"""An agency's system that sends incidents over HTTP, each again and again under its key until it is told that it is kept."""

import contextlib
import http.client
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from tests.crash.shapes import SHAPES, Pool, body

TRIES = 300
PAUSE_SECONDS = 0.15
ADDRESS = "/api/v1/incidents"
TWIN, REPEAT, OTHER = 0.1, 0.15, 0.05


@dataclass
class Sent:
    """What the sender knows at the end: the answer to every key that was acknowledged, and what went otherwise."""

    answers: dict[str, bytes] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str) -> None:
        """Count something that may happen."""
        with self.lock:
            self.counts[what] += 1

    def acknowledged(self, key: str, answer: bytes) -> None:
        """Keep an answer; every answer to one key must be the same to the byte."""
        with self.lock:
            if self.answers.setdefault(key, answer) != answer:
                self.faults.append(f"{key}: answered twice, and differently")

    def refuse(self, words: str) -> None:
        """Keep something that may not happen."""
        with self.lock:
            self.faults.append(words)


class Sender:
    """Sends at about a rate from several threads, until it is told to stop."""

    def __init__(self, port: int, key: str, pool: Pool, *, seed: str) -> None:
        """`key` is the agency's API key."""
        self._port, self._key, self._pool, self._seed = port, key, pool, seed
        self._stop, self._threads = threading.Event(), list[threading.Thread]()
        self._turn = threading.Lock()
        self.sent = Sent()

    def start(self, *, threads: int, rate: float) -> None:
        """Begin to send `rate` incidents a second."""
        pause = threads / rate
        self._threads = [threading.Thread(target=self._work, args=(number, pause)) for number in range(threads)]
        for thread in self._threads:
            thread.start()

    def stop(self, limit_seconds: float) -> bool:
        """Begin no more; return whether all that was begun came to its end within the limit."""
        self._stop.set()
        until = time.monotonic() + limit_seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def send_new(self, shape: str) -> str:
        """Send one new incident of a shape until it is acknowledged; returns its key."""
        key = f"{shape}-{uuid4()}"
        with self._turn:
            family = self._pool.next(shape)
            text = json.dumps(body(family, key, datetime.now(UTC)))
            self.sent.bodies[key] = text
        self.send(key, text)
        return key

    def send(self, key: str, text: str) -> None:
        """Send one report, and again after anything but an answer, a bounded number of times."""
        for _ in range(TRIES):
            found = self._post(key, text)
            if found is not None and found[0] == http.client.CREATED:
                self.sent.acknowledged(key, found[1])
                return
            if found is not None and found[0] < http.client.INTERNAL_SERVER_ERROR:
                self.sent.refuse(f"{key}: refused with {found[0]}")
                return
            self.sent.count("sent again after no answer" if found is None else f"sent again after a {found[0]}")
            time.sleep(PAUSE_SECONDS)
        self.sent.refuse(f"{key}: never acknowledged in {TRIES} tries")

    def send_other(self, key: str) -> None:
        """Send another report under a used key: it has to be refused."""
        changed = json.loads(self.sent.bodies[key]) | {"summary": "Another report."}
        found = self._post(key, json.dumps(changed))
        if found is not None and found[0] < http.client.INTERNAL_SERVER_ERROR:
            self.sent.count("another body under a used key, refused")
            if found[0] != http.client.UNPROCESSABLE_ENTITY:
                self.sent.refuse(f"{key}: another body was answered with {found[0]}")

    def _work(self, number: int, pause: float) -> None:
        chance = random.Random(f"{self._seed}:sender:{number}")
        while not self._stop.wait(chance.uniform(0.5, 1.5) * pause):
            self._send_one(chance)

    def _send_one(self, chance: random.Random) -> None:
        shape = chance.choice(sorted(SHAPES))
        if chance.random() < TWIN:
            self._send_twice_at_once(shape)
            return
        key = self.send_new(shape)
        if chance.random() < REPEAT:
            self.sent.count("sent again although acknowledged")
            self.send(key, self.sent.bodies[key])
        if chance.random() < OTHER and key in self.sent.answers:
            self.send_other(key)

    def _send_twice_at_once(self, shape: str) -> None:
        """Two senders with one key at the same time: both have to get the one answer."""
        self.sent.count("sent by two at once")
        key = f"{shape}-{uuid4()}"
        with self._turn:
            text = json.dumps(body(self._pool.next(shape), key, datetime.now(UTC)))
            self.sent.bodies[key] = text
        twin = threading.Thread(target=self.send, args=(key, text))
        twin.start()
        self.send(key, text)
        twin.join()

    def _post(self, key: str, text: str) -> tuple[int, bytes] | None:
        """Send once; returns status and body, or None where no whole answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=15)
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {self._key}",
            "Idempotency-Key": key,
            "Connection": "close",
        }
        with contextlib.closing(connection):
            try:
                connection.request("POST", ADDRESS, text.encode(), headers)
                answer = connection.getresponse()
                return answer.status, answer.read()
            except (OSError, http.client.HTTPException):
                return None
