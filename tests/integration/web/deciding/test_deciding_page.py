"""The page on which is decided: what it shows, who may open it, and that no refusal, and nobody quicker, costs a word."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client

from tests.factories import access as given
from tests.factories import agencies as make
from tests.factories import deciding
from tests.factories.deciding import HEALTH_VISITOR, POLICE, SOCIAL_CARE, Table
from tests.integration.web.browsing import Clock, refusals, signed_in, text
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.models import Decision, Words
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Known
from wholepicture.registers.agencies.models import Team
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WHY = "Five incidents in 38 days, of a baby; the gaps are short."


@pytest.fixture
def table(clock: Clock) -> Table:
    """Charlie's family, listed an hour ago."""
    made = deciding.make_table()
    clock.at = made.at
    return made


def team(table: Table, function: str) -> Team:
    """The team that holds a function."""
    return table.world.posts[function].team


def somebody(table: Table, function: str = SOCIAL_CARE, *, chairs: bool = False) -> Client:
    """Somebody new of a function's team, signed in."""
    return signed_in(team=team(table, function), roles=("triage_chair",) if chairs else ("practitioner",))


def address(table: Table, rest: str = "") -> str:
    """Where the family is decided about."""
    return f"/triage/families/{table.family}{rest}"


def post_key(table: Table, function: str = HEALTH_VISITOR) -> str:
    """What a post is called in the form."""
    return table.world.posts[function].id.hex


def sent(table: Table, **changes: object) -> dict[str, object]:
    """A form that would do, unless changed: early help by the health visitor."""
    latest = queries.latest_decision(table.family)
    key = post_key(table)
    child = next(str(one) for one, _ in [(table.child, "")])
    filled: dict[str, object] = {
        "began_from": str(latest or ""), "children": [child], "outcome": "early_help", "level": "2", "reasons": WHY,
        "recipients": [key], f"asked_{key}": "Visit this week, and see where Charlie sleeps.",
    }  # fmt: skip
    return filled | changes


def shown(client: Client, table: Table, rest: str = "") -> str:
    """What the page says."""
    answer = client.get(address(table, rest))
    assert answer.status_code == 200, text(answer)
    return text(answer)


def test_the_page_tells_the_pattern_in_words_why_it_is_listed_and_who_has_to_agree(table: Table) -> None:
    said = shown(somebody(table), table)
    assert "Family of Charlie Marsh" in said
    assert "1st, on 16 December 2019" in said
    assert "Charlie is 4 weeks old" in said
    assert "Last outcome: none, nothing has been decided before" in said
    assert "Fast lane" in said
    assert "Charlie is under two." in said
    assert "No meeting is under way: what you record is a proposal." in said
    assert "Needs the police, children's social care and a named health professional." in said
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", said)


def test_in_a_meeting_the_chair_reads_that_it_stands_at_once_and_others_that_theirs_is_a_proposal(table: Table) -> None:
    table.open_meeting(present=[POLICE])
    assert "The meeting is under way, and you chair it" in shown(somebody(table, chairs=True), table)
    assert "which the chair records for" in shown(somebody(table, POLICE), table)


def test_a_finding_is_told_with_its_source(table: Table) -> None:
    said = shown(somebody(table), table)
    assert "An infant or an unborn child" in said
    assert "Rule infant_or_unborn, protocol version 1" in said


def test_what_was_asked_and_has_no_answer_is_named_with_its_time(table: Table) -> None:
    said = shown(somebody(table), table)
    brought = said[said.index("What everybody brought") : said.index("What the pattern shows")]
    assert "Nobody has said anything yet" in brought
    assert "Police safeguarding unit" in brought
    assert "Held for release" in brought
    assert "Due in" in brought


def test_facts_are_read_at_once_and_conclusions_once_the_seal_is_opened_with_a_reason(table: Table) -> None:
    police = table.actor(POLICE)
    actions.contribute(
        family=table.family, team=team(table, POLICE).id, known=Known.KNOWN, what="Three calls before.",
        worries="It will happen again.", by=police, now=table.at,
    )  # fmt: skip
    reader = somebody(table)
    said = shown(reader, table)
    assert "Three calls before." in said
    assert "It will happen again." not in said
    assert "Their conclusions are sealed until your own team has answered." in said

    refused = reader.post(address(table, "/unseal"), {"unseal-because": " "})
    assert refused.status_code == 422
    assert "Say why it cannot wait." in text(refused)
    short = reader.post(address(table, "/unseal"), {"unseal-because": "Now"})
    assert short.status_code == 422
    assert "say in a few words what cannot wait" in text(short)

    opened = reader.post(address(table, "/unseal"), {"unseal-because": "A strategy discussion sits now."}, follow=True)
    assert "The seal is open for you." in text(opened)
    assert "It will happen again." in text(opened)
    assert [entry.detail for entry in audit.entries(event=Event.SEAL_OPENED)]


def test_a_chair_decides_in_the_meeting_and_it_stands_with_everything_said(table: Table) -> None:
    table.open_meeting(present=[POLICE])
    chair = somebody(table, chairs=True)
    answer = chair.post(address(table), sent(table), follow=True)
    said = text(answer)
    assert "Decided. It stands, and everybody whom it names is told now." in said
    assert "Everything for which this family was listed has been decided." in said
    assert "Early help Stands For Charlie Marsh" in said
    assert "Visit this week, and see where Charlie sleeps." in said
    assert "Level of need: Early help" in said
    decided = table.latest()
    assert (decided.outcome, decided.level, decided.reasons) == ("early_help", 2, WHY)
    assert not Words.objects.exists()


def test_without_a_meeting_it_is_proposed_and_another_employer_agrees_from_their_own_page(table: Table) -> None:
    said = text(somebody(table).post(address(table), sent(table), follow=True))
    assert "Proposed. Whoever has to agree is asked now" in said
    assert "You have spoken: others have to." in said
    batch = table.latest().batch

    officer = somebody(table, POLICE)
    assert "What do you say to this?" in shown(officer, table)
    agreed = officer.post(
        address(table, f"/decisions/{batch}/agree"),
        {f"{batch}-say": "AGREED", f"{batch}-words": "We see it too."},
        follow=True,
    )
    assert "with it the decision stands" in text(agreed)
    assert table.latest().state is DecisionState.STANDING


def test_an_objection_needs_its_reason_and_keeps_the_family_listed(table: Table) -> None:
    somebody(table).post(address(table), sent(table))
    batch, officer = table.latest().batch, somebody(table, POLICE)
    to = address(table, f"/decisions/{batch}/agree")
    refused = officer.post(to, {f"{batch}-say": "OBJECTED"})
    assert refused.status_code == 422
    assert "There is a problem Say why you object: whoever proposed it is told." in text(refused)
    said = text(
        officer.post(to, {f"{batch}-say": "OBJECTED", f"{batch}-words": "The father is bailed there."}, follow=True)
    )
    assert "Your objection is recorded" in said
    assert "The father is bailed there." in said
    assert table.is_listed()


def test_agreeing_with_oneself_is_refused_in_a_sentence_beside_the_form(table: Table) -> None:
    somebody(table).post(address(table), sent(table))
    batch, colleague = table.latest().batch, somebody(table)
    answer = colleague.post(address(table, f"/decisions/{batch}/agree"), {f"{batch}-say": "AGREED"})
    assert answer.status_code == 422
    assert "There is a problem Your agency has spoken already." in text(answer)


def test_a_fault_names_the_field_and_the_remedy_and_keeps_every_word(table: Table) -> None:
    client, key = somebody(table), post_key(table)
    faults: tuple[tuple[dict[str, object], str], ...] = (
        ({"reasons": " "}, "Say why. Whoever looks at this family after you reads it."),
        ({"outcome": ""}, "Choose what is decided."),
        ({"children": []}, "Tick at least one child whom the decision is for."),
        ({"reasons": "Refer to health."}, "passes this child to a whole sector"),
        ({"recipients": []}, "Early help"),
    )
    for changes, says in faults:
        form = sent(table, **changes)
        answer = client.post(address(table), form)
        assert answer.status_code == 422
        assert says in text(answer)[: text(answer).index("Family of Charlie")]
        whole = client.get(address(table)).content.decode()
        assert str(form[f"asked_{key}"]) in whole
        assert str(form["reasons"]).strip() in whole
        assert bool(re.search(rf'value="{key}"[^>]*checked', whole)) == bool(form["recipients"])
    assert not Decision.objects.exists()


def test_a_recipient_who_was_chosen_is_asked_for_something_by_a_time_to_come(table: Table) -> None:
    key = post_key(table)
    chair = somebody(table)
    empty = chair.post(address(table), sent(table, **{f"asked_{key}": ""}))
    assert "Say what is asked of Health visitor:" in text(empty)
    past = sent(table, **{f"day_{key}_day": "1", f"day_{key}_month": "1", f"day_{key}_year": "2019"})
    assert "has passed: enter a later one." in text(chair.post(address(table), past))
    alone = sent(table, **{f"time_{key}": "9am"})
    assert "or leave out the time." in text(chair.post(address(table), alone))


def test_the_day_and_the_time_by_which_somebody_answers_are_kept(table: Table) -> None:
    key = post_key(table)
    by = {f"day_{key}_day": "18", f"day_{key}_month": "12", f"day_{key}_year": "2019", f"time_{key}": "9am"}
    table.open_meeting(present=[POLICE])
    somebody(table, chairs=True).post(address(table), sent(table, **by))
    (recipient,) = table.latest().recipients
    assert recipient.reply_by.isoformat() == "2019-12-18T09:00:00+00:00"


def test_a_recipient_who_has_gone_is_refused_and_what_was_written_for_them_stands(table: Table) -> None:
    gone = uuid4().hex
    form = sent(table, recipients=[gone, post_key(table)], **{f"asked_{gone}": "Look at the housing."})
    answer = text(somebody(table).post(address(table), form))
    assert "can no longer be asked: their team has closed or their agency has left" in answer
    assert "Look at the housing." in answer
    assert not Decision.objects.exists()


def test_a_second_chair_who_is_slower_sees_both_side_by_side_and_loses_no_word(table: Table) -> None:
    table.open_meeting(present=[POLICE])
    slow, quick = somebody(table, POLICE, chairs=True), somebody(table, chairs=True)
    began = sent(table, reasons="SLOWER: the mother has moved.", outcome="hold")
    slow.post(address(table, "/words"), began)
    assert "is writing a decision about this family" in shown(quick, table)
    quick.post(address(table), sent(table))

    answer = slow.post(address(table), began)

    assert answer.status_code == 409
    said = text(answer)
    assert "Somebody has decided about this family since you began." in said
    both = said[said.index("Theirs") : said.index("It is in the form")]
    assert both.index(WHY) < both.index("Yours What is decided Hold until more is known")
    assert "Why SLOWER: the mother has moved. Health visitor:" in both
    assert Decision.objects.filter(state=DecisionState.STANDING).count() == 1
    assert "SLOWER: the mother has moved." in shown(slow, table)

    latest = re.search(r'name="began_from" value="([^"]+)"', answer.content.decode())
    assert latest is not None
    again = slow.post(address(table), began | {"began_from": latest[1]}, follow=True)
    assert "Decided. It stands" in text(again)
    states = {row.reasons: row.state for row in Decision.objects.all()}
    assert states == {WHY: DecisionState.REPLACED, "SLOWER: the mother has moved.": DecisionState.STANDING}


def test_autosave_keeps_words_without_judging_them_and_says_when_somebody_was_quicker(table: Table) -> None:
    writer = somebody(table)
    half = {"began_from": "", "reasons": "Half a sen", "csrfmiddlewaretoken": "x"}
    saved = writer.post(address(table, "/words"), half)
    assert saved.status_code == 204
    (kept,) = Words.objects.all()
    assert kept.words == {"reasons": ["Half a sen"]}
    said = shown(writer, table)
    assert "Half a sen" in said
    assert "There is a problem" not in said

    somebody(table, POLICE).post(address(table), sent(table))
    warned = writer.post(address(table, "/words"), half)
    assert warned.status_code == 200
    assert warned.content == b"Somebody has decided meanwhile: load the page to see it."
    assert "Somebody has decided about this family since you began." in shown(writer, table)


def test_what_is_too_long_to_keep_is_said_and_not_lost_from_the_page(table: Table) -> None:
    long = "a" * 200_001
    assert somebody(table).post(address(table, "/words"), {"reasons": long}).status_code == 413
    answer = somebody(table).post(address(table), sent(table, reasons=long))
    assert answer.status_code == 422
    assert long in answer.content.decode()


def test_words_are_thrown_away_only_when_their_writer_says_so(table: Table) -> None:
    writer = somebody(table)
    writer.post(address(table, "/words"), {"reasons": "No."})
    said = text(writer.post(address(table, "/words/discard"), follow=True))
    assert "What you had written is thrown away." in said
    assert not Words.objects.exists()


def test_the_look_is_recorded_with_everybody_on_the_page(table: Table) -> None:
    shown(somebody(table), table)
    (seen,) = [entry for entry in audit.entries(event=Event.PAGE_VIEWED) if entry.detail["page"] == "deciding"]
    assert f"person:{table.child}" in seen.about
    assert len(seen.about) == 3


def test_a_team_that_does_not_triage_the_family_opens_and_writes_nothing(table: Table) -> None:
    stranger = somebody(table, Function.PERPETRATOR_SERVICE)
    batch = UUID(int=1)
    why = {"reasons": "x", "unseal-because": "A strategy discussion sits now.", f"{batch}-say": "AGREED"}
    for rest in ("", "/words", "/unseal", f"/decisions/{batch}/agree"):
        assert stranger.post(address(table, rest), why).status_code == 403
    assert stranger.get(address(table)).status_code == 403
    assert len(refusals()) == 5
    assert not Words.objects.exists()


def test_whoever_is_close_to_somebody_in_the_family_never_sees_it(table: Table) -> None:
    worker = make.make_worker(team=team(table, SOCIAL_CARE))
    given.make_conflict(worker=worker, record=table.world.records["Kyle"][0])
    assert signed_in(worker).get(address(table)).status_code == 403


def test_a_role_without_triage_is_refused(table: Table) -> None:
    officer = signed_in(team=team(table, POLICE), roles=("reporting_officer",))
    assert officer.get(address(table)).status_code == 403
    assert "permission that you do not have" in str(refusals())


def test_a_family_that_is_no_family_is_not_found(table: Table) -> None:
    assert somebody(table).get(f"/triage/families/{UUID(int=7)}").status_code in (403, 404)


def test_the_page_asks_as_many_statements_for_many_decisions_as_for_one(
    table: Table, clock: Clock, django_assert_max_num_queries: object
) -> None:
    table.open_meeting(present=[POLICE])
    chair = somebody(table, chairs=True)
    chair.post(address(table), sent(table))
    few = statements(chair, table)
    for _ in range(4):
        clock.at += timedelta(minutes=1)
        chair.post(address(table), sent(table))
    assert statements(chair, table) <= few


def statements(client: Client, table: Table) -> int:
    """How many statements the page takes."""
    counted: list[object] = []

    def count(execute: object, sql: str, params: object, many: bool, context: object) -> object:
        counted.append(sql)
        return execute(sql, params, many, context)  # type: ignore[operator]

    with connection.execute_wrapper(count):
        assert client.get(address(table)).status_code == 200
    return len(counted)
