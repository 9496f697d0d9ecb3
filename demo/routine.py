"""What the people of the partnership do about generated families, family after family in five ways, so that every state occurs.

1 decided and agreed to; 2 decided, then decided anew; 3 nobody moves, so that it escalates and is overdue;
4 proposed and objected to; 5 nothing known anywhere, and an end proposed that lapses unless somebody agrees.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from demo.families import Step
from demo.generated import Records
from demo.sayings import ASKED, DECIDED, OBJECTED, SAID
from demo.triage import People
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications import queries as notices
from wholepicture.pathway.notifications.terms import AnswerKind
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.facts import AskPicture, RecipientChoice, RecipientWanted
from wholepicture.pathway.triage.terms import AskState, Known
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.people.models import Record

POLICE, SOCIAL_CARE, ADVISER = "Marcus Webb", "Leila Haddad", "Farah Ali"
ASKED_FIRST = (
    Function.HEALTH_VISITOR, Function.SCHOOL_SAFEGUARDING_LEAD, Function.NURSERY, Function.SAFEGUARDING_MIDWIFE,
    Function.DOMESTIC_ABUSE_SERVICE,
)  # fmt: skip
WAYS, UNMOVED = 5, 2
# Hours after the last report came in, and what is done then.
Deed = tuple[float, Callable[[datetime], None]]


def answers(people_here: People, left_alone: Callable[[], set[UUID]], at: datetime) -> None:
    """Let the named person of every post answer what waits, but for what is about one of the records left alone."""
    about = left_alone()
    for post in people_here.directory.posts:
        by = people_here.named(post.team.id, at)
        for line in notices.inbox(by, at).lines if by else ():
            if by and line.needs_answer and not line.about & about:
                with people_here.allowed(f"{post.function} answers"):
                    _answer(line.item, by, at)


def _answer(item: UUID, by: Actor, at: datetime) -> None:
    """Open an item, and answer it where the short answer is for it."""
    seen = notifications.open_item(item=item, by=by, now=at)
    offered = notices.item_picture(item, seen).offered
    if offered:
        kind = next(kind for kind in (AnswerKind.WILL_ACT, AnswerKind.NOTHING_KNOWN, *offered) if kind in offered)
        words = "Seen to this week." if kind is AnswerKind.WILL_ACT else ""
        notifications.answer(item=item, kind=kind, words=words, by=by, now=at)


@dataclass
class Routine:
    """What is done about one generated family, whose records are known, from when its last report came in."""

    people: People
    number: int
    records: Records

    def steps(self, came: datetime, now: datetime) -> list[Step]:
        """The deeds of this family's way, at their times; those that would lie ahead are left out."""
        way = (self._agreed, self._anew, self._unmoved, self._objected, self._ended)[self.number % WAYS]
        times = [(came + timedelta(hours=hours), do) for hours, do in way()]
        return [Step(at, partial(self._do, do, at), needs_quiet=True) for at, do in times if at < now]

    def _do(self, do: Callable[[datetime], None], at: datetime) -> None:
        """Do it, or keep why the platform refused it: a family without a child known here is nobody's to act on."""
        if self.family is None:
            return
        with self.people.allowed(f"family {self.number}"):
            do(at)

    def _agreed(self) -> list[Deed]:
        return [
            (2, partial(self._contribute, 1, 2)),
            (6, partial(self._contribute, 2, 2)),
            (10, partial(self._decide, POLICE, "named_services", 3)),
            (12, partial(self._agree, SOCIAL_CARE)),
        ]

    def _anew(self) -> list[Deed]:
        return [
            (2, partial(self._contribute, 1, 3)),
            (6, partial(self._decide, SOCIAL_CARE, "early_help", 2)),
            (10, partial(self._agree, POLICE)),
            (18, partial(self._decide, SOCIAL_CARE, "social_care_assessment", 4)),
            (20, partial(self._agree, ADVISER)),
        ]

    def _unmoved(self) -> list[Deed]:
        return []

    def _objected(self) -> list[Deed]:
        return [
            (2, partial(self._contribute, 1, 2)),
            (6, partial(self._decide, POLICE, "information_only", 1)),
            (10, partial(self._object, ADVISER)),
        ]

    def _ended(self) -> list[Deed]:
        return [(2, self._nothing_known), (6, partial(self._decide, SOCIAL_CARE, "no_further_action", 1))]

    @property
    def is_unmoved(self) -> bool:
        """Whether nobody does anything about this family, so that what is asked climbs the ladder."""
        return self.number % WAYS == UNMOVED

    @property
    def persons(self) -> list[UUID]:
        """The persons whom the children's records resolve to."""
        ids = [record.id for (_, key), record in sorted(self.records.items()) if key.startswith("child")]
        found = Record.objects.filter(id__in=ids).order_by("id")
        return [record.person_id for record in found if record.person_id]

    @property
    def family(self) -> UUID | None:
        """The family as the machine placed its children."""
        return next(iter(families.family_ids_of(self.persons).values()), None)

    def _asks(self) -> list[AskPicture]:
        found = queries.asks_of_family(self.family) if self.family else []
        return [ask for ask in found if ask.state is AskState.ASKED and ask.team_id and not ask.held]

    def _contribute(self, first: int, every: int, at: datetime) -> None:
        """Let every n-th of the teams that are still asked say what it knows."""
        for place, team in enumerate(dict.fromkeys(ask.team_id for ask in self._asks())):
            if team and place % every == first % every:
                words = SAID[(self.number + place) % len(SAID)]
                self._say(team, Known.KNOWN, words, at)

    def _nothing_known(self, at: datetime) -> None:
        for team in {ask.team_id for ask in self._asks()}:
            if team:
                self._say(team, Known.NOTHING_KNOWN, {}, at)

    def _say(self, team: UUID, known: Known, words: dict[str, str], at: datetime) -> None:
        by = self._named(team, at)
        if by is None or self.family is None:
            return
        actions.open_asks(family=self.family, team=team, by=by, now=at)
        actions.contribute(family=self.family, team=team, known=known, **words, by=by, now=at)

    def _named(self, team: UUID, at: datetime) -> Actor | None:
        return self.people.named(team, at)

    def _decide(self, who: str, outcome: str, level: int, at: datetime) -> None:
        family = self.family
        if family is None:
            return
        choices = queries.recipient_choices(family, now=at)
        members = families.members([family])[family]
        actions.decide(
            family=family, children=[each.person for each in members if each.part is Part.CHILD], outcome=outcome,
            level=level, reasons=DECIDED[outcome], recipients=_wanted(choices, outcome),
            began_from=queries.latest_decision(family), by=self.people.actor(who, at), now=at,
        )  # fmt: skip

    def _proposal(self, who: str, at: datetime) -> UUID | None:
        mine = queries.proposals_for(self.people.actor(who, at), at)
        return next((each.batch for each in mine if each.family == self.family), None)

    def _agree(self, who: str, at: datetime) -> None:
        batch = self._proposal(who, at)
        if batch:
            actions.agree(batch=batch, words="Agreed.", by=self.people.actor(who, at), now=at)

    def _object(self, who: str, at: datetime) -> None:
        batch = self._proposal(who, at)
        if batch:
            actions.object_to(batch=batch, words=OBJECTED, by=self.people.actor(who, at), now=at)


def _wanted(choices: Sequence[RecipientChoice], outcome: str) -> list[RecipientWanted]:
    if outcome in ("information_only", "no_further_action"):
        return []
    free = {each.function: each for each in reversed(choices) if not each.held}
    functions = [each for each in ASKED_FIRST if each in free][:3] or list(free)[:1]
    if outcome == "social_care_assessment" and Function.FIRST_RESPONSE in free:
        functions = [Function.FIRST_RESPONSE, *functions]
    return [RecipientWanted(post=free[each].post, asked=ASKED, about=free[each].about) for each in functions]
