"""Findings are opened, kept and ended as the facts change, and an answer stands with what it answered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from tests.factories import access as access_make
from tests.factories import agencies as make
from tests.factories import incidents as told
from tests.integration.pathway.findings import looking
from tests.integration.pathway.findings.looking import NOW, at, family_of, look, report, rules
from wholepicture.pathway.families.models import Membership
from wholepicture.pathway.findings import actions, permissions, queries
from wholepicture.pathway.findings.facts import Found
from wholepicture.pathway.findings.models import Answer, Examined, Finding, Source
from wholepicture.pathway.findings.terms import AnswerKind
from wholepicture.pathway.incidents.facts import RelationTold
from wholepicture.pathway.incidents.terms import Brag, Category
from wholepicture.registers.access import permissions as access
from wholepicture.registers.access.terms import Seen, Subject
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies.models import Post, Worker
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.models import Entry
from wholepicture.registers.audit.terms import MACHINE, Actor, Event
from wholepicture.registers.people import actions as people
from wholepicture.registers.people.models import Record, Relationship
from wholepicture.registers.people.terms import RelationshipKind, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def protocol() -> None:
    looking.begin()


def standing(family: UUID, rule: str) -> list[Finding]:
    return list(Finding.objects.filter(family_id=family, rule=rule, ended_at__isnull=True).order_by("key"))


def worker(family: UUID) -> Actor:
    """Somebody of a team that triages this family."""
    post: Post = make.make_staffed_post(function=Function.FIRST_RESPONSE)
    access_make.make_grant(team=post.team, subject=family, subject_kind=Subject.FAMILY, reason="triage list")
    named = make.make_worker(agency=post.team.agency, name="Ada Reed")
    return Actor(
        id="user-ada", name=named.name, agency=post.team.agency_id, worker=named.id, teams=frozenset({post.team_id}),
        permissions=frozenset({Permission.ANSWER_FINDINGS.value, Permission.SEE_FAMILIES.value}),
    )  # fmt: skip


def say(finding: Finding, by: Actor, *, because: str = "We visit on Monday.", days: int = 90) -> Answer:
    now = NOW + timedelta(days=days)
    return actions.answer(finding=finding.id, kind=AnswerKind.CONSIDERED, because=because, by=by, now=now)


# What is found.


def test_three_incidents_are_a_repeat_and_two_are_not() -> None:
    family = family_of(looking.case((0, 1))[0])
    assert "repeat_incidents" not in rules(family)
    report(13)
    assert "repeat_incidents" in rules(family)
    (whole,) = [each for each in standing(family, "repeat_incidents") if each.key == ""]
    assert whole.evidence["count"] == 3
    assert whole.protocol == 1
    assert whole.source
    assert whole.code == "0.1.0"


def test_what_was_not_classed_is_found_for_its_own_incident() -> None:
    incident = report(
        people=(told.mother_told(role=Role.NOT_KNOWN), told.father_told(role=Role.NOT_KNOWN), told.child_told()),
        category=Category.OTHER,
        brag=Brag.GREEN,
    )
    (found,) = standing(family_of(incident), "connected_not_classed")
    assert found.incident_id == incident


def test_looking_again_changes_nothing() -> None:
    incidents = looking.case()
    family = family_of(incidents[0])
    before = list(Finding.objects.order_by("id").values())
    actions.derive(families=[family], by=MACHINE, now=NOW + timedelta(days=38, hours=2))
    assert list(Finding.objects.order_by("id").values()) == before
    assert Examined.objects.count() == 1
    assert look(NOW + timedelta(days=38, hours=3)) == []


def test_a_day_that_passes_changes_no_finding_that_still_holds() -> None:
    family = family_of(looking.case()[0])
    before = set(Finding.objects.filter(ended_at__isnull=True).values_list("id", flat=True))
    actions.derive(families=[family], by=MACHINE, now=NOW + timedelta(days=45))
    assert set(Finding.objects.filter(ended_at__isnull=True).values_list("id", flat=True)) == before


# Facts that change.


def test_other_evidence_ends_the_finding_and_opens_another_and_the_answer_stays_with_the_old_one() -> None:
    family = family_of(looking.case((0, 1, 13))[0])
    (old,) = [each for each in standing(family, "repeat_incidents") if each.key == ""]
    say(old, worker(family))
    report(30)
    (new,) = [each for each in standing(family, "repeat_incidents") if each.key == ""]
    old.refresh_from_db()
    assert new.id != old.id
    assert old.ended_because == actions.DIFFERENT
    assert [answer.because for answer in old.answers.all()] == ["We visit on Monday."]
    assert not new.answers.exists()


def test_what_is_no_longer_so_ends_and_comes_back_unanswered_when_it_is_so_again() -> None:
    family = family_of(report())
    (old,) = standing(family, "contact_not_asked")
    say(old, worker(family))
    child = Record.objects.filter(forename="Charlie").latest("told_at")
    told_so = Relationship.objects.get(from_record__forename="Kyle", to_record=child)
    Relationship.objects.filter(id=told_so.id).update(until_date=date(2019, 1, 1))
    touch(child)
    look(NOW + timedelta(days=1))
    old.refresh_from_db()
    assert (old.ended_because, standing(family, "contact_not_asked")) == (actions.NO_LONGER, [])
    Relationship.objects.filter(id=told_so.id).update(until_date=None)
    touch(child)
    look(NOW + timedelta(days=2))
    (again,) = standing(family, "contact_not_asked")
    assert again.id != old.id
    assert not again.answers.exists()
    assert old.answers.count() == 1


def touch(record: Record) -> None:
    record.refresh_from_db()
    assert record.person_id
    people.touch(persons=[record.person_id])
    told.link_and_place(NOW)


def test_another_threshold_ends_what_no_longer_reaches_it_and_the_first_again_finds_it_anew() -> None:
    family = family_of(looking.case((0, 1, 13))[0])
    looking.adopt(at(2020, 1, 1), repeat_count=4)
    assert look(at(2020, 1, 2)) == [family]
    assert "repeat_incidents" not in rules(family)
    assert Finding.objects.get(rule="repeat_incidents", key="").ended_because == actions.NO_LONGER
    looking.adopt(at(2020, 1, 3), repeat_count=3)
    look(at(2020, 1, 4))
    (again,) = [each for each in standing(family, "repeat_incidents") if each.key == ""]
    assert again.protocol == 3


def test_families_that_turn_out_to_be_one_end_the_findings_of_the_one_that_goes() -> None:
    first = report()
    robin = told.child_told(
        key="robin", forename="Robin", surname="Vale", birth_date=date(2019, 6, 1), address="2 Far Road"
    )
    second = report(2, people=(told.father_told(alleged_by=""), robin), relationships=(), place="")
    going = family_of(second)
    assert going != family_of(first)
    assert rules(going)
    at_home = told.child_told(key="robin", forename="Robin", surname="Vale", birth_date=date(2019, 6, 1))
    report(
        3,
        people=(told.mother_told(), told.father_told(), at_home),
        relationships=(RelationTold("mother", "robin", RelationshipKind.PARENT_OF),),
    )
    if family_of(second) == going:
        pytest.fail("The two families did not become one: this test proves nothing.")
    assert rules(going) == set()
    ended = Finding.objects.filter(family_id=going)
    assert set(ended.values_list("ended_because", flat=True)) == {actions.ANOTHER_FAMILY}
    assert not Source.objects.filter(examined_id=going).exists()


def test_time_alone_ends_a_recent_separation_and_the_machine_knows_when() -> None:
    family = family_of(looking.case((0,))[0])
    assert "recent_separation" in rules(family)
    due = queries.next_due(NOW)
    assert due is not None
    assert due == at(2020, 3, 15).replace(hour=0)
    assert queries.waiting(due - timedelta(seconds=1), 10, []) == []
    assert look(due) == [family]
    assert "recent_separation" not in rules(family)


# Rules that fail.


def test_a_rule_that_fails_stops_the_family_and_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    report(look_at=False)

    def fails(*_: object, **__: object) -> Iterator[Found]:
        raise ZeroDivisionError

    monkeypatch.setattr(actions, "RULES", (*actions.RULES, replace(actions.RULES[0], id="broken", check=fails)))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        look()
    assert not Finding.objects.exists()
    assert not Examined.objects.exists()


def test_a_rule_that_finds_two_things_under_one_key_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    report(look_at=False)

    def twice(*_: object, **__: object) -> Iterator[Found]:
        yield from (Found("one", {"a": 1}), Found("two", {"a": 2}))

    monkeypatch.setattr(actions, "RULES", (replace(actions.RULES[0], id="twice", check=twice),))
    with pytest.raises(actions.RuleRepeats, match="twice"), transaction.atomic():
        look()


def test_no_person_writes_what_the_pattern_shows() -> None:
    family = family_of(report())
    with pytest.raises(permissions.NotPermitted, match="worked out by the machine"):
        actions.derive(families=[family], by=worker(family), now=NOW)


def test_one_entry_of_the_audit_for_one_batch_by_ids_and_figures() -> None:
    family = family_of(looking.case((0, 1, 13))[0])
    entry = Entry.objects.filter(event=Event.FINDINGS_DERIVED).latest("at")
    assert entry.about == [f"family:{family}"]
    assert set(entry.detail) == {"opened", "ended", "protocol"}


# Answers.


def test_an_answer_is_kept_with_who_gave_it_and_the_finding_stands() -> None:
    family = family_of(report())
    (finding,) = standing(family, "infant_or_unborn")
    by = worker(family)
    say(finding, by)
    seen = Seen(by=by, why="family page", at=NOW, subject=family)
    (shown,) = [each for each in queries.of_family(family, seen=seen) if each.id == finding.id]
    assert [(each.name, each.because, each.kind) for each in shown.answers] == [
        ("Ada Reed", "We visit on Monday.", AnswerKind.CONSIDERED)
    ]
    assert Entry.objects.filter(event=Event.FINDING_ANSWERED).count() == 1


def test_the_same_answer_twice_is_one() -> None:
    family = family_of(report())
    (finding,) = standing(family, "infant_or_unborn")
    by = worker(family)
    assert say(finding, by).id == say(finding, by).id
    assert say(finding, by, because="Another reason.").id != say(finding, by).id
    assert Answer.objects.count() == 2


@pytest.mark.parametrize("because", ["", "  \n"])
def test_an_answer_needs_a_reason(because: str) -> None:
    family = family_of(report())
    (finding,) = standing(family, "infant_or_unborn")
    with pytest.raises(actions.NotAnswered, match="Reason: say why"):
        say(finding, worker(family), because=because)


def test_what_has_ended_is_answered_no_more() -> None:
    family = family_of(looking.case((0, 1, 13))[0])
    (old,) = [each for each in standing(family, "repeat_incidents") if each.key == ""]
    report(30)
    with pytest.raises(actions.NotAnswered, match="Open it again"):
        say(old, worker(family))


def test_nobody_answers_a_finding_that_is_not_there() -> None:
    by = worker(family_of(report()))
    with pytest.raises(queries.NotFound, match="no such finding"):
        say(Finding(id=uuid4()), by)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"permissions": frozenset({Permission.SEE_FAMILIES.value})}, permissions.NotPermitted),
        ({"worker": None}, permissions.NotPermitted),
        ({"permissions": frozenset({Permission.ANSWER_FINDINGS.value})}, access.NotAllowed),
        ({"teams": frozenset()}, access.NotAllowed),
    ],
)
def test_only_a_named_worker_of_a_team_that_may_open_the_family_answers(
    change: dict[str, object], refusal: type[Exception]
) -> None:
    family = family_of(report())
    (finding,) = standing(family, "infant_or_unborn")
    with pytest.raises(refusal):
        say(finding, replace(worker(family), **change))  # type: ignore[arg-type]
    assert not Answer.objects.exists()


def test_who_is_close_to_the_family_answers_nothing_about_it() -> None:
    family = family_of(report())
    (finding,) = standing(family, "infant_or_unborn")
    by = worker(family)
    grandmother = Record.objects.get(forename="Jodie")
    assert by.worker
    access_make.make_conflict(worker=Worker.objects.get(id=by.worker), record=grandmother)
    with pytest.raises(access.NotAllowed):
        say(finding, by)


# Pages.


def test_a_page_shows_only_what_was_opened_and_of_an_incident_only_its_own() -> None:
    incidents = looking.case((0, 1))
    family = family_of(incidents[0])
    by = worker(family)
    opened = Seen(by=by, why="incident page", at=NOW, subject=incidents[0])
    assert {each.incident for each in queries.of_incident(incidents[0], seen=opened)} == {incidents[0]}
    for read in (lambda: queries.of_incident(incidents[1], seen=opened), lambda: queries.of_family(family, seen=opened),
                 lambda: queries.ended_of_family(family, seen=opened), lambda: queries.pattern_of(family, seen=opened)):  # fmt: skip
        with pytest.raises(queries.NotOpened):
            read()


def test_what_stood_before_is_shown_with_its_end() -> None:
    family = family_of(looking.case((0, 1, 13, 30))[0])
    seen = Seen(by=worker(family), why="family page", at=NOW + timedelta(days=31), subject=family)
    before = [
        each for each in queries.ended_of_family(family, seen=seen) if each.rule == "repeat_incidents" and not each.key
    ]
    assert [each.ended_because for each in before] == [actions.DIFFERENT]
    assert len(queries.pattern_of(family, seen=seen).reports) == 4
    assert {each.id for each in queries.standing([family])[family]} == {
        each.id for each in queries.of_family(family, seen=seen)
    }


def test_a_family_that_has_become_another_shows_no_pattern_and_says_where_to_go() -> None:
    family = family_of(report())
    Membership.objects.filter(family_id=family).update(until_at=NOW)
    seen = Seen(by=worker(family), why="family page", at=NOW + timedelta(days=1), subject=family)
    with pytest.raises(queries.NotFound, match="has become another: open it from your work list"):
        queries.pattern_of(family, seen=seen)


def test_what_nobody_has_answered_is_counted_by_family_and_an_answer_takes_it_off() -> None:
    family = family_of(report())
    there = family_of(looking.other_family())
    found = {each: Finding.objects.filter(family_id=each, ended_at=None).count() for each in (family, there)}
    assert queries.unanswered([family, there, uuid4()]) == found
    (finding,) = standing(family, "infant_or_unborn")
    say(finding, worker(family))
    assert queries.unanswered([family]) == {family: found[family] - 1}
