"""The fifteen promises in a line each: kept, broken and since when, or honestly not checked (design 1, promise 12).

What is shown is the machine's last check, never a check made while a page waits; when that is too old, this is said first.
"""

from dataclasses import dataclass
from datetime import datetime

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.notices.pages.work import Tag
from wholepicture.lib import wording
from wholepicture.pathway.oversight import queries as oversight
from wholepicture.pathway.oversight.queries import Broken, Checked
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import Actor

AUDIT = 12
KEPT: Tag = ("Kept", "done")
BROKEN: Tag = ("Broken", "urgent")
FAILING: Tag = ("Cannot be checked", "stuck")
NEVER: Tag = ("Not checked so far", "waiting")
BY_NOBODY: Tag = ("No check yet", "closed")
THE_AUDITOR = "That nobody changed the audit is checked by whoever runs “wholepicture verify”, not here."


@dataclass(frozen=True)
class PromiseLine:
    """One promise: what it means, what is checked of it, and each breach in a sentence that names nobody; ids for operators only."""

    number: int
    title: str
    means: str
    looked_for: tuple[str, ...]
    tag: Tag
    breaches: tuple[str, ...]
    examples: tuple[str, ...]
    note: str
    is_broken: bool


@dataclass(frozen=True)
class PromisesPicture:
    """Every promise in order; `broken` are those to be seen first. `stale` is "" while the checking goes on."""

    lines: tuple[PromiseLine, ...]
    summary: str
    stale: str

    @property
    def broken(self) -> tuple[PromiseLine, ...]:
        """The broken ones."""
        return tuple(line for line in self.lines if line.is_broken)


def promises(by: Actor, now: datetime) -> PromisesPicture | None:
    """Compose the promises for whoever answers for them; None for everybody else."""
    if Permission.SEE_PROMISES.value not in by.permissions:
        return None
    found = oversight.promises_kept()
    with_ids = Permission.SEE_STUCK.value in by.permissions
    return PromisesPicture(
        lines=tuple(_line(one, with_ids=with_ids) for one in found),
        summary=_summary([one for one in found if one.is_checked], len(found)),
        stale=_stale([one for one in found if one.is_stale(now)], now),
    )


def _line(one: Checked, *, with_ids: bool) -> PromiseLine:
    examples = tuple(dict.fromkeys(example for each in one.broken for example in each.examples))
    failing = f"The check fails since {in_words.short_when(one.failing_since)}: see What is stuck."
    return PromiseLine(
        number=one.number,
        title=one.title,
        means=one.means,
        looked_for=one.looked_for,
        tag=_tag(one),
        breaches=tuple(_breach(each) for each in one.broken),
        examples=examples if with_ids else (),
        note=failing if one.failing_since else THE_AUDITOR if one.number == AUDIT else "",
        is_broken=bool(one.broken),
    )


def _tag(one: Checked) -> Tag:
    if not one.is_checked:
        return BY_NOBODY
    if one.broken:
        return BROKEN
    if one.failing_since:
        return FAILING
    return KEPT if one.at else NEVER


def _breach(one: Broken) -> str:
    cases = wording.counted(one.count, "case")
    return f"{one.sentence} {cases}, first seen {in_words.short_when(one.since)}."


def _summary(checked: list[Checked], every: int) -> str:
    """How many are checked, how many of them are broken, and the oldest of the last checks."""
    times = [one.at for one in checked if one.at]
    if not times:
        return f"{len(checked)} of the {every} promises can be checked over the database. None has been so far."
    broken = sum(bool(one.broken) for one in checked)
    unsure = sum(one.failing_since is not None or one.at is None for one in checked if not one.broken)
    kept = len(checked) - broken - unsure
    parts = [f"{kept} kept", f"{broken} broken" if broken else "", f"{unsure} cannot be checked" if unsure else ""]
    said = wording.joined(part for part in parts if part)
    last = in_words.short_when(min(times))
    return (
        f"{len(checked)} of the {every} promises are checked over the database every hour: {said}. Last checked {last}."
    )


def _stale(stale: list[Checked], now: datetime) -> str:
    if not stale:
        return ""
    times = [one.at for one in stale if one.at]
    if not times:
        return "The promises have not been checked. The worker checks them every hour: see whether one is running."
    age = in_words.waited_in_words(min(times), now)
    which = wording.joined(one.number for one in stale)
    what = f"Promises {which} were" if len(stale) > 1 else f"Promise {which} was"
    return f"{what} last checked {age} ago, and it should be every hour. What stands below may not be true any more."
