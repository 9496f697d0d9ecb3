"""What pages cost as the database grows: `python -m bench.pages [--sizes 10000 100000] [--rounds 40] [--keep DIR]`.

Real HTTP: gunicorn of one process, signed in as the chair of the daily triage, whose team may open the families. One
database for each size, filled by demo/bulk; all sizes and pages are measured in turns (A/B/A/B), so that a busy moment of
the machine falls on all of them. Baselines of the same run: the page that says nothing (hidden), and `select 1`. Warm are
families that were opened before; cold are families that nobody opened since the server started with nothing of its files
in memory. Heavy families stand apart. Nothing is asserted; the goal is p95 of at most 150 ms, and at most 1.3 times that
of a tenth of the incidents (reference of performance, F6).
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from bench import bulk, figures, http, idle, machine
from bench.bulk import Size, Wanted
from tests.crash.programs import ROOT, environment
from tests.smtp import free_port

GOAL_MS, GOAL_GROWTH = 150, 1.3
UP_SECONDS = 60
OK = 200
BASELINE = "hidden (baseline)"
PLAIN_PAGES = ("home:page", "notices:inbox", "triage:list")
FAMILY_PAGES = ("families:page", "families:timeline", "families:knowledge", "families:as_known")
HEAVY_FROM = 7
# Families that the chair's team may open now and of which everything was copied; the heavy ones by how many reports.
OPEN = """
exists (select from access_grant g join agencies_team t on t.id = g.team_id where g.subject = a.family_id
  and g.subject_kind = 'FAMILY' and t.slug = 'first-response' and (g.until_at is null or g.until_at > now()))
"""
ORDINARY = f"""
select family_id::text from (
  select family_id from triage_ask where family_id > '60000000-0000-4000-8000-000000000000' order by family_id limit 30000
) a group by family_id having (select count(*) from triage_listing l where l.family_id = a.family_id) < %s and {OPEN}
limit 60
"""
HEAVY = f"select family_id::text from triage_listing a group by family_id having count(*) = %s and {OPEN} limit 6"


@dataclass
class Server:
    """The pages of one size, and a signed-in line to them."""

    size: Size
    line: http.Line
    cookie: str
    database: "psycopg.Connection[tuple[object, ...]]"
    families: dict[str, list[str]]
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    bytes: dict[str, int] = field(default_factory=dict)

    def ask(self, path: str) -> tuple[float, http.Answer]:
        """One page, in seconds."""
        found = http.timed(self.line, http.request("GET", path, {"Cookie": self.cookie}))
        if found[1].status != OK:
            raise SystemExit(f"{path} of {self.size.incidents:,} answered {found[1].status}.")
        return found

    def select_one(self) -> float:
        """Seconds of the least that a database can do."""
        began = time.perf_counter()
        self.database.execute("select 1").fetchone()
        return time.perf_counter() - began

    def note(self, name: str, path: str) -> None:
        """Measure a page once."""
        seconds, answer = self.ask(path)
        self.took[name].append(seconds)
        self.bytes[name] = len(answer.body)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="incidents")
    parser.add_argument("--rounds", type=int, default=40, help="how often each page of each size is asked for")
    parser.add_argument("--families", type=int, default=14, help="how many are played, to be copied")
    parser.add_argument("--waiting", type=int, default=300, help="families on the list")
    parser.add_argument("--heavy", type=int, nargs="+", default=[8, 25], help="reports of the heavy families")
    parser.add_argument("--cold", type=int, default=20, help="families opened cold")
    parser.add_argument(
        "--idle", action="store_true", help="then a round of the machine in which nothing waits, at each size"
    )
    parser.add_argument("--keep", type=Path, help="a folder for the databases, used again next time")
    chosen = parser.parse_args(arguments)
    print(machine.heading(), flush=True)
    wanted = Wanted(chosen.sizes, chosen.families, chosen.waiting, chosen.heavy)
    with bulk.databases(wanted, chosen.keep) as sizes:
        _django(sizes[0])
        for size in sizes:
            _forget(size)
        with ExitStack() as stack:
            servers = [stack.enter_context(_serving(size, chosen.heavy)) for size in sizes]
            _measure_cold(servers, chosen.cold)
            _measure_warm(servers, chosen.rounds)
            _print(servers)
        if chosen.idle:
            for size in sizes:
                idle.measure(size)
    print(machine.load())
    return 0


def _django(size: Size) -> None:
    """Settings for reverse() and nothing else: no statement is sent from here."""
    os.environ.update(environment(WHOLEPICTURE_VAR=str(size.folder)))
    import django

    django.setup()


def _paths(families: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every page that there is, with its address."""
    from django.urls import NoReverseMatch, reverse

    for name in PLAIN_PAGES:
        try:
            yield name, reverse(name)
        except NoReverseMatch:
            continue
    for name in FAMILY_PAGES:
        for family in families:
            try:
                yield name, reverse(name, args=[family])
            except NoReverseMatch:
                continue


def _measure_cold(servers: Sequence[Server], families: int) -> None:
    """Families that nobody opened since the start; one page of each kind before, so that only the data is cold."""
    for server in servers:
        for name, path in _paths(server.families["ordinary"][-1:]):
            server.note(f"{name}, the very first", path)
    for number in range(families):
        for server in servers:
            mine = server.families["ordinary"]
            for name, path in _paths([mine[number % max(1, len(mine) - 1)]]):
                if name in FAMILY_PAGES:
                    server.note(f"{name}, cold", path)


def _measure_warm(servers: Sequence[Server], rounds: int) -> None:
    for number in range(-2, rounds):  # two rounds that are not counted
        for server in servers:
            before = {name: len(those) for name, those in server.took.items()}
            server.took["select 1 (baseline)"].append(server.select_one())
            server.note(BASELINE, "/hidden")
            for kind, those in server.families.items():
                for name, path in _paths([those[number % min(len(those), 20)]]):
                    if name in FAMILY_PAGES:
                        server.note(f"{name}, {kind}", path)
                    elif kind == "ordinary":
                        server.note(name, path)
            if number < 0:
                for name in server.took:
                    if "cold" not in name and "first" not in name:
                        del server.took[name][before.get(name, 0) :]


def _print(servers: Sequence[Server]) -> None:
    heads = "".join(f" {server.size.incidents:>10,} incidents: p50 / p95 ms" for server in servers)
    print(f"{'':<34}{heads}   p95 by size, and of hidden")
    for name in servers[0].took:
        cells, most = "", []
        for server in servers:
            those = server.took.get(name, [])
            most.append(figures.percentile(those, 95))
            cells += f" {figures.percentile(those, 50) * 1000:21.1f} / {most[-1] * 1000:8.1f}     "
        growth = " ".join(f"x{after / before:.2f}" for before, after in pairwise(most))
        base = figures.percentile(servers[-1].took[BASELINE], 50)
        size = servers[-1].bytes.get(name)
        met = "" if "baseline" in name else _met(most)
        print(
            f"{name:<34}{cells}  {growth or '-':<14} x{most[-1] / base:6.1f}  {f'{size:,} B' if size else '':>11}  {met}"
        )


def _met(most: Sequence[float]) -> str:
    """Whether the goal is met at the largest size."""
    slow = most[-1] * 1000 > GOAL_MS
    grows = len(most) > 1 and most[-1] / most[-2] > GOAL_GROWTH
    return "goal met" if not slow and not grows else " and ".join(["SLOW"] * slow + ["GROWS"] * grows)


@contextmanager
def _serving(size: Size, heavy: Sequence[int]) -> Iterator[Server]:
    """The pages of one size, signed in; ended at the end."""
    from wholepicture.interfaces.cli import web

    url, port = size.url(), free_port()
    log = (size.folder / "web.log").open("ab")
    ours = environment(WHOLEPICTURE_VAR=str(size.folder), WHOLEPICTURE_ROLE="web", DJANGO_ALLOW_ASYNC_UNSAFE="1")
    program = subprocess.Popen(web.command_line(f"127.0.0.1:{port}", 1), cwd=ROOT, env=ours, stdout=log, stderr=log)
    try:
        line = http.Line(port)
        _wait(line, program)
        cookie = _sign_in(line)
        families = {"ordinary": [str(row[0]) for row in bulk.one(url, ORDINARY, min(heavy, default=HEAVY_FROM))]}
        if not families["ordinary"]:
            raise SystemExit(f"Of {size.incidents:,} incidents there is no family that the chair's team may open now.")
        for reports in heavy:
            found = [str(row[0]) for row in bulk.one(url, HEAVY, reports)]
            if found:
                families[f"{_entries(url, found[0])} entries"] = found
        with psycopg.connect(url, autocommit=True) as database:
            yield Server(size, line, cookie, database, families)
    finally:
        program.kill()
        program.wait()
        log.close()


def _entries(url: str, family: str) -> int:
    """How many entries the chronology of a family's people has."""
    statement = (
        "select count(*) from chronology_entry e join people_record r on r.id = e.record_id "
        "where r.person_id in (select person_id from families_membership where family_id = %s and until_at is null)"
    )
    return int(str(bulk.one(url, statement, family)[0][0]))


def _wait(line: http.Line, program: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + UP_SECONDS
    while time.monotonic() < until and program.poll() is None:
        try:
            line.ask(http.request("GET", "/hidden", {}))
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The pages did not come up: see web.log.")


def _sign_in(line: http.Line) -> str:
    """Sign in as the chair of the daily triage by the form, and return the cookies."""
    import yaml

    from demo import directory

    told = yaml.safe_load((Path(directory.__file__).parent / "partnership.yaml").read_text())
    (email,) = [
        directory.email_of(person["name"], agency["slug"])
        for agency in told["agencies"]
        for team in agency["teams"]
        for person in team.get("members", [])
        if person.get("kind_of_user") == "Chair of the daily triage"
    ]
    form = line.ask(http.request("GET", "/sign-in", {}))
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', form.body)
    if token is None:
        raise SystemExit("The sign-in page has no form.")
    cookies = _cookies(form)
    fields = {"csrfmiddlewaretoken": token[1].decode(), "email": email, "password": bulk.PASSWORD}
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    answer = line.ask(http.request("POST", "/sign-in", headers, urlencode(fields).encode()))
    if b"session=" not in answer.head:
        raise SystemExit(f"Signing in was answered {answer.status}.")
    return f"{cookies}; {_cookies(answer)}"


def _cookies(answer: http.Answer) -> str:
    return "; ".join(each.decode() for each in re.findall(rb"(?im)^set-cookie: ([^;\r\n]+)", answer.head))


def _forget(size: Size) -> None:
    """Stop the server and drop its files from the kernel's memory, so that what follows is cold."""
    size.stop()
    subprocess.run(["sync"], check=True)
    for file in (size.folder / "postgres").rglob("*"):
        if file.is_file() and not file.is_symlink():
            descriptor = os.open(file, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


if __name__ == "__main__":
    sys.exit(main())
