"""Whether a suspension or a withdrawal is in force: worked out from signatures, never set (design promise 7).

Nobody switches the triage off alone: every statutory partner in force on the day from which it is to hold has to have
signed before that day begins, by its executive, or by a named delegate whom the executive ratifies within one working
day (review 2.6, 5.2 L&G 1-3, CP 2).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from wholepicture.lib.dates import at_london, london_day, working
from wholepicture.lib.wording import day as in_words
from wholepicture.lib.wording import joined
from wholepicture.pathway.triage.facts import ActFacts, ActPicture, PartnerFacts, SignatureFacts
from wholepicture.pathway.triage.terms import ActKind, ActState
from wholepicture.registers.protocol.terms import BOARDS_FROM, PartnerRole

ONE_DAY = timedelta(days=1)
Partners = Sequence[PartnerFacts]


def state(act: ActFacts, partners: Partners, now: datetime) -> ActState:
    """Return where an act stands at this instant; what was signed, ratified or taken back after it does not count yet.

    `partners` are those in force on act.from_date. None in the register, or none of a role that there has to be, and
    the act is never in force.
    """
    act = as_known(act, now)
    if act.taken_back_at is not None:
        return ActState.TAKEN_BACK
    has_lapsed = any(_has_lapsed(act, partner, now) for partner in partners)
    has_begun = now >= begins(act)
    if vacant(partners, act.from_date) or any(not _signed(act, partner) for partner in partners):
        if has_begun:
            return ActState.REFUSED
        return ActState.LAPSED if has_lapsed else ActState.COLLECTING
    if has_lapsed:
        return ActState.LAPSED
    if not has_begun:
        return ActState.TO_COME
    return ActState.ENDED if _is_over(act, now) else ActState.IN_FORCE


def picture(act: ActFacts, partners: Partners, now: datetime, *, taken_back_because: str = "") -> ActPicture:
    """Return an act as it stands now, in words, with the partners whose signature is missing."""
    stands = state(act, partners, now)
    missing = () if stands is ActState.TAKEN_BACK else _missing(act, partners, now)
    return ActPicture(act, stands, _because(act, partners, stands, missing, now, taken_back_because), missing)


def as_known(act: ActFacts, at: datetime) -> ActFacts:
    """Return the act as it was known at an instant: without what was signed, ratified or taken back after it."""
    taken_back_at = act.taken_back_at if act.taken_back_at is not None and act.taken_back_at <= at else None
    signatures = tuple(_signature_as_known(one, at) for one in act.signatures if one.at <= at)
    return replace(act, signatures=signatures, taken_back_at=taken_back_at)


def begins(act: ActFacts) -> datetime:
    """When an act begins to hold: the beginning of its first day in London; every signature has to be earlier."""
    return at_london(act.from_date, time(0, 0))


def ratify_by(signed_at: datetime) -> datetime:
    """Until when a delegate's signature stands without the executive's: the end of the next working day in London."""
    return at_london(working.add_working_days(london_day(signed_at), 1) + ONE_DAY, time(0, 0))


def required_roles(on: date) -> tuple[PartnerRole, ...]:
    """The statutory partners that there have to be on a day: the integrated care board took over on 1 July 2022."""
    before = PartnerRole.CLINICAL_COMMISSIONING_GROUP
    care = before if on < BOARDS_FROM else PartnerRole.INTEGRATED_CARE_BOARD
    return PartnerRole.LOCAL_AUTHORITY, PartnerRole.POLICE, care


def vacant(partners: Partners, on: date) -> tuple[PartnerRole, ...]:
    """The roles that the register names nobody for on a day: without them nothing can be signed by everybody."""
    there = {partner.role for partner in partners}
    return tuple(role for role in required_roles(on) if role not in there)


def who_signs(partners: Partners, on: date) -> str:
    """Who has to sign, in one sentence."""
    named = [f"{partner.executive_name or 'nobody named yet'} for {partner.agency_name}" for partner in partners]
    words = f"It has to be signed by {joined(named)}." if named else ""
    empty = [role.label.lower() for role in vacant(partners, on)]
    if empty:
        words += f" The register of statutory partners has no {joined_or(empty)} on {in_words(on)}: enter it first."
    return words.strip()


def against_dates(
    kind: ActKind, from_date: date | None, until_date: date | None, review_date: date | None, today: date
) -> list[str]:
    """Return what is missing or wrong in the days of a proposed act, one sentence each; nothing begins at once or in the past."""
    suspends = kind is ActKind.SUSPENSION
    if from_date is None:
        return ["First day: say from when it would hold.", *_absent(until_date, review_date, suspends=suspends)]
    reasons = _absent(until_date, review_date, suspends=suspends)
    if from_date <= today:
        reasons.append(
            f"First day: {in_words(from_date)} is too soon, because everybody has to sign before it begins: "
            f"give {in_words(today + ONE_DAY)} or later."
        )
    if until_date is not None and until_date <= from_date:
        reasons.append("Last day: it comes before the first day: correct one of the two.")
    if review_date is not None and (review_date < from_date or (until_date is not None and review_date > until_date)):
        reasons.append("Review date: give a day of the period itself, so that it is reviewed while it holds.")
    return reasons


def _absent(until_date: date | None, review_date: date | None, *, suspends: bool) -> list[str]:
    reasons = []
    if until_date is None and suspends:
        reasons.append("Last day: a suspension has an end; say which day is the last.")
    if review_date is None:
        reasons.append("Review date: say when it is looked at again.")
    return reasons


def joined_or(words: Sequence[str]) -> str:
    """The words with commas, and "or" before the last."""
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def _signature_as_known(one: SignatureFacts, at: datetime) -> SignatureFacts:
    return one if one.ratified_at is None or one.ratified_at <= at else replace(one, ratified_at=None)


def _of(act: ActFacts, partner: PartnerFacts) -> Iterable[SignatureFacts]:
    """The signatures of a partner that came in time."""
    return (one for one in act.signatures if one.partner == partner.id and one.at < begins(act))


def _signed(act: ActFacts, partner: PartnerFacts) -> bool:
    return any(True for _ in _of(act, partner))


def _has_lapsed(act: ActFacts, partner: PartnerFacts, now: datetime) -> bool:
    """Whether a partner signed by delegates alone, and the executive ratified none of it in time."""
    return _signed(act, partner) and not any(_stands(one, now) for one in _of(act, partner))


def _stands(one: SignatureFacts, now: datetime) -> bool:
    if one.ratify_by is None or (one.ratified_at is not None and one.ratified_at < one.ratify_by):
        return True
    return now < one.ratify_by


def _missing(act: ActFacts, partners: Partners, now: datetime) -> tuple[PartnerFacts, ...]:
    known = as_known(act, now)
    return tuple(one for one in partners if not _signed(known, one) or _has_lapsed(known, one, now))


def _is_over(act: ActFacts, now: datetime) -> bool:
    return act.until_date is not None and now >= at_london(act.until_date, time(0, 0))


def _because(
    act: ActFacts,
    partners: Partners,
    stands: ActState,
    missing: Partners,
    now: datetime,
    taken_back_because: str,
) -> str:
    names = joined(_signer(one) for one in missing)
    empty = joined_or([role.label.lower() for role in vacant(partners, act.from_date)])
    nobody = f" The register of statutory partners names no {empty} on {in_words(act.from_date)}." if empty else ""
    if stands is ActState.TAKEN_BACK:
        return taken_back_because
    if stands is ActState.COLLECTING:
        signs = f"Has to be signed before {in_words(act.from_date)}, by {names}." if names else ""
        return (signs + nobody).strip()
    if stands is ActState.REFUSED:
        return (f"Not signed in time by {names}." if names else "") + nobody or "Refused."
    if stands is ActState.LAPSED:
        return f"What was signed for {joined(one.agency_name for one in missing)} was not ratified in time."
    return _pending(act, now)


def _signer(one: PartnerFacts) -> str:
    return f"{one.executive_name or 'an executive who has yet to be named'} for {one.agency_name}"


def _pending(act: ActFacts, now: datetime) -> str:
    """What still has to be ratified of an act that everybody has signed."""
    open_ones = [one for one in as_known(act, now).signatures if one.ratify_by is not None and one.ratified_at is None]
    if not open_ones or _is_over(act, now):
        return "Signed by every statutory partner."
    last = min(one.ratify_by for one in open_ones if one.ratify_by is not None)
    by = in_words(london_day(last) - ONE_DAY)
    return f"Signed by every statutory partner; to be ratified by the end of {by}: {joined(one.name for one in open_ones)}."


def names_what(act: ActFacts) -> str:
    """An act in a few words: what it does, from and until."""
    until = f" until {in_words(act.until_date - ONE_DAY)}" if act.until_date else ""
    what = "Triage meetings suspended" if act.kind is ActKind.SUSPENSION else f"{act.agency_name} leaves triage"
    return f"{what} from {in_words(act.from_date)}{until}"
