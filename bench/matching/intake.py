"""What matching adds to an incident of four people: `python -m bench.matching.intake --people 1000000`.

A register of so many people, filled by COPY. Reports of four people each, of whom about two thirds are in it, are received
and linked, in turns as they are and with the matching left out: no keys are written, nobody is looked up, everybody is
somebody new. Measured are the answer to the sender, which waits for the keys, and the machine's linking after it, which
does not keep the sender waiting. Nothing is asserted; the goal: the answer takes at most 10 ms more at p95.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from unittest import mock

from bench import figures, machine
from bench.database import as_machine, database
from bench.matching import judging, register
from bench.matching.judging import Told

FOUR = 4
SLICES = 5
WITH, WITHOUT = "with matching", "the matching left out"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching.intake", description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--incidents", type=int, default=200, help="of each kind, in turns")
    parser.add_argument("--seed", type=int, default=37)
    chosen = parser.parse_args(arguments)
    print(machine.heading(), flush=True)
    told = judging.generate(chosen.people + chosen.people // 20 + 50 * FOUR, chosen.seed)
    asked, index = judging.split(told, chosen.seed, 2 * FOUR * chosen.incidents)
    with database() as url:
        began = time.monotonic()
        register.fill(url, index[: chosen.people])
        print(
            f"{min(len(index), chosen.people):,} records with their keys in {time.monotonic() - began:.0f} s",
            flush=True,
        )
        _print(_measured(asked))
    print(machine.load())
    return 0


def _measured(asked: Sequence[Told]) -> dict[str, dict[str, list[float]]]:
    """Seconds by what was done and how, the first tenth of each left out: it finds the tables cold."""
    from tests.factories.agencies import make_agency

    took: dict[str, dict[str, list[float]]] = {kind: {WITH: [], WITHOUT: []} for kind in ("answered", "linked")}
    with as_machine():
        police = make_agency(kind="police")
    groups = list(_fours(random.Random(len(asked)).sample(asked, len(asked))))
    for number in range(SLICES):
        some = groups[number::SLICES]
        for at, four in enumerate(some):
            kind, around = ((WITH, _as_it_is), (WITHOUT, _left_out))[at % 2]
            with around():
                received, linked = _one(four, police)
            took["answered"][kind].append(received)
            took["linked"][kind].append(linked)
    return {name: {kind: each[len(each) // 10 :] for kind, each in kinds.items()} for name, kinds in took.items()}


def _one(four: Sequence[Told], police: object) -> tuple[float, float]:
    """Receive one incident of these people and link them; the seconds of each."""
    from tests.factories import incidents
    from wholepicture.pathway.incidents.models import Involved
    from wholepicture.pathway.linkage import actions as linkage
    from wholepicture.registers.audit.terms import MACHINE

    now = datetime.now(UTC)
    report = incidents.told(people=tuple(map(_person, range(FOUR), four)), relationships=(), happened_at=now)

    def receive() -> object:
        return incidents.receive(report, agency=police, now=now)  # type: ignore[arg-type]

    received, receipt = _timed(receive)
    with as_machine():
        records = list(
            Involved.objects.filter(incident=receipt.incident_id).values_list("record_id", flat=True)  # type: ignore[attr-defined]
        )
    linked, _ = _timed(lambda: linkage.link(records=records, by=MACHINE, now=now))
    return received, linked


def _person(number: int, one: Told) -> object:
    from wholepicture.pathway.incidents.facts import PersonTold
    from wholepicture.registers.people.terms import Role

    told = register.told(one)
    role = (Role.VICTIM, Role.CAUSING_HARM, Role.WITNESS, Role.WITNESS)[number]
    return PersonTold(
        key=f"p{number}",
        role=role,
        alleged_by="p0" if role is Role.CAUSING_HARM else "",
        forename=told.forename,
        surname=told.surname,
        sex=told.sex,
        birth_date=told.birth_date,
        address=f"1 Test Street {one.postcode}" if one.postcode else "",
    )


def _timed(deed: Callable[[], object]) -> tuple[float, object]:
    began = time.monotonic()
    with as_machine():
        found = deed()
    return time.monotonic() - began, found


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield


@contextmanager
def _left_out() -> Iterator[None]:
    """Nobody is kept under keys or looked up under them."""
    from wholepicture.registers.people import finding, keying

    nobody = finding.Sharing({})
    with mock.patch.object(keying, "keep"), mock.patch.object(finding, "sharing", return_value=nobody):
        yield


def _fours(asked: Sequence[Told]) -> Iterator[list[Told]]:
    rest = iter(asked)
    while len(four := list(islice(rest, FOUR))) == FOUR:
        yield four


def _print(took: dict[str, dict[str, list[float]]]) -> None:
    for name, kinds in took.items():
        baseline = figures.percentile(kinds[WITHOUT], 95)
        for kind, seconds in kinds.items():
            print(figures.row(f"{name}, {kind}", seconds, baseline))
        added = [figures.percentile(kinds[WITH], of) - figures.percentile(kinds[WITHOUT], of) for of in (50, 95)]
        print(f"  {name}: matching adds {added[0] * 1000:.1f} ms at p50 and {added[1] * 1000:.1f} ms at p95")


if __name__ == "__main__":
    sys.exit(main())
