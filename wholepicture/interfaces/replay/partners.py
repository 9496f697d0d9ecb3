"""The statutory partners on the days of a case, entered by kind: people of then, so those who then had to sign."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wholepicture.lib.dates import london_day
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.protocol import partners as register
from wholepicture.registers.protocol.terms import BOARDS_FROM, PartnerRole


@dataclass(frozen=True)
class PartnerOfThen:
    """Which kind of agency is which statutory partner, from (None: always) until, not including that day (None: on)."""

    role: PartnerRole
    kind: str
    from_date: date | None = None
    until_date: date | None = None


PARTNERS = (
    PartnerOfThen(PartnerRole.LOCAL_AUTHORITY, "childrens_social_care"),
    PartnerOfThen(PartnerRole.POLICE, "police"),
    PartnerOfThen(PartnerRole.CLINICAL_COMMISSIONING_GROUP, "clinical_commissioning_group", until_date=BOARDS_FROM),
    PartnerOfThen(PartnerRole.INTEGRATED_CARE_BOARD, "integrated_care_board", from_date=BOARDS_FROM),
)


def enter(partner: PartnerOfThen, agencies: Iterable[Any], leads: Mapping[str, Any], *, now: datetime) -> None:
    """Enter every agency of this kind in the register, its lead as the executive who signs; none that was over by now."""
    begins = max(london_day(now), partner.from_date or london_day(now))
    if partner.until_date and partner.until_date <= begins:
        return
    for agency in agencies:
        if agency.kind == partner.kind:
            register.enter_partner(
                role=partner.role,
                agency=agency,
                executive=leads[agency.slug],
                from_date=begins,
                until_date=partner.until_date,
                by=MACHINE,
                now=now,
            )
