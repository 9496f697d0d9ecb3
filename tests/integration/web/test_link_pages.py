"""Clerical review through real sign-in: the queue, a pair decided, undone and refused, and the links made (review 2.14)."""

import re
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories import access, pairs, people
from tests.factories import agencies as directory
from tests.factories import notifications as make
from tests.integration.web.browsing import a_clock as a_clock
from tests.integration.web.browsing import refusals, signed_in, text
from wholepicture.interfaces.web.links.pages import exposures, queue
from wholepicture.pathway.duties.queries import Exposure, LookedMeanwhile, ToldInError
from wholepicture.pathway.linkage.models import Link, Pair, Review
from wholepicture.pathway.notifications.terms import State
from wholepicture.registers.agencies.models import Worker
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.people import actions as told
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import RelationshipKind, Sex

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NAMES = re.compile("Jodie|Marsh|Ellie|Elsie|Vale|Robin|Denham")
BECAUSE = "One digit of the date typed wrongly."


def reviewer(worker: Worker | None = None) -> Client:
    return signed_in(worker, roles=("link_reviewer",))


def address(pair: Pair) -> str:
    return f"/links/pairs/{pair.id}"


def decide(client: Client, pair: Pair, verdict: str, because: str = BECAUSE) -> HttpResponse:
    return client.post(address(pair), {"verdict": verdict, "because": because})


def persons_of(pair: Pair) -> set[UUID | None]:
    return set(Record.objects.filter(id__in=[pair.newer_id, pair.older_id]).values_list("person_id", flat=True))


def rows_of(answer: HttpResponse) -> dict[str, tuple[str, ...]]:
    """Every row by its first cell; of a field that stands in the evidence, too, the comparison with both tellings and the word."""
    whole = answer.content.decode()
    comparison = whole.partition("Field by field")[2].partition("</table>")[0]
    return _rows_in(whole) | _rows_in(comparison)


def _rows_in(part: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for row in re.findall(r'(?s)<tr class="govuk-table__row" role="row">(.*?)</tr>', part):
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
    assert "2 pairs wait for you. The oldest has waited since 17 Dec 2019, 9:40pm" in page
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
    assert rows["Date of birth"] == ("2 May 1997", "12 May 1997", "Nearly the same")
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
    assert re.findall(r'accesskey="(\w)"', page) == ["1", "2", "3", "r", "s", "d"]
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


def test_the_first_answer_is_hidden_until_the_second_is_in() -> None:
    first, other, pair = reviewer(), reviewer(), pairs.make_twins(now=make.NOW)
    first.post(address(pair), {"verdict": "SAME", "because": BECAUSE, "asks_second": "on"})
    assert "Asked for by whoever decided" in text(other.get("/links/second"))
    assert "1 decision waits for your second opinion" in text(other.get("/links"))
    for where in (address(pair), f"{address(pair)}/second"):
        page = text(other.get(where))
        assert BECAUSE not in page, where
        assert "Another reviewer has answered" in page, where
        assert "Record B was joined" not in page, where
    sent = other.post(f"{address(pair)}/second", {"verdict": "DIFFERENT", "because": "Both were seen at one visit."})
    page = text(other.get(sent["Location"]))
    assert "The first reviewer said something else" in page
    assert BECAUSE in page
    assert "Second opinion: two people" in page
    assert len(persons_of(pair)) == 1, "a second opinion moves nothing"
    assert "No decision waits for your opinion" in text(other.get("/links/second"))
    undo = f"{address(pair)}/undo/{Review.objects.get(second=True).id}"
    assert f'href="{undo}"' in other.get(address(pair)).content.decode()
    assert "it moved nothing" in text(other.get(undo))
    other.post(undo, {"because": "Looked again."})
    assert "1 decision waits for your opinion" in text(reviewer().get("/links/second"))
    assert len(persons_of(pair)) == 1


def test_a_second_opinion_needs_an_answer_and_a_reason_and_is_given_once_by_somebody_else() -> None:
    first, other, pair = reviewer(), reviewer(), pairs.make_mistyped(now=make.NOW)
    where = f"{address(pair)}/second"
    assert other.get(where).status_code == 404, "nobody has decided"
    decide(first, pair, "DIFFERENT")
    assert first.get(where).status_code == 404
    faulty = other.post(where, {"verdict": "", "because": ""})
    assert faulty.status_code == 422
    assert "Choose one of the three answers." in text(faulty)
    sent = other.post(where, {"verdict": "DIFFERENT", "because": "Two dates at two agencies."})
    assert "The first reviewer said the same." in text(other.get(sent["Location"]))
    assert other.post(where, {"verdict": "SAME", "because": "Changed my mind."}).status_code == 404
    assert Review.objects.filter(second=True).count() == 1


def test_what_somebody_could_not_tell_is_hidden_from_the_next_who_looks() -> None:
    pair = pairs.make_mistyped(now=make.NOW)
    decide(reviewer(), pair, "CANNOT_TELL")
    page = text(reviewer().get(address(pair)))
    assert BECAUSE not in page
    assert "Another reviewer has answered" in page
    assert "Decide and go on" in page


def test_agreement_is_counted_with_its_plain_meaning_and_where_two_differ() -> None:
    first, other = reviewer(), reviewer()
    assert "No pair has been answered by two reviewers yet." in text(first.get("/links/agreement"))
    twins, plain = pairs.make_twins(now=make.NOW), pairs.make_mistyped(now=make.NOW)
    for pair, verdict in ((twins, "DIFFERENT"), (plain, "SAME")):
        decide(first, pair, verdict)
        other.post(f"{address(pair)}/second", {"verdict": "DIFFERENT", "because": BECAUSE})
    answer = first.get("/links/agreement")
    page = text(answer)
    assert "1 of 2 pairs were answered alike by two reviewers." in page
    assert "would agree on about 50 of 100" in page
    assert "Cohen's kappa is 0.00" in page
    assert "Fewer than 30 pairs" in page
    assert "By chance" in page
    assert f'href="{address(plain)}"' in answer.content.decode()
    assert not NAMES.search(page)


def test_the_evidence_is_drawn_and_stands_in_a_table_with_what_was_left_out() -> None:
    pair = pairs.make_twins(now=make.NOW)
    pairs.weigh(
        pair,
        pairs.ELLIE,
        replace(pairs.ELLIE, forename="Grace"),
        capped=("So many share the surname that it was not followed alone.",),
    )
    answer = reviewer().get(address(pair))
    page = text(answer)
    assert answer.content.decode().count('class="wp-fall__picture ') == 2
    assert "It takes them for two people of one household ." in page
    assert "Two who look like one household are never linked by a machine" in page
    rows = rows_of(answer)
    assert rows["Last name"][0] == "The same last name"
    assert re.fullmatch(r"[\d,.]+( million)? times likelier", rows["Last name"][1])
    assert "times less likely" in rows["First name"][1]
    assert "NHS number and other number: not known of one of the two, or of both" in page
    assert "it was not followed alone" in page
    assert "Machine may link" in page
    assert rows["Together"][1] == "Together"
    assert "Weighed by the parameters of 1 December 2026." in page


def test_no_line_of_the_picture_is_drawn_over_a_word_and_each_word_lies_on_paper() -> None:
    picture = (
        reviewer().get(address(pairs.make_twins(now=make.NOW))).content.decode().partition('<svg class="wp-fall')[2]
    )
    drawing = picture.partition("</svg>")[0]
    lines = [found.start() for found in re.finditer(r"<path|wp-fall__bar", drawing)]
    words = [found.start() for found in re.finditer(r"<text", drawing)]
    assert max(lines) < min(words)
    assert len(re.findall(r'<rect class="wp-fall__paper" fill="#ffffff" [^>]*/><text', drawing)) == len(words)


def test_what_differs_by_a_slip_stands_on_the_side_to_which_it_moves_the_odds_and_on_no_other() -> None:
    page = text(reviewer().get(address(pairs.make_mistyped(now=make.NOW))))
    speaks_for, _, against = page.partition("What speaks for one person")[2].partition("What speaks against")
    assert "Dates of birth that differ by one digit, or by a year" in speaks_for
    assert "birth" not in against.partition("The household around each")[0]


def test_a_question_that_was_kept_with_a_field_on_both_sides_is_shown_with_it_on_one() -> None:
    pair = pairs.make_mistyped(now=make.NOW)
    Pair.objects.filter(id=pair.id).update(reasons_against=["the dates of birth differ", "they are told to be related"])
    page = text(reviewer().get(address(pair)))
    assert "The dates of birth differ" not in page
    assert "They are told to be related" in page


def test_that_no_tie_was_told_is_said_in_the_table_and_beside_whoever_shares_the_home() -> None:
    pair = pairs.make_twins(now=make.NOW)
    finn = people.make_record(agency=pair.newer.agency, forename="Finn", surname="Vale", address=pairs.HOME)
    people.make_resolved(finn)
    answer = reviewer().get(address(pair))
    said = "No tie between them and anybody was told"
    assert rows_of(answer)["Relatives told with them"] == (said, said, "Not known")
    assert "Told with the same home, no tie between them" in text(answer)


def test_without_weights_the_page_says_so() -> None:
    pair = pairs.make_mistyped(now=make.NOW)
    Pair.objects.filter(id=pair.id).update(evidence={})
    page = text(reviewer().get(address(pair)))
    assert "Nothing was weighed for this pair" in page
    assert "wp-fall" not in page


def test_the_household_around_each_record_is_shown_minimised_and_recorded() -> None:
    pair = pairs.make_twins(now=make.NOW)
    older = Record.objects.get(id=pair.older_id)
    mother = people.make_record(
        agency=older.agency, forename="Lorna", surname="Vale", sex=Sex.FEMALE, address=pairs.HOME, birth_date=pairs.BORN
    )
    people.make_relation(RelationshipKind.PARENT_OF, mother, older)
    person = people.make_resolved(mother)
    people.make_relation(RelationshipKind.SIBLING_OF, older, pair.newer)
    page = text(reviewer().get(address(pair)))
    assert "Around record A Lorna , female, born 1997 Around both Parent of A; told with the same home" in page
    assert "B is brother or sister of A. Then they are two people." in page
    assert "Lorna Vale" not in page
    assert f"person:{person.id}" in about(Event.PAGE_VIEWED)


def test_whose_matters_are_closed_to_a_reviewer_is_not_shown_around_a_record() -> None:
    pair = pairs.make_twins(now=make.NOW)
    neighbour = people.make_record(forename="Lorna", surname="Strange", address="9 Other Street, Nowhere", now=make.NOW)
    told.add_address(
        record=neighbour,
        value=pairs.HOME,
        until_date=date(2018, 1, 1),
        told_by=neighbour.agency,
        by=MACHINE,
        now=make.NOW,
    )
    people.make_resolved(neighbour)
    worker = directory.make_worker()
    access.make_conflict(worker=worker, record=neighbour)
    assert "Lorna" in text(reviewer().get(address(pair)))
    answer = reviewer(worker).get(address(pair))
    assert answer.status_code == 200
    assert "Lorna" not in text(answer)
    assert "1 person is not shown to you." in text(answer)


def test_a_pair_asked_by_an_audit_says_whose_doubt_it_is() -> None:
    pair = pairs.make_mistyped(now=make.NOW)
    Pair.objects.filter(id=pair.id).update(by="splink")
    client = reviewer()
    assert "Asked by an audit (splink), which sees it otherwise than the matcher." in text(client.get("/links"))
    page = text(client.get(address(pair)))
    assert "An audit (splink) sees these two otherwise than the matcher does." in page
    assert "by an audit (splink)" in page
    Pair.objects.filter(id=pair.id).update(by=MACHINE.id)
    assert "audit" not in text(client.get(address(pair)))


def test_a_family_under_triage_stands_first_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs.make_twins(now=make.NOW)
    plain = pairs.make_mistyped(now=make.NOW)
    grave = {person for person in persons_of(plain) if person}
    monkeypatch.setattr(queue.triage, "persons_on_list", lambda: grave)
    page = text(reviewer().get("/links"))
    assert "1. Touches a family that waits for triage" in page
    assert "Under triage" in page
    assert "2. Touches a family with a child" in page


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
    rows = rows_of(answer)
    assert rows["Name"] == ("Robin Denham", "Robin Denham", "The same")
    assert rows["Told by"] == ("School, 16 Dec 2019, 9:40pm", "Surgeries, 16 Dec 2019, 9:40pm", "Two agencies")
    assert rows["Home"] == ("Not told", "Not told", "Not known")
    Link.objects.filter(id=link.id).update(evidence=pairs.weighed(pairs.JODIE, pairs.JODIE_MISTYPED).as_json())
    assert rows_of(client.get(where))["Last name"][0] == "The same last name"
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


def test_a_reviewer_finds_the_queue_in_the_navigation() -> None:
    client = reviewer()
    assert 'href="/links"' in client.get("/").content.decode()
    assert 'href="/links"' in client.get("/agencies").content.decode()


# So unlike each other that nobody is asked about two of them.
FORENAMES = (
    "Abigail Beatrice Charlotte Delphine Eleanor Frederica Gwendoline Henrietta Isadora Josephine Katharine Lavinia "
    "Marguerite Nerissa Ottoline Philippa Quintina Rosalind Seraphina Theodora Ursula Wilhelmina"
)


def test_a_long_queue_has_pages() -> None:
    client = reviewer()
    for forename in FORENAMES.split():
        pairs.make_mistyped(now=make.NOW, forename=forename)
    answer = client.get("/links")
    page = text(answer)
    assert "22 pairs wait for you." in page
    assert "1 to 20 of 22, gravest consequence first." in page
    assert 'href="/links?page=2"' in answer.content.decode()
    assert "somebody else" not in page
    last = text(client.get("/links?page=2"))
    assert "21 to 22 of 22" in last
    assert "22. " in last
    for odd in ("x", "0", "99999999999", "3"):
        assert client.get(f"/links?page={odd}").status_code == 200, odd


def test_pairs_that_are_closed_to_a_reviewer_never_hide_later_ones() -> None:
    made = [pairs.make_mistyped(now=make.NOW, forename=forename) for forename in FORENAMES.split()]
    worker = directory.make_worker()
    for pair in made[:21]:
        access.make_conflict(worker=worker, record=pair.older)
    answer = reviewer(worker).get("/links")
    assert "1 pair waits for you; 21 more for somebody else." in text(answer)
    assert f'href="{address(made[21])}"' in answer.content.decode()


def test_what_false_links_showed_is_listed_with_whom_it_reached_and_names_nobody() -> None:
    assert "No link has been undone" in text(reviewer().get("/links/exposures"))
    _, newer = pairs.make_linked(now=make.NOW)
    link = Link.objects.get(record=newer, undone_at=None)
    client = reviewer()
    client.post(f"/links/made/{link.id}/undo", {"because": BECAUSE})

    page = text(client.get("/links/exposures"))

    assert "Made by the machine" in page
    assert "Nobody was told anything, and nobody opened the family." in page
    assert not NAMES.search(page)


def test_what_a_false_link_showed_of_people_close_to_the_reader_is_for_another_reviewer() -> None:
    _, newer = pairs.make_linked(now=make.NOW)
    link = Link.objects.get(record=newer, undone_at=None)
    reviewer().post(f"/links/made/{link.id}/undo", {"because": BECAUSE})
    worker = directory.make_worker()
    access.make_conflict(worker=worker, record=newer)

    assert "No link has been undone" in text(reviewer(worker).get("/links/exposures"))
    assert "Made by the machine" in text(reviewer().get("/links/exposures"))


def test_what_reached_a_team_is_said_in_words() -> None:
    told = ToldInError("Park Surgery", uuid4(), make.NOW, uuid4(), make.NOW + timedelta(days=1), State.DELIVERED)
    looked = LookedMeanwhile("First Response", 2, make.NOW, make.NOW)
    found = exposures._link(1, Exposure(uuid4(), make.NOW, make.NOW, False, (told,), (looked,)))

    notice, look = found.reached
    assert (notice.team, look.team) == ("Park Surgery", "First Response")
    assert notice.done.startswith("Correction sent")
    assert look.what.startswith("2 people opened the family")
    assert "reviewer" in found.caption
