"""Suspensions and withdrawals through real sign-in: proposed, signed, ratified, taken back, and refused in words (promise 7)."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.factories import accounts, governing, protocol
from tests.factories import agencies as make
from tests.factories.governing import IN_2019, Signs
from tests.integration.web.browsing import Clock, refusals, signed_in, text
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.models import Act, Signature
from wholepicture.pathway.triage.terms import ActKind, ActState
from wholepicture.registers.accounts.models import User
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.protocol import partners as register
from wholepicture.registers.protocol.terms import PartnerRole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOW = datetime(2019, 12, 20, 10, 0, tzinfo=UTC)
DURING = datetime(2019, 12, 27, 10, 0, tzinfo=UTC)
ACTS, PROPOSE = "/triage/suspensions", "/triage/suspensions/propose"
COUNCIL, POLICE, GROUP = IN_2019
HEADING = "Triage meetings suspended from 24 December 2019 until 1 January 2020"
Partners = dict[PartnerRole, Signs]


@pytest.fixture
def partners(clock: Clock) -> Partners:
    """The three statutory partners of 2019, on the Friday before Christmas."""
    clock.at = NOW
    protocol.make_version()
    return governing.make_partners()


def browser(by: Actor) -> Client:
    """A browser of somebody who has an account, signed in through the page."""
    user = User.objects.get(worker_id=by.worker)
    client = Client()
    assert client.post("/sign-in", {"email": user.email, "password": accounts.PASSWORD}).status_code == 302
    return client


def form(**changes: str) -> dict[str, str]:
    """What the form sends: a suspension from 24 December to 1 January, unless changed."""
    sent = {"kind": "SUSPENSION", "reason": "Nobody can be spared.", "mitigation": "Decided without a meeting."}
    for name, day in (("first", "24 12 2019"), ("last", "1 1 2020"), ("review", "30 12 2019")):
        sent |= {f"{name}_{part}": each for part, each in zip(("day", "month", "year"), day.split(), strict=True)}
    return sent | changes


def propose(by: Actor) -> UUID:
    """Proposed through the page."""
    answer = browser(by).post(PROPOSE, form())
    assert answer.status_code == 302
    return Act.objects.get().id


def state(act: UUID, now: datetime = NOW) -> ActState:
    """Where it stands."""
    return queries.act(act, now).state


def test_everybody_reads_who_has_to_sign_and_that_no_partner_can_do_it_alone(partners: Partners) -> None:
    page = text(signed_in().get(ACTS))
    assert "No partner can switch the triage off, or leave it, alone." in page
    assert "Triage meetings are not suspended." in page
    assert "Nothing was ever proposed" in page
    for role, one in partners.items():
        assert f"{role.label} {one.agency.name} {one.executive.name} Nobody" in page
    assert "Propose a suspension" not in page


def test_a_register_with_a_vacancy_says_that_nothing_can_be_signed(partners: Partners) -> None:
    register.end_partner(partner=partners[GROUP].partner, until_date=NOW.date(), by=MACHINE, now=NOW)
    assert "names no clinical commissioning group today: until it does, nothing can be signed" in text(
        signed_in().get(ACTS)
    )


def test_what_is_proposed_is_shown_with_its_days_as_people_say_them(partners: Partners) -> None:
    act = propose(partners[POLICE].executive)
    assert Act.objects.values_list("from_date", "until_date").get(id=act) == (
        datetime(2019, 12, 24, tzinfo=UTC).date(), datetime(2020, 1, 2, tzinfo=UTC).date()
    )  # fmt: skip
    page = text(signed_in().get(f"{ACTS}/{act}"))
    for words in (
        HEADING, "Waiting for signatures", "Last day Wednesday 1 January 2020", "Nobody can be spared.",
        "Decided without a meeting.", "Review date Monday 30 December 2019", "Not signed",
    ):  # fmt: skip
        assert words in page
    assert "Take it back" not in page


def test_an_empty_form_names_everything_that_is_missing_and_who_signs(partners: Partners) -> None:
    page = browser(partners[POLICE].executive).post(PROPOSE, {"kind": "SUSPENSION"})
    assert page.status_code == 422
    for words in (
        "First day: say",
        "Last day: a suspension",
        "Reason: say",
        "What is done instead: say",
        "Review date: say",
    ):
        assert words in text(page)
    for one in partners.values():
        assert f"{one.executive.name} for {one.agency.name}" in text(page)
    assert not Act.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"first_day": "20"}, "20 December 2019 is too soon"),
        ({"first_day": "19"}, "19 December 2019 is too soon"),
        ({"last_year": "2019"}, "Last day: it comes before the first day"),
        ({"review_day": "23"}, "Review date: give a day of the period"),
        ({"kind": "WITHDRAWAL"}, "Select the agency that leaves."),
        ({"first_day": "32"}, "First day"),
    ],
)
def test_what_cannot_be_is_refused_in_words(partners: Partners, changes: dict[str, str], words: str) -> None:
    page = browser(partners[POLICE].executive).post(PROPOSE, form(**changes))
    assert page.status_code == 422
    assert words in text(page)
    assert not Act.objects.exists()


def test_three_executives_sign_in_turn_and_only_then_it_is_in_force(partners: Partners, clock: Clock) -> None:
    act = propose(partners[POLICE].executive)
    for number, one in enumerate(partners.values(), start=1):
        client = browser(one.executive)
        waiting = text(client.get(ACTS))
        assert "Waiting for you" in waiting
        assert f"Sign for {one.agency.name}" in text(client.get(f"{ACTS}/{act}"))
        confirm = text(client.get(f"{ACTS}/{act}/sign"))
        assert "By signing you say for your organisation" in confirm
        assert "the list goes on" in confirm
        assert "Your signature is recorded." in text(client.post(f"{ACTS}/{act}/sign", follow=True))
        assert Signature.objects.count() == number
        assert "Waiting for you" not in text(client.get(ACTS))
        assert state(act) is (ActState.TO_COME if number == 3 else ActState.COLLECTING)
    clock.at = DURING
    page = text(signed_in().get(ACTS))
    assert "Triage meetings are suspended. The list goes on" in page
    assert "In force" in page


def test_my_work_says_that_a_signature_is_waited_for_until_it_is_given(partners: Partners) -> None:
    act, client = propose(partners[POLICE].executive), browser(partners[COUNCIL].executive)
    assert "1 suspension or withdrawal waits for your signature" in text(client.get("/work"))
    client.post(f"{ACTS}/{act}/sign")
    assert "waits for your signature" not in text(client.get("/work"))


def test_a_look_at_the_confirm_page_signs_nothing(partners: Partners) -> None:
    act = propose(partners[POLICE].executive)
    assert browser(partners[POLICE].executive).get(f"{ACTS}/{act}/sign").status_code == 200
    assert not Signature.objects.exists()


def test_somebody_whom_the_register_does_not_name_signs_nothing(partners: Partners) -> None:
    act = propose(partners[POLICE].executive)
    other = signed_in(roles=("executive",))
    assert "Nothing for you to sign" in text(other.get(f"{ACTS}/{act}/sign"))
    refused = other.post(f"{ACTS}/{act}/sign")
    assert refused.status_code == 422
    assert "does not name you as executive or delegate" in text(refused)
    assert partners[COUNCIL].executive.name in text(refused)
    assert signed_in().post(f"{ACTS}/{act}/sign").status_code == 403
    assert refusals()
    assert not Signature.objects.exists()


def test_a_delegate_signs_and_the_executive_ratifies_in_time(partners: Partners, clock: Clock) -> None:
    delegate = governing.make_delegate(partners[GROUP])
    act = propose(partners[POLICE].executive)
    assert browser(delegate).post(f"{ACTS}/{act}/sign").status_code == 302
    executive = browser(partners[GROUP].executive)
    page = text(executive.get(f"{ACTS}/{act}"))
    assert f"Ratify the signature of {delegate.name}" in page
    assert "as delegate; the executive ratifies it by the end of 23 Dec 2019" in page
    assert "Waiting for you" in text(executive.get(ACTS))
    assert "lapses at the end of the next working day" in text(executive.get(f"{ACTS}/{act}/ratify"))
    assert "is ratified." in text(executive.post(f"{ACTS}/{act}/ratify", follow=True))
    assert "Signed and ratified" in text(executive.get(f"{ACTS}/{act}"))
    again = executive.post(f"{ACTS}/{act}/ratify")
    assert again.status_code == 422
    assert "no signature of your delegate" in text(again)


def test_what_was_not_signed_or_ratified_in_time_says_so(partners: Partners, clock: Clock) -> None:
    delegate = governing.make_delegate(partners[GROUP])
    act = propose(partners[POLICE].executive)
    for by in (partners[COUNCIL].executive, partners[POLICE].executive, delegate):
        actions.sign_act(act=act, by=by, now=NOW)
    clock.at = DURING
    page = text(signed_in().get(f"{ACTS}/{act}"))
    assert "Lapsed" in page
    assert "not ratified by the end of 23 Dec 2019" in page
    assert "Triage meetings are not suspended." in text(signed_in().get(ACTS))


def test_it_is_taken_back_with_a_reason_by_whoever_may(partners: Partners) -> None:
    act = propose(partners[POLICE].executive)
    executive = browser(partners[COUNCIL].executive)
    assert "Take it back" in text(executive.get(f"{ACTS}/{act}"))
    missing = executive.post(f"{ACTS}/{act}/take-back", {"because": ""})
    assert missing.status_code == 422
    assert "Reason: say why it is taken back." in text(missing)
    assert signed_in().post(f"{ACTS}/{act}/take-back", {"because": "No."}).status_code == 403
    assert state(act) is ActState.COLLECTING
    page = text(executive.post(f"{ACTS}/{act}/take-back", {"because": "Cover was found."}, follow=True))
    assert "Taken back" in page
    assert "Cover was found." in page
    assert executive.post(f"{ACTS}/{act}/take-back", {"because": "Again."}).status_code == 422


def test_an_agency_that_leaves_is_named(partners: Partners) -> None:
    housing = make.make_agency(kind="housing", name="Homes for Nowhere")
    sent = form(kind=ActKind.WITHDRAWAL.value, agency=str(housing.id), last_day="", last_month="", last_year="")
    page = text(browser(partners[POLICE].executive).post(PROPOSE, sent, follow=True))
    assert "Homes for Nowhere leaves triage from 24 December 2019" in page
    assert "Last day None: until it is taken back" in page


def test_what_is_not_there_is_not_found(partners: Partners) -> None:
    client = browser(partners[POLICE].executive)
    for address in ("", "/sign", "/ratify", "/take-back"):
        assert client.get(f"{ACTS}/{uuid4()}{address}").status_code == 404
        if address:
            assert client.post(f"{ACTS}/{uuid4()}{address}", {"because": "None."}).status_code == 404


def test_only_an_agencys_lead_or_an_executive_proposes(partners: Partners) -> None:
    assert signed_in().get(PROPOSE).status_code == 403
    lead = signed_in(roles=("agency_lead",))
    assert "Propose a suspension or withdrawal" in text(lead.get(ACTS))
    assert lead.get(PROPOSE).status_code == 200
