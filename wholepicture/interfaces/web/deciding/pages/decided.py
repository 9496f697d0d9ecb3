"""What was decided before, and what waits for agreement: for whom, by whom, who is asked for what, and how far that is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.web.components.pieces import Entry
from wholepicture.interfaces.web.families.asked import where
from wholepicture.lib import wording
from wholepicture.pathway.triage.facts import DecisionPicture, RecipientPicture, Voice
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Say

TAGS = {
    DecisionState.PROPOSED: ("Waits for agreement", "waiting"),
    DecisionState.STANDING: ("Stands", "done"),
    DecisionState.REPLACED: ("Replaced by a later decision", "closed"),
    DecisionState.OBJECTED: ("Objected to", "late"),
    DecisionState.LAPSED: ("Lapsed", "late"),
}


@dataclass(frozen=True)
class RecipientShown:
    """One recipient: who, asked what about whom, by when, and how far it has got."""

    who: str
    about: str
    asked: str
    reply_by: datetime
    state: str


@dataclass(frozen=True)
class DecidedShown:
    """One decision, with all the children for whom it was made; `may_speak`: the reader has said nothing to it yet."""

    batch: UUID
    outcome: str
    children: str
    level: str
    reasons: str
    pattern: str
    how: str
    tag: tuple[str, str]
    by: str
    at: datetime
    agree_by: datetime | None
    ended: str
    recipients: tuple[RecipientShown, ...]
    voices: tuple[Entry, ...]
    findings: int
    may_speak: bool


def shown(
    decisions: Iterable[DecisionPicture], names: Mapping[UUID, str], reader: UUID | None
) -> tuple[DecidedShown, ...]:
    """The decisions, the latest first; those that were made together and stand alike, once with all their children."""
    batches: dict[tuple[UUID, DecisionState], list[DecisionPicture]] = {}
    for each in decisions:
        batches.setdefault((each.batch, each.state), []).append(each)
    return tuple(_shown(those, names, reader) for those in batches.values())


def _shown(those: list[DecisionPicture], names: Mapping[UUID, str], reader: UUID | None) -> DecidedShown:
    one = those[0]
    recipients = dict.fromkeys(_recipient(each, names) for decision in those for each in decision.recipients)
    return DecidedShown(
        batch=one.batch,
        outcome=one.label,
        children=wording.joined(sorted({names.get(each.child, "a child") for each in those})),
        level=one.level_label,
        reasons=one.reasons,
        pattern=one.pattern,
        how=one.mode.label,
        tag=TAGS[one.state],
        by=f"{one.by}, {one.agency}",
        at=one.at,
        agree_by=one.agree_by if one.state is DecisionState.PROPOSED else None,
        ended=one.ended_because,
        recipients=tuple(recipients),
        voices=tuple(_voice(each) for each in one.voices),
        findings=len(one.findings),
        may_speak=one.state is DecisionState.PROPOSED and reader not in {each.worker for each in one.voices},
    )


def _recipient(told: RecipientPicture, names: Mapping[UUID, str]) -> RecipientShown:
    return RecipientShown(
        who=f"{told.function.label}: {where(told.team, told.agency)}",
        about=names.get(told.about, "somebody whose name is not known"),
        asked=told.asked,
        reply_by=told.reply_by,
        state=told.state or "Not told before the decision stands",
    )


def _voice(voice: Voice) -> Entry:
    seat = (
        f", for {voice.seat.label[:1].lower()}{voice.seat.label[1:]}"
        if voice.seat and voice.say is not Say.OBJECTED
        else ""
    )
    return Entry(
        at=voice.at, words=voice.say.label, who=f"{voice.name}, {voice.agency}{seat}", detail=voice.words or None
    )
