"""Decisions, contributions, suspensions and withdrawals in a case file: read as written, with the line of what is wrong."""

from datetime import date

import pytest

from wholepicture.interfaces.replay import loader
from wholepicture.interfaces.replay.case import ContributeEvent, DecideEvent, GovernEvent
from wholepicture.interfaces.replay.reading import BadCase

DECIDED = "{at: 2021-02-02, by: csc, kind: decide, child: baby, outcome: refer to health, recipients: [health, gp]}"
BROUGHT = "{at: 2021-02-02, by: csc, kind: contribute, notice_about: A, summary: seen on Monday}"
SUSPENDED = (
    "{at: 2021-02-02, by: unnamed, kind: suspend_triage, from: 2021-02-03, to: 2021-02-05, "
    "signed_by: [csc, unnamed, csc], reason: snow}"
)
CASE = """\
case: small
until: 2021-03-02
agencies:
  police: {{kind: police}}
  csc: {{kind: childrens_social_care}}
people:
  ann: {{born: 1990-01-02}}
  baby: {{born: 2020-12-24}}
events:
  - {{at: 2021-02-01T10:00, by: police, kind: incident, ref: A, people: {{ann: victim, baby: child}}}}
  - {event}
"""
LINE = 11


def last(event: str) -> object:
    return loader.parse(CASE.format(event=event)).events[-1]


def test_a_decision_is_read_as_written_so_that_the_platform_can_refuse_it() -> None:
    found = last(DECIDED.replace("]}", "], level: 3, reasons: two in two days}"))

    assert isinstance(found, DecideEvent)
    assert (found.child, found.outcome, found.recipients) == ("baby", "refer to health", ("health", "gp"))
    assert (found.level, found.reason) == (3, "two in two days")


def test_a_decision_of_which_the_file_says_little_has_unknown_as_a_value() -> None:
    found = last("{at: 2021-02-02, by: csc, kind: decide, child: baby, level: unknown}")

    assert isinstance(found, DecideEvent)
    assert (found.outcome, found.recipients, found.level, found.reason) == ("", (), None, "")


def test_a_contribution_is_about_an_earlier_event_or_a_child() -> None:
    about_event = last(BROUGHT.replace("}", ", about: [ann], worries: alone at night}"))
    about_child = last("{at: 2021-02-02, by: csc, kind: contribute, child: baby, nothing_known: true}")

    assert isinstance(about_event, ContributeEvent)
    assert isinstance(about_child, ContributeEvent)
    assert (about_event.notice_about, about_event.about, about_event.summary) == ("A", ("ann",), "seen on Monday")
    assert (about_event.worries, about_event.nothing_known) == ("alone at night", False)
    assert (about_child.child, about_child.nothing_known) == ("baby", True)


def test_a_suspension_has_its_days_and_each_signature_once() -> None:
    found = last(SUSPENDED.replace("}", ", mitigation: by telephone, review: 2021-02-04}"))

    assert isinstance(found, GovernEvent)
    assert (found.from_date, found.to_date) == (date(2021, 2, 3), date(2021, 2, 5))
    assert (found.signed_by, found.reason) == (("csc", "unnamed"), "snow")
    assert (found.mitigation, found.review_date) == ("by telephone", date(2021, 2, 4))


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (DECIDED.replace("child: baby", "child: bob"), "'bob' is not declared"),
        (DECIDED.replace("child: baby, ", ""), "no 'child'"),
        (DECIDED.replace("]}", "], level: high}"), "number of the level"),
        (DECIDED.replace("]}", "], level: 0}"), "number of the level"),
        (DECIDED.replace("]}", "], reason: a, reasons: b}"), "keep one"),
        (DECIDED.replace("]}", "], signed_by: [csc]}"), "no field 'signed_by'"),
        (DECIDED.replace("[health, gp]", "gp"), "written as a list"),
        (BROUGHT.replace("notice_about: A, ", ""), "about nobody"),
        (BROUGHT.replace("notice_about: A", "notice_about: B"), "'B' is not declared"),
        (BROUGHT.replace("}", ", nothing_known: true}"), "keep one"),
        (BROUGHT.replace("}", ", nothing_known: yes}"), "write one of true, false"),
        (SUSPENDED.replace("to: 2021-02-05", "to: 2021-02-02"), "before it begins"),
        (SUSPENDED.replace("[csc, ", "[ccg, "), "'ccg' is not declared"),
        (SUSPENDED.replace("from: 2021-02-03", "from: soon"), "write a date that exists"),
    ],
)
def test_what_is_wrong_in_an_event_of_triage_is_told_with_its_line(event: str, says: str) -> None:
    with pytest.raises(BadCase) as caught:
        last(event)

    assert [fault.line for fault in caught.value.faults if says in fault.sentence] == [LINE]
