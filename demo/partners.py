"""Enter who signs for each statutory partner, so that a suspension of triage can be seen refused and signed."""

from datetime import date, datetime
from typing import Any

from demo.directory import SINCE, Directory
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.protocol import partners
from wholepicture.registers.protocol.terms import BOARDS_FROM, PartnerRole


def enter(told: list[dict[str, Any]], directory: Directory, now: datetime) -> None:
    """Enter each statutory partner of the file with its executive, and its delegate where it names one."""
    for one in told:
        role = PartnerRole(one["role"])
        entered = partners.enter_partner(
            role=role, agency=directory.agencies[one["agency"]], executive=directory.workers[one["executive"]],
            from_date=_since(role), by=MACHINE, now=now,
        )  # fmt: skip
        if "delegate" in one:
            delegate = directory.workers[one["delegate"]]
            partners.name_delegate(partner=entered, worker=delegate, from_date=_since(role), by=MACHINE, now=now)


def _since(role: PartnerRole) -> date:
    return BOARDS_FROM if role is PartnerRole.INTEGRATED_CARE_BOARD else SINCE
