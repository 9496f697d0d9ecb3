"""Clerical review through real sign-in: the queue, a pair decided, undone and refused, and the links made (review 2.14)."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.factories import access, pairs
from tests.factories import agencies as directory
from tests.factories import notifications as make
from tests.integration.web.browsing import a_clock as a_clock
from tests.integration.web.browsing import refusals, signed_in, text
from wholepicture.interfaces.web.links import views
from wholepicture.pathway.linkage.models import Link, Pair, Review
from wholepicture.registers.agencies.models import Worker
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import Event
from wholepicture.registers.people.models import Record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "frozen")]
NAMES = re.compile("Jodie|Marsh|Ellie|Elsie|Vale|Robin|Denham")
BECAUSE = "One digit of the date typed wrongly."


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail when a template sends a statement to the database: pictures are frozen."""
    draw = views.render

    def refuse(*args: object) -> None:
        raise AssertionError(f"A template asked the database: {args[1]}")

    def watched(*args: object, **kwargs: object) -> HttpResponse:
        with connection.execute_wrapper(refuse):
            return draw(*args, **kwargs)

    monkeypatch.setattr(views, "render", watched)


def reviewer(worker: Worker | None = None) -> Client:
    return signed_in(worker, roles=("link_reviewer",))


def address(pair: Pair) -> str:
    return f"/links/pairs/{pair.id}"


def decide(client: Client, pair: Pair, verdict: str, because: str = BECAUSE) -> HttpResponse:
    return client.post(address(pair), {"verdict": verdict, "because": because})


def persons_of(pair: Pair) -> set[UUID | None]:
    return set(Record.objects.filter(id__in=[pair.newer_id, pair.older_id]).values_list("person_id", flat=True))


def rows_of(answer: HttpResponse) -> dict[str, tuple[str, ...]]:
    """The comparison: both tellings and the word, by field."""
    found = {}
    for row in re.findall(r'(?s)<tr class="govuk-table__row" role="row">(.*?)</tr>', answer.content.decode()):
        cells = [re.sub(r"<[^>]+>|\s+", " ", cell).strip() for cell in re.findall(r"(?s)<t[hd].*?>(.*?)</t[hd]>", row)]
        found[cells[0]] = tuple(cells[1:])
    return found


def about(event: Event) -> list[str]:
    return [subject for entry in audit.entries(event=event) for subject in entry.about]


def test_an_empty_queue_says_that_nothing_waits() -> None:
    page = text(reviewer().get("/links"))
    assert "Nothing waits for you" in page
    assert "No pair waits for anybody." in page


def test_the_queue_says_how_many_wait_since_when_and_names_nobody() -> None:
    grown = pairs.make_mistyped(now=make.NOW)
    twins = pairs.make_twins(now=make.NOW + timedelta(days=2))
    answer = reviewer().get("/links")
    page = text(answer)
    assert "2 pairs wait. The oldest has waited since 17 Dec 2019, 9:40pm" in page
    places = [answer.content.decode().index(f'href="{address(pair)}"') for pair in (twins, grown)]
    # The button leads to the first; the list follows it.
    assert places == sorted(places), "what touches a child stands first"
    assert "1. Touches a family with a child One person? Much speaks for it." in page
    assert "Could be two of one household" in page
    assert not NAMES.search(page)
    assert not NAMES.search(audit_of_pages())


def audit_of_pages() -> str:
    return str([entry.detail for entry in audit.entries(event=Event.PAGE_VIEWED)])


def test_a_pair_shows_each_field_in_both_tellings_and_a_word() -> None:
    rows = rows_of(reviewer().get(address(pairs.make_mistyped(now=make.NOW))))
    assert rows["Told by"] == ("Surgeries, 16 Dec 2019, 9:40pm", "Housing, 17 Dec 2019, 9:40pm", "Two agencies")
    assert rows["Name"] == ("Jodie Marsh", "Jodie Marsh", "The same")
    assert rows["Born"] == ("2 May 1997", "12 May 1997", "Nearly the same")
    assert rows["Sex"] == ("Female", "Female", "The same")
    assert rows["NHS number"] == ("Ends in 018", "Not told", "Not known")
    assert rows["Home"] == ("An address is held", "Not told", "Not known")


def test_no_address_and_no_whole_number_stands_on_a_page_or_in_the_audit() -> None:
    client, pair, twins = reviewer(), pairs.make_mistyped(now=make.NOW), pairs.make_twins(now=make.NOW)
    for where in (address(pair), address(twins), "/links", "/links/made"):
        page = client.get(where).content.decode()
        assert "Invented Terrace" not in page, where
        assert pairs.NUMBER not in page, where
    kept = str([(entry.about, entry.detail) for entry in audit.entries()])
    assert not NAMES.search(kept)


def test_two_who_could_be_of_one_household_carry_a_warning_and_others_do_not() -> None:
    client = reviewer()
    warning = "Twins, or relatives of one name: look again."
    assert warning in text(client.get(address(pairs.make_twins(now=make.NOW))))
    assert warning not in text(client.get(address(pairs.make_mistyped(now=make.NOW))))


def test_opening_a_pair_is_recorded_with_everybody_on_it_before_it_is_shown() -> None:
    pair = pairs.make_mistyped(now=make.NOW)
    reviewer().get(address(pair))
    assert f"pair:{pair.id}" in about(Event.RECORD_OPENED)
    assert {f"person:{person}" for person in persons_of(pair)} <= set(about(Event.PAGE_VIEWED))


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"verdict": "", "because": BECAUSE}, "Choose one of the three answers."),
        ({"verdict": "SAME", "because": ""}, "Reason: say in a few words what decided it."),
        ({"verdict": "SAME", "because": "   "}, "Reason: say in a few words what decided it."),
        ({"verdict": "PERHAPS", "because": BECAUSE}, "with one of the answers given"),
    ],
)
def test_a_verdict_needs_one_of_three_answers_and_a_reason(sent: dict[str, str], fault: str) -> None:
    pair = pairs.make_mistyped(now=make.NOW)
    answer = reviewer().post(address(pair), sent)
    assert answer.status_code == 422
    assert fault in text(answer)
    assert re.search(r'href="#id_(verdict|because)"', answer.content.decode())
    assert not Review.objects.exists()
    assert len(persons_of(pair)) == 2


def test_nothing_is_chosen_beforehand_and_the_answers_are_numbered_with_access_keys() -> None:
    page = reviewer().get(address(pairs.make_mistyped(now=make.NOW))).content.decode()
    assert "1. The same person" in page
    assert re.findall(r'accesskey="(\w)"', page) == ["1", "2", "3", "d"]
    assert " checked" not in page


def test_one_person_joins_them_and_goes_on_to_the_next_with_undo() -> None:
    client, first, second = (
        reviewer(),
        pairs.make_mistyped(now=make.NOW),
        pairs.make_mistyped(now=make.NOW, forename="Robin"),
    )
    sent = decide(client, first, "SAME")
    assert sent.status_code == 302
    assert sent["Location"].startswith(address(second))
    assert len(persons_of(first)) == 1
    answer = client.get(sent["Location"])
    review = Review.objects.get()
    assert "Decided: the same person." in text(answer)
    assert f'href="{address(first)}/undo/{review.id}"' in answer.content.decode()
    assert review.because == BECAUSE


def test_after_the_last_pair_comes_the_queue_with_the_banner() -> None:
    client, pair = reviewer(), pairs.make_mistyped(now=make.NOW)
    sent = decide(client, pair, "DIFFERENT")
    assert sent["Location"].startswith("/links?")
    answer = client.get(sent["Location"])
    assert "Decided: two people." in text(answer)
    assert "Nothing waits for you" in text(answer)
    assert f"{address(pair)}/undo/" in answer.content.decode()
    assert len(persons_of(pair)) == 2


def test_what_one_cannot_tell_waits_for_somebody_else_only() -> None:
    client, pair = reviewer(), pairs.make_mistyped(now=make.NOW)
    page = text(client.get(decide(client, pair, "CANNOT_TELL")["Location"]))
    assert "Noted: you cannot tell." in page
    assert "1 pair waits for somebody else." in page
    assert address(pair) in reviewer().get("/links").content.decode()


def test_a_banner_says_only_what_we_wrote() -> None:
    answer = reviewer().get("/links?done=<b>Charlie</b>&pair=x&review=y")
    assert "Charlie" not in answer.content.decode()
    page = reviewer().get("/links?done=SAME&pair=x&review=javascript:alert(1)").content.decode()
    assert "Decided: the same person." in page
    assert "javascript:" not in page


def test_undoing_says_what_it_will_do_and_restores_exactly_what_was() -> None:
    client, pair = reviewer(), pairs.make_mistyped(now=make.NOW)
    before = {record.id: record.person_id for record in (pair.newer, pair.older)}
    decide(client, pair, "SAME")
    where = f"{address(pair)}/undo/{Review.objects.get().id}"
    page = text(client.get(where))
    for words in (BECAUSE, "exactly the person it belonged to before", "worked out again", "is sent a correction"):
        assert words in page, words
    refused = client.post(where, {"because": ""})
    assert refused.status_code == 422
    assert "Reason: say in a few words what shows that it was wrong." in text(refused)
    assert len(persons_of(pair)) == 1
    sent = client.post(where, {"because": "The surgery called: two people."})
    assert "Undone. Everything is as it was before" in text(client.get(sent["Location"]))
    assert {row.id: row.person_id for row in Record.objects.filter(id__in=before)} == before
    shown = text(client.get(address(pair)))
    assert "The surgery called: two people." in shown
    assert "Decide and go on" in shown


def test_undoing_two_people_says_that_nobody_is_told_anything() -> None:
    client, pair = reviewer(), pairs.make_mistyped(now=make.NOW)
    decide(client, pair, "DIFFERENT")
    page = text(client.get(f"{address(pair)}/undo/{Review.objects.get().id}"))
    assert "Nothing else changes" in page
    assert "correction" not in page


def test_a_pair_that_was_decided_shows_by_whom_and_why_and_takes_no_second_answer() -> None:
    client, pair = reviewer(), pairs.make_mistyped(now=make.NOW)
    decide(client, pair, "DIFFERENT")
    page = text(client.get(address(pair)))
    assert BECAUSE in page
    assert "Undo this decision" in page
    assert "Decide and go on" not in page
    again = decide(reviewer(), pair, "SAME")
    assert again.status_code == 422
    assert "Somebody has already decided this pair." in text(again)
    assert len(persons_of(pair)) == 2


def test_links_made_show_their_evidence_and_name_nobody() -> None:
    client = reviewer()
    pairs.make_linked(now=make.NOW - timedelta(days=1))
    pair = pairs.make_mistyped(now=make.NOW)
    pairs.make_copy(pair.newer)
    decide(client, pair, "SAME")
    assert Link.objects.filter(review=Review.objects.get()).count() == 2
    page = text(client.get("/links/made"))
    assert "1. A reviewer found them to be one person" in page
    assert "2. The same full name and date of birth School Surgeries The machine 15 Dec 2019, 9:40pm" in page
    assert page.count("A reviewer ") == 2, "one decision is one line"
    assert not NAMES.search(page)


def test_no_links_made_is_said() -> None:
    assert "No records have been linked" in text(reviewer().get("/links/made"))


def test_a_link_by_the_machine_is_undone_for_a_reason_and_not_made_again() -> None:
    client, (older, newer) = reviewer(), pairs.make_linked(now=make.NOW)
    link = Link.objects.get(record=newer, undone_at=None)
    where = f"/links/made/{link.id}/undo"
    answer = client.get(where)
    assert rows_of(answer)["Name"] == ("Robin Denham", "Robin Denham", "The same")
    assert "no machine joins them again" in text(answer)
    assert "is sent a correction" in text(answer)
    assert client.post(where, {"because": " "}).status_code == 422
    sent = client.post(where, {"because": "The school says: cousins of one name."})
    assert "Undone. The record stands as it did before" in text(client.get(sent["Location"]))
    newer.refresh_from_db()
    assert newer.person_id != older.person_id
    again = client.post(where, {"because": "Once more."})
    assert again.status_code == 422
    assert "This link no longer stands" in text(again)


def test_a_reviewers_link_is_undone_as_the_decision_it_was() -> None:
    client, pair = reviewer(), pairs.make_mistyped(now=make.NOW)
    decide(client, pair, "SAME")
    review = Review.objects.get()
    link = Link.objects.get(review=review)
    assert client.get(f"/links/made/{link.id}/undo")["Location"] == f"{address(pair)}/undo/{review.id}"


def test_unknown_ids_are_not_found_and_the_asking_is_recorded() -> None:
    client, pair = reviewer(), pairs.make_mistyped(now=make.NOW)
    other = pairs.make_mistyped(now=make.NOW, forename="Robin")
    decide(client, other, "DIFFERENT")
    alone = Link.objects.get(record=pair.older, undone_at=None)
    addresses = [
        f"/links/pairs/{uuid4()}",
        f"/links/pairs/{uuid4()}/undo/{uuid4()}",
        f"{address(pair)}/undo/{uuid4()}",
        f"{address(pair)}/undo/{Review.objects.get().id}",
        f"/links/made/{uuid4()}/undo",
        f"/links/made/{alone.id}/undo",
    ]
    for where in addresses:
        assert client.get(where).status_code == 404, where
        assert client.post(where, {"verdict": "SAME", "because": BECAUSE}).status_code == 404, where
    assert len(refusals()) == 2 * len(addresses)
    assert Review.objects.count() == 1


def test_a_decision_is_undone_at_the_address_of_its_own_pair_only() -> None:
    client, pair = reviewer(), pairs.make_mistyped(now=make.NOW)
    other = pairs.make_mistyped(now=make.NOW, forename="Robin")
    for each in (pair, other):
        decide(client, each, "DIFFERENT")
    foreign = f"{address(pair)}/undo/{Review.objects.get(pair=other).id}"
    assert client.get(foreign).status_code == 404
    assert client.post(foreign, {"because": BECAUSE}).status_code == 404
    assert not Review.objects.exclude(undone_at=None).exists()


def test_somebody_close_to_them_neither_finds_nor_opens_nor_decides_it_and_goes_past_it() -> None:
    pair = pairs.make_mistyped(now=make.NOW)
    other = pairs.make_mistyped(now=make.NOW + timedelta(days=1), forename="Robin")
    last = pairs.make_twins(now=make.NOW + timedelta(days=2))
    worker = directory.make_worker()
    access.make_conflict(worker=worker, record=other.older)
    client = reviewer(worker)
    queue = client.get("/links").content.decode()
    assert address(pair) in queue
    assert address(other) not in queue
    assert decide(client, last, "DIFFERENT")["Location"].startswith(address(pair))
    assert decide(client, pair, "DIFFERENT")["Location"].startswith("/links?")
    for answer in (client.get(address(other)), decide(client, other, "SAME")):
        assert answer.status_code == 403
        assert not NAMES.search(text(answer))
    assert len(refusals()) == 2
    assert len(persons_of(other)) == 2


def test_somebody_close_to_them_cannot_undo_a_link_or_a_decision() -> None:
    _, newer = pairs.make_linked(now=make.NOW)
    pair = pairs.make_mistyped(now=make.NOW)
    decide(reviewer(), pair, "SAME")
    worker = directory.make_worker()
    access.make_conflict(worker=worker, record=newer)
    access.make_conflict(worker=worker, record=pair.newer)
    client = reviewer(worker)
    link = Link.objects.get(record=newer, undone_at=None)
    for where in (f"/links/made/{link.id}/undo", f"{address(pair)}/undo/{Review.objects.get().id}"):
        assert client.get(where).status_code == 403, where
        assert client.post(where, {"because": "It is wrong."}).status_code == 403, where
    assert Link.objects.get(id=link.id).undone_at is None
    assert Review.objects.get().undone_at is None


def test_without_the_role_every_page_is_refused_and_the_asking_recorded() -> None:
    pair = pairs.make_mistyped(now=make.NOW)
    client = signed_in(roles=("team_manager",))
    addresses = [
        "/links",
        address(pair),
        f"{address(pair)}/undo/{uuid4()}",
        "/links/made",
        f"/links/made/{uuid4()}/undo",
    ]
    for where in addresses:
        assert client.get(where).status_code == 403, where
    assert decide(client, pair, "SAME").status_code == 403
    assert len(refusals()) == len(addresses) + 1
    assert not Review.objects.exists()
    assert "Possible links" not in text(client.get("/agencies"))


def test_a_reviewer_lands_on_the_queue_and_finds_it_in_the_navigation() -> None:
    client = reviewer()
    assert client.get("/")["Location"] == "/links"
    assert 'href="/links"' in client.get("/agencies").content.decode()


def test_a_long_queue_shows_the_first_twenty_and_says_how_many_wait() -> None:
    client = reviewer()
    forenames = "Ann Bea Cat Dot Eve Fay Gil Hal Ivy Jan Kit Lea Meg Ned Oda Pat Ros Sam Tia Una Vic Wim"
    for forename in forenames.split():
        pairs.make_mistyped(now=make.NOW, forename=forename)
    page = text(client.get("/links"))
    assert "22 pairs wait." in page
    assert "These are the first 20." in page
    assert "somebody else" not in page
