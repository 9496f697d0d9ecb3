"""What one link, and undoing it, costs in a large register: `python -m bench.rederivation [--persons 10000 100000]`.

A database of its own with two households known to their practices, one with a history of incidents, and around them a
register filled up by plain statements: families of a mother, a father and a child at a home, linked, placed and examined,
and for every nine people one incident, worked out and listed, spread over a year. A reviewer says that two children of the
households are one, and takes it back, again and again: measured is the time from the reviewer's word until nothing waits
any more, all steps of the machine, with its statements and rounds. Beside it stands a round in which nothing waits, each
step's part of it, and the baseline: one commit by psycopg of so many rows, on the same database just before. Each size
has a database of its own, because every link and its undoing leave something behind. `--explain` prints how the database
looks for what waits. Nothing is asserted.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg

from bench import figures
from bench.database import as_machine, database

if TYPE_CHECKING:
    from tests.integration.proof.town import Town

INCIDENTS = 12
# A link and its undoing together write more than a thousand rows, in a few commits.
CYCLES, ROUNDS, COMMITS, ROWS = 8, 20, 50, 300
SLOW = timedelta(milliseconds=5)
# Every name, date and home differs, so that nobody is like anybody else.
FAMILIES = """
create temporary table made on commit drop as
select n, gen_random_uuid() as family, gen_random_uuid() as m, gen_random_uuid() as f, gen_random_uuid() as c,
  gen_random_uuid() as mr, gen_random_uuid() as fr, gen_random_uuid() as cr
from generate_series(%(first)s::int, %(last)s::int) as n;
create temporary table somebody on commit drop as
select n, family, person, record, part, reason, kind, born,
  translate(substr(md5(n || kind), 1, 10), '0123456789', 'ghijklmnop') as forename,
  translate(substr(md5(n || 'name'), 1, 10), '0123456789', 'ghijklmnop') as surname
from made cross join lateral (values
  (m, mr, 'ADULT', 'PARENT', 'm', date '1960-01-01' + n %% 12000),
  (f, fr, 'ADULT', 'PARENT', 'f', date '1958-01-01' + n %% 12000),
  (c, cr, 'CHILD', 'SUBJECT', 'c', current_date - (n %% 5800))) as who(person, record, part, reason, kind, born);
insert into families_family (id, version, created_at) select family, 1, %(at)s from made;
insert into people_person (id, version, created_at) select person, 1, %(at)s from somebody;
insert into people_record (id, agency_id, forename, surname, name_key, sex, birth_date, birth_precision, told_at, person_id)
  select record, %(agency)s, forename, surname, forename || '|' || surname, 'NOT_KNOWN', born, 'EXACT', %(at)s, person
  from somebody;
insert into people_protected_fact (id, kind, record_id, value, place_key, function, told_by_id, told_at, never_to)
  select gen_random_uuid(), 'ADDRESS', record, n || ' Filled Road', n || ' filled road', '', %(agency)s, %(at)s, '[]'
  from somebody;
insert into people_relationship (id, from_record_id, to_record_id, kind, told_by_id, told_at)
  select gen_random_uuid(), parent, cr, 'PARENT_OF', %(agency)s, %(at)s from made cross join lateral unnest(array[mr, fr]) as parent;
insert into linkage_link (id, record_id, person_id, basis, because, score, model, by, at, undone_by, undone_because)
  select gen_random_uuid(), record, person, 'ALONE', '', 0, 'filled', 'machine', %(at)s, '', '' from somebody;
insert into families_membership (id, family_id, person_id, part, reason, from_at)
  select gen_random_uuid(), family, person, part, reason, %(at)s from somebody;
insert into families_placed (person_id, version, at, next_at)
  select person, 1, %(at)s, case when kind = 'c' then born + interval '18 years' end from somebody;
insert into findings_examined (family_id, family_version, protocol, code, at)
  select family, 1, %(protocol)s, %(code)s, %(at)s from made;
insert into findings_source (id, examined_id, person_id, version)
  select gen_random_uuid(), family, person, 1 from somebody;
create temporary table happened on commit drop as
select n, gen_random_uuid() as incident, gen_random_uuid() as submission, family, m, f, c, mr, fr,
  %(at)s - (n %% 365) * interval '1 day' as at
from made where n %% 3 = 0;
insert into incidents_submission (id, agency_id, key, digest, door, raw, answer, received_at, by)
  select submission, %(agency)s, submission::text, '', 'API', '', '', at, 'filled' from happened;
insert into incidents_incident (id, submission_id, kind, agency_id, reference, happened_at, category, reporter, summary, dash,
    dash_because, dash_perceived, brag, brag_because, features, received_at, by)
  select incident, submission, 'INCIDENT', %(agency)s, '', at, 'DOMESTIC_ABUSE', 'NOT_KNOWN', '', 'MEDIUM', '', '', 'NOT_DONE', '',
    '[]', at, 'filled' from happened;
insert into incidents_involved (id, incident_id, record_id, role, alleged_by, status)
  select gen_random_uuid(), incident, record, role, '', 'ALLEGED' from happened
  cross join lateral (values (mr, 'VICTIM'), (fr, 'CAUSING_HARM')) as who(record, role);
insert into people_protected_fact (id, kind, context, value, place_key, function, told_by_id, told_at, never_to)
  select gen_random_uuid(), 'PLACE', incident, n || ' Filled Road', n || ' filled road', '', %(agency)s, at, '[]' from happened;
insert into duties_derivation (incident_id, protocol, code, at, in_scope, because)
  select incident, %(protocol)s, %(code)s, at, true, '' from happened;
insert into duties_source (id, derivation_id, person_id, version)
  select gen_random_uuid(), incident, person, 1 from happened cross join lateral unnest(array[m, f, c]) as person;
insert into triage_listing (id, incident_id, family_id, family_version, linked, lane, lane_because, because, listed_at, due_at,
    withdrawn_because)
  select gen_random_uuid(), incident, family, 1, false, 'standard', '', '', at, at, '' from happened;
insert into triage_listed (incident_id, derived_at, at) select incident, at, at from happened;
"""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.rederivation", description=__doc__)
    parser.add_argument("--persons", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--explain", action="store_true", help="print how the database looks for what waits")
    chosen = parser.parse_args(arguments)
    if len(chosen.persons) > 1:
        explain = ["--explain"] if chosen.explain else []
        command = [sys.executable, "-m", "bench.rederivation", *explain, "--persons"]
        return max(subprocess.call([*command, str(persons)]) for persons in chosen.persons)
    with database() as url:
        for persons in chosen.persons:
            _measure(url, persons, explain=chosen.explain)
    return 0


def _measure(url: str, persons: int, *, explain: bool) -> None:
    town = _town()
    began = time.monotonic()
    _fill(url, persons, town)
    print(
        f"A register of {_count(url, 'people_person'):,} people and {_count(url, 'incidents_incident'):,} incidents, "
        f"filled in {time.monotonic() - began:.0f} s, machine load {os.getloadavg()[0]:.1f}:"
    )
    baseline = _baseline(url)
    _measure_idle(baseline, explain=explain)
    _measure_links(url, town, baseline)


def _measure_idle(baseline: float, *, explain: bool) -> None:
    """A round in which nothing waits: it is run again and again for ever, so it must not grow with the register."""
    from wholepicture.pathway import stages

    now = _clock()
    print(f"  {stages.run_until_quiet(now=now)} items were done before anything was measured")
    whole = [_timed(lambda: stages.run_round(now=now)) for _ in range(ROUNDS)]
    print(
        figures.row("a round in which nothing waits", [seconds for seconds, _ in whole], baseline),
        f" {whole[0][1]} statements",
    )
    for stage in stages.STAGES:
        parts = [_timed(partial(stages.run_batch, stage, now=now, failing={}))[0] for _ in range(ROUNDS)]
        print(figures.row(f"  {stage.name}", parts, baseline))
    print(figures.row("  when next due", [_timed(lambda: stages.next_due(now))[0] for _ in range(ROUNDS)], baseline))
    if explain:
        _explain(lambda: stages.run_round(now=now))
        _explain(lambda: stages.next_due(now))


def _measure_links(url: str, town: "Town", baseline: float) -> None:
    from tests.integration.proof.town import ALIKE

    made, undone = [], []
    before = _rows_written(url)
    for _ in range(CYCLES):
        made.append(_until_quiet(lambda now: town.review(ALIKE[1], same=True, now=now)))
        undone.append(_until_quiet(lambda now: town.undo_review(ALIKE[1], now=now)))
    rows = (_rows_written(url) - before) / CYCLES
    for name, found in (("two children are one person", made), ("they are two again", undone)):
        # The first finds the tables cold.
        seconds = [one[0] for one in found[1:]]
        print(figures.row(f"until quiet: {name}", seconds, baseline))
        print(f"    statements each time {[one[1] for one in found[1:]]}, rounds {[one[2] for one in found[1:]]}")
    print(f"  {rows:.0f} rows written by a link and its undoing, machine load {os.getloadavg()[0]:.1f}")


def _until_quiet(deed: Callable[[datetime], object]) -> tuple[float, int, int]:
    """Seconds, statements, and rounds of the machine, the last of which finds that nothing waits."""
    from wholepicture.pathway import stages

    now, rounds = _clock(step=timedelta(minutes=5)), 0

    def both() -> None:
        nonlocal rounds
        with as_machine():
            deed(now)
        rounds = 1 + sum(1 for _ in iter(lambda: stages.run_round(now=now), 0))

    return (*_timed(both), rounds)


def _timed(deed: Callable[[], object]) -> tuple[float, int]:
    """Seconds, and how many statements."""
    from django.db import connection

    counted = 0

    def count(execute: Callable[..., object], *statement: object) -> object:
        nonlocal counted
        counted += 1
        return execute(*statement)

    began = time.monotonic()
    with connection.execute_wrapper(count):
        deed()
    return time.monotonic() - began, counted


def _explain(deed: Callable[[], object]) -> None:
    """Print the plan of every read that takes long."""
    from django.db import connection

    def explained(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        began = time.monotonic()
        answer = execute(sql, params, many, context)
        took = timedelta(seconds=time.monotonic() - began)
        if took > SLOW and sql.lstrip("( \n").upper().startswith(("SELECT", "WITH")):
            with connection.cursor() as cursor:
                plain = cursor.cursor
                plain.execute(f"explain (analyze, buffers, costs off) {sql}", params)
                print(f"\n-- {took.total_seconds() * 1000:.0f} ms: {sql[:400]}")
                print("\n".join(row[0] for row in plain.fetchall()))
        return answer

    with connection.execute_wrapper(explained):
        deed()


def _town() -> "Town":
    """Two households; the first with a history of incidents, all of it linked, placed, examined, told and listed."""
    from tests.integration.proof.town import CHILDREN, FATHERS, MOTHERS, Town, make_partnership
    from wholepicture.pathway import stages

    now = _clock()
    with as_machine():
        town = Town(make_partnership(), 0)
        town.found(now)
    stages.run_until_quiet(now=now + timedelta(minutes=1))
    for number in range(INCIDENTS):
        now = _clock(step=timedelta(days=3))
        with as_machine():
            town.report(
                f"incident {number}", MOTHERS[0], FATHERS[0], CHILDREN[0], place="H1", classed=True, happened_at=now, now=now
            )  # fmt: skip
        stages.run_until_quiet(now=now)
    stages.run_until_quiet(now=_clock())
    return town


def _fill(url: str, persons: int, town: "Town") -> None:
    """Fill the register up to so many people, by plain statements."""
    from django.conf import settings

    first = _count(url, "families_family")
    told = {
        "first": first + 1,
        "last": first + max(0, persons - _count(url, "people_person")) // 3,
        "agency": town.of.police.id,
        "protocol": _one(url, "select max(number) from protocol_version"),
        "code": settings.CODE_VERSION,
        "at": _clock() - timedelta(days=1),
    }
    with psycopg.ClientCursor(psycopg.connect(url)) as cursor:
        cursor.execute(FAMILIES, told)
        cursor.connection.commit()
        cursor.connection.autocommit = True
        cursor.execute("vacuum analyze")
        cursor.connection.close()


def _baseline(url: str) -> float:
    """The middle of some commits of ROWS rows, in a table that is removed again."""
    seconds = []
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table bench_row (id uuid primary key, words text)")
        for _ in range(COMMITS):
            rows = [(uuid4(), "x" * 100) for _ in range(ROWS)]
            began = time.monotonic()
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany("insert into bench_row values (%s, %s)", rows)
            seconds.append(time.monotonic() - began)
        connection.execute("drop table bench_row")
    middle = figures.percentile(seconds, 50)
    print(f"  Baseline: one commit of {ROWS} rows takes {middle * 1000:.1f} ms (p50 of {COMMITS})")
    return middle


def _rows_written(url: str) -> int:
    time.sleep(1.5)  # the server's counters are written down by idle sessions about once a second
    return _one(url, "select coalesce(sum(n_tup_ins + n_tup_upd), 0)::bigint from pg_stat_user_tables")


def _count(url: str, table: str) -> int:
    return _one(url, f"select count(*) from {table}")


def _one(url: str, statement: str) -> int:
    with psycopg.connect(url) as connection:
        found = connection.execute(statement.encode()).fetchone()
    return int(found[0]) if found and found[0] else 0


def _clock(step: timedelta = timedelta(), _at: list[datetime] = []) -> datetime:  # noqa: B006  one clock for the run
    """The time of this run, which goes on by steps, so that what is due in days does not come in between."""
    _at[:] = [(_at[0] if _at else datetime.now(UTC)) + step]
    return _at[0]


if __name__ == "__main__":
    sys.exit(main())
