"""The picture of one family for those who decide about it: opened by grant, with a trace, and composed once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404

from wholepicture.interfaces.web.deciding.pages import agreeing, brought, decided
from wholepicture.interfaces.web.families import listed, naming, noticed, story
from wholepicture.interfaces.web.families import people as shown
from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.facts import Member
from wholepicture.pathway.findings import queries as findings
from wholepicture.pathway.findings.queries import Standing
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage import rules
from wholepicture.pathway.triage.facts import AskPicture, DecisionPicture, ListingPicture, RecipientChoice
from wholepicture.pathway.triage.queries import Writing
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.registers.access import actions as access
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Seen
from wholepicture.registers.people import queries as people
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.outcomes import Outcome
from wholepicture.registers.protocol.terms import Lane

WHY = "deciding"


@dataclass(frozen=True)
class FamilyPage:
    """Everything on the page; `children` by person, for the form; `latest` is the family's latest decision.

    `since` are decisions made since the reader began to write, `next_family` whose turn it is after this one.
    """

    id: UUID
    heading: str
    members: tuple[shown.MemberShown, ...]
    adults: tuple[shown.MemberShown, ...]
    pattern: tuple[str, ...]
    story: story.Story
    listings: tuple[listed.ListingShown, ...]
    findings: tuple[noticed.Group, ...]
    brought: brought.Brought
    proposed: tuple[decided.DecidedShown, ...]
    before: tuple[decided.DecidedShown, ...]
    since: tuple[decided.DecidedShown, ...]
    children: tuple[tuple[UUID, str], ...]
    outcomes: tuple[Outcome, ...]
    levels: tuple[str, ...]
    choices: tuple[RecipientChoice, ...]
    agreeing: agreeing.Agreeing
    latest: UUID | None
    writing: tuple[Writing, ...]
    next_family: UUID | None
    others_waiting: int


def family(family: UUID, *, began_from: UUID | None, has_begun: bool, by: Actor, now: datetime) -> FamilyPage:
    """Open a family and compose its page. Raises access.NotAllowed, and Http404 for a family without children.

    `has_begun`: the reader has words on a decision, begun when `began_from` was the latest (None: none was).
    """
    members = families.members([family]).get(family, ())
    seen = access.open_family(family=family, parties=[member.person for member in members], by=by, why=WHY, now=now)
    try:
        return _page(family, members, seen, began_from=began_from, has_begun=has_begun)
    except findings.NotFound as gone:
        raise Http404(str(gone)) from gone


def _page(
    family: UUID, members: Iterable[Member], seen: Seen, *, began_from: UUID | None, has_begun: bool
) -> FamilyPage:
    by, now = seen.by, seen.at
    pattern = findings.pattern_of(family, seen=seen)
    known = people.facts(pattern.people)
    decisions = triage.decisions_of(family, seen=seen)
    asks = triage.asks_of_family(family)
    about = _records(decisions, asks)
    looked_at = {person for person in people.persons_of_records(about).values() if person}
    audit.page_viewed(by=by, now=now, page=WHY, people=looked_at | set(known))
    called, names = people.names_of(about, seen=seen), naming.of_people(known) | naming.of_pattern(pattern)
    children = shown.children(members, known, names, london_day(now))
    open_listings = [each for each in triage.of_families([family])[family] if each.decided_at is None]
    standing = findings.of_family(family, seen=seen)
    told = decided.shown(decisions, called, by.worker)
    waiting, next_family = _next(family, by, now)
    agreed = protocol.current(now).parameters
    latest = triage.latest_decision(family)
    return FamilyPage(
        id=family,
        heading=shown.heading(children),
        members=children,
        adults=shown.adults(members, names),
        pattern=rules.sentences(pattern, rules.last_outcome(decisions)),
        story=story.story(pattern, names),
        listings=listed.listings(open_listings, pattern),
        findings=noticed.groups(noticed.findings(standing, pattern, names)),
        brought=_brought(family, asks, called, open_listings, seen),
        proposed=tuple(each for each in told if each.tag == decided.TAGS[DecisionState.PROPOSED]),
        before=tuple(each for each in told if each.tag != decided.TAGS[DecisionState.PROPOSED]),
        since=_since(decisions, told, began_from) if has_begun and began_from != latest else (),
        children=tuple((child, naming.name(child, names)) for child in pattern.children),
        outcomes=agreed.outcomes,
        levels=agreed.levels_of_need,
        choices=tuple(triage.recipient_choices(family, now=now)),
        agreeing=agreeing.agreeing(
            by,
            triage.open_sitting(now),
            _lane(open_listings),
            agreed,
            is_repeat=_is_repeat(standing),
            level=_level(decisions),
        ),
        latest=latest,
        writing=tuple(triage.others_writing(family, by, now)),
        next_family=next_family,
        others_waiting=waiting,
    )


def _brought(
    family: UUID,
    asks: Iterable[AskPicture],
    called: Mapping[UUID, str],
    listings: Iterable[ListingPicture],
    seen: Seen,
) -> brought.Brought:
    """What came, with the count of the daily list: who is asked because of what is undecided, and has answered."""
    contributions = triage.contributions(family, seen=seen, now=seen.at)
    counted = triage.answered_of([each.id for each in listings]).get(family)
    return brought.brought(contributions, asks, called, seen.by.teams, counted)


def _records(decisions: Iterable[DecisionPicture], asks: Iterable[AskPicture]) -> set[UUID]:
    """Everybody of whom a decision or an ask tells: records, whose names this reader may see with the family."""
    made = list(decisions)
    about = {recipient.about for each in made for recipient in each.recipients}
    return about | {each.child for each in made} | {ask.about for ask in asks}


def _since(
    decisions: Iterable[DecisionPicture], told: Iterable[decided.DecidedShown], began_from: UUID | None
) -> tuple[decided.DecidedShown, ...]:
    """What was decided after the decision from which the reader began to write, the latest first."""
    made = list(decisions)
    began = next((each.at for each in made if each.id == began_from), None)
    newer = {each.batch for each in made if began is None or each.at > began}
    return tuple(each for each in told if each.batch in newer)


def _next(family: UUID, by: Actor, now: datetime) -> tuple[int, UUID | None]:
    """How many other families wait for this reader, and whose turn it is after this one: from the list, round its end."""
    page = triage.list_for(by, now)
    ids = [each.family for each in page.families]
    place = ids.index(family) + 1 if family in ids else 0
    after = [each for each in (*ids[place:], *ids[:place]) if each != family]
    return page.count - (family in ids), after[0] if after else None


def _lane(listings: Iterable[ListingPicture]) -> Lane:
    return Lane.FAST if any(each.lane is Lane.FAST for each in listings) else Lane.STANDARD


def _is_repeat(standing: Iterable[Standing]) -> bool:
    return any(each.rule in rules.REPEATS for each in standing)


def _level(decisions: Iterable[DecisionPicture]) -> str:
    return next(
        (each.level_label for each in decisions if each.state is DecisionState.STANDING and each.level_label), ""
    )


def becomes(family: UUID) -> UUID:
    """The family that this one has become: itself, unless it was found to be another's."""
    return families.goes_on_as([family])[family]
