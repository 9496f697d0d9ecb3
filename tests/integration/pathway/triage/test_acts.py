"""Suspension and withdrawal with a database: who may, what is refused in words, and that all have to sign (promise 7)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests.factories import accounts, governing, protocol
from tests.factories import agencies as make
from tests.factories.governing import IN_2019, Signs, make_delegate, make_partners
from wholepicture.pathway.triage import actions, permissions, queries
from wholepicture.pathway.triage.models import Act, Signature
from wholepicture.pathway.triage.terms import ActKind, ActState, MeetingState, Mode
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Actor, Event
from wholepicture.registers.protocol import partners as register
from wholepicture.registers.protocol.terms import PartnerRole

pytestmark = pytest.mark.django_db
COUNCIL, POLICE, GROUP = IN_2019
NOW = datetime(2019, 12, 20, 10, 0, tzinfo=UTC)
FIRST, LAST = date(2019, 12, 24), date(2020, 1, 2)
DURING = datetime(2019, 12, 27, 10, 0, tzinfo=UTC)
Partners = dict[PartnerRole, Signs]


@pytest.fixture
def partners() -> Partners:
    """The three statutory partners of 2019, each with its executive."""
    protocol.make_version()
    return make_partners()


def propose(by: Actor, now: datetime = NOW, **changes: object) -> UUID:
    """Propose a suspension over Christmas."""
    values: dict[str, object] = {
        "kind": ActKind.SUSPENSION,
        "agency": None,
        "from_date": FIRST,
        "until_date": LAST,
        "reason": "Nobody can be spared over Christmas.",
        "mitigation": "Every family is decided about without a meeting.",
        "review_date": date(2019, 12, 30),
    }
    return actions.propose_act(**(values | changes), by=by, now=now)  # type: ignore[arg-type]


def sign(act: UUID, *who: Actor, now: datetime = NOW) -> None:
    """Sign, one after the other."""
    for by in who:
        actions.sign_act(act=act, by=by, now=now)


def state(act: UUID, now: datetime = NOW) -> ActState:
    """Where an act stands."""
    return queries.act(act, now).state


def executives(partners: Partners) -> list[Actor]:
    """Everybody who signs in person."""
    return [one.executive for one in partners.values()]


def test_a_suspension_signed_by_all_is_in_force_from_its_first_midnight_to_its_last(partners: Partners) -> None:
    act = propose(partners[POLICE].executive)
    for signed, by in enumerate(executives(partners)):
        picture = queries.act(act, NOW)
        assert (picture.state, len(picture.missing)) == (ActState.COLLECTING, 3 - signed)
        sign(act, by)
    assert state(act) is ActState.TO_COME
    midnight = datetime(2019, 12, 24, tzinfo=UTC)
    assert queries.acts_in_force(midnight - timedelta(microseconds=1)) == []
    assert [one.act.id for one in queries.acts_in_force(midnight)] == [act]
    assert queries.meetings_suspended(midnight)
    assert queries.acts_in_force(datetime(2020, 1, 2, tzinfo=UTC)) == []
    assert state(act, datetime(2020, 1, 2, tzinfo=UTC)) is ActState.ENDED


@pytest.mark.parametrize("absent", IN_2019)
def test_without_any_one_signature_it_is_refused_and_the_meetings_go_on(
    partners: Partners, absent: PartnerRole
) -> None:
    act = propose(partners[absent].executive)
    sign(act, *(one.executive for role, one in partners.items() if role is not absent))
    assert queries.acts_in_force(DURING) == []
    picture = queries.act(act, DURING)
    assert picture.state is ActState.REFUSED
    assert (
        picture.because
        == f"Not signed in time by {partners[absent].executive.name} for {partners[absent].agency.name}."
    )
    assert {one.state for one in queries.sittings(FIRST, LAST, NOW)} == {MeetingState.TO_COME}
    with pytest.raises(actions.ActRefused, match="cannot be signed any more: refused"):
        sign(act, partners[absent].executive, now=DURING)


def test_the_days_of_a_signed_suspension_have_no_meeting_and_the_list_goes_on_without(partners: Partners) -> None:
    act = propose(partners[POLICE].executive)
    sign(act, *executives(partners))
    states = {one.day.day: one.state for one in queries.sittings(date(2019, 12, 23), date(2020, 1, 2), NOW)}
    assert states == {
        23: MeetingState.TO_COME,
        **dict.fromkeys((24, 27, 30, 31), MeetingState.SUSPENDED),
        2: MeetingState.TO_COME,
    }
    chair = governing.make_chair()
    with pytest.raises(actions.MeetingRefused, match="suspended today by every statutory partner"):
        actions.open_meeting(day=date(2019, 12, 27), by=chair, now=DURING)
    assert queries.mode(DURING) is Mode.ASYNCHRONOUS
    assert queries.mode_of_listing(DURING, DURING + timedelta(hours=72), DURING) is Mode.ASYNCHRONOUS


def test_the_reviewed_suspension_is_refused_with_everything_that_is_missing_and_who_has_to_sign(
    partners: Partners,
) -> None:
    with pytest.raises(actions.ActRefused) as refused:
        propose(
            partners[POLICE].executive, reason=" ", mitigation="", from_date=None, until_date=None, review_date=None
        )
    named = [each.split(":")[0] for each in refused.value.reasons]
    assert named[:5] == ["Reason", "What is done instead", "First day", "Last day", "Review date"]
    signers = refused.value.reasons[-1]
    assert signers.startswith("It has to be signed by ")
    for one in partners.values():
        assert f"{one.executive.name} for {one.agency.name}" in signers
    assert not Act.objects.exists()


@pytest.mark.parametrize("first", [date(2019, 12, 19), date(2019, 12, 20)])
def test_nothing_begins_on_the_day_on_which_it_is_proposed_or_before(partners: Partners, first: date) -> None:
    with pytest.raises(actions.ActRefused, match="everybody has to sign before it begins: give 21 December 2019"):
        propose(partners[POLICE].executive, from_date=first)


def test_the_day_is_londons(partners: Partners) -> None:
    late = datetime(2019, 6, 14, 23, 30, tzinfo=UTC)
    until, review = date(2019, 6, 20), date(2019, 6, 18)
    with pytest.raises(actions.ActRefused, match="15 June 2019 is too soon"):
        propose(partners[POLICE].executive, late, from_date=date(2019, 6, 15), until_date=until, review_date=review)


def test_a_register_without_a_partner_lets_nobody_suspend(partners: Partners) -> None:
    register.end_partner(partner=partners[GROUP].partner, until_date=FIRST, by=MACHINE, now=NOW)
    act = propose(partners[POLICE].executive)
    sign(act, partners[COUNCIL].executive, partners[POLICE].executive)
    assert state(act) is ActState.COLLECTING
    assert queries.acts_in_force(DURING) == []
    assert "names no clinical commissioning group on 24 December 2019" in queries.act(act, NOW).because


def test_who_signs_is_who_is_a_partner_on_the_first_day(partners: Partners) -> None:
    board = governing.make_partner(PartnerRole.INTEGRATED_CARE_BOARD)
    now = datetime(2022, 6, 24, 10, 0, tzinfo=UTC)
    act = propose(
        partners[POLICE].executive, now, from_date=date(2022, 7, 1), until_date=date(2022, 7, 4),
        review_date=date(2022, 7, 1),
    )  # fmt: skip
    assert {one.agency for one in queries.act(act, now).missing} == {
        partners[COUNCIL].agency.id, partners[POLICE].agency.id, board.agency.id
    }  # fmt: skip
    with pytest.raises(actions.ActRefused, match="does not name you"):
        sign(act, partners[GROUP].executive, now=now)
    sign(act, partners[COUNCIL].executive, partners[POLICE].executive, board.executive, now=now)
    assert state(act, datetime(2022, 7, 1, 12, tzinfo=UTC)) is ActState.IN_FORCE


def test_a_delegate_signs_and_the_executive_ratifies_within_a_working_day(partners: Partners) -> None:
    delegate = make_delegate(partners[GROUP])
    act = propose(partners[POLICE].executive)
    sign(act, partners[COUNCIL].executive, partners[POLICE].executive, delegate)
    assert state(act) is ActState.TO_COME
    ratify_by = datetime(2019, 12, 24, tzinfo=UTC)
    assert Signature.objects.get(worker=delegate.worker).ratify_by == ratify_by
    assert state(act, ratify_by) is ActState.LAPSED
    assert queries.acts_in_force(DURING) == []
    actions.ratify(act=act, by=partners[GROUP].executive, now=ratify_by - timedelta(seconds=1))
    assert state(act, DURING) is ActState.IN_FORCE


def test_what_was_not_ratified_in_time_can_neither_be_ratified_nor_signed_again(partners: Partners) -> None:
    delegate = make_delegate(partners[GROUP])
    act = propose(partners[POLICE].executive, from_date=date(2019, 12, 30))
    sign(act, delegate)
    late = datetime(2019, 12, 24, tzinfo=UTC)
    assert state(act, late) is ActState.LAPSED
    with pytest.raises(actions.ActRefused, match="no signature of your delegate that you can still ratify"):
        actions.ratify(act=act, by=partners[GROUP].executive, now=late)
    assert queries.acts_to_sign(partners[COUNCIL].executive, late) == []
    for who in (partners[GROUP].executive, partners[COUNCIL].executive):
        with pytest.raises(actions.ActRefused, match="cannot be signed any more: lapsed"):
            sign(act, who, now=late)


def test_a_delegate_whose_time_is_over_signs_nothing_and_nobody_ratifies_for_another(partners: Partners) -> None:
    past = make_delegate(partners[GROUP], until_date=date(2019, 12, 20))
    act = propose(partners[POLICE].executive)
    with pytest.raises(actions.ActRefused, match="does not name you as executive or delegate"):
        sign(act, past)
    sign(act, make_delegate(partners[GROUP]))
    with pytest.raises(actions.ActRefused, match="no signature of your delegate"):
        actions.ratify(act=act, by=partners[POLICE].executive, now=NOW)
    with pytest.raises(actions.ActRefused, match="A delegate signed for you already: ratify it"):
        sign(act, partners[GROUP].executive)


def test_a_delegate_of_the_day_on_which_they_sign_signs(partners: Partners) -> None:
    until_monday = make_delegate(partners[GROUP], until_date=date(2019, 12, 23))
    act = propose(partners[POLICE].executive)
    sign(act, until_monday)
    assert Signature.objects.get().worker_id == until_monday.worker
    from_first_day = make_delegate(partners[COUNCIL], from_date=FIRST)
    with pytest.raises(actions.ActRefused, match="does not name you as executive or delegate"):
        sign(act, from_first_day)


def test_nobody_signs_twice_or_for_somebody_else(partners: Partners) -> None:
    act = propose(partners[POLICE].executive)
    sign(act, partners[POLICE].executive)
    with pytest.raises(actions.ActRefused, match="You have signed this already"):
        sign(act, partners[POLICE].executive)
    stranger = accounts.make_actor(worker=make.make_worker(agency=partners[COUNCIL].agency), roles=("executive",))
    with pytest.raises(actions.ActRefused, match="does not name you") as refused:
        sign(act, stranger)
    assert partners[COUNCIL].executive.name in refused.value.reasons[-1]
    with pytest.raises(permissions.NotYourAct, match=r"may not sign for a statutory partner\. It has to be signed by"):
        sign(act, accounts.make_actor(worker=make.make_worker(agency=partners[COUNCIL].agency)))
    assert Signature.objects.count() == 1


def test_only_an_agencys_lead_or_an_executive_proposes(partners: Partners) -> None:
    for by in (accounts.make_actor(), MACHINE, replace(MACHINE, permissions=frozenset(Permission.values()))):
        with pytest.raises(permissions.NotYourAct, match="the executive of every statutory partner has to sign"):
            propose(by)
    assert propose(accounts.make_actor(roles=("agency_lead",)))


def test_an_agency_leaves_triage_only_with_every_signature(partners: Partners) -> None:
    housing = make.make_agency(kind="housing")
    by = partners[POLICE].executive
    with pytest.raises(actions.ActRefused, match="say which agency of the partnership leaves"):
        propose(by, kind=ActKind.WITHDRAWAL)
    with pytest.raises(actions.ActRefused, match="it names none"):
        propose(by, agency=housing.id)
    act = propose(by, kind=ActKind.WITHDRAWAL, agency=housing.id, until_date=None)
    sign(act, partners[COUNCIL].executive, by)
    assert queries.agencies_withdrawn(DURING) == frozenset()
    other = propose(by, kind=ActKind.WITHDRAWAL, agency=housing.id, until_date=None)
    sign(other, *executives(partners))
    assert queries.agencies_withdrawn(DURING) == {housing.id}
    assert not queries.meetings_suspended(DURING)


def test_any_statutory_partner_or_the_proposer_takes_it_back_with_a_reason(partners: Partners) -> None:
    lead = accounts.make_actor(roles=("agency_lead",))
    act = propose(lead)
    sign(act, *executives(partners))
    stranger = accounts.make_actor(roles=("executive",))
    could = [queries.may_take_back(queries.act(act, DURING), by, DURING) for by in (lead, *executives(partners))]
    assert all(could)
    assert not queries.may_take_back(queries.act(act, DURING), stranger, DURING)
    assert not queries.may_take_back(queries.act(act, DURING), MACHINE, DURING)
    with pytest.raises(permissions.NotYourAct, match="may not take this back"):
        actions.take_back_act(act=act, because="No.", by=stranger, now=DURING)
    with pytest.raises(actions.ActRefused, match="Reason"):
        actions.take_back_act(act=act, because=" ", by=lead, now=DURING)
    actions.take_back_act(act=act, because="Cover was found.", by=partners[GROUP].executive, now=DURING)
    picture = queries.act(act, DURING)
    assert (picture.state, picture.because) == (ActState.TAKEN_BACK, "Cover was found.")
    assert not queries.meetings_suspended(DURING)
    assert {one.state for one in queries.sittings(date(2019, 12, 30), LAST, DURING)} == {MeetingState.TO_COME}
    with pytest.raises(actions.ActRefused, match="over already"):
        actions.take_back_act(act=act, because="Again.", by=lead, now=DURING)


def test_an_act_waits_for_whoever_has_to_sign_or_ratify_it_and_nobody_else(partners: Partners) -> None:
    act = propose(partners[POLICE].executive)
    group, delegate = partners[GROUP].executive, make_delegate(partners[GROUP])

    def wait_for(by: Actor, now: datetime = NOW) -> list[UUID]:
        return [one.act.id for one in queries.acts_to_sign(by, now)]

    assert wait_for(group) == wait_for(delegate) == wait_for(partners[POLICE].executive) == [act]
    assert wait_for(accounts.make_actor(roles=("executive",))) == wait_for(MACHINE) == []
    sign(act, delegate)
    assert (wait_for(delegate), wait_for(group)) == ([], [act])
    actions.ratify(act=act, by=group, now=NOW)
    assert wait_for(group) == []
    assert wait_for(partners[POLICE].executive, DURING) == []


def test_every_step_is_on_the_record_without_free_text(partners: Partners) -> None:
    delegate = make_delegate(partners[GROUP])
    act = propose(partners[POLICE].executive)
    sign(act, partners[POLICE].executive, delegate)
    actions.ratify(act=act, by=partners[GROUP].executive, now=NOW)
    actions.take_back_act(act=act, because="Cover was found.", by=partners[POLICE].executive, now=NOW)
    for event, count in (
        (Event.TRIAGE_ACT_PROPOSED, 1),
        (Event.TRIAGE_ACT_SIGNED, 2),
        (Event.TRIAGE_ACT_RATIFIED, 1),
        (Event.TRIAGE_ACT_ENDED, 1),
    ):
        entries = audit.entries(event=event)
        assert len(entries) == count
        assert {tuple(entry.about) for entry in entries} == {(f"act:{act}",)}
        assert "Christmas" not in str([entry.detail for entry in entries])


def test_an_act_that_nobody_proposed_is_not_found() -> None:
    with pytest.raises(Act.DoesNotExist, match="no such suspension or withdrawal"):
        queries.act(uuid4(), NOW)
