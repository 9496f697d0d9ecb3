"""The pictures of suspensions and withdrawals: they name workers and agencies, and no child."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.lib.dates import london_day
from wholepicture.lib.wording import joined
from wholepicture.pathway.triage import queries, rules
from wholepicture.pathway.triage.facts import ActPicture, PartnerFacts, SignatureFacts
from wholepicture.pathway.triage.messages import act as message
from wholepicture.pathway.triage.terms import ActState
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.audit.terms import Actor

ONE_DAY = timedelta(days=1)
COLOURS = {
    ActState.COLLECTING: "waiting",
    ActState.TO_COME: "delivered",
    ActState.IN_FORCE: "held",
    ActState.ENDED: "closed",
    ActState.REFUSED: "refused",
    ActState.LAPSED: "refused",
    ActState.TAKEN_BACK: "cancelled",
}
SUSPENDED = "Triage meetings are suspended. The list goes on: every family is decided about without a meeting."
NOT_SUSPENDED = "Triage meetings are not suspended."


@dataclass(frozen=True)
class Line:
    """One act in the list."""

    id: UUID
    heading: str
    because: str
    state: str
    kind: str
    proposed: str
    is_mine: bool


@dataclass(frozen=True)
class PartnerLine:
    """One statutory partner: who signs for it today, and who may instead."""

    role: str
    agency: str
    executive: str
    delegates: str


@dataclass(frozen=True)
class ActsPage:
    """Every act, those that wait for this reader first, and the statutory partners of today."""

    how: str
    waiting: tuple[Line, ...]
    lines: tuple[Line, ...]
    partners: tuple[PartnerLine, ...]
    vacant: str
    may_propose: bool


@dataclass(frozen=True)
class SignatureLine:
    """One statutory partner's signature, or who has to give it."""

    partner: str
    who: str
    state: str
    kind: str
    detail: str


@dataclass(frozen=True)
class ActPage:
    """One act: what it says, who has signed, and what this reader may do."""

    id: UUID
    heading: str
    state: str
    kind: str
    because: str
    facts: tuple[tuple[str, str], ...]
    signatures: tuple[SignatureLine, ...]
    paragraphs: tuple[str, ...]
    signs_for: str
    ratifies: str
    may_take_back: bool


def acts(by: Actor, now: datetime) -> ActsPage:
    """Compose the list of acts for this reader."""
    mine = {one.act.id for one in queries.acts_to_sign(by, now)}
    lines = [_line(one, is_mine=one.act.id in mine) for one in queries.acts(now)]
    today = london_day(now)
    partners = queries.partners_on(today)
    empty = [role.label.lower() for role in rules.vacant(partners, today)]
    return ActsPage(
        how=SUSPENDED if queries.meetings_suspended(now) else NOT_SUSPENDED,
        waiting=tuple(line for line in lines if line.is_mine),
        lines=tuple(line for line in lines if not line.is_mine),
        partners=tuple(_partner(one) for one in partners),
        vacant=f"The register names no {joined(empty)} today: until it does, nothing can be signed." if empty else "",
        may_propose=Permission.PROPOSE_SUSPENSION.value in by.permissions,
    )


def act(act_id: UUID, *, by: Actor, now: datetime) -> ActPage:
    """Compose one act for this reader. Raises Act.DoesNotExist."""
    picture = queries.act(act_id, now)
    partners = queries.signers(picture.act, now)
    heading, text = message.compose(picture.act)
    return ActPage(
        id=act_id,
        heading=heading,
        state=picture.state.label,
        kind=COLOURS[picture.state],
        because=picture.because,
        facts=_facts(picture),
        signatures=tuple(_signed(one, picture, now) for one in partners),
        paragraphs=tuple(text.split("\n\n")),
        signs_for=joined(one.agency_name for one in queries.to_sign(picture, by)),
        ratifies=joined(one.name for one in queries.to_ratify(picture, by, now)),
        may_take_back=queries.may_take_back(picture, by, now),
    )


def who_signs(now: datetime) -> str:
    """Who would have to sign what begins tomorrow, in a sentence."""
    tomorrow = london_day(now) + ONE_DAY
    return rules.who_signs(queries.partners_on(tomorrow, signing_on=london_day(now)), tomorrow)


def agency_choices(on: date) -> list[tuple[UUID, str]]:
    """The agencies of the partnership on a day, by name."""
    return sorted(((one.id, one.name) for one in agencies.agencies(on)), key=lambda one: one[1])


def _line(picture: ActPicture, *, is_mine: bool) -> Line:
    return Line(
        id=picture.act.id,
        heading=rules.names_what(picture.act),
        because=picture.because,
        state=picture.state.label.split(":")[0],
        kind=COLOURS[picture.state],
        proposed=f"Proposed by {picture.act.by}, {in_words.short_when(picture.act.at)}",
        is_mine=is_mine,
    )


def _partner(one: PartnerFacts) -> PartnerLine:
    delegates = joined(sorted(one.delegates.values())) or "Nobody"
    return PartnerLine(one.role.label, one.agency_name, one.executive_name or "Nobody is named", delegates)


def _facts(picture: ActPicture) -> tuple[tuple[str, str], ...]:
    act = picture.act
    last = in_words.when(act.until_date - ONE_DAY) if act.until_date else "None: until it is taken back"
    agency = (("Agency that leaves", act.agency_name),) if act.agency_name else ()
    return (
        *agency,
        ("First day", in_words.when(act.from_date)),
        ("Last day", last),
        ("Reason", act.reason),
        ("What is done instead", act.mitigation),
        ("Review date", in_words.when(act.review_date)),
        ("Proposed", f"{act.by}, {in_words.when(act.at)}"),
    )


def _signed(partner: PartnerFacts, picture: ActPicture, now: datetime) -> SignatureLine:
    name = f"{partner.agency_name} ({partner.role.label.lower()})"
    found = next((one for one in picture.act.signatures if one.partner == partner.id), None)
    if found is None:
        who = partner.executive_name or "Nobody is named"
        is_open = picture.state in (ActState.COLLECTING, ActState.LAPSED)
        return SignatureLine(name, who, "Not signed" if is_open else "Did not sign", "waiting", "")
    return _signature(name, found, now)


def _signature(partner: str, one: SignatureFacts, now: datetime) -> SignatureLine:
    signed = in_words.short_when(one.at)
    if one.ratify_by is None:
        return SignatureLine(partner, one.name, "Signed", "done", f"{signed}, in person")
    if one.ratified_at is not None:
        detail = f"{signed}, as delegate; ratified {in_words.short_when(one.ratified_at)}"
        return SignatureLine(partner, one.name, "Signed and ratified", "done", detail)
    by = in_words.short_when(london_day(one.ratify_by) - ONE_DAY)
    if now < one.ratify_by:
        detail = f"{signed}, as delegate; the executive ratifies it by the end of {by}"
        return SignatureLine(partner, one.name, "To be ratified", "waiting", detail)
    return SignatureLine(
        partner, one.name, "Lapsed", "refused", f"{signed}, as delegate; not ratified by the end of {by}"
    )
