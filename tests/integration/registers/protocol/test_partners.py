"""The register of statutory partners: dated, with who signs, and nobody's to bend for somebody else."""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import agencies as make
from tests.factories import governing
from tests.factories.governing import NOW, make_partner
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.protocol import partners, permissions, queries
from wholepicture.registers.protocol.models import Delegate, Partner
from wholepicture.registers.protocol.terms import PartnerRole

pytestmark = pytest.mark.django_db
COUNCIL, POLICE, GROUP, BOARD = PartnerRole
TODAY = NOW.date()
TOMORROW = date(2019, 12, 2)


def enter(role: PartnerRole, kind: str, **changes: object) -> Partner:
    """Enter a partner of this kind of agency by set-up, without an executive, from long ago."""
    values = {"executive": None, "from_date": make.LONG_AGO, "by": MACHINE, "now": NOW} | changes
    return partners.enter_partner(role=role, agency=make.make_agency(kind=kind), **values)  # type: ignore[arg-type]


def roles(on: date) -> list[PartnerRole]:
    """The roles in force on a day."""
    return [one.role for one in queries.partners(on)]


def test_the_board_follows_the_group_in_july_2022_without_anybody_ending_it() -> None:
    governing.make_partners(*PartnerRole)
    assert roles(date(2022, 6, 30)) == [COUNCIL, POLICE, GROUP]
    assert roles(date(2022, 7, 1)) == [COUNCIL, POLICE, BOARD]


def test_a_partner_is_told_with_its_agency_and_who_signs() -> None:
    signs = make_partner(POLICE)
    delegate = governing.make_delegate(signs, until_date=date(2020, 1, 1))
    (told,) = queries.partners(TODAY)
    assert (told.id, told.agency, told.executive) == (signs.partner.id, signs.agency.id, signs.executive.worker)
    assert (told.agency_name, told.executive_name) == (signs.agency.name, signs.executive.name)
    assert told.delegates == {delegate.worker: delegate.name}
    assert queries.partners(TODAY, signing_on=date(2020, 1, 1))[0].delegates == {}
    assert queries.partners(date(2020, 6, 1), signing_on=TODAY)[0].delegates == {delegate.worker: delegate.name}


def test_an_executive_or_delegate_who_has_left_signs_nothing() -> None:
    signs = make_partner(POLICE)
    delegate = governing.make_delegate(signs)
    for worker in (signs.executive.worker, delegate.worker):
        partners.Worker.objects.filter(id=worker).update(left_date=TODAY)
    (told,) = queries.partners(TODAY)
    assert (told.executive, told.executive_name, told.delegates) == (None, "", {})
    assert queries.partners(TODAY, signing_on=date(2019, 11, 30))[0].executive == signs.executive.worker


@pytest.mark.parametrize(
    ("role", "kind", "changes", "words"),
    [
        (POLICE, "childrens_social_care", {}, "is no police"),
        (COUNCIL, "police", {}, "is no local authority"),
        (BOARD, "integrated_care_board", {}, "began on 1 July 2022"),
        (GROUP, "clinical_commissioning_group", {"from_date": date(2022, 7, 1)}, "ended before 1 July 2022"),
        (POLICE, "police", {"until_date": make.LONG_AGO}, "first day without has to come after"),
    ],
)
def test_what_cannot_be_is_refused(role: PartnerRole, kind: str, changes: dict[str, object], words: str) -> None:
    with pytest.raises(partners.PartnerRefused, match=words):
        enter(role, kind, **changes)
    assert not Partner.objects.exists()


def test_somebody_of_another_agency_signs_for_no_partner() -> None:
    stranger = make.make_worker()
    with pytest.raises(partners.PartnerRefused, match="does not work for"):
        enter(POLICE, "police", executive=stranger)
    signs = make_partner(POLICE)
    with pytest.raises(partners.PartnerRefused, match="does not work for"):
        partners.name_delegate(
            partner=signs.partner, worker=stranger, from_date=TODAY, until_date=None, by=signs.executive, now=NOW
        )
    with pytest.raises(partners.PartnerRefused, match="does not work for"):
        partners.name_executive(partner=signs.partner, executive=stranger, by=signs.executive, now=NOW)


def test_one_agency_is_one_partner_at_a_time() -> None:
    signs = make_partner(POLICE, until_date=date(2020, 1, 1))
    with pytest.raises(partners.PartnerRefused, match="is police already"):
        make_partner(POLICE, agency=signs.agency, from_date=date(2019, 12, 31))
    make_partner(POLICE, agency=signs.agency, from_date=date(2020, 1, 1))
    assert roles(date(2020, 1, 1)) == [POLICE]


def test_an_executive_enters_partners_from_today_and_practitioners_none() -> None:
    executive = make_partner(POLICE).executive
    enter(COUNCIL, "childrens_social_care", by=executive, from_date=TODAY)
    with pytest.raises(partners.PartnerRefused, match="has passed"):
        enter(COUNCIL, "childrens_social_care", by=executive, from_date=date(2019, 11, 30))
    with pytest.raises(permissions.NotYourPartners, match="an executive of the partnership does"):
        enter(COUNCIL, "childrens_social_care", by=replace(executive, permissions=frozenset()), from_date=TODAY)


def test_no_executive_ends_another_partner_or_names_who_signs_for_it() -> None:
    police, council = make_partner(POLICE), make_partner(COUNCIL)
    docile = make.make_worker(agency=council.agency)
    with pytest.raises(permissions.NotYourPartners, match="its own executive does"):
        partners.end_partner(partner=council.partner, until_date=TOMORROW, by=police.executive, now=NOW)
    with pytest.raises(permissions.NotYourPartners, match="its own executive does"):
        partners.name_executive(partner=council.partner, executive=docile, by=police.executive, now=NOW)
    with pytest.raises(permissions.NotYourPartners, match="only the executive of that statutory partner"):
        partners.name_delegate(partner=council.partner, worker=docile, from_date=TODAY, by=police.executive, now=NOW)
    assert not Delegate.objects.exists()
    assert roles(TOMORROW) == [COUNCIL, POLICE]


def test_who_had_to_sign_stays_true_when_a_partner_ends() -> None:
    signs = make_partner(POLICE)
    with pytest.raises(partners.PartnerRefused, match="30 November 2019 has passed"):
        partners.end_partner(partner=signs.partner, until_date=date(2019, 11, 30), by=signs.executive, now=NOW)
    partners.end_partner(partner=signs.partner, until_date=TOMORROW, by=signs.executive, now=NOW)
    assert (roles(TODAY), roles(TOMORROW)) == ([POLICE], [])


def test_nobody_stops_before_they_begin() -> None:
    signs = make_partner(POLICE, from_date=TODAY)
    with pytest.raises(partners.PartnerRefused, match="first day without has to come after"):
        partners.end_partner(partner=signs.partner, until_date=TODAY, by=signs.executive, now=NOW)
    deputy = make.make_worker(agency=signs.agency)
    with pytest.raises(partners.PartnerRefused, match="first day without has to come after"):
        partners.name_delegate(
            partner=signs.partner, worker=deputy, from_date=TOMORROW, until_date=TOMORROW, by=signs.executive, now=NOW
        )
    assert (roles(TODAY), Delegate.objects.count()) == ([POLICE], 0)


def test_the_executive_signs_in_person_and_is_no_delegate() -> None:
    signs = make_partner(POLICE)
    itself = partners.Worker.objects.get(id=signs.executive.worker)
    with pytest.raises(partners.PartnerRefused, match="signs in person"):
        partners.name_delegate(partner=signs.partner, worker=itself, from_date=TODAY, by=signs.executive, now=NOW)


def test_every_change_of_the_register_is_on_the_record() -> None:
    signs = make_partner(POLICE)
    governing.make_delegate(signs)
    successor = make.make_worker(agency=signs.agency)
    partners.name_executive(partner=signs.partner, executive=successor, by=signs.executive, now=NOW)
    partners.end_partner(partner=signs.partner, until_date=TOMORROW, by=signs.executive, now=NOW)
    what = {entry.detail["what"] for entry in audit.entries(event=Event.PARTNER_CHANGED)}
    assert what == {"entered", "delegate named", "executive named", "ended"}
