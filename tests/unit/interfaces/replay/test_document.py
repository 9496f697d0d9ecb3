"""The report that stands alone: what the file says and what was read are added, and nothing that was there changes."""

from datetime import UTC, datetime

import pytest

from wholepicture.interfaces.replay import document, loader
from wholepicture.interfaces.replay.report import AskLine, EventLine, NoticeLine, Report, StepLine, Text

NIGHT = datetime(2020, 7, 1, 20, 30, tzinfo=UTC)
READS = Text(title="Baby Marsh", text="A report.\n\nPlease answer.", leaves_out=("any address",), never_to=("gp",))
CASE = """
case: a case
until: 2020-07-02T09:00
agencies: {police: {kind: police, name: Northshire Police}, phn: {kind: health_visiting, name: Nursing}}
people: {mum: {}, baby: {}}
events:
  - {at: 2020-07-01T21:30, by: police, kind: incident, ref: A, category: domestic_abuse, people: {mum: victim, baby: child},
     known_then: {phn: 2020-07-02}, para: "2.4", summary: he shouted, as_happened: nobody was told, inferred: [people]}
"""


def report() -> Report:
    told = loader.parse(CASE).events[0]
    notice = NoticeLine(
        function="health_visitor",
        agency="phn",
        team="health_visitor",
        about="baby",
        kind="act",
        lane="fast",
        cause="a.row",
        because="a reason",
        reply_by=NIGHT,
        state="ANSWERED",
        history=(StepLine(at=NIGHT, state="ANSWERED", to="Ann", words="we will go"),),
        reads=READS,
    )
    asked = AskLine(function="gp", agency="", about="mum", state="ASKED", reply_by=NIGHT, chases=False)
    line = EventLine(at=NIGHT, kind="incident", ref="A", told=told, notices=[notice], asked=[asked])
    own = EventLine(at=NIGHT, kind="not_met", ref="2020-07-01")
    return Report(case="a case", source="invented", until=NIGHT, events=(line, own), breaches=(), people={"mum": "Ann"})


def test_nothing_that_the_report_had_is_changed() -> None:
    before, after = report().as_json(), document.of(report())

    assert {name: after[name] for name in before if name != "events"} == {
        name: value for name, value in before.items() if name != "events"
    }
    for old, new in zip(before["events"], after["events"], strict=True):
        for name in ("notices", "contributions_asked"):
            for kept, more in zip(old.pop(name), new.pop(name), strict=True):
                assert kept.items() <= more.items()
        assert old.items() <= new.items()


def test_each_recipient_has_the_text_that_they_read_and_what_it_leaves_out() -> None:
    (notice,) = document.of(report())["events"][0]["notices"]

    assert notice["text"] == {
        "title": "Baby Marsh",
        "text": "A report.\n\nPlease answer.",
        "leaves_out": ["any address"],
        "never_to": ["gp"],
    }
    assert [(said["state"], said["by"], said["words"]) for said in notice["said"]] == [
        ("ANSWERED", "Ann", "we will go")
    ]


def test_an_ask_that_an_earlier_event_made_is_marked() -> None:
    (ask,) = document.of(report())["events"][0]["contributions_asked"]

    assert ask["asked_before"] is True
    assert ask["text"] is None


def test_the_file_is_told_in_words_with_who_knew_and_what_was_inferred() -> None:
    first, own = document.of(report())["events"]

    told = first["told"]
    assert told["as_happened"] == "nobody was told"
    assert told["known_then"] == {"phn": "2020-07-02T09:00:00+01:00"}
    assert told["inferred"] == ["people"]
    assert ["{mum}", "Victim"] in told["rows"]
    assert own["told"] is None


def test_who_knew_then_has_to_be_an_agency_of_the_file() -> None:
    bad = CASE.replace("known_then: {phn:", "known_then: {school:")

    with pytest.raises(loader.BadCase, match="school"):
        loader.parse(bad)
