"""The short form of a contribution: whom it is about, what is refused and why, what was said, and nothing that others said."""

import re
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse

from tests.factories import access as grants
from tests.factories import agencies as directory
from tests.factories import contributions as make
from tests.factories import notifications
from tests.integration.web.browsing import Clock, refusals, signed_in, text
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.pathway.families.models import Family
from wholepicture.pathway.notifications import actions as notices
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import Form, State
from wholepicture.pathway.triage.models import Ask, Contribution
from wholepicture.pathway.triage.rules import ON_EVERY_FAMILY
from wholepicture.registers.agencies import actions as agencies
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.models import Look
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.protocol.terms import NoticeKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = make.NOW
HV, POLICE, GP = Function.HEALTH_VISITOR, Function.POLICE_SAFEGUARDING_UNIT, Function.GP
CANARY = "ptarmigan"
SAID = {
    "known": "KNOWN", "what": "Seen on 12 December.", "childs_day": "Carried by his grandmother.",
    "worries": f"Worry {CANARY}", "what_works": f"Works {CANARY}", "proposal": f"Propose {CANARY}",
}  # fmt: skip


@pytest.fixture
def of() -> make.Asked:
    """The family that is asked about."""
    return make.make_family()


def address(of: make.Asked, staff: notifications.Staff, family: UUID | None = None) -> str:
    """Where a team answers about the family."""
    return f"/contributions/{family or of.family}/{staff.post.team_id}"


def released(of: make.Asked) -> notifications.Staff:
    """The father's GP practice: asked about him alone, by a notice that a specialist released."""
    owner, gp = notifications.make_staff(function=POLICE), notifications.make_staff(function=GP)
    row = make.ask(gp, of, about=of.father, owner=owner)
    notices.release(notice=row.notice_id, by=owner.actor(roles=("specialist_releaser",)), now=NOW)
    return gp


def test_the_form_says_whom_it_is_about_by_when_and_offers_three_answers(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    make.ask(visitor, of, about=of.mother)
    page = signed_in(visitor.named).get(address(of, visitor))
    said = text(page)
    for words in (
        f"{visitor.post.team.agency.name}, {visitor.post.team.name}", "Charlie Marsh, 4 weeks", "Jodie Marsh, 29",
        "Due in 12 hours", "We know something", "We checked: nothing is known", "We have not checked", "Do not speak of it",
    ):  # fmt: skip
        assert words in said
    assert "Charlie" not in re.search("<title>.*?</title>", page.content.decode(), re.S).group()  # type: ignore[union-attr]


def test_looking_is_recorded_with_everybody_shown_and_writes_nothing_else(of: make.Asked) -> None:
    visitor, row = make.asked(HV, of), Ask.objects.get()
    signed_in(visitor.named).get(address(of, visitor))
    assert Look.objects.filter(subject=row.notice_id).exists()
    (viewed,) = [e for e in audit.entries(event=Event.PAGE_VIEWED) if e.detail == {"page": "contributions:form"}]
    of.baby.refresh_from_db()
    assert viewed.about == [f"person:{of.baby.person_id}"]
    assert Notice.objects.get().state == State.DELIVERED


def test_what_is_sent_is_kept_and_shown_and_more_can_be_said(of: make.Asked, clock: Clock) -> None:
    visitor = make.asked(HV, of)
    client = signed_in(visitor.named)
    sent = client.post(address(of, visitor), SAID)
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{address(of, visitor)}?done")
    page = text(client.get(sent.headers["Location"]))
    for words in (
        "It is recorded",
        "Seen on 12 December.",
        "Carried by his grandmother.",
        f"Worry {CANARY}",
        "Say more",
    ):
        assert words in page
    assert visitor.named.name in page
    assert "Due in" not in page
    clock.later(minutes=5)
    client.post(address(of, visitor), {"known": "KNOWN", "what": "And on 14 December."})
    page = text(client.get(address(of, visitor)))
    assert page.index("And on 14 December.") < page.index("Seen on 12 December.")
    assert Ask.objects.get().contribution == Contribution.objects.order_by("at").get(what="Seen on 12 December.")


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({}, "known", "Choose one answer."),
        ({"known": "KNOWN"}, "what", "What you know: say it in a few words."),
        ({"known": "NOT_CHECKED"}, "because", "Why you have not checked: say it"),
        ({"known": "NOTHING_KNOWN", "what": "Seen."}, "known", "You also wrote what you know."),
        (
            {"known": "KNOWN", "what": "x" * 2001},
            "what",
            "What you know must be 2000 characters or fewer; it has 2001.",
        ),
    ],
)
def test_each_fault_names_its_box_says_what_to_do_and_keeps_every_word(
    of: make.Asked, sent: dict[str, str], field: str, words: str
) -> None:
    visitor = make.asked(HV, of)
    answer = signed_in(visitor.named).post(address(of, visitor), sent | {"worries": "Kept words."})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(rf'href="#id_{field}[^"]*">\s*{re.escape(words)}', body)
    assert "Kept words." in body
    assert not Contribution.objects.exists()


def test_of_a_released_ask_the_page_says_only_whom_it_is_about(of: make.Asked) -> None:
    gp = released(of)
    visitor = make.asked(HV, of)
    make.say(visitor.actor(), visitor, of, what="Seen at home.", worries=CANARY)
    client = signed_in(gp.named)
    for answer in (client.get(address(of, gp)), client.post(address(of, gp), {"known": "KNOWN"})):
        body = answer.content.decode()
        assert "Kyle Marsh, 29" in body
        assert "Do not tell anybody that you were asked" in body
        for secret in ("Charlie", "Jodie", "child", "family", "triage", "abuse", "incident", "Seen at home", CANARY):
            assert secret.lower() not in _main(body).lower(), secret
    make.make_listing(of, decided_at=NOW)
    client.post(address(of, gp), {"known": "KNOWN", "what": "He drinks.", "childs_day": "Left out."})
    assert Contribution.objects.get(what="He drinks.").childs_day == ""
    assert "decision" not in _main(client.get(address(of, gp)).content.decode())


def _main(body: str) -> str:
    found = re.search("<main.*?</main>", body, re.S)
    assert found
    return found.group().split("Printed from")[0]


def test_a_held_ask_is_not_found_and_opens_nothing(of: make.Asked) -> None:
    owner, gp = notifications.make_staff(function=POLICE), notifications.make_staff(function=GP)
    make.ask(gp, of, about=of.father, owner=owner)
    client = signed_in(gp.named)
    assert client.get(address(of, gp)).status_code == 403
    assert client.post(address(of, gp), SAID).status_code == 403
    assert not Contribution.objects.exists()


def test_nobody_elses_form_opens_and_the_refusal_is_recorded_without_a_name(of: make.Asked) -> None:
    visitor, other = make.asked(HV, of), notifications.make_staff(function=HV)
    grants.make_conflict(worker=visitor.cover, record=of.mother)
    stranger = signed_in(other.named)
    for client in (stranger, signed_in(visitor.cover)):
        answers = [client.get(address(of, visitor)), client.post(address(of, visitor), SAID)]
        assert [one.status_code for one in answers] == [403, 403]
        assert not any(name in one.content.decode() for one in answers for name in ("Charlie", "Jodie", "Kyle"))
    assert len([one for one in refusals() if one["page"] == "contributions:form"]) == 4
    assert stranger.get(address(of, other, uuid4())).status_code == 403
    assert not Contribution.objects.exists()


def test_a_team_that_is_no_longer_asked_reads_why(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    Ask.objects.update(ended_at=NOW, ended_because="The agency has left the partnership.")
    answer = signed_in(visitor.named).get(address(of, visitor))
    assert answer.status_code == 403
    assert "no longer asked about this family. The agency has left the partnership." in text(answer)


def test_what_is_sent_to_a_family_that_became_another_is_taken_there(of: make.Asked) -> None:
    visitor, other = make.asked(HV, of), make.make_family()
    Family.objects.filter(id=of.family).update(merged_into_id=other.family)
    client, there = signed_in(visitor.named), address(other, visitor)
    assert client.get(address(of, visitor)).headers["Location"] == there
    assert client.post(address(of, visitor), SAID).headers["Location"] == f"{there}?done"
    assert Contribution.objects.get().family_id == other.family


def test_after_the_decision_it_is_taken_and_said_to_be_late_and_the_chair_is_led_to_the_family(of: make.Asked) -> None:
    desk, visitor = make.triages(of), make.asked(HV, of)
    make.make_listing(of, decided_at=NOW)
    client = signed_in(visitor.named)
    page = client.post(address(of, visitor), SAID, follow=True)
    assert "It came after the decision." in text(page)
    notifications.deliver(NOW)
    item = Notice.objects.get(cause_kind="late contribution").item_id
    page = text(signed_in(desk.named).get(f"/work/{item}"))
    assert "says that it knows something about this family" in page
    assert "Decide anew there, or answer below that the decision stands." in page
    assert CANARY not in page


def test_one_who_triages_says_something_unasked(of: make.Asked) -> None:
    desk = make.triages(of)
    client = signed_in(desk.named)
    page = text(client.get(address(of, desk)))
    assert "Charlie Marsh: 4 weeks, born 14 November 2019 Jodie Marsh Kyle Marsh" in page
    assert client.post(address(of, desk), SAID).status_code == 302
    assert Contribution.objects.get().team_id == desk.post.team_id


def test_a_standing_member_is_asked_about_everybody_of_the_family(of: make.Asked) -> None:
    desk = make.asked(Function.FIRST_RESPONSE, of)
    client = signed_in(desk.named)
    assert "Jodie Marsh" not in text(client.get(address(of, desk)))
    Ask.objects.update(because=ON_EVERY_FAMILY)
    page = text(client.get(address(of, desk)))
    assert "Charlie Marsh: 4 weeks" in page
    assert "Jodie Marsh" in page
    viewed = [e for e in audit.entries(event=Event.PAGE_VIEWED) if e.detail == {"page": "contributions:form"}]
    assert sorted(len(entry.about) for entry in viewed) == [1, 3]


def test_the_whole_team_reads_what_a_colleague_said(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    make.say(visitor.actor(), visitor, of, what="Seen on 12 December.")
    assert "Seen on 12 December." in text(signed_in(visitor.cover).get(address(of, visitor)))


def test_no_page_of_a_sealed_reader_holds_a_word_of_others_conclusions(of: make.Asked, clock: Clock) -> None:
    visitor, police = make.asked(HV, of), make.asked(POLICE, of)
    make.may_open(police.post.team, of)
    signed_in(visitor.named).post(address(of, visitor), SAID)
    own, item = signed_in(police.named), Notice.objects.get(team=police.post.team).item_id
    clock.later(minutes=5)
    pages = ["/work", f"/work/{item}", address(of, police), f"/families/{of.family}", f"/triage/families/{of.family}"]
    shown = {page: own.get(page) for page in [*pages, "/triage", "/release", "/people"]}
    assert {page for page, answer in shown.items() if CANARY in answer.content.decode()} == set()
    assert [shown[page].status_code for page in pages] == [200] * len(pages)
    assert "Seen on 12 December." in text(shown[pages[-1]]), "facts are open at once"
    visitors_item = Notice.objects.get(team=visitor.post.team).item_id
    assert own.get(f"/work/{visitors_item}").status_code == 403
    assert own.get(address(of, visitor)).status_code == 403
    everything = [f"{entry.about}{entry.detail}" for entry in audit.entries()]
    assert not any(CANARY in entry for entry in everything)


# From the notice.


def item_of(client: object, staff: notifications.Staff) -> HttpResponse:
    """The item of the one notice of a team."""
    return client.get(f"/work/{Notice.objects.get(team=staff.post.team).item_id}")  # type: ignore[attr-defined, no-any-return]


def test_a_notice_leads_to_the_form_instead_of_taking_a_short_answer(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    client = signed_in(visitor.named)
    page = item_of(client, visitor)
    assert re.search(rf'<a href="{address(of, visitor)}"[^>]*>\s*Say what you know', page.content.decode())
    assert "Go to the answer" in text(page)
    assert 'name="words"' not in page.content.decode()
    assert "Charlie Marsh, 4 weeks" in text(client.get("/work"))
    client.post(address(of, visitor), {"known": "NOT_CHECKED", "because": "Our records are down."})
    page = item_of(client, visitor)
    assert "Read what your team said, or add to it" in text(page)
    assert "We have not checked: Our records are down." in text(page)
    assert "nothing to add" not in text(page)


def test_what_has_no_form_of_its_own_keeps_its_short_answer_beside_it(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    notifications.make_delivered(visitor, about=of.baby, family=of.family, kind=NoticeKind.ACT)
    client = signed_in(visitor.named)
    item = Notice.objects.filter(team=visitor.post.team).first()
    assert item
    page = text(client.get(f"/work/{item.item_id}"))
    assert "Say what you know" in page
    assert "Say what you will do. Only an answer" in page
    assert "One answer covers everything here that the form for triage does not." in page
    client.post(f"/work/{item.item_id}", {"kind": "WILL_ACT", "words": "Visit."})
    assert set(Notice.objects.values_list("answered_on", "state")) == {
        (Form.SHORT.value, State.ANSWERED.value), (Form.CONTRIBUTION.value, State.DELIVERED.value),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("form", "words"), [(Form.AGREEMENT, "Agree to it, or object"), (Form.DECISION, "This family is overdue.")]
)
def test_what_is_answered_at_the_table_leads_there_for_those_alone_who_may_open_the_family(
    of: make.Asked, form: Form, words: str
) -> None:
    desk, other = make.triages(of), notifications.make_staff(function=POLICE)
    for staff in (desk, other):
        notifications.make_delivered(staff, about=of.baby, family=of.family, answered_on=form)
    page = item_of(signed_in(desk.named), desk)
    assert words in text(page)
    assert f"/triage/families/{of.family}" in page.content.decode()
    page = item_of(signed_in(other.named), other)
    assert "Only the teams that triage this family can open it." in text(page)
    assert str(of.family) not in page.content.decode()


def test_whoever_a_notice_climbed_to_sees_no_link_to_the_form_once_every_ask_has_ended(
    of: make.Asked, clock: Clock
) -> None:
    visitor = make.asked(HV, of)
    lead = directory.make_worker(team=directory.make_team(agency=visitor.post.team.agency))
    agencies.set_lead(agency=visitor.post.team.agency, worker=lead, by=MACHINE, now=NOW)
    notifications.run_until(clock.later(hours=80), NOW)
    client, form = signed_in(lead, roles=("agency_lead",)), address(of, visitor)
    assert form in item_of(client, visitor).content.decode()

    Ask.objects.update(ended_at=clock.at, ended_because="Decided meanwhile.")
    page = item_of(client, visitor)
    assert page.status_code == 200
    assert form not in page.content.decode()
