"""Case files are read whole: what is right becomes facts, and what is wrong is told with its line and remedy."""

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wholepicture.interfaces.replay import loader
from wholepicture.interfaces.replay.case import EventKind, IncidentEvent, ReplyEvent
from wholepicture.interfaces.replay.reading import BadCase
from wholepicture.interfaces.replay.shapes import SHAPES
from wholepicture.pathway.incidents.terms import Brag, Category, Dash, Feature, Presence, ReporterKind
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people.terms import RelationshipKind, Role, Sex

LONDON = ZoneInfo("Europe/London")
CASES = Path(__file__).parents[3] / "cases"
CHARLIE = (CASES / "charlie.yaml").read_text(encoding="utf-8")
SMALL = """\
case: small
source: invented
until: 2021-03-02
agencies:
  police: {kind: police, name: Police}
  practice: {kind: gp_practice, name: A practice}
people:
  ann: {born: 1990-01-02, registered: {gp: practice}}
  baby: {born: 2020-12-24}
workers: {clerk: {agency: practice, team: gp, out_of_hours: true}}
relationships:
  - {from: ann, to: baby, kind: parent_of, known_to: [practice]}
held:
  - {by: practice, about: ann, what: something}
events:
  - {at: 2021-02-01T10:00, by: police, kind: incident, ref: A, people: {ann: victim, baby: child}}
  - {at: 2021-02-01T11:00, by: practice, kind: acknowledge, notice_about: A}
"""


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(BadCase) as caught:
        loader.parse(text, file="case.yaml")
    return [(fault.line, fault.sentence) for fault in caught.value.faults]


def swapped(old: str, new: str) -> tuple[str, int]:
    """The small case with one text replaced, and the line where that was."""
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new), SMALL[: SMALL.index(old)].count("\n") + 1


def test_the_published_case_is_read_as_facts() -> None:
    case = loader.parse(CHARLIE)

    assert case.case == "charlie"
    assert case.until == datetime(2020, 3, 6, 9, tzinfo=LONDON)
    assert len(case.agencies) == 11
    assert case.agencies["csc"].teams == (Function.FIRST_RESPONSE, Function.EMERGENCY_DUTY_TEAM)
    assert case.agencies["phn"].teams == (Function.HEALTH_VISITOR, Function.SCHOOL_NURSE)
    assert len(case.events) == CHARLIE[CHARLIE.index("events:") :].count("{at: 20")
    assert {event.kind for event in case.events} <= set(EventKind)


def test_a_person_has_what_the_file_says_and_no_more() -> None:
    case = loader.parse(CHARLIE)
    mother, grandmother = case.people["mother"], case.people["maternal_grandmother"]

    assert (mother.forename, mother.born, mother.sex) == ("Jodie", date(1997, 5, 2), Sex.FEMALE)
    assert mother.registered == {
        Function.GP: "practice_a",
        Function.HEALTH_VISITOR: "phn",
        Function.SAFEGUARDING_MIDWIFE: "maternity",
    }
    assert (grandmother.born, grandmother.addresses, dict(grandmother.registered)) == (None, (), {})


def test_an_address_ends_on_the_day_the_next_begins() -> None:
    mother = loader.parse(CHARLIE).people["mother"]

    homes = [mother.home(date(2019, 12, day)) for day in (15, 16)]

    assert [home and home.at for home in homes] == ["home_of_father", "home_of_maternal_family"]


def test_an_incident_is_put_into_the_platforms_words() -> None:
    by_ref = {event.ref: event for event in loader.parse(CHARLIE).events if isinstance(event, IncidentEvent)}
    third, fifth = by_ref["CH-3"], by_ref["CH-5"]

    assert third.dash is Dash.BELIEVED_DONE
    assert third.dash_perceived is Dash.STANDARD
    assert third.brag is Brag.GREEN
    assert fifth.people == (
        ("mother", Role.COUNTER_ALLEGATIONS),
        ("father", Role.COUNTER_ALLEGATIONS),
        ("charlie", Role.CHILD),
    )
    assert fifth.children == {"charlie": Presence.PRESENT}
    assert fifth.features == (Feature.DURING_CONTACT,)
    assert (fifth.reporter, fifth.category) == (ReporterKind.FATHER, Category.DOMESTIC_ABUSE)
    assert by_ref["CH-4"].people[0] == ("mother", Role.NOT_KNOWN)


def test_a_concern_is_about_the_carer_and_the_child() -> None:
    concern = loader.parse(CHARLIE).events[0]

    assert isinstance(concern, IncidentEvent)
    assert concern.people == (("father", Role.OF_CONCERN), ("charlie", Role.CHILD))
    assert concern.at == datetime(2019, 11, 14, 9, tzinfo=LONDON)


def test_times_are_londons_in_summer_too() -> None:
    text, _ = swapped("2021-02-01T10:00", "2020-07-01T10:00")

    assert loader.parse(text).events[0].at.isoformat() == "2020-07-01T10:00:00+01:00"


def test_words_that_yaml_reads_as_truth_or_dates_stay_words() -> None:
    text, _ = swapped("what: something", "what: no")

    assert loader.parse(text).held[0].what == "no"


def test_a_reply_names_the_event_it_is_about() -> None:
    reply = loader.parse(SMALL).events[1]

    assert isinstance(reply, ReplyEvent)
    assert (reply.kind, reply.notice_about) == (EventKind.ACKNOWLEDGE, "A")


def test_a_relationship_may_have_a_start_beside_its_person() -> None:
    text, _ = swapped("known_to: [practice]}", "known_to: [practice], from: 2020-12-24, until: 2021-02-01}")

    relationship = loader.parse(text).relationships[0]

    assert (relationship.from_person, relationship.kind) == ("ann", RelationshipKind.PARENT_OF)
    assert (relationship.from_date, relationship.until_date) == (date(2020, 12, 24), date(2021, 2, 1))


WRONG = {
    "undeclared person": ("baby: child}", "bob: child}", "'bob' is not declared"),
    "undeclared agency of an event": ("by: police", "by: polise", "did you mean 'police'"),
    "undeclared agency of a registration": ("{gp: practice}", "{gp: surgery}", "'surgery' is not declared"),
    "an agency without that team": ("{gp: practice}", "{school: practice}", "no team school_safeguarding_lead"),
    "undeclared agency of a worker": ("{agency: practice, team", "{agency: surgery, team", "'surgery' is not declared"),
    "a team the agency has not": ("team: gp", "team: housing", "'housing'"),
    "undeclared person of a relationship": ("{from: ann", "{from: anna", "did you mean 'ann'"),
    "a relationship with oneself": ("{from: ann, to: baby", "{from: ann, to: ann", "to themselves"),
    "unknown kind of agency": ("kind: gp_practice", "kind: health", "the kind cannot be 'health'"),
    "an agency called health": ("name: A practice", "name: Health", "names a whole sector"),
    "unknown kind of event": ("kind: acknowledge", "kind: applaud", "cannot be 'applaud'"),
    "unknown kind of relationship": ("parent_of", "friend_of", "cannot be 'friend_of'"),
    "unknown field of a person": ("ann: {born", "ann: {birthday", "no field 'birthday'"),
    "unknown field of an event": ("ref: A", "reference: A", "no field 'reference'"),
    "a field of another kind of event": ("notice_about: A", "notice_about: A, dash: high", "no field 'dash'"),
    "unknown role": ("ann: victim", "ann: culprit", "cannot be 'culprit'"),
    "a date that does not exist": ("2020-12-24", "2020-02-30", "write a date that exists"),
    "a time in words": ("2021-02-01T10:00", "noon", "write a date or a time"),
    "an hour the clocks skip": ("2021-02-01T10:00", "2020-03-29T01:30", "skip in London"),
    "events out of order": ("2021-02-01T11:00", "2021-02-01T09:59", "in order of time"),
    "an event after the end": ("2021-02-01T11:00", "2021-03-02T09:01", "after 'until'"),
    "a reply to nothing": ("notice_about: A", "notice_about: B", "'B' is not declared"),
    "an event without a time": ("at: 2021-02-01T10:00, ", "", "no 'at'"),
    "truth in other words": ("out_of_hours: true", "out_of_hours: yes", "write one of true, false"),
    "an alias": ("baby: {born: 2020-12-24}", "baby: &b {born: 2020-12-24}", "anchors"),
    "a tag": ("source: invented", "source: !!python/name:os.system invented", "tag"),
    "an id twice": ("  baby: {born", "  ann: {born", "declared twice"),
    "an id that is none": ("  baby: {born", "  a baby: {born", "no id"),
    "a list where a text belongs": ("source: invented", "source: [invented]", "written as a text"),
    "a text where a list belongs": ("known_to: [practice]", "known_to: practice", "written as a list"),
    "a wrong NHS number": ("ann: {born", "ann: {nhs_number: 9990000001, born", "ann"),
}


@pytest.mark.parametrize(("old", "new", "says"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, says: str) -> None:
    text, line = swapped(old, new)

    assert [at for at, sentence in faults(text) if says in sentence] == [line]


def test_an_address_that_ends_before_it_begins_is_told() -> None:
    text, line = swapped("baby: {born", "baby: {addresses: [{at: x, from: 2021-01-02, until: 2021-01-01}], born")

    assert [at for at, sentence in faults(text) if "must come after" in sentence] == [line]


def test_the_same_nhs_number_for_two_people_is_told() -> None:
    text = SMALL.replace("ann: {born", "ann: {nhs_number: 9990000018, born")
    text = text.replace("baby: {born", "baby: {nhs_number: 9990000018, born")

    assert [at for at, sentence in faults(text) if "NHS number of ann" in sentence] == [9]


def test_all_that_is_wrong_is_told_at_once() -> None:
    text = (
        SMALL.replace("by: police", "by: fire").replace("{from: ann", "{from: anna").replace("kind: police", "kind: x")
    )

    assert [line for line, _ in faults(text)] == [5, 12, 16]


def test_an_error_reads_as_file_line_and_sentence() -> None:
    with pytest.raises(BadCase, match=r"^small\.yaml, line 16: .*'fire' is not declared"):
        loader.parse(SMALL.replace("by: police", "by: fire"), file="small.yaml")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"[]", "written as fields"),
        (b"case: [", "not YAML"),
        (b"case: x\nuntil: \x00", "character"),
        (b"case: \xff", "UTF-8"),
        (b"[" * 5000, "nested too deeply"),
        (b"case: &a [*a]", "anchors"),
    ],
)
def test_what_is_no_case_at_all_is_told(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "case.yaml"
    file.write_bytes(content)

    with pytest.raises(BadCase, match=says):
        loader.load(file)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadCase, match="cannot be read"):
        loader.load(tmp_path / "none.yaml")


def test_every_kind_of_event_has_its_fields() -> None:
    assert set(SHAPES) == set(EventKind)


WORDS = sorted(
    {match.span() for match in re.finditer(r"(?<=[ {\[])[a-z_]{4,}(?=[,:}\]])", CHARLIE.split("people:", 1)[1])}
)
OFFSET = CHARLIE.index("people:") + len("people:")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(WORDS), st.text(alphabet="qxz", min_size=9, max_size=12))
def test_a_misspelt_word_of_the_published_case_is_told_on_its_line_or_is_free_text(
    span: tuple[int, int], word: str
) -> None:
    start, end = span[0] + OFFSET, span[1] + OFFSET
    line = CHARLIE.count("\n", 0, start) + 1
    mutated = CHARLIE[:start] + word + CHARLIE[end:]

    named = _faulty_lines(mutated)

    assert line in named or _renames_a_declaration(end) or (_is_free_text(start) and not named), CHARLIE[
        start - 40 : end
    ]


def _faulty_lines(text: str) -> list[int]:
    """The lines that are wrong, none for a good file; anything but a sentence would fail the test."""
    try:
        loader.parse(text)
    except BadCase as error:
        return [fault.line for fault in error.faults if fault.sentence]
    return []


def _renames_a_declaration(end: int) -> bool:
    """What a declaration no longer says is told where it is used."""
    return CHARLIE[end : end + 1] == ":"


def _is_free_text(start: int) -> bool:
    line_start = CHARLIE.rindex("\n", 0, start)
    before = CHARLIE[line_start:start]
    free = (
        r"at: $",
        r"outcome: .*",
        r"recipients: \[[^\]]*$",
        r"plan: $",
        r"place: $",
        r"inferred: \[[^\]]*$",
        r"\"[^\"]*$",
        r"#.*",
        r"overnight: $",
        r"maternal_grandmother.*",
    )
    return any(re.search(each, before) for each in free) or before.strip() in ("", "paternal_grandmother")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_damage_to_a_file_ends_in_anything_but_a_sentence(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SMALL)))
    end = data.draw(st.integers(start, min(len(SMALL), start + 12)))
    put = data.draw(
        st.text(max_size=6)
        | st.sampled_from(["{", "}", "[", "]", ": ", ",", "\n", "- ", "'", '"', "&a ", "*a", "? ", "null", "!!int "])
    )

    damaged = SMALL[:start] + put + SMALL[end:]

    assert all(1 <= line <= damaged.count("\n") + 1 for line in _faulty_lines(damaged))
