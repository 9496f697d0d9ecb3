"""Each bench runs at a tiny size and prints its figures beside a baseline; what they say is for `make bench`, not for CI."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from demo.bulk import cloning, loading, tables, templates
from demo.bulk.tables import Connection
from tests.crash.programs import environment
from wholepicture.lib.postgres import launcher

ROOT = Path(__file__).resolve().parents[3]
SIZES = (20, 60)
# Minutes alone on a machine; the others of a busy one make it ten times as long.
LIMIT_SECONDS = 800
EVERYTHING = """
insert into changes_change (subject)
select id from people_person union all select id from families_family union all select id from incidents_incident
"""


def run(*arguments: str, **settings: str) -> str:
    """What a command prints; it must end well."""
    ours = environment(**settings) | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        arguments, cwd=ROOT, env=ours, capture_output=True, text=True, check=False, timeout=LIMIT_SECONDS
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def bench(name: str, *arguments: str) -> str:
    """What a bench prints."""
    return run(sys.executable, "-m", f"bench.{name}", *arguments)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Databases of two tiny sizes, and beside them what bench.pages printed while it made them."""
    folder: Path = tmp_path_factory.mktemp("bulk")
    said = bench(
        "pages", "--keep", str(folder), "--sizes", *map(str, SIZES), "--rounds", "2", "--families", "2", "--heavy", "6",
        "--waiting", "4", "--cold", "1",
    )  # fmt: skip
    (folder / "said").write_text(said)
    return folder


@pytest.fixture(scope="module")
def database(kept: Path) -> Iterator[Connection]:
    """The larger of the two, past every policy."""
    data = kept / f"of-{SIZES[-1]}" / "postgres"
    with psycopg.connect(launcher.start_or_join(data).superuser_url(database="wholepicture"), autocommit=True) as found:
        found.execute("set timezone = 'UTC'")
        yield found
    launcher.stop(data)


def test_intake_inbox_and_growth_say_their_figures_beside_a_baseline() -> None:
    said = bench("smoke")
    assert re.search(r"Baseline: [1-9]\d* rows of [1-9][\d,]* bytes", said)
    assert re.search(r"while the machine links the load +n=\d+ +p50 +[\d.]+ ms", said)
    assert re.search(r"2 connections: .* incidents a second.*ratio \d+%", said)
    assert "kept up: " in said.lower()
    assert "backlog grew by" in said
    assert re.search(r"makes? the database grow by\n.*bytes \(x\d+ of the JSON\)", said)


def test_missed_links_are_told_beside_every_splink_in_a_list_and_for_single_people() -> None:
    said = bench("matching.accuracy", "--size", "2000", "--seeds", "1", "--rates", "changed")
    for of in ("batch", "lookup"):
        assert re.search(rf"{of}, changed.*at 99\.9% ours misses .* of default, .* of the strongest", said)
    for name in ("ours", "Splink, default", "Splink, keys + labels + family + twins"):
        assert len(re.findall(rf"  {re.escape(name)} +[\d.]+% +[\d.]+%", said)) == 2


def test_febrl_is_measured_with_and_without_its_number_beside_splink_and_ecm() -> None:
    said = bench("matching.febrl", "--of", "1")
    assert (
        len(re.findall(r"FEBRL 1 with(?:out)? its number +ours [01]\.\d+ .*Splink [01]\.\d+ .*ECM [01]\.\d+", said))
        == 2
    )


def test_a_whole_list_is_timed_in_turns_with_splink() -> None:
    said = bench("matching.speed", "--size", "2000", "--rounds", "1")
    assert re.search(r"2000 records: ours takes [\d.]+ .* of Splink's wall time", said)


def test_single_people_are_looked_up_warm_and_cold_beside_splink_at_two_sizes() -> None:
    said = bench("matching.lookup", "--sizes", "400", "800", "--queries", "20", "--splink", "5")
    for name in ("ours, warm", "ours, cold", "ours, of a commonest name, no number", "Splink, default"):
        assert len(re.findall(rf"{name} +n=\d+ +p50", said)) == 2
    assert "grows with exponent" in said


def test_pages_are_measured_at_every_size_warm_and_cold_beside_a_page_that_says_nothing(kept: Path) -> None:
    said = (kept / "said").read_text()
    for name in (
        "select 1 (baseline)",
        "hidden (baseline)",
        "triage:list",
        "families:page, ordinary",
        "families:page, cold",
    ):
        line = next(each for each in said.splitlines() if each.startswith(name))
        assert len(re.findall(r"[\d.]+ / +[\d.]+", line)) == len(SIZES), line


def test_nothing_waits_for_the_machine_in_what_was_copied(kept: Path) -> None:
    data = kept / f"of-{SIZES[-1]}" / "postgres"
    # Work lists begin at what changed of late: here at everything that there is.
    with psycopg.connect(launcher.start_or_join(data).superuser_url(database="wholepicture"), autocommit=True) as found:
        found.execute(EVERYTHING)
    said = bench("idle", "--keep", str(kept), "--sizes", str(SIZES[-1]))
    assert "  0 items were done before anything was measured" in said


def test_what_was_copied_keeps_every_promise(kept: Path) -> None:
    console = str(Path(sys.executable).parent / "wholepicture")
    said = run(console, "verify", WHOLEPICTURE_VAR=str(kept / f"of-{SIZES[-1]}"))
    assert "BROKEN" not in said
    assert said.count("kept") >= 7


def test_there_are_as_many_incidents_as_were_asked_for_and_nothing_points_nowhere(database: Connection) -> None:
    (found,) = database.execute("select count(*) from incidents_incident").fetchone() or (0,)
    assert SIZES[-1] <= int(str(found)) < SIZES[-1] + 10
    (waiting,) = database.execute("select count(*) from triage_listing where decided_at is null").fetchone() or (0,)
    assert int(str(waiting)) >= 4
    assert loading.dangling(database) == {}


def test_no_two_families_share_a_name_a_home_or_a_number(database: Connection) -> None:
    shared = (
        (
            "select r.name_key from people_record r join families_membership m on m.person_id = r.person_id "
            "where r.name_key <> '' group by 1 having count(distinct r.person_id) > 1"
        ),
        (
            "select f.place_key from people_protected_fact f join people_record r on r.id = f.record_id "
            "join families_membership m on m.person_id = r.person_id where f.place_key <> '' and m.part = 'CHILD' "
            "group by 1 having count(distinct m.family_id) > 1"
        ),
        (
            "select i.value from people_identifier i join people_record r on r.id = i.record_id "
            "group by 1 having count(distinct r.person_id) > 1"
        ),
    )
    for statement in shared:
        assert database.execute(statement.encode()).fetchall() == []


def test_a_copied_family_is_shaped_table_for_table_as_one_that_the_actions_made(database: Connection) -> None:
    every = tables.tables(database)
    found = templates.read(database, every, templates.shared_ids(database, every), datetime.now(UTC))
    shapes = [shape(each.rows) for each in found]
    # A whole copy has its original's shape, and a thin one what is left of it; nobody else is there.
    originals = [each for each in found if whole(each)]
    allowed = {shape(each.rows) for each in originals} | {shape(cloning.thinned(each.rows)) for each in originals}
    assert set(shapes) <= allowed
    assert max(map(shapes.count, allowed)) > 1
    assert sum(map(whole, found)) >= len(found) // cloning.FULL_EVERY


def whole(family: templates.Template) -> bool:
    """Whether a family has what thin copies lack."""
    return bool(family.of("notifications_notice"))


def shape(rows: "list[templates.Row] | tuple[templates.Row, ...]") -> tuple[tuple[str, tuple[bool, ...]], ...]:
    """Every row as its table and which of its columns are filled; who looked is a matter of readers, not of the family."""
    of_family = (row for row in rows if row.table.name != "audit_look")
    return tuple(sorted((row.table.name, tuple(value == templates.EMPTY for value in row.values)) for row in of_family))
