"""The report of triage: what is asked, how a listing is decided about, and that an ask chases once however often it is shown."""

import io
from datetime import UTC, datetime, timedelta

from rich.console import Console

from wholepicture.interfaces.replay import in_words, report
from wholepicture.interfaces.replay.report import AskLine, EventLine, ListingLine, Played, Report, StepLine

NIGHT = datetime(2020, 7, 1, 20, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def ask(state: str = "ASKED", *, agency: str = "nursing", gap: str = "", chases: bool = True) -> AskLine:
    return AskLine(
        function="health_visitor",
        agency=agency,
        about="baby",
        state=state,
        reply_by=NIGHT + 12 * HOUR,
        gap=gap,
        history=(
            StepLine(at=NIGHT, state="DELIVERED", to="Ann"),
            StepLine(at=NIGHT + HOUR, state="REMINDED", to="Ann"),
        ),
        chases=chases,
    )


def listing(**changes: object) -> ListingLine:
    values = {
        "family": "family of baby",
        "children": ("baby",),
        "linked": False,
        "lane": "fast",
        "nth": 3,
        "interval_days": 12,
        "listed_at": NIGHT,
        "due": NIGHT + 24 * HOUR,
    }
    return ListingLine(**(values | changes))  # type: ignore[arg-type]


def told(*events: EventLine) -> str:
    out = io.StringIO()
    in_words.show(
        Report(case="a case", source="", until=NIGHT, events=events, breaches=()),
        Console(file=out, width=120, highlight=False),
    )
    return out.getvalue()


def test_an_ask_has_whom_about_whom_and_how_far_it_has_got() -> None:
    (asked,) = EventLine(at=NIGHT, kind="incident", asked=[ask("HELD")]).as_json()["contributions_asked"]

    assert {name: asked[name] for name in ("agency", "function", "about", "state")} == {
        "agency": "nursing",
        "function": "health_visitor",
        "about": "baby",
        "state": "HELD",
    }
    assert [step["state"] for step in asked["history"]] == ["DELIVERED", "REMINDED"]
    assert asked["reply_by"] == "2020-07-02T09:30:00+01:00"


def test_a_listing_says_how_it_is_decided_about_and_when_it_was() -> None:
    waits = listing(mode="asynchronous").as_json()
    decided = listing(mode="meeting", decided_at=NIGHT + HOUR).as_json()

    assert (waits["mode"], waits["decided_at"]) == ("asynchronous", None)
    assert (decided["mode"], decided["decided_at"]) == ("meeting", "2020-07-01T22:30:00+01:00")


def test_an_ask_that_serves_several_events_chases_once() -> None:
    events = [
        EventLine(at=NIGHT, kind="incident", ref="A", asked=[ask()]),
        EventLine(at=NIGHT + HOUR, kind="incident", ref="B", asked=[ask(chases=False)]),
    ]

    (due,) = report.chased(events, names={"REMINDED": "Reminded", "health_visitor": "Health visitor"})

    (words,) = due.warnings
    assert words.startswith("Reminded: Ann, about baby because of A: what is known is not yet answered")
    assert words.endswith("(Health visitor, nursing).")


def test_people_read_who_was_asked_what_they_answered_and_why_nobody_was() -> None:
    gap = "The directory has no team for it."
    text = told(
        EventLine(
            at=NIGHT,
            kind="incident",
            listings=[listing(mode="asynchronous")],
            asked=[ask(), ask("NOTHING_KNOWN"), ask("NOBODY_TO_ASK", agency="", gap=gap)],
        )
    )

    assert "asked what is known: Health visitor at nursing, about baby: asked, no answer yet" in text
    assert "about baby: answered: nothing is known" in text
    assert f"asked what is known: Health visitor, about baby: nobody could be asked: {gap}" in text
    assert "chased: reminded 1 Jul 2020, 10:30pm" in text
    assert "due 2 Jul 2020, 9:30pm, without a meeting, by agencies one after the other; nobody has decided" in text


def test_what_is_refused_twice_in_the_same_words_is_said_once() -> None:
    played = Played()
    played.refuse(["No.", "No.", "Never."])
    played.refuse(["No."])
    played.warn(["a", "a"])

    assert (played.refused, played.warnings) == (["No.", "Never."], ["a"])
