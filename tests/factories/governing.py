"""Statutory partners, executives, delegates and chairs for tests, made by the real actions."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from tests.factories import accounts
from tests.factories import agencies as make
from wholepicture.pathway.triage.facts import ActFacts, PartnerFacts, SignatureFacts
from wholepicture.pathway.triage.terms import ActKind
from wholepicture.registers.agencies.models import Agency, Worker
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.protocol import partners
from wholepicture.registers.protocol.models import Partner
from wholepicture.registers.protocol.terms import BOARDS_FROM, PartnerRole

NOW = make.NOW
LONG_AGO = make.LONG_AGO
KINDS = {
    PartnerRole.LOCAL_AUTHORITY: "childrens_social_care",
    PartnerRole.POLICE: "police",
    PartnerRole.CLINICAL_COMMISSIONING_GROUP: "clinical_commissioning_group",
    PartnerRole.INTEGRATED_CARE_BOARD: "integrated_care_board",
}
IN_2019 = (PartnerRole.LOCAL_AUTHORITY, PartnerRole.POLICE, PartnerRole.CLINICAL_COMMISSIONING_GROUP)


@dataclass(frozen=True)
class Signs:
    """A statutory partner with its executive, who can sign in."""

    partner: Partner
    agency: Agency
    executive: Actor


def make_partner(
    role: PartnerRole, *, agency: Agency | None = None, from_date: date | None = None, until_date: date | None = None
) -> Signs:
    """A statutory partner from long ago (a board from its first day), with an executive who has an account."""
    agency = agency or make.make_agency(kind=KINDS[role])
    worker = make.make_worker(agency=agency)
    began = BOARDS_FROM if role is PartnerRole.INTEGRATED_CARE_BOARD else LONG_AGO
    partner = partners.enter_partner(
        role=role, agency=agency, executive=worker, from_date=from_date or began, until_date=until_date, by=MACHINE,
        now=NOW,
    )  # fmt: skip
    return Signs(partner, agency, accounts.make_actor(worker=worker, roles=("executive",)))


def make_partners(*roles: PartnerRole) -> dict[PartnerRole, Signs]:
    """Statutory partners of these roles; the three of 2019 unless named."""
    return {role: make_partner(role) for role in roles or IN_2019}


def make_delegate(signs: Signs, *, from_date: date = LONG_AGO, until_date: date | None = None) -> Actor:
    """Somebody whom a partner's executive named to sign instead."""
    worker = make.make_worker(agency=signs.agency)
    partners.name_delegate(
        partner=signs.partner, worker=worker, from_date=from_date, until_date=until_date, by=signs.executive, now=NOW
    )
    return accounts.make_actor(worker=worker, roles=("agency_lead",))


def make_chair(worker: Worker | None = None) -> Actor:
    """Somebody who chairs the daily triage: this worker, or a new one of a First Response team."""
    if worker is None:
        worker = make.make_worker(team=make.make_post(function="first_response").team)
    return accounts.make_actor(worker=worker, roles=("triage_chair",))


def partner_facts(
    role: PartnerRole, *, executive: str = "Ada Lovell", delegates: dict[UUID, str] | None = None
) -> PartnerFacts:
    """A statutory partner for rules, without a database."""
    name = f"{role.label} of Nowhere"
    return PartnerFacts(uuid4(), role, uuid4(), name, uuid4() if executive else None, executive, delegates or {})


def signature(
    partner: PartnerFacts, at: datetime, *, ratify_by: datetime | None = None, ratified_at: datetime | None = None
) -> SignatureFacts:
    """A signature for rules: the executive's, a delegate's where `ratify_by` is given."""
    return SignatureFacts(partner.id, uuid4(), "Somebody", at, ratify_by, ratified_at)


def act_facts(*signatures: SignatureFacts, **changes: object) -> ActFacts:
    """A suspension from 24 December 2019 to 1 January 2020, both included, proposed the week before; for rules."""
    values: dict[str, object] = {
        "id": uuid4(),
        "kind": ActKind.SUSPENSION,
        "agency": None,
        "agency_name": "",
        "from_date": date(2019, 12, 24),
        "until_date": date(2020, 1, 2),
        "reason": "Nobody can be spared over Christmas.",
        "mitigation": "Every family is decided about without a meeting.",
        "review_date": date(2019, 12, 30),
        "by": "Bela Marsh",
        "at": datetime.fromisoformat("2019-12-16T09:00:00+00:00"),
        "signatures": signatures,
    }
    return ActFacts(**(values | changes))  # type: ignore[arg-type]
