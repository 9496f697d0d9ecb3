"""The register of statutory partners: who they are, from and until, and who signs for them (design promise 7; review 5.2).

Local authority and police throughout; the clinical commissioning group to 30 June 2022, the integrated care board after.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from wholepicture.lib.dates import london_day
from wholepicture.lib.wording import day as in_words
from wholepicture.registers.agencies.models import Agency, Worker
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.protocol import permissions
from wholepicture.registers.protocol.models import Delegate, Partner
from wholepicture.registers.protocol.terms import BOARDS_FROM, PartnerRole

# A partner of these roles is an agency of the kind of the same name; a local authority has several kinds of agency.
OF_ONE_KIND = frozenset(set(PartnerRole) - {PartnerRole.LOCAL_AUTHORITY})


class PartnerRefused(ValueError):
    """The register cannot say this of a statutory partner; the sentence says why and what to do."""


@transaction.atomic
def enter_partner(
    *,
    role: PartnerRole,
    agency: Agency,
    executive: Worker | None,
    from_date: date,
    until_date: date | None = None,
    by: Actor,
    now: datetime,
) -> Partner:
    """Enter a statutory partner from the first date until (not including) the second, with the executive who signs for it.

    A clinical commissioning group ends with 30 June 2022 even where no end is given. Raises PartnerRefused,
    permissions.NotYourPartners.
    """
    permissions.check_can_change_partners(by=by)
    role = PartnerRole(role)
    if role is PartnerRole.CLINICAL_COMMISSIONING_GROUP:
        until_date = min(until_date or BOARDS_FROM, BOARDS_FROM)
    _check_kind(role, agency)
    _check_dates(role, from_date, until_date)
    _check_not_backdated(from_date, by=by, now=now)
    _check_works_there(executive, agency)
    _check_once(role, agency, from_date, until_date)
    partner = Partner.objects.create(
        role=role.value, agency=agency, executive=executive, from_date=from_date, until_date=until_date
    )
    _record(partner, "entered", by=by, now=now)
    return partner


@transaction.atomic
def name_executive(*, partner: Partner, executive: Worker, by: Actor, now: datetime) -> None:
    """Name who signs for a partner from now; what was signed before stands. Raises PartnerRefused, NotYourPartners."""
    permissions.check_can_change_partner(by=by, agency=partner.agency_id)
    _check_works_there(executive, partner.agency)
    partner.executive = executive
    partner.save(update_fields=["executive"])
    _record(partner, "executive named", by=by, now=now)


@transaction.atomic
def name_delegate(
    *, partner: Partner, worker: Worker, from_date: date, until_date: date | None = None, by: Actor, now: datetime
) -> Delegate:
    """Name who may sign where the executive cannot, to be ratified within one working day (design promise 7).

    Only that partner's own executive names them, or set-up. Raises PartnerRefused, permissions.NotYourPartners.
    """
    permissions.check_can_name_delegate(by=by, executive=partner.executive_id)
    if until_date is not None and until_date <= from_date:
        raise PartnerRefused(_BACKWARDS)
    _check_works_there(worker, partner.agency)
    if worker.id == partner.executive_id:
        raise PartnerRefused(f"{worker.name} is the executive and signs in person: name somebody else as delegate.")
    delegate = Delegate.objects.create(
        partner=partner, worker=worker, from_date=from_date, until_date=until_date, by=by.id, at=now
    )
    _record(partner, "delegate named", by=by, now=now)
    return delegate


@transaction.atomic
def end_partner(*, partner: Partner, until_date: date, by: Actor, now: datetime) -> None:
    """End a partner: `until_date` is the first day without it, never before today, since who had to sign stays true.

    Raises PartnerRefused, permissions.NotYourPartners.
    """
    permissions.check_can_change_partner(by=by, agency=partner.agency_id)
    if until_date <= partner.from_date:
        raise PartnerRefused(_BACKWARDS)
    _check_not_backdated(until_date, by=by, now=now)
    partner.until_date = until_date
    partner.save(update_fields=["until_date"])
    _record(partner, "ended", by=by, now=now)


_BACKWARDS = "The first day without has to come after the first day: correct one of the two."


def _check_kind(role: PartnerRole, agency: Agency) -> None:
    fits = agency.kind == role.value if role in OF_ONE_KIND else agency.kind not in {each.value for each in OF_ONE_KIND}
    if not fits:
        raise PartnerRefused(f"{agency.name} is no {role.label.lower()}: choose another agency, or another role.")


def _check_dates(role: PartnerRole, from_date: date, until_date: date | None) -> None:
    if role is PartnerRole.INTEGRATED_CARE_BOARD and from_date < BOARDS_FROM:
        raise PartnerRefused(
            f"Integrated care boards began on {in_words(BOARDS_FROM)}: until then enter the clinical commissioning group."
        )
    if role is PartnerRole.CLINICAL_COMMISSIONING_GROUP and from_date >= BOARDS_FROM:
        raise PartnerRefused(
            f"Clinical commissioning groups ended before {in_words(BOARDS_FROM)}: enter the integrated care board."
        )
    if until_date is not None and until_date <= from_date:
        raise PartnerRefused(_BACKWARDS)


def _check_not_backdated(day: date, *, by: Actor, now: datetime) -> None:
    """Past days are set up once, by the platform: changing them later would change who had to sign."""
    if day < london_day(now) and not permissions.is_platform(by):
        raise PartnerRefused(
            f"{in_words(day)} has passed, and who had to sign then stays as it was: give today or later."
        )


def _check_works_there(worker: Worker | None, agency: Agency) -> None:
    if worker is not None and worker.agency_id != agency.id:
        raise PartnerRefused(f"{worker.name} does not work for {agency.name}: name somebody who does.")


def _check_once(role: PartnerRole, agency: Agency, from_date: date, until_date: date | None) -> None:
    begins_before = Q(from_date__lt=until_date) if until_date else Q()
    ends_after = Q(until_date__isnull=True) | Q(until_date__gt=from_date)
    same = Partner.objects.filter(begins_before, ends_after, role=role.value, agency=agency).first()
    if same is not None:
        raise PartnerRefused(
            f"{agency.name} is {role.label.lower()} already, from {in_words(same.from_date)}: end that one first."
        )


def _record(partner: Partner, what: str, *, by: Actor, now: datetime) -> None:
    about = [f"partner:{partner.id}", f"agency:{partner.agency_id}"]
    audit.record(event=Event.PARTNER_CHANGED, by=by, now=now, about=about, detail={"what": what})
