"""Look at what somebody would decide before it is written down; each refusal names the field and the remedy (review 2.6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.triage import queries, rules
from wholepicture.pathway.triage.facts import RecipientWanted
from wholepicture.pathway.triage.queries.situation import Situation
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people import queries as people
from wholepicture.registers.protocol.outcomes import Outcome


class FamilyMerged(rules.DecisionRefused):
    """The family and another turned out to be one."""


class NothingToDecide(rules.DecisionRefused):
    """The family is on the list for nothing, and nothing was decided about it before."""


class NotOfThisFamily(rules.DecisionRefused):
    """No child is chosen, or one who does not belong to the family."""

    field = "children"


class LevelNotKnown(rules.DecisionRefused):
    """The level of need is none of the partnership's."""

    field = "level"


class ReasonsMissing(rules.DecisionRefused):
    """A decision without reasons can be understood by nobody later."""

    field = "reasons"


class RecipientMissing(rules.DecisionRefused):
    """The outcome asks somebody for something, and nobody is named, or nothing is asked."""

    field = "recipients"


class RecipientGone(rules.DecisionRefused):
    """The post, its team or its agency is no longer there."""

    field = "recipients"


class NotAboutThisFamily(rules.DecisionRefused):
    """Somebody would be asked about a person who is not of this matter."""

    field = "recipients"


class TooSoon(rules.DecisionRefused):
    """The time by which somebody is asked has passed."""

    field = "recipients"


class NobodyReleases(rules.DecisionRefused):
    """What has to be held for release could be released by nobody."""

    field = "recipients"


@dataclass(frozen=True)
class Asked:
    """One post that is asked: about a record (None: each child decided about), for what, by when."""

    post: Post
    about: UUID | None
    asked: str
    reply_by: datetime


@dataclass(frozen=True)
class Wanting:
    """What somebody would decide, looked at: `children` are persons, the youngest first."""

    children: tuple[UUID, ...]
    outcome: Outcome
    level: int | None
    reasons: str
    asked: tuple[Asked, ...]


def check(
    found: Situation,
    *,
    children: Sequence[UUID],
    outcome: str,
    level: int | None,
    reasons: str,
    recipients: Sequence[RecipientWanted],
    now: datetime,
) -> Wanting:
    """Return what is decided. Raises one of the refusals above, or of rules.reading."""
    check_open(found)
    chosen = rules.outcome(outcome, found.parameters.outcomes)
    said = _reasons(reasons)
    rules.check_names_no_sector(said, what="Reasons", field="reasons")
    asked = tuple(_asked(one, found, now) for one in recipients)
    if chosen.needs_recipient and not asked:
        raise RecipientMissing(
            f"Recipients: “{chosen.label}” needs somebody who is asked for something by a time. Choose the service, say "
            "what you ask of it, and by when."
        )
    return Wanting(_children(children, found), chosen, _level(level, found), said, _once(asked))


def check_open(found: Situation) -> None:
    """Raise NothingToDecide where the family waits for no decision and none was ever made."""
    if not found.listings and not found.standing:
        raise NothingToDecide(
            "This family is not on the list, and nothing was decided about it before: there is nothing to decide. If you "
            "are worried about a child, report it as a concern."
        )


def check_still_there(post: UUID, name: str, now: datetime) -> Post:
    """Return the post that is asked. Raises RecipientGone once it, its team or its agency is no longer there."""
    row = queries.open_post(post, london_day(now))
    if row is None:
        raise RecipientGone(
            f"Recipients: {name} is no longer there, so nobody would read it. Choose who does this work now."
        )
    return row


def check_can_be_released(post: Post, person: UUID | None, found: Situation, now: datetime) -> None:
    """Raise NobodyReleases where it has to be held and the directory has nobody who releases."""
    if person and queries.is_held(post, person, found) and queries.releaser(found.parameters, now) is None:
        raise NobodyReleases(
            f"Recipients: what goes to {_name(post)} has to be released by a specialist first, and nobody in the directory "
            "can. Choose somebody else, or have the directory put right."
        )


def _children(children: Sequence[UUID], found: Situation) -> tuple[UUID, ...]:
    chosen = set(children)
    if not chosen:
        raise NotOfThisFamily("Children: choose at least one child whom you decide about.")
    if chosen - set(found.children):
        raise NotOfThisFamily(
            "Children: one of them does not belong to this family, as is known now. Open the family again and choose from "
            "its children."
        )
    return tuple(child for child in found.children if child in chosen)


def _level(level: int | None, found: Situation) -> int | None:
    levels = found.parameters.levels_of_need
    if level is not None and not 1 <= level <= len(levels):
        listed = "; ".join(f"{number} {label}" for number, label in enumerate(levels, 1))
        raise LevelNotKnown(
            f"Level of need: {level} is none of the partnership's levels. Choose one of these: {listed}."
        )
    return level


def _reasons(reasons: str) -> str:
    if not reasons.strip():
        raise ReasonsMissing("Reasons: say why. Whoever looks at this family after you reads it.")
    return reasons.strip()


def _asked(one: RecipientWanted, found: Situation, now: datetime) -> Asked:
    row = Post.objects.select_related("team__agency").filter(id=one.post).first()
    post = check_still_there(one.post, _name(row) if row else "whoever you chose", now)
    asked = one.asked.strip()
    if not asked:
        raise RecipientMissing(f"Recipients: say what you ask of {_name(post)}.")
    rules.check_names_no_sector(asked, what="What is asked", field="recipients")
    person = _person(one.about, found) if one.about else None
    for about in (person,) if person else found.children:
        check_can_be_released(post, about, found, now)
    reply_by = one.reply_by or now + timedelta(hours=found.parameters.recipient_hours[found.lane])
    if reply_by <= now:
        raise TooSoon(f"Recipients: the time by which you ask {_name(post)} has passed. Choose a later one.")
    return Asked(post, found.record(person) if person else None, asked, reply_by)


def _person(record: UUID, found: Situation) -> UUID:
    person = people.persons_of_records([record]).get(record)
    if person is None or (person not in found.children and person not in found.standings):
        raise NotAboutThisFamily(
            "Recipients: somebody would be asked about a person who is not of this family or of what happened in it. "
            "Choose again whom it is about."
        )
    return person


def _once(asked: Iterable[Asked]) -> tuple[Asked, ...]:
    """Each post is asked once about one person: what it is asked a second time is added to the first."""
    found: dict[tuple[UUID, UUID | None], Asked] = {}
    for one in asked:
        key = (one.post.id, one.about)
        before = found.get(key)
        words = one.asked if before is None or one.asked in before.asked else f"{before.asked}\n{one.asked}"
        reply_by = min(one.reply_by, before.reply_by) if before else one.reply_by
        found[key] = Asked(one.post, one.about, words, reply_by)
    return tuple(found.values())


def _name(post: Post) -> str:
    return f"{Function(post.function).label} ({post.team.agency.name})"
