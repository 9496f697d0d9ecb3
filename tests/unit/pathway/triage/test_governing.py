"""Whether an act is in force: a truth table, and what holds of any partners, signatures, delegates and instants."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.factories.governing import IN_2019, act_facts, partner_facts, signature
from wholepicture.pathway.triage.facts import ActFacts, PartnerFacts, SignatureFacts
from wholepicture.pathway.triage.messages import act as message
from wholepicture.pathway.triage.rules import governing
from wholepicture.pathway.triage.terms import ActKind, ActState
from wholepicture.registers.protocol.terms import PartnerRole

COUNCIL, POLICE, CARE = (partner_facts(role) for role in IN_2019)
PARTNERS = (COUNCIL, POLICE, CARE)
BEGINS = datetime(2019, 12, 24, tzinfo=UTC)
ENDS = datetime(2020, 1, 2, tzinfo=UTC)
SIGNED = BEGINS - timedelta(days=2)
RATIFY_BY = BEGINS + timedelta(days=3)
INSTANT = timedelta(microseconds=1)
DURING = BEGINS + timedelta(days=1)
AFTER_LAPSE = BEGINS + timedelta(days=4)


def by_executive(partner: PartnerFacts, at: datetime = SIGNED) -> SignatureFacts:
    """Signed in person."""
    return signature(partner, at)


def by_delegate(partner: PartnerFacts, ratified_at: datetime | None = None) -> SignatureFacts:
    """Signed by a delegate, ratified or not."""
    return signature(partner, SIGNED, ratify_by=RATIFY_BY, ratified_at=ratified_at)


def act(*police: SignatureFacts, **changes: object) -> ActFacts:
    """Signed in person by all but the police, whose signatures are these."""
    return act_facts(by_executive(COUNCIL), by_executive(CARE), *police, **changes)


@pytest.mark.parametrize(
    ("signed", "now", "state"),
    [
        ((), SIGNED, ActState.COLLECTING),
        ((), BEGINS - INSTANT, ActState.COLLECTING),
        ((), BEGINS, ActState.REFUSED),
        ((), ENDS, ActState.REFUSED),
        ((by_executive(POLICE),), SIGNED, ActState.TO_COME),
        ((by_executive(POLICE),), SIGNED - INSTANT, ActState.COLLECTING),
        ((by_executive(POLICE),), BEGINS - INSTANT, ActState.TO_COME),
        ((by_executive(POLICE),), BEGINS, ActState.IN_FORCE),
        ((by_executive(POLICE),), ENDS - INSTANT, ActState.IN_FORCE),
        ((by_executive(POLICE),), ENDS, ActState.ENDED),
        ((by_executive(POLICE, BEGINS),), DURING, ActState.REFUSED),
        ((by_executive(POLICE, BEGINS - INSTANT),), DURING, ActState.IN_FORCE),
        ((by_delegate(POLICE),), BEGINS - INSTANT, ActState.TO_COME),
        ((by_delegate(POLICE),), DURING, ActState.IN_FORCE),
        ((by_delegate(POLICE),), RATIFY_BY - INSTANT, ActState.IN_FORCE),
        ((by_delegate(POLICE),), RATIFY_BY, ActState.LAPSED),
        ((by_delegate(POLICE),), ENDS, ActState.LAPSED),
        ((by_delegate(POLICE, RATIFY_BY - INSTANT),), AFTER_LAPSE, ActState.IN_FORCE),
        ((by_delegate(POLICE, RATIFY_BY),), AFTER_LAPSE, ActState.LAPSED),
        ((by_delegate(POLICE, DURING),), ENDS, ActState.ENDED),
    ],
)
def test_an_act_is_in_force_only_with_every_signature_in_time(
    signed: tuple[SignatureFacts, ...], now: datetime, state: ActState
) -> None:
    assert governing.state(act(*signed), PARTNERS, now) is state


def test_before_it_begins_a_lapsed_signature_is_said_and_not_waited_for() -> None:
    lapsed = replace(by_delegate(POLICE), ratify_by=SIGNED + timedelta(hours=1))
    assert governing.state(act(lapsed), PARTNERS, BEGINS - INSTANT) is ActState.LAPSED
    assert governing.state(act_facts(lapsed), PARTNERS, BEGINS - INSTANT) is ActState.LAPSED


def test_a_signature_for_a_partner_counts_for_no_other() -> None:
    doubled = act(by_executive(COUNCIL))
    assert governing.state(doubled, PARTNERS, DURING) is ActState.REFUSED
    assert governing.picture(doubled, PARTNERS, DURING).missing == (POLICE,)


def test_what_was_taken_back_is_over_from_that_instant_and_was_in_force_before() -> None:
    ended = act(by_executive(POLICE), taken_back_at=DURING)
    assert governing.state(ended, PARTNERS, DURING - INSTANT) is ActState.IN_FORCE
    assert governing.state(ended, PARTNERS, DURING) is ActState.TAKEN_BACK
    assert (
        governing.picture(ended, PARTNERS, DURING, taken_back_because="Cover was found.").because == "Cover was found."
    )


def test_a_withdrawal_without_an_end_stays_in_force() -> None:
    leaves = act(by_executive(POLICE), kind=ActKind.WITHDRAWAL, agency=uuid4(), agency_name="Housing", until_date=None)
    assert governing.state(leaves, PARTNERS, ENDS + timedelta(days=900)) is ActState.IN_FORCE
    assert governing.names_what(leaves) == "Housing leaves triage from 24 December 2019"


@pytest.mark.parametrize("partners", [(), (COUNCIL, POLICE), (COUNCIL, CARE), (POLICE, CARE)])
def test_with_a_statutory_partner_absent_from_the_register_nothing_is_ever_in_force(
    partners: tuple[PartnerFacts, ...],
) -> None:
    signed = act(by_executive(POLICE))
    assert governing.state(signed, PARTNERS, DURING) is ActState.IN_FORCE
    assert governing.state(signed, partners, DURING) is ActState.REFUSED
    assert governing.state(signed, partners, SIGNED) is ActState.COLLECTING
    assert "The register of statutory partners names no " in governing.picture(signed, partners, SIGNED).because


@pytest.mark.parametrize(
    ("on", "role"),
    [
        (date(2022, 6, 30), PartnerRole.CLINICAL_COMMISSIONING_GROUP),
        (date(2022, 7, 1), PartnerRole.INTEGRATED_CARE_BOARD),
    ],
)
def test_the_integrated_care_board_signs_from_july_2022(on: date, role: PartnerRole) -> None:
    assert governing.required_roles(on) == (PartnerRole.LOCAL_AUTHORITY, PartnerRole.POLICE, role)
    assert governing.vacant((COUNCIL, POLICE), on) == (role,)


@pytest.mark.parametrize(
    ("signed_at", "until"),
    [
        ("2019-12-16T10:00+00:00", "2019-12-18T00:00+00:00"),
        ("2019-12-20T16:00+00:00", "2019-12-24T00:00+00:00"),
        ("2019-12-24T16:00+00:00", "2019-12-28T00:00+00:00"),
        ("2020-03-27T23:30+00:00", "2020-03-30T23:00+00:00"),
        ("2019-06-14T23:30+00:00", "2019-06-17T23:00+00:00"),
    ],
)
def test_a_delegates_signature_stands_until_the_end_of_the_next_working_day_in_london(
    signed_at: str, until: str
) -> None:
    assert governing.ratify_by(datetime.fromisoformat(signed_at)) == datetime.fromisoformat(until)


def test_the_picture_says_who_has_to_sign_by_when() -> None:
    nobody = replace(POLICE, executive=None, executive_name="")
    told = governing.picture(act(), (COUNCIL, nobody, CARE), SIGNED)
    assert told.missing == (nobody,)
    assert told.because == (
        "Has to be signed before 24 December 2019, by an executive who has yet to be named for Police of Nowhere."
    )
    assert (
        governing.picture(act(), PARTNERS, BEGINS).because == "Not signed in time by Ada Lovell for Police of Nowhere."
    )


def test_the_picture_says_what_has_yet_to_be_ratified() -> None:
    told = governing.picture(act(by_delegate(POLICE)), PARTNERS, DURING)
    assert told.because == (
        "Signed by every statutory partner; to be ratified by the end of 26 December 2019: Somebody."
    )
    assert governing.picture(act(by_delegate(POLICE, DURING)), PARTNERS, DURING).because == (
        "Signed by every statutory partner."
    )
    lapsed = governing.picture(act(by_delegate(POLICE)), PARTNERS, AFTER_LAPSE)
    assert lapsed.because == "What was signed for Police of Nowhere was not ratified in time."


def test_what_is_signed_says_that_the_list_never_stops_and_names_no_child() -> None:
    title, text = message.compose(act_facts())
    assert title == "Triage meetings suspended from 24 December 2019 until 1 January 2020"
    for words in ("Nobody can be spared over Christmas.", "without a meeting", "30 December 2019", "the list goes on"):
        assert words in text
    _, text = message.compose(act_facts(kind=ActKind.WITHDRAWAL, agency=uuid4(), agency_name="Housing"))
    assert "the list goes on" not in text
    assert "its seat stays empty" in text


TODAY = date(2019, 12, 23)


@pytest.mark.parametrize(
    ("kind", "days", "named"),
    [
        (ActKind.SUSPENSION, (None, None, None), ["First day", "Last day", "Review date"]),
        (ActKind.WITHDRAWAL, (None, None, None), ["First day", "Review date"]),
        (ActKind.SUSPENSION, (TODAY, date(2020, 1, 2), date(2020, 1, 1)), ["First day"]),
        (ActKind.SUSPENSION, (date(2019, 12, 24), date(2019, 12, 24), date(2019, 12, 24)), ["Last day"]),
        (ActKind.SUSPENSION, (date(2019, 12, 24), date(2020, 1, 2), date(2019, 12, 23)), ["Review date"]),
        (ActKind.SUSPENSION, (date(2019, 12, 24), date(2020, 1, 2), date(2020, 1, 3)), ["Review date"]),
        (ActKind.SUSPENSION, (date(2019, 12, 24), date(2020, 1, 2), date(2020, 1, 2)), []),
        (ActKind.WITHDRAWAL, (date(2019, 12, 24), None, date(2021, 1, 2)), []),
    ],
)
def test_every_wrong_day_is_named(
    kind: ActKind, days: tuple[date | None, date | None, date | None], named: list[str]
) -> None:
    assert [each.split(":")[0] for each in governing.against_dates(kind, *days, TODAY)] == named


MOMENTS = some.integers(-8, 20).map(lambda days: BEGINS + timedelta(days=days))
ROLES = some.sampled_from([*IN_2019, PartnerRole.INTEGRATED_CARE_BOARD])


@some.composite
def signatures(draw: some.DrawFn, partners: list[PartnerFacts]) -> SignatureFacts:
    """Anybody's signature at any time, a delegate's or not, ratified at any time or not."""
    at = draw(MOMENTS)
    ratify_by = draw(some.none() | some.integers(1, 5).map(lambda days: at + timedelta(days=days)))
    ratified_at = draw(some.none() | some.integers(0, 6).map(lambda days: at + timedelta(days=days)))
    partner = draw(some.sampled_from([*partners, partner_facts(PartnerRole.POLICE)]))
    return signature(partner, at, ratify_by=ratify_by, ratified_at=ratified_at if ratify_by else None)


@some.composite
def situations(draw: some.DrawFn) -> tuple[ActFacts, list[PartnerFacts], datetime]:
    """Any partners, whatever they signed, taken back or not, at any instant; often everybody has signed."""
    partners = [partner_facts(role) for role in draw(some.lists(ROLES, max_size=2))]
    if draw(some.booleans()):
        partners += [partner_facts(role) for role in IN_2019]
    signed = draw(some.lists(signatures(partners), max_size=6))
    if draw(some.booleans()):
        signed += [signature(partner, SIGNED) for partner in partners]
    taken_back_at = draw(some.none() | MOMENTS)
    return act_facts(*signed, taken_back_at=taken_back_at), partners, draw(MOMENTS)


def is_in_force(act: ActFacts, partners: list[PartnerFacts], now: datetime) -> bool:
    return governing.state(act, partners, now) is ActState.IN_FORCE


@given(situations())
def test_nothing_is_in_force_without_a_standing_signature_of_every_partner(
    situation: tuple[ActFacts, list[PartnerFacts], datetime],
) -> None:
    act, partners, now = situation
    stands = [
        one.partner
        for one in act.signatures
        if one.at <= now
        and one.at < BEGINS
        and (
            one.ratify_by is None
            or now < one.ratify_by
            or (one.ratified_at is not None and one.ratified_at <= now and one.ratified_at < one.ratify_by)
        )
    ]
    everybody = set(IN_2019) <= {each.role for each in partners} and all(each.id in stands for each in partners)
    taken_back = act.taken_back_at is not None and act.taken_back_at <= now
    assert is_in_force(act, partners, now) is (everybody and not taken_back and BEGINS <= now < ENDS)


@given(situations(), some.data())
def test_a_further_signature_never_takes_an_act_out_of_force(
    situation: tuple[ActFacts, list[PartnerFacts], datetime], data: some.DataObject
) -> None:
    act, partners, now = situation
    more = replace(act, signatures=(*act.signatures, data.draw(signatures(partners))))
    assert is_in_force(more, partners, now) >= is_in_force(act, partners, now)
    if act.taken_back_at is None:
        before, after = governing.picture(act, partners, now), governing.picture(more, partners, now)
        assert {one.id for one in after.missing} <= {one.id for one in before.missing}


@given(situations(), some.data())
def test_without_any_one_partners_signatures_nothing_is_in_force(
    situation: tuple[ActFacts, list[PartnerFacts], datetime], data: some.DataObject
) -> None:
    act, partners, now = situation
    if partners:
        left_out = data.draw(some.sampled_from(partners)).id
        rest = tuple(one for one in act.signatures if one.partner != left_out)
        assert not is_in_force(replace(act, signatures=rest), partners, now)


@given(situations())
def test_every_state_is_said_in_words(situation: tuple[ActFacts, list[PartnerFacts], datetime]) -> None:
    act, partners, now = situation
    told = governing.picture(act, partners, now, taken_back_because="Cover was found.")
    assert told.because.strip().endswith(".")
    assert not (told.missing and told.state in (ActState.IN_FORCE, ActState.TO_COME, ActState.ENDED))
