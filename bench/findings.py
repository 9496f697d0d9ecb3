"""What a long pattern costs: `python -m bench.findings [--incidents 60] [--persons 10000 100000]`.

A database of its own with one family of so many incidents, told as police tell them and linked and placed by the
machine. Measured are the reading of its pattern, the eight rules alone, and working it out as a whole; then, with the
register filled up to each number of persons (a family for every three, all examined), how long the look for what waits
takes when nothing does, and how long when one person of one family has changed. The baseline is one commit by psycopg of
as many rows as working it out writes, on the same database just before.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg

from bench import figures
from bench.database import as_machine, database

TIMES = 20
COMMITS = 200
BATCH = 10
# A register of families of a mother, a father and a child, each placed and examined as it stands.
FILL = """
with made as (
  select gen_random_uuid() as family, gen_random_uuid() as m, gen_random_uuid() as f, gen_random_uuid() as c
  from generate_series(1, %(families)s)
), families as (
  insert into families_family (id, version, created_at) select family, 1, now() from made
), people as (
  select family, person, part, reason from made cross join lateral (values
    (m, 'ADULT', 'PARENT'), (f, 'ADULT', 'PARENT'), (c, 'CHILD', 'SUBJECT')) as who(person, part, reason)
), persons as (
  insert into people_person (id, version, created_at) select person, 1, now() from people
), memberships as (
  insert into families_membership (id, family_id, person_id, part, reason, from_at)
  select gen_random_uuid(), family, person, part, reason, now() from people
), placed as (
  insert into families_placed (person_id, version, at) select person, 1, now() from people
), examined as (
  insert into findings_examined (family_id, family_version, protocol, code, at)
  select family, 1, %(protocol)s, %(code)s, now() from made
)
insert into findings_source (id, examined_id, person_id, version)
select gen_random_uuid(), family, person, 1 from people
"""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.findings", description=__doc__)
    parser.add_argument("--incidents", type=int, default=60)
    parser.add_argument("--persons", type=int, nargs="*", default=[10_000, 100_000])
    chosen = parser.parse_args(arguments)
    with database() as url:
        family = _family(chosen.incidents)
        rows = _rows_written(url, family)
        baseline = figures.percentile(list(_commits(url, rows)), 50)
        print(f"Baseline: one commit of {rows} rows takes {baseline * 1000:.2f} ms (p50 of {COMMITS})")
        print(f"A family of {chosen.incidents} incidents:")
        _measure_family(family, baseline)
        for persons in chosen.persons:
            _fill(url, persons)
            print(f"A register of {persons} persons:")
            _measure_waiting(family, baseline)
    return 0


def _measure_family(family: UUID, baseline: float) -> None:
    from wholepicture.pathway.findings import actions, queries
    from wholepicture.pathway.findings.rules import RULES
    from wholepicture.registers.audit.terms import MACHINE
    from wholepicture.registers.protocol import queries as protocol

    now = _last(family)
    with as_machine():
        (pattern,) = queries.patterns([family], now).values()
        figures_of = protocol.current(now).parameters

    def rules() -> None:
        for rule in RULES:
            list(rule.check(pattern, protocol=figures_of, on=pattern.on))

    print(figures.row("its pattern read", list(_timed(lambda: queries.patterns([family], now))), baseline))
    print(figures.row("all rules, pure", list(_timed(rules)), baseline))
    derive = list(_timed(lambda: actions.derive(families=[family], by=MACHINE, now=now)))
    print(figures.row("worked out and kept", derive, baseline))


def _measure_waiting(family: UUID, baseline: float) -> None:
    from wholepicture.pathway.families.models import Membership, Placed
    from wholepicture.pathway.findings import actions, queries
    from wholepicture.registers.audit.terms import MACHINE
    from wholepicture.registers.people import actions as people

    quiet = list(_timed(lambda: queries.waiting(_now(), BATCH, [])))
    print(figures.row("the look for what waits, nothing does", quiet, baseline))
    changed = []
    for _ in range(TIMES):
        with as_machine():
            person = Membership.objects.filter(family_id=family, until_at__isnull=True).values_list("person_id").first()
            people.touch(persons=person or ())
            for placed in Placed.objects.filter(person_id__in=person or ()).select_related("person"):
                Placed.objects.filter(person_id=placed.person_id).update(version=placed.person.version)
        began = time.monotonic()
        with as_machine():
            found = queries.waiting(_now(), BATCH, [])
        changed.append(time.monotonic() - began)
        if found != [family]:
            raise SystemExit(f"The family that changed does not wait alone: {len(found)} wait.")
        with as_machine():
            actions.derive(families=found, by=MACHINE, now=_now())
    print(figures.row("the look for what waits, one family does", changed, baseline))


def _family(incidents: int) -> UUID:
    """One family of so many incidents, a week apart, linked, placed and looked at."""
    from tests.factories import incidents as told
    from tests.factories.people import make_teller
    from wholepicture.pathway.families.models import Membership
    from wholepicture.pathway.families.terms import Part
    from wholepicture.pathway.findings import actions
    from wholepicture.registers.audit.terms import MACHINE

    with as_machine():
        police = make_teller("police")
    for number in range(incidents):
        at = told.HAPPENED_AT + timedelta(days=7 * number)
        with as_machine():
            told.receive(agency=police, happened_at=at, now=at + timedelta(hours=1))
            told.link_and_place(at + timedelta(hours=1))
    with as_machine():
        family = Membership.objects.get(until_at__isnull=True, part=Part.CHILD).family_id
        actions.derive(families=[family], by=MACHINE, now=_now())
    return family


def _last(family: UUID) -> datetime:
    """The day of the family's latest report: what is noticed is noticed then."""
    from wholepicture.pathway.findings.models import Examined

    with as_machine():
        return Examined.objects.values_list("latest_at", flat=True).get(family_id=family) or _now()


def _fill(url: str, persons: int) -> None:
    """Fill the register up to so many persons, by plain statements."""
    from django.conf import settings

    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute("select count(*) from people_person").fetchone()
        families = max(0, persons - (row[0] if row else 0)) // 3
        number = connection.execute("select max(number) from protocol_version").fetchone()
        told = {"families": families, "protocol": number[0] if number else 1, "code": settings.CODE_VERSION}
        connection.execute(FILL, told)
        connection.execute("vacuum analyze")


def _rows_written(url: str, family: UUID) -> int:
    """How many rows working out one family writes: its sources anew, what was examined, and one entry of the audit."""
    with psycopg.connect(url) as connection:
        found = connection.execute("select count(*) from findings_source where examined_id = %s", [family]).fetchone()
    return 2 + (int(found[0]) if found else 0)


def _commits(url: str, rows: int) -> Iterator[float]:
    """Seconds of each of some commits of so many rows, in a table that is removed again."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table bench_row (id uuid primary key, words text)")
        for _ in range(COMMITS):
            began = time.monotonic()
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany("insert into bench_row values (%s, %s)", [(uuid4(), "x" * 100) for _ in range(rows)])
            yield time.monotonic() - began
        connection.execute("drop table bench_row")


def _timed(deed: Callable[[], object]) -> Iterator[float]:
    for _ in range(TIMES):
        began = time.monotonic()
        with as_machine():
            deed()
        yield time.monotonic() - began


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
