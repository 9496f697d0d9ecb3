"""My work and one item, through real sign-in and the real access rules: shown, answered, declined, refused."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.factories import access
from tests.factories import notifications as make
from tests.integration.web.browsing import NAMES, Clock, answer, baby, fresh, item_address, refusals, signed_in, text
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.interfaces.web.notices import views
from wholepicture.lib.postgres import session
from wholepicture.pathway.notifications.models import Answer, Notice, Step
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.models import Look
from wholepicture.registers.audit.terms import Event
from wholepicture.registers.protocol.terms import Lane, NoticeKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = make.NOW


# My work.


def test_the_work_list_begins_with_what_needs_an_answer_by_when_it_is_due(clock: Clock) -> None:
    staff = make.make_staff()
    later = make.make_delivered(staff, about=baby(forename="Later"), reply_by=NOW + timedelta(hours=20))
    late = make.make_delivered(staff, about=baby(forename="Late"), reply_by=NOW + timedelta(hours=1))
    read = make.make_delivered(
        staff, about=baby(forename="Read"), kind=NoticeKind.INFORM, reply_by=NOW + timedelta(minutes=5)
    )
    clock.later(hours=3)
    page = signed_in(staff.named).get("/work").content.decode()
    places = [page.index(item_address(notice)) for notice in (late, later, read)]
    assert places == sorted(places)
    assert "2 hours late" in page
    assert "Due in 17 hours" in page
    assert page.index("Answered, or for information") < page.index(item_address(read))


def test_a_line_says_whom_it_is_about_what_is_asked_and_who_answers_today() -> None:
    staff = make.make_staff()
    make.make_delivered(staff, about=baby(), lane=Lane.FAST)
    page = text(signed_in(staff.cover).get("/work"))
    for words in (
        "Charlie Marsh, 4 weeks",
        "Act: say what you will do",
        "Fast lane",
        "Not yet opened by you",
        "1 fact, 16 Dec 2019",
    ):
        assert words in page
    assert f"{staff.named.name}; cover: {staff.cover.name}" in page


def test_a_line_counts_its_facts_and_what_came_since_the_last_look(clock: Clock) -> None:
    staff, family = make.make_staff(), uuid4()
    first = make.make_delivered(staff, about=baby(), family=family)
    client = signed_in(staff.named)
    client.get(item_address(first))
    assert "new since you last looked" not in text(client.get("/work"))
    make.make_delivered(staff, about=baby(), family=family, now=clock.later(minutes=20))
    page = text(client.get("/work"))
    assert "1 new since you last looked" in page
    assert f"2 facts, 16 Dec 2019 Told: {staff.named.name}" in page


def test_an_uncertain_or_expected_date_is_said_to_be_so() -> None:
    staff = make.make_staff()
    make.make_delivered(staff, about=baby(forename="", surname="", birth_date=None, expected_date=date(2020, 2, 3)))
    assert "Unborn child, unborn, due 3 February 2020" in text(signed_in(staff.named).get("/work"))


def test_nothing_waits_for_somebody_whose_teams_were_told_nothing() -> None:
    make.make_delivered(make.make_staff())
    assert "Nothing waits for you" in text(signed_in(make.make_staff().named).get("/work"))


def test_every_page_is_recorded_with_everybody_on_it_and_writes_nothing_else(clock: Clock) -> None:
    staff, owner = make.make_staff(), make.make_staff(function=Function.POLICE_SAFEGUARDING_UNIT)
    notice, held = make.make_delivered(staff, about=baby()), make.make_held(staff, owner, about=baby(forename="Kyle"))
    practitioner, specialist = signed_in(staff.named), signed_in(owner.named, roles=("specialist_releaser",))
    before = _everything_but_audit()
    for client, address, about in (
        (practitioner, "/work", notice), (practitioner, item_address(notice), notice),
        (specialist, "/release", held), (specialist, f"/release/{held.id}", held),
    ):  # fmt: skip
        assert client.get(address).status_code == 200
        viewed = audit.entries(event=Event.PAGE_VIEWED, about=f"person:{about.about.person_id}")
        assert viewed.exists(), address
    assert _everything_but_audit() == before
    assert Look.objects.filter(subject=notice.id).exists()


def _everything_but_audit() -> list[object]:
    rows: list[object] = [list(model.objects.order_by("id").values()) for model in (Notice, Step, Answer)]
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from access_grant")
        return [*rows, cursor.fetchone()]


def test_a_write_while_reading_would_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff)
    client = signed_in(staff.named)
    opened = views.items.item

    def careless(*args: object, **kwargs: object) -> object:
        Notice.objects.filter(id=notice.id).update(state=State.OPENED)
        return opened(*args, **kwargs)

    monkeypatch.setattr(views.items, "item", careless)
    with pytest.raises(session.WritesInGet):
        client.get(item_address(notice))


def test_titles_and_addresses_never_hold_a_name() -> None:
    staff, owner = make.make_staff(), make.make_staff(function=Function.POLICE_SAFEGUARDING_UNIT)
    notice, held = make.make_delivered(staff, about=baby()), make.make_held(staff, owner, about=baby(forename="Kyle"))
    practitioner, specialist = signed_in(staff.named), signed_in(owner.named, roles=("specialist_releaser",))
    for client, address in (
        (practitioner, "/work"), (practitioner, item_address(notice)),
        (specialist, "/release"), (specialist, f"/release/{held.id}"),
    ):  # fmt: skip
        page = client.get(address).content.decode()
        title = re.search(r"<title>(.*?)</title>", page, re.S)
        links = re.findall(r'(?:href|action)="([^"]*)"', page)
        assert title
        assert NAMES.search(page), address
        assert not NAMES.search(title[1] + " ".join(links)), address


def test_a_manager_sees_what_climbed_as_one_list_without_a_name_in_it(clock: Clock) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, about=baby(), reply_by=NOW + timedelta(hours=2))
    make.run_until(clock.later(hours=30), NOW)
    page = signed_in(staff.manager, roles=("team_manager",)).get("/work").content.decode()
    climbed = page[page.index("Not answered in time") : page.index("Needs an answer")]
    assert item_address(notice) in climbed
    assert "Manager told" in climbed
    assert not NAMES.search(climbed)
    assert "Not answered in time" not in text(signed_in(staff.named).get("/work"))


def test_a_manager_opens_and_answers_what_climbed(clock: Clock) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, about=baby(), reply_by=NOW + timedelta(hours=2))
    make.run_until(clock.later(hours=30), NOW)
    manager = signed_in(staff.manager, roles=("team_manager",))
    assert "Not answered in time" in text(manager.get("/work"))
    assert manager.get(item_address(notice)).status_code == 200
    assert answer(manager, notice).status_code == 302
    assert fresh(notice).state == State.ANSWERED
    assert "Not answered in time" not in text(manager.get("/work"))


# One item.


def test_an_item_says_what_happened_what_is_asked_by_when_why_and_what_became_of_it() -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, about=baby(), text="Police were called.\n\nPlease see the child.")
    page = text(signed_in(staff.named).get(item_address(notice)))
    for words in (
        "Charlie Marsh, 4 weeks", "Police were called.", "Please see the child.", "Due in 24 hours",
        "Health visitors are told of every incident", "We have read this and will act", f"{staff.named.name}",
    ):  # fmt: skip
        assert words in page, words


def test_an_answer_stops_the_clock_and_is_there_to_read(clock: Clock) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, about=baby())
    client = signed_in(staff.named)
    client.get(item_address(notice))
    clock.later(minutes=2)
    sent = answer(client, notice)
    assert sent.status_code == 302
    assert fresh(notice).state == State.ANSWERED
    assert notice.next_at is None
    page = text(client.get(sent["Location"]))
    assert "Your answer is recorded." in page
    assert "News has come since" not in page
    assert "Visit on Thursday." in page
    assert re.search(f"We have read this and will act Monday 16 December 2019, 9:42pm ?, {staff.named.name}", page)
    assert "Send the answer" not in page


def test_what_was_asked_takes_nothing_known_for_an_answer_without_words() -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, about=baby(), kind=NoticeKind.ASK)
    client = signed_in(staff.named)
    page = text(client.get(item_address(notice)))
    assert "We know nothing about this" in page
    assert "will act" not in page
    assert answer(client, notice, kind="NOTHING_KNOWN", words="").status_code == 302
    assert fresh(notice).state == State.ANSWERED


def test_what_is_for_information_can_be_marked_as_read_with_one_press() -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, about=baby(), kind=NoticeKind.INFORM)
    client = signed_in(staff.named)
    page = client.get(item_address(notice)).content.decode()
    assert 'type="radio"' not in page
    assert answer(client, notice, kind="READ", words="").status_code == 302
    assert fresh(notice).state == State.ANSWERED


@pytest.mark.parametrize(
    ("sent", "sentence", "where"),
    [
        ({"kind": ""}, "Choose your answer.", "#id_kind"),
        ({"words": "  "}, "Say what you will do, or why there is nothing to do", "#id_words"),
        ({"kind": "READ"}, "does not answer this", "#id_kind"),
        ({"words": "x" * 2001}, "must be 2000 characters or fewer", "#id_words"),
    ],
)
def test_a_faulty_answer_is_said_in_a_sentence_and_keeps_its_words(
    sent: dict[str, str], sentence: str, where: str
) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, about=baby())
    client = signed_in(staff.named)
    client.get(item_address(notice))
    refused = answer(client, notice, **sent)
    assert refused.status_code == 422
    assert sentence in text(refused)
    assert f'href="{where}"' in refused.content.decode()
    assert sent.get("words", "Visit on Thursday.").strip() in refused.content.decode()
    assert fresh(notice).state == State.DELIVERED


def test_what_came_after_the_page_was_shown_is_not_covered_by_its_answer(clock: Clock) -> None:
    staff, family = make.make_staff(), uuid4()
    first = make.make_delivered(staff, about=baby(), family=family)
    client = signed_in(staff.named)
    client.get(item_address(first))
    late = make.make_delivered(staff, about=baby(), family=family, now=clock.later(minutes=20), text="He came back.")
    assert late.item_id == first.item_id
    clock.later(minutes=1)
    page = text(client.get(answer(client, first)["Location"]))
    assert fresh(first).state == State.ANSWERED
    assert fresh(late).state == State.DELIVERED
    assert late.next_at is not None
    assert "News has come since: it is below, and still needs an answer." in page
    assert "He came back." in page
    assert "New since you last looked" in page
    assert "Send the answer" in page


def test_a_faulty_answer_shows_the_news_before_the_next_one_covers_it(clock: Clock) -> None:
    staff, family = make.make_staff(), uuid4()
    first = make.make_delivered(staff, about=baby(), family=family)
    client = signed_in(staff.named)
    client.get(item_address(first))
    late = make.make_delivered(staff, about=baby(), family=family, now=clock.later(minutes=20), text="He came back.")
    clock.later(minutes=1)
    assert "He came back." in text(answer(client, first, words=""))
    clock.later(minutes=1)
    answer(client, first)
    assert fresh(late).state == State.ANSWERED


def test_nobody_answers_what_they_have_not_opened() -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, about=baby())
    refused = answer(signed_in(staff.named), notice)
    assert refused.status_code == 422
    assert "Open the item first" in text(refused)
    assert fresh(notice).state == State.DELIVERED


def decline(client: Client, notice: Notice, reason: str) -> HttpResponse:
    return client.post(f"{item_address(notice)}/decline/{notice.id}", {f"{notice.id}-reason": reason})


def test_a_notice_is_declined_with_a_reason_and_the_clock_goes_on() -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, about=baby())
    client = signed_in(staff.named)
    client.get(item_address(notice))
    sent = decline(client, notice, "Moved to another county in May.")
    assert sent.status_code == 302
    assert fresh(notice).state == State.DECLINED
    assert notice.next_at is not None
    page = text(client.get(sent["Location"]))
    assert "Your manager is told now" in page
    assert "Moved to another county in May." in page


@pytest.mark.parametrize("reason", ["", "No."])
def test_declining_without_a_reason_keeps_the_words_and_leaves_the_form_open(reason: str) -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, about=baby())
    client = signed_in(staff.named)
    refused = decline(client, notice, reason)
    assert refused.status_code == 422
    assert "say in a few words why this is not for you" in text(refused)
    assert re.search(
        r'<details class="govuk-details" open>\s*<summary[^>]*><span[^>]*>This is not for us', refused.content.decode()
    )
    assert fresh(notice).state == State.DELIVERED


def test_a_reload_after_a_refused_form_shows_the_item() -> None:
    staff = make.make_staff()
    notice = make.make_delivered(staff, about=baby())
    client = signed_in(staff.named)
    for deed in ("decline", "team"):
        assert client.get(f"{item_address(notice)}/{deed}/{notice.id}")["Location"] == item_address(notice)


# Who may not.


def test_another_teams_item_is_refused_without_a_word_of_it_and_the_refusal_is_recorded() -> None:
    notice = make.make_delivered(make.make_staff(), about=baby())
    client = signed_in(make.make_staff().named)
    for attempt in (
        client.get(item_address(notice)), answer(client, notice), decline(client, notice, "It is not for us."),
    ):  # fmt: skip
        assert attempt.status_code == 403
        assert not NAMES.search(text(attempt))
    assert sorted(str(detail["page"]) for detail in refusals()) == ["notices:decline", "notices:item", "notices:item"]
    assert fresh(notice).state == State.DELIVERED
    assert not Look.objects.filter(subject=notice.id).exists()


def test_a_former_partner_who_works_there_sees_nothing_of_it() -> None:
    staff, child, partner = make.make_staff(), baby(), baby(forename="Kyle", surname="Denham")
    notice = make.make_delivered(staff, about=child, parties=(child.person_id, partner.person_id))
    access.make_conflict(worker=staff.cover, record=partner)
    client = signed_in(staff.cover)
    page = text(client.get("/work"))
    assert "Nothing waits for you" in page
    assert not NAMES.search(page)
    assert client.get(item_address(notice)).status_code == 403
    assert answer(client, notice).status_code in (403, 422)
    assert fresh(notice).state == State.DELIVERED
    assert refusals()[0]["page"] == "notices:item"
    assert "Charlie Marsh" in text(signed_in(staff.named).get("/work"))


def test_what_does_not_exist_looks_like_what_is_not_for_you() -> None:
    client = signed_in(make.make_staff().named, roles=("specialist_releaser",))
    assert client.get(f"/work/{uuid4()}").status_code == 403
    assert client.get(f"/release/{uuid4()}").status_code == 404
    assert len(refusals()) == 2


def test_without_the_permission_neither_list_opens() -> None:
    staff = make.make_staff()
    officer = signed_in(staff.named, roles=("reporting_officer",))
    assert officer.get("/work").status_code == 403
    assert signed_in(staff.cover).get("/release").status_code == 403


def test_my_work_needs_no_more_statements_for_more_items(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    staff = make.make_staff()
    client = signed_in(staff.named)
    for _ in range(8):
        make.make_delivered(staff, about=baby())
    with django_assert_max_num_queries(46):
        assert client.get("/work").status_code == 200
