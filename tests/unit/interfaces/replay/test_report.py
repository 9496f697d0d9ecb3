"""The report: its JSON has exactly the agreed fields, chases are told in words, and people can read it."""

import io
from datetime import UTC, datetime, timedelta

from rich.console import Console

from wholepicture.interfaces.replay import in_words, report
from wholepicture.interfaces.replay.report import EventLine, NoticeLine, NotTold, Refusal, Report, StepLine

NIGHT = datetime(2020, 7, 1, 20, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVENT_FIELDS = {
    "at",
    "kind",
    "ref",
    "listings",
    "findings",
    "notices",
    "not_told",
    "contributions_asked",
    "refused",
    "warnings",
}
NOTICE_FIELDS = {
    "function",
    "agency",
    "team",
    "about",
    "kind",
    "lane",
    "cause",
    "because",
    "reply_by",
    "state",
    "history",
}


def step(hours: int, state: str, to: str = "somebody") -> StepLine:
    return StepLine(at=NIGHT + hours * HOUR, state=state, to=to)


def notice(*history: StepLine, kind: str = "act", state: str = "DELIVERED") -> NoticeLine:
    return NoticeLine(
        function="health_visitor",
        agency="nursing",
        team="health_visitor",
        about="baby",
        kind=kind,
        lane="fast",
        cause="child.row",
        because="a reason",
        reply_by=NIGHT + 24 * HOUR,
        state=state,
        history=history,
    )


def event(*notices: NoticeLine) -> EventLine:
    return EventLine(at=NIGHT, kind="incident", ref="A", notices=list(notices))


def told(*events: EventLine) -> str:
    out = io.StringIO()
    whole = Report(case="a case", source="", until=NIGHT, events=events, breaches=())
    in_words.show(whole, Console(file=out, width=120, highlight=False))
    return out.getvalue()


def test_an_event_has_exactly_the_agreed_fields() -> None:
    line = event(notice(step(0, "QUEUED")))
    line.not_told.append(NotTold(function="gp", about="baby", because="none known", owner="csc/first_response"))
    line.refused.append(Refusal(act="release", because="no"))

    json = line.as_json()

    assert set(json) == EVENT_FIELDS
    assert set(json["notices"][0]) == NOTICE_FIELDS
    assert set(json["notices"][0]["history"][0]) == {"at", "state", "to"}
    assert set(json["not_told"][0]) == {"function", "about", "because", "owner"}
    assert set(json["refused"][0]) == {"act", "because"}


def test_times_are_londons_with_their_offset() -> None:
    json = event(notice(step(0, "QUEUED"))).as_json()

    assert json["at"] == "2020-07-01T21:30:00+01:00"
    assert json["notices"][0]["history"][0]["at"] == "2020-07-01T21:30:00+01:00"
    assert json["notices"][0]["reply_by"] == "2020-07-02T21:30:00+01:00"


def test_the_report_has_exactly_the_agreed_fields() -> None:
    breach = {"promise": 3, "sentence": "nobody", "count": 1}
    whole = Report(case="a case", source="somewhere", until=NIGHT, events=(), breaches=(breach,))

    assert whole.as_json() == {
        "case": "a case",
        "until": "2020-07-01T21:30:00+01:00",
        "events": [],
        "verify": {"breaches": [breach]},
    }


def test_chases_at_one_instant_are_one_event_without_notices_of_its_own() -> None:
    lines = [
        event(notice(step(0, "DELIVERED"), step(12, "REMINDED", "Ann"))),
        event(notice(step(0, "HELD"), step(12, "REMINDED", "Bob"), step(24, "COVER_TOLD", "Cy"), state="HELD")),
    ]

    due = report.chased(lines, names={"REMINDED": "Reminded"})

    assert [(line.kind, line.at - NIGHT, line.notices) for line in due] == [
        ("due", 12 * HOUR, []),
        ("due", 24 * HOUR, []),
    ]
    assert due[0].warnings[0].startswith("Reminded: Ann, about baby because of A: not yet answered")
    assert due[0].warnings[1].startswith("Reminded: Bob, about baby because of A: not yet released or withheld")
    assert "Cy" in due[1].warnings[0]


def test_a_notice_is_waited_for_in_the_state_that_it_had_then() -> None:
    history = (step(0, "HELD"), step(1, "REMINDED"), step(2, "RELEASED"), step(3, "DELIVERED"), step(9, "REMINDED"))

    due = report.chased([event(notice(*history))], names={})

    assert ["released" in line.warnings[0] for line in due] == [True, False]
    assert "not yet answered" in due[1].warnings[0]


def test_people_read_who_was_told_when_and_that_nobody_acknowledged() -> None:
    text = told(event(notice(step(0, "QUEUED"), step(0, "DELIVERED", "Ann"), step(12, "REMINDED", "Ann"))))

    assert "a case: people of then, rules of now" in text
    assert (
        "told: Health visitor at nursing, about baby, to Ann on 1 Jul 2020, 9:30pm, act by 2 Jul 2020, 9:30pm" in text
    )
    assert "known: nobody has acknowledged it" in text
    assert "chased: reminded 2 Jul 2020, 9:30am" in text


def test_people_read_who_acknowledged() -> None:
    text = told(event(notice(step(0, "DELIVERED", "Ann"), step(2, "ANSWERED", "Bea"), state="ANSWERED")))

    assert "known: by Bea on 1 Jul 2020, 11:30pm" in text
    assert "nobody" not in text


def test_people_read_what_is_held_and_with_whom() -> None:
    text = told(event(notice(step(0, "HELD", "the unit"), step(1, "REMINDED"), state="HELD")))

    assert "held: Health visitor at nursing, about baby, with the unit since 1 Jul 2020, 9:30pm" in text
    assert "told:" not in text


def test_people_read_a_ladder_without_its_repetitions() -> None:
    steps = [step(0, "DELIVERED"), *(step(hour, "PARTNERSHIP_TOLD") for hour in (24, 48, 72))]

    text = told(event(notice(*steps)))

    assert "partnership told 2 Jul 2020, 9:30pm and 2 times more until 4 Jul 2020, 9:30pm" in text


def test_people_read_what_was_refused_and_who_was_not_told() -> None:
    line = event()
    line.refused.append(Refusal(act="release", because="Not yours."))
    line.not_told.append(NotTold(function="gp", about="baby", because="No GP is known.", owner="csc/first_response"))

    text = told(line)

    assert "refused (release): Not yours." in text
    assert "not told: GP practice, about baby: No GP is known.; to be found by csc/first_response" in text


def test_a_report_that_goes_to_no_terminal_is_plain_text() -> None:
    assert "\x1b" not in told(event(notice(step(0, "DELIVERED"))))


def test_a_broken_promise_is_said_last() -> None:
    out = io.StringIO()
    breach = {"promise": 4, "sentence": "A notice has no clock.", "count": 2}
    whole = Report(case="a case", source="", until=NIGHT, events=(), breaches=(breach,))
    in_words.show(whole, Console(file=out, width=120))

    assert out.getvalue().rstrip().endswith("Promise 4 broken: A notice has no clock.")
