"""A police file: every row is accepted, or rejected with its reason; feeding again makes nothing twice (design promise 12)."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext

from tests.factories import feeds
from tests.factories.agencies import make_agency
from tests.factories.feeds import fed, incident, row, text
from wholepicture.interfaces.feeds.police import feed
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.incidents import queries
from wholepicture.pathway.incidents.actions import feeding, intake
from wholepicture.pathway.incidents.models import ChildTold, FeedFile, Incident, Involved, Quarantined, Submission
from wholepicture.pathway.incidents.permissions import NotYours
from wholepicture.pathway.incidents.terms import RowState
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit.models import Entry
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.people.models import Identifier, ProtectedFact, Record, Relationship
from wholepicture.registers.people.terms import ProtectedKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def police() -> Agency:
    """A police force."""
    return make_agency(kind="police")


def reasons(rejected: str, delimiter: str = ",") -> dict[str, str]:
    """The reason of each rejected row by its line."""
    rows = csv.DictReader(io.StringIO(rejected.removeprefix("\ufeff")), delimiter=delimiter)
    return {row["rejected_line"]: row["rejected_because"] for row in rows}


def states() -> dict[str, list[str]]:
    """The states of what stands in quarantine, by reference."""
    found: dict[str, list[str]] = {}
    for reference, state in Quarantined.objects.order_by("put_at", "id").values_list("reference", "state"):
        found.setdefault(reference, []).append(state)
    return found


def test_rows_of_one_incident_become_one_report_with_its_people_and_ties(police: Agency) -> None:
    summary, rejected = fed(text(incident()), police)

    assert (summary.rows_in, summary.accepted, summary.rejected, summary.incidents) == (3, 3, 0, 1)
    assert rejected == ""
    told = Incident.objects.get()
    assert (told.reference, told.category, told.dash, told.agency) == ("CH-1", "DOMESTIC_ABUSE", "MEDIUM", police)
    roles = dict(Involved.objects.values_list("record__forename", "role"))
    assert roles == {"Jodie": "VICTIM", "Kyle": "CAUSING_HARM", "Charlie": "CHILD"}
    mother = Record.objects.get(forename="Jodie")
    assert Involved.objects.get(role="CAUSING_HARM").alleged_by == f"record:{mother.id}"
    assert Relationship.objects.get().from_record == mother
    assert (ChildTold.objects.get().presence, ChildTold.objects.get().sleeps_asked) == ("IN_ARMS", "NOT_ASKED")
    assert mother.birth_date == date(1997, 5, 2)
    places = ProtectedFact.objects.filter(kind=ProtectedKind.PLACE)
    assert [place.context for place in places] == [told.id]


def test_the_file_is_kept_byte_for_byte_and_the_submission_has_its_rows(police: Agency) -> None:
    raw = text(incident(), delimiter=";").encode("utf-16")

    fed(raw, police, name="export 16.csv")

    file = FeedFile.objects.get()
    assert (bytes(file.raw), file.name, file.encoding, file.delimiter) == (raw, "export 16.csv", "utf-16", ";")
    assert (file.rows_in, file.rows_accepted, file.rows_rejected) == (3, 3, 0)
    assert Submission.objects.get().door == "FEED"
    assert "Jodie" in Submission.objects.get().raw


def test_rows_of_one_incident_need_not_stand_together(police: Agency) -> None:
    one, other = incident("CH-1"), incident("ch-2", "Ashby")
    mixed = [each for pair in zip(one, other, strict=True) for each in pair]

    summary, _ = fed(text(mixed), police)

    assert (summary.incidents, summary.accepted) == (2, 6)
    assert sorted(Incident.objects.values_list("reference", flat=True)) == ["CH-1", "CH-2"]


def test_one_bad_row_rejects_its_incident_whole_and_nothing_else(police: Agency) -> None:
    bad = incident("CH-2", "Ashby")
    bad[1]["DOB"] = "20/09/95"

    summary, rejected = fed(text(incident() + bad), police)

    assert (summary.rows_in, summary.accepted, summary.rejected, summary.refused) == (6, 3, 3, 1)
    told = reasons(rejected)
    assert told["6"].startswith("Line 6, column DOB says “20/09/95”: Write the year with four figures")
    assert told["5"] == told["7"] == "Nothing is wrong here, but the incident is brought in whole: mend line 6."
    group = Quarantined.objects.get()
    assert (group.reference, group.state, [kept["line"] for kept in group.rows]) == ("CH-2", "WAITING", [5, 6, 7])
    assert group.rows[1]["cells"]["birth_date"] == "20/09/95"
    assert group.rows[1]["reasons"][0].startswith("Line 6, Date of birth: Write the year")
    assert "20/09/95" not in str([kept["reasons"] for kept in group.rows])


def test_a_word_that_nobody_knows_is_a_reason_with_column_line_value_and_the_words_allowed(police: Agency) -> None:
    _, rejected = fed(text([row(Role="Witless", Parent_of="", DASH="Hihg")]), police)

    because = reasons(rejected)["2"]
    assert "Line 2, column Role says “Witless”: Write one of these: VICTIM, CAUSING_HARM," in because
    assert "Line 2, column DASH says “Hihg”: Write one of these: STANDARD, MEDIUM, HIGH" in because
    assert "PARENT," not in because


BAD = {
    "no reference": ({"Incident Ref": ""}, "Write your reference"),
    "spoilt reference": ({"Incident Ref": "1.2E+11"}, "shortened this number"),
    "spoilt number": ({"NHS No": "9.99E+09"}, "shortened this number"),
    "wrong number": ({"NHS No": "9990000000"}, "NHS number"),
    "no role": ({"Role": ""}, "Write one of these: VICTIM"),
    "future": ({"Incident Date": "16/12/2091"}, "more than 24 hours ahead"),
    "skipped hour": ({"Incident Date": "31/03/2019", "Incident Time": "01:30"}, "never showed this time"),
    "no time": ({"Incident Time": ""}, "Write the time too"),
    "born later": ({"DOB": "02/05/2091"}, "between 1900 and today"),
    "nobody alleges": ({"Alleged by": "Z"}, "somebody else in this incident"),
    "own accuser": ({"Alleged by": "A"}, "Say who alleges the role"),
    "nobody's parent": ({"Parent of": "Z"}, "others in this incident"),
    "long name": ({"Forename": "J" * 101}, "may have 100"),
    "long key": ({"Person": "A" * 65}, "may have 64"),
    "lost letter": ({"Surname": "Zo\ufffd"}, "letter was lost"),
    "control": ({"Surname": "Zo\x00e"}, "no text may hold"),
    "address of the unborn": ({"Presence": "Under the bed"}, "PRESENT, IN_ARMS"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_taken_is_rejected_with_its_remedy(police: Agency, case: str) -> None:
    changes, remedy = BAD[case]

    summary, rejected = fed(text([row(Parent_of="") | changes]), police)

    assert (summary.rows_in, summary.rejected) == (1, 1)
    assert remedy in reasons(rejected)["2"]
    assert not Incident.objects.exists()


def test_the_intakes_own_rules_speak_of_lines_and_columns(police: Agency) -> None:
    rows = incident()
    rows[2]["Sleeps asked"] = ""
    rows[1] |= {"Forename": "Jodie", "Surname": "Marsh", "DOB": "02/05/1997"}

    _, rejected = fed(text(rows), police)

    told = reasons(rejected)
    assert "Line 4, column Sleeps asked: For a child under two" in told["4"]
    assert "Line 3: This person stands in the report twice (see line 2)" in told["3"]


def test_rows_that_tell_one_incident_in_two_ways_are_rejected(police: Agency) -> None:
    rows = incident()
    rows[2]["Incident Time"] = "21:15"
    rows[1]["Location"] = ""

    _, rejected = fed(text(rows), police)

    assert "Another row of this incident says otherwise" in reasons(rejected)["4"]


def test_rows_with_too_many_or_too_few_cells_are_rejected_and_mended_by_hand(police: Agency) -> None:
    raw = (
        "Ref,Date time,Role,Surname\n"
        "X1,16/12/2019 20:15,Victim,Marsh, Jodie\n"
        "X2,16/12/2019 20:15,Victim\n"
        "X3,16/12/2019 20:15,Victim,Vale,,\n"
    )

    summary, rejected = fed(raw, police)

    assert (summary.accepted, summary.rejected) == (1, 2)
    told = reasons(rejected)
    assert "has 5 cells and the headings 4" in told["2"]
    assert "has 3 cells and the headings 4" in told["3"]
    again, rest = fed(rejected, police)
    assert (again.accepted, again.rejected) == (1, 1)
    assert "beyond the last column" in reasons(rest)["2"]
    last, _ = fed(rest.replace("Marsh,", "Marsh-Jodie,").replace(", Jodie,", ",,").replace(" Jodie,", ","), police)
    assert (last.accepted, last.rejected) == (1, 0)


def test_an_unclosed_quotation_mark_rejects_its_own_incident_and_no_other(police: Agency) -> None:
    lines = text(incident() + incident("CH-2", "Ashby")).split("\r\n")
    lines[2] = lines[2].replace(",Kyle,", ',"Kyle,')

    summary, rejected = fed("\r\n".join(lines), police)

    assert (summary.rows_in, summary.accepted, summary.rejected) == (6, 3, 3)
    assert "quotation marks of this row do not pair up" in reasons(rejected)["3"]


def test_feeding_again_makes_nothing_twice_however_it_is_written(police: Agency) -> None:
    fed(text(incident()), police)
    rows = incident("ch-1 ")
    for each in rows:
        each |= {"Incident Date": "2019-12-16", "Category": "DA"}
    before = (Incident.objects.count(), Record.objects.count(), ProtectedFact.objects.count())

    summary, rejected = fed(
        text(reversed(rows), delimiter="|").encode("utf-16"), police, now=feeds.FED_AT + timedelta(days=2)
    )

    assert (summary.accepted, summary.repeated, rejected) == (3, 1, "")
    assert (Incident.objects.count(), Record.objects.count(), ProtectedFact.objects.count()) == before


def test_rows_without_keys_of_their_own_may_change_places(police: Agency) -> None:
    raw = ["Ref,Date time,Role,Surname", "X1,16/12/2019 20:15,Victim,Marsh", "X1,16/12/2019 20:15,Suspect,Denham"]
    fed("\n".join(raw), police)

    summary, _ = fed("\n".join([raw[0], raw[2], raw[1]]), police)

    assert (summary.repeated, summary.rejected) == (1, 0)


def test_other_content_under_a_used_reference_is_rejected_with_a_sentence(police: Agency) -> None:
    fed(text(incident()), police)
    rows = incident()
    rows[0]["Surname"] = "Ashby"

    summary, rejected = fed(text(rows), police)

    assert (summary.accepted, summary.rejected) == (0, 3)
    assert "was brought in before and said something else" in reasons(rejected)["2"]
    assert fed(text(incident()), make_agency(kind="police"))[0].accepted == 3


def test_a_file_of_rejected_rows_is_fed_again_as_it_is_without_a_second_group(police: Agency) -> None:
    bad = incident("CH-2", "=1+1")
    bad[1]["DOB"] = "20/09/95"
    bad[0]["Narrative"] = '\t@home, said "no"\nand left'
    _, rejected = fed(text(bad), police)

    summary, again = fed(rejected, police)

    assert (summary.rows_in, summary.rejected) == (3, 3)
    assert states() == {"CH-2": ["WAITING"]}
    assert reasons(again).keys() == {"2", "4", "5"}
    assert "'=1+1" in again


def test_mended_rows_come_in_and_leave_the_quarantine_even_under_a_new_reference(police: Agency) -> None:
    bad = incident("CH-2", "=1+1")
    bad[1]["DOB"] = "20/09/95"
    _, rejected = fed(text(bad), police)

    still, rest = fed(rejected.replace("20/09/95", "20/09/1895"), police)
    summary, _ = fed(rest.replace("20/09/1895", "20/09/1995").replace("CH-2", "CH-2B"), police)

    assert (still.rejected, summary.accepted) == (3, 3)
    assert [state for found in states().values() for state in found] == ["FED_AGAIN", "FED_AGAIN"]
    assert sorted(Record.objects.values_list("surname", flat=True)) == ["=1+1", "=1+1", "Denham"]
    assert Quarantined.objects.filter(incident=Incident.objects.get()).count() == 1


def test_a_repeat_of_what_was_in_before_takes_no_other_content_out_of_quarantine(police: Agency) -> None:
    fed(text(incident()), police)
    more = incident()
    more[0]["Narrative"] = "There was a second child."
    fed(text(more), police)

    fed(text(incident()), police)

    assert states() == {"CH-1": ["WAITING"]}


def test_rows_already_decided_on_are_not_put_aside_again(police: Agency) -> None:
    raw = text([row(DOB="31/02/1997", Parent_of="")])
    fed(raw, police)
    officer = Actor("officer", "Officer", agency=police.id, permissions=frozenset({"MEND_FEEDS"}))
    feeding.discard(group=Quarantined.objects.get().id, because="Entered twice", by=officer, now=feeds.FED_AT)

    summary, _ = fed(raw, police)

    assert summary.rejected == 1
    assert states() == {"CH-1": [RowState.DISCARDED]}


def test_a_file_without_headings_is_rejected_row_by_row_and_leaves_quarantine_with_its_names(police: Agency) -> None:
    raw = "X1;A;16/12/2019 20:15;Marsh\nX2;A;16/12/2019 20:15;Vale\n"
    summary, rejected = fed(raw, police)
    assert (summary.rows_in, summary.rejected) == (2, 2)
    assert "no headings" in reasons(rejected, ";")["1"]

    headed = "Nr;Wer;Wann;Name\n" + raw.replace(";A;", ";Victim;")
    unread, _ = fed(headed, police)
    mapped, _ = fed(headed, police, pairs=["Nr=reference", "Wer=role", "Wann=happened_at", "Name=surname"])

    assert (unread.rejected, mapped.accepted) == (3, 2)
    waiting = Quarantined.objects.filter(state=RowState.WAITING)
    assert [len(group.rows) for group in waiting] == [2]


def test_rejected_rows_without_headings_leave_quarantine_when_all_of_them_came(police: Agency) -> None:
    _, rejected = fed("X1,Victim,16/12/2019 20:15\nX2,Victim,16/12/2019 20:15\n", police)
    headed = rejected.replace("column 1,column 2,column 3", "Ref,Role,Date time")
    lines = headed.split("\r\n")

    fed("\r\n".join(lines[:2]), police)
    assert states()[""] == ["WAITING"]
    fed(headed, police)

    assert states()[""] == ["FED_AGAIN"]


@pytest.mark.parametrize("raw", ["", "\n\n", "\ufeff", "sep=;\n"])
def test_an_empty_file_has_no_rows_and_says_so(police: Agency, raw: str) -> None:
    summary, rejected = fed(raw, police)
    assert (summary.rows_in, rejected) == (0, "")
    assert "empty" in summary.problem


def test_headings_alone_are_an_hour_without_incidents(police: Agency) -> None:
    summary, _ = fed(text([]), police)
    assert (summary.rows_in, summary.problem) == (0, "")


def test_what_nobody_knows_is_not_a_name_and_a_missing_column_is_not_known(police: Agency) -> None:
    raw = (
        "Ref,Date,Time,Role,Forename,Surname,DOB\n"
        "X1,16/12/2019,20:15,Child,UNKNOWN,Marsh,14/11/2019\n"
        "X1,16/12/2019,20:15,Suspect,n/k,-,not known\n"
    )

    summary, _ = fed(raw, police)

    assert (summary.accepted, summary.lacks_sleeps_asked) == (2, True)
    assert sorted(Record.objects.values_list("forename", "surname")) == [("", ""), ("", "Marsh")]
    assert ChildTold.objects.get().sleeps_asked == "NOT_KNOWN"


def test_an_unborn_child_its_mother_and_numbers_come_in(police: Agency) -> None:
    raw = (
        "Ref,Date time,Person,Role,Surname,Due date,NHS number,Parent of,Partner of,Address,Postcode\n"
        "X1,16/12/2019 20:15,M,Victim,Marsh,,999 000 0018,U,F,4 Invented Terrace,ZZ1 1ZZ\n"
        "X1,16/12/2019 20:15,F,Suspect,Denham,,,U,,,\n"
        "X1,16/12/2019 20:15,U,Unborn child,,01/03/2020,,,,,\n"
    )

    summary, rejected = fed(raw, police)

    assert (summary.accepted, rejected) == (3, "")
    assert Record.objects.get(surname="").expected_date == date(2020, 3, 1)
    assert Relationship.objects.count() == 3
    assert [number.value for number in Identifier.objects.all()] == ["9990000018"]
    assert ProtectedFact.objects.get(kind=ProtectedKind.ADDRESS).value == "4 Invented Terrace, ZZ1 1ZZ"


def test_more_than_forty_rows_under_one_reference_are_no_incident(police: Agency) -> None:
    rows = [row(Person=f"P{number}", Forename=f"N{number}", Parent_of="") for number in range(41)]
    summary, rejected = fed(text(rows), police)
    assert summary.rejected == 41
    assert "More than 40 rows" in reasons(rejected)["2"]


def test_a_file_too_large_is_refused_before_anything_is_kept(police: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "LARGEST_BYTES", 10)
    with pytest.raises(feed.TooLarge, match="several parts"):
        fed(text(incident()), police)
    assert not FeedFile.objects.exists()


def test_feeding_is_audited_without_a_cell(police: Agency) -> None:
    fed(text([*incident(), row("CH-2", DOB="31/02/1997")]), police)

    entries = list(Entry.objects.filter(actor="feed:police").exclude(event=Event.ACCESS_GRANTED))
    assert {entry.event for entry in entries} == {Event.FILE_FED, Event.PERSON_CHANGED, Event.INCIDENT_RECEIVED}
    assert {entry.chain for entry in entries} == {str(police.id)}
    said = str([(entry.about, entry.detail) for entry in entries])
    assert not any(word in said for word in ("Jodie", "Marsh", "CH-1", "1997"))
    finished = [entry.detail for entry in entries if entry.detail.get("change") == "finished"]
    assert finished == [{"change": "finished", "accepted": 3, "rejected": 1}]


def test_the_statements_of_a_batch_do_not_grow_with_its_incidents(police: Agency) -> None:
    counts = []
    for prefix, size in (("A", 2), ("B", 40)):
        rows = [each for number in range(size) for each in incident(f"{prefix}-{number}", "Marsh")]
        with CaptureQueriesContext(connection) as asked:
            assert fed(text(rows), police)[0].accepted == size * 3
        counts.append(len(asked))
    assert counts[0] == counts[1] < 70


def test_what_the_database_cannot_hold_is_rejected_and_the_rest_comes_in(
    police: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = intake._keep

    def refuse(reports: list[intake._Report], *rest: object) -> None:
        if any(report.told.reference == "CH-2" for report in reports):
            raise DataError("invalid byte sequence")
        keep(reports, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "_keep", refuse)
    summary, rejected = fed(text(incident() + incident("CH-2", "Ashby") + incident("CH-3", "Vale")), police)

    assert (summary.accepted, summary.rejected) == (6, 3)
    assert "The database cannot hold" in reasons(rejected)["5"]
    assert sorted(Incident.objects.values_list("reference", flat=True)) == ["CH-1", "CH-3"]


def test_an_incident_that_came_in_meanwhile_is_told_once(police: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another file with the same incident was committed between the look and the writing."""
    fed(text(incident()), police)
    monkeypatch.setattr(feeding.queries, "all_answered", lambda **_: {})

    summary, rejected = fed(text(incident() + incident("CH-2", "Vale")), police)

    assert (summary.accepted, summary.repeated, rejected) == (6, 1, "")
    assert Incident.objects.count() == 2


def test_whoever_may_not_feed_or_is_of_another_agency_is_refused(police: Agency) -> None:
    def officer(agency: Agency, *may: str) -> Actor:
        return Actor("officer", "Officer", agency=agency.id, permissions=frozenset(may))

    other = make_agency(kind="police")
    for by in (officer(police), officer(other, "MEND_FEEDS")):
        with pytest.raises(NotYours):
            feeding.keep_file(feed="police", agency=police.id, name="x", raw=b"", by=by, now=feeds.FED_AT)
        with pytest.raises(NotYours):
            feeding.bring_in(tellings=[], agency=police.id, by=by, now=feeds.FED_AT)
        with pytest.raises(NotYours):
            feeding.put_in_quarantine(file=police.id, groups=[], agency=police.id, by=by, now=feeds.FED_AT)
    fed(text([row(DOB="31/02/1997")]), police)
    group = Quarantined.objects.get().id
    for by in (officer(police, "REPORT_INCIDENT"), officer(other, "MEND_FEEDS")):
        with pytest.raises(NotYours):
            feeding.discard(group=group, because="Mine", by=by, now=feeds.FED_AT)
        with pytest.raises(NotYours):
            feeding.put_back(group=group, by=by, now=feeds.FED_AT)


def test_a_reason_is_needed_and_only_what_was_set_aside_is_put_back(police: Agency) -> None:
    fed(text([row(DOB="31/02/1997")]), police)
    group = Quarantined.objects.get().id
    officer = Actor("officer", "Officer", agency=police.id, permissions=frozenset({"MEND_FEEDS"}))
    with pytest.raises(feeding.NoReason, match="Reason"):
        feeding.discard(group=group, because=" ", by=officer, now=feeds.FED_AT)
    with pytest.raises(feeding.NotWaiting, match="not set aside"):
        feeding.put_back(group=group, by=officer, now=feeds.FED_AT)


def test_what_waits_and_what_was_not_finished_can_be_counted(police: Agency) -> None:
    fed(text([row(DOB="31/02/1997")]), police)
    by = feed.actor(police.id)
    feeding.keep_file(feed="police", agency=police.id, name="killed.csv", raw=b"a", by=by, now=feeds.FED_AT)
    later = feeds.FED_AT + timedelta(hours=2)

    assert [(agency, size.count, size.oldest_at) for agency, size in queries.quarantine_waiting(later)] == [
        (police.id, 1, feeds.FED_AT)
    ]
    assert queries.unfinished_files(later).count == 1
    assert queries.unfinished_files(feeds.FED_AT).count == 0
    fed(b"a", police, now=later)
    assert queries.unfinished_files(later + timedelta(hours=2)).count == 0


def test_another_agencys_rows_are_kept_from_sight_by_the_database_as_well(police: Agency) -> None:
    fed(text([row(DOB="31/02/1997")]), police)
    with acting(actor="officer", agency=str(make_agency(kind="police").id)):
        assert not Quarantined.objects.exists()
        assert not FeedFile.objects.exists()
