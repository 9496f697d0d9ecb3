"""An audit by Splink of a register with planted disagreements: who is asked about, and that it asks once."""

import random
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import sync_playwright

from tests.factories.people import make_record, make_relation, make_resolved
from tests.journeys import axe
from wholepicture.interfaces.cli.linkage import learn
from wholepicture.interfaces.cli.linkage.audit import command
from wholepicture.pathway.linkage import actions, auditor, queries
from wholepicture.pathway.linkage.auditor import requirements
from wholepicture.pathway.linkage.matcher import parameters
from wholepicture.pathway.linkage.matcher.terms import Kind
from wholepicture.pathway.linkage.models import Link, Pair
from wholepicture.registers.audit.models import Entry
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import RelationshipKind, Sex

pytest.importorskip("splink", reason="the extra `bulk` is not installed")
pytestmark = pytest.mark.django_db

NOW = datetime(2019, 12, 20, 9, 0, tzinfo=UTC)
FORENAMES = ("Amina", "Bryn", "Carys", "Dewi", "Elin", "Farah", "Gethin", "Hana", "Idris", "Jonah", "Kasia", "Lowri")
SURNAMES = (
    "Marsh",
    "Okafor",
    "Pugh",
    "Quinn",
    "Rahman",
    "Siwek",
    "Talbot",
    "Udall",
    "Vance",
    "Walsh",
    "Yates",
    "Zaman",
)


def one(chance: random.Random, number: int) -> dict[str, object]:
    """Somebody like nobody else, at an address of their own."""
    return {
        "forename": chance.choice(FORENAMES),
        "surname": chance.choice(SURNAMES),
        "sex": chance.choice((Sex.FEMALE, Sex.MALE)),
        "birth_date": date(1980, 1, 1) + timedelta(days=chance.randrange(13_000)),
        "address": f"{number} Test Street, Cardiff CF{chance.randint(1, 9)} {chance.randint(1, 9)}AA",
    }


@pytest.fixture
def register() -> list[tuple[Record, Record]]:
    """120 people, each told once; of 20 of them a second record stands as somebody else, told as the same in every field."""
    chance = random.Random(5)  # noqa: S311
    twice = []
    for number in range(120):
        told = one(chance, number)
        first = make_record(**told, now=NOW - timedelta(days=40))  # type: ignore[arg-type]
        make_resolved(first)
        if number < 20:
            second = make_record(**told, now=NOW - timedelta(days=2))  # type: ignore[arg-type]
            make_resolved(second)
            twice.append((first, second))
    return twice


def ask(pairs: Sequence[tuple[Record, Record]], most: int = 100) -> actions.Asked:
    """Ask as if another matcher had found each of these pairs to be one person."""
    ids = [(first.id, second.id) for first, second in pairs]
    return actions.ask(pairs=ids, model="another-1.0", most=most, by=MACHINE, now=NOW)


def together(pairs: Iterable[tuple[Record, Record]]) -> set[frozenset[UUID]]:
    return {frozenset((first.id, second.id)) for first, second in pairs}


def test_the_command_asks_about_two_people_whom_splink_finds_to_be_one_and_once(
    register: list[tuple[Record, Record]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    joined, by = register[0][0], register[1][0]
    Link.objects.create(
        record=joined, person=by.person, matched=by, basis="IDENTIFIER", score=1, model="test", by="machine", at=NOW
    )
    assert command(["--out", str(tmp_path / "audit")]) == 0
    said = capsys.readouterr().out
    assert re.search(r"splink-5\S+ looked at 140 records", said)
    assert "reviewers are asked about 20;" in said
    assert "does not find 1 of 1 pairs" in said
    assert not any(name in said for name in (*FORENAMES, *SURNAMES))
    pairs = {frozenset((pair.newer_id, pair.older_id)) for pair in Pair.objects.all()}
    assert pairs == together(register)
    listed = (tmp_path / "audit" / "disagreements.csv").read_text()
    assert listed.count("one person,") == 20
    assert f"not found,{joined.id},{by.id}" in listed
    charts = sorted((tmp_path / "audit" / "charts").glob("*.html"))
    # Playwright refuses a thread in which the browser of other journeys already runs its loop.
    with ThreadPoolExecutor(1) as another_thread:
        another_thread.submit(draw_without_a_network, charts).result()
    assert command([]) == 0
    assert "reviewers are asked about 0; 20 were asked about before" in capsys.readouterr().out
    assert Pair.objects.count() == 20


def draw_without_a_network(written: Sequence[Path]) -> None:
    """Open every chart as an analyst without a network would; something is drawn and nothing is asked for."""
    assert len(written) == 4
    problems: list[str] = []
    with sync_playwright() as playwright:
        context = playwright.chromium.launch(executable_path=axe.CHROMIUM, args=axe.FLAGS).new_context(offline=True)
        page = context.new_page()
        page.on("pageerror", lambda problem: problems.append(str(problem)))
        page.on("request", lambda asked: problems.append(asked.url) if asked.url.startswith("http") else None)
        for path in written:
            page.goto(path.as_uri())
            page.wait_for_selector("canvas, svg.marks")
    assert problems == []


def test_a_question_says_that_a_second_matcher_asks_and_what_ours_found(register: list[tuple[Record, Record]]) -> None:
    asked = ask(register)
    pair = Pair.objects.get(older=register[0][0])
    assert pair.newer_id == register[0][1].id
    assert "second matcher" in pair.reasons_for[0]
    assert len(pair.reasons_for) > 1
    assert pair.model.startswith("another-1.0")
    assert pair.evidence["weights"]
    entry = Entry.objects.get(event=Event.MATCHING_AUDITED)
    assert entry.detail["asked"] == len(asked.pairs) == len(register)
    assert set(entry.about) == {f"pair:{each}" for each in asked.pairs}


def test_the_same_pairs_are_asked_about_once(register: list[tuple[Record, Record]]) -> None:
    ask(register)
    again = ask([*register, *((second, first) for first, second in register)])
    assert (again.pairs, again.left, again.known) == ((), 0, 2 * len(register))
    assert Pair.objects.count() == len(register)


def test_it_asks_about_so_many_at_most_and_the_rest_the_next_time(register: list[tuple[Record, Record]]) -> None:
    asked = ask(register, most=7)
    assert (len(asked.pairs), asked.left) == (7, len(register) - 7)
    assert len(ask(register).pairs) == len(register) - 7


def test_it_asks_of_nobody_who_was_told_as_the_others_relative(register: list[tuple[Record, Record]]) -> None:
    first, second = register[0]
    make_relation(RelationshipKind.SIBLING_OF, first, second)
    assert len(ask(register).pairs) == len(register) - 1
    assert not Pair.objects.filter(newer__in=(first, second)).exists()


def test_a_small_register_teaches_nothing_and_the_command_says_so() -> None:
    make_resolved(make_record())
    with pytest.raises(SystemExit, match=r"fewer than 100 records; this one has 1\."):
        command([])


def test_a_platform_learns_from_its_own_register_and_decides_by_what_it_learnt(
    register: list[tuple[Record, Record]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learn, "FEWEST", 100)
    assert learn.command(["--register", "--out", str(tmp_path / "ours.json")]) == 0
    entry = Entry.objects.get(event=Event.MATCHING_LEARNT)
    assert entry.detail["records"] == 140
    monkeypatch.setenv(parameters.OF_DEPLOYMENT, str(tmp_path / "ours.json"))
    parameters._of_deployment.cache_clear()
    assert parameters.load().version == entry.detail["model"]
    monkeypatch.delenv(parameters.OF_DEPLOYMENT)
    parameters._of_deployment.cache_clear()
    assert parameters.load().version != entry.detail["model"]


def test_a_register_without_families_does_not_teach_that_there_are_no_twins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = parameters.load()
    parameters.save(
        replace(shipped, pairs={kind: share / 1000 for kind, share in shipped.pairs.items()}), tmp_path / "p.json"
    )
    monkeypatch.setenv(parameters.OF_DEPLOYMENT, str(tmp_path / "p.json"))
    parameters._of_deployment.cache_clear()
    found = parameters.load()
    monkeypatch.delenv(parameters.OF_DEPLOYMENT)
    parameters._of_deployment.cache_clear()
    assert found.pairs[Kind.SAME] < shipped.pairs[Kind.SAME] / 900
    assert {kind: found.pairs[kind] for kind in Kind if kind in shipped.pairs and kind is not Kind.SAME} == {
        kind: share for kind, share in shipped.pairs.items() if kind is not Kind.SAME
    }


def test_learning_asks_for_a_list_or_the_register(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        learn.command(["--out", str(tmp_path / "ours.json")])


def test_what_is_not_installed_is_said_with_the_file_that_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(requirements.NEEDED, "duckdb", ("requirements-bulk.txt", ("no_such_package",)))
    with pytest.raises(SystemExit, match=r"no_such_package.*requirements-bulk\.txt"):
        command([])


@contextmanager
def cluster() -> Iterator[Any]:
    """A Spark cluster of two workers on this machine; it keeps its logs within pyspark."""
    try:
        auditor.check("spark")
    except auditor.NotInstalled as missing:
        pytest.skip(str(missing))
    import pyspark

    with auditor.opened("spark", "local-cluster[2,1,1024]") as api:
        yield api
    shutil.rmtree(Path(pyspark.__file__).parent / "work", ignore_errors=True)


def test_on_a_cluster_of_two_workers_our_scorer_weighs_as_it_does_here(
    register: list[tuple[Record, Record]], tmp_path: Path
) -> None:
    from pyarrow import parquet

    records = list(queries.enrolled())
    with cluster() as api:
        auditor.weigh(api.spark, records, tmp_path / "weighed.parquet")
    planted = together(register)
    rows = parquet.read_table(tmp_path / "weighed.parquet").to_pylist()
    weighed = {frozenset((UUID(row["record"]), UUID(row["other_record"]))): row for row in rows}
    assert planted <= set(weighed)
    assert {weighed[pair]["class"] for pair in planted} == {"SAME"}
    _weighs_as_here(weighed, records)


@pytest.mark.spark
def test_on_a_cluster_of_two_workers_splink_finds_the_same(register: list[tuple[Record, Record]]) -> None:
    with cluster() as api:
        found = auditor.opinion(api, list(queries.enrolled()), [])
    assert {frozenset((each.one, each.other)) for each in found.same} == together(register)


def _weighs_as_here(weighed: dict[frozenset[UUID], dict[str, object]], records: Sequence[object]) -> None:
    """Every pair's odds on the cluster are those of one comparison here."""
    from wholepicture.pathway.linkage import matcher
    from wholepicture.registers.people.describing import describe

    told = {each.record: each for each in queries.enrolled()}
    parameters = matcher.load().of_size(len(records))
    for pair, row in weighed.items():
        one, other = (describe(told[record]) for record in pair)
        assert row["odds"] == pytest.approx(matcher.compare(one, other, parameters).odds, abs=1e-9)
