"""A decision that the file says an agency took: in that day's meeting where its own person may chair it, else without one.

Outcome and recipients go in as written. A second agency that decides the same while a proposal waits agrees to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from wholepicture.interfaces.replay import asked, meeting
from wholepicture.interfaces.replay.acting import CHAIR, ROLES, Cast
from wholepicture.interfaces.replay.asked import OfFamily
from wholepicture.interfaces.replay.case import UNNAMED, DecideEvent
from wholepicture.interfaces.replay.refusing import REFUSED, UNNAMED_ACTED, sentences
from wholepicture.interfaces.replay.report import Played
from wholepicture.interfaces.replay.world import World
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.triage import actions, rules
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage.facts import DecisionPicture, RecipientChoice, RecipientWanted
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people import queries as people
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.parameters import Parameters

NO_REASONS = "The case file gives no reasons."
NOT_SAID_WHAT = "The case file does not say what is asked."
PROPOSED, AGREED = "proposed", "agreed to what another agency proposed"
ASKED = "Decided: {outcome}. {unsaid}"


def play(event: DecideEvent, *, world: World, cast: Cast) -> Played:
    """Decide about the child in each of its families, or agree to what waits; return what came of it."""
    if event.by == UNNAMED:
        return Played(refused=[UNNAMED_ACTED])
    if not world.directory.teams_of(event.by):
        return Played(refused=[f"{event.by} has no team: nobody there can decide about a child."])
    families = asked.families_of(event.child, world)
    if not families:
        return Played(refused=[f"Nothing was reported about {event.child}: there is no family to decide about."])
    decided = _Decided(event, world, cast)
    for each in families:
        decided.about(each)
    return decided.played


@dataclass
class _Decided:
    event: DecideEvent
    world: World
    cast: Cast
    played: Played = field(default_factory=Played)

    def about(self, each: OfFamily) -> None:
        """Meet where they can, look who is asked, and decide or agree; everything that is refused is said."""
        function, may_chair = self._speaker(each.family)
        self._meet(function, may_chair=may_chair)
        refused: list[str] = []
        wanted = self._recipients(each, refused)
        try:
            waiting = self._waiting(each)
            with self._signed_in(function, may_chair=may_chair) as actor:
                if waiting and not refused:
                    actions.agree(batch=waiting.batch, words=self.event.reason, by=actor, now=self.event.at)
                elif not refused:
                    self.played.batches.append(self._decide(each, wanted, actor))
            if waiting and not refused:
                self._came_of(waiting.batch, each, AGREED)
            elif not refused:
                self._came_of(self.played.batches[-1], each, PROPOSED)
        except REFUSED as error:
            refused += [each for each in sentences(error) if each not in refused]
        self.played.refuse(refused)

    def _decide(self, each: OfFamily, wanted: list[RecipientWanted], actor: Actor) -> UUID:
        if not self.event.reason and not self.event.summary:
            self.played.warn([f"the file gives no reasons: entered was “{NO_REASONS}”"])
        if wanted:
            self.played.warn(
                ["the file does not say what the recipients are asked: entered was the outcome as written"]
            )
        return actions.decide(
            family=each.family,
            children=each.children,
            outcome=self.event.outcome,
            level=self.event.level,
            reasons=self.event.reason or self.event.summary or NO_REASONS,
            recipients=wanted,
            began_from=triage.latest_decision(each.family),
            by=actor,
            now=self.event.at,
        )

    def _recipients(self, each: OfFamily, refused: list[str]) -> list[RecipientWanted]:
        """Whom each word names: somebody who is asked about the child, else about anybody of the family."""
        with acting(actor=MACHINE.id, agency=MACHINE.chain):
            choices = triage.recipient_choices(each.family, now=self.event.at)
            persons = people.persons_of_records({choice.about for choice in choices})
            outcomes = self._parameters.outcomes
        of_child = [choice for choice in choices if persons.get(choice.about) in each.children]
        try:
            rules.outcome(self.event.outcome, outcomes)
        except REFUSED as error:
            refused.extend(sentences(error))
        wanted = []
        for words in self.event.recipients:
            try:
                wanted.append(self._wanted(_named(self._name(words), of_child, choices)))
            except REFUSED as error:
                refused.extend(each for each in sentences(error) if each not in refused)
        return wanted

    def _name(self, words: str) -> str:
        """An agency's own name where the file names it by its id; anything else as written."""
        agency = self.world.case.agencies.get(words)
        return agency.name if agency else words

    def _wanted(self, choice: RecipientChoice) -> RecipientWanted:
        words = ASKED.format(outcome=self.event.outcome, unsaid=NOT_SAID_WHAT)
        return RecipientWanted(post=choice.post, asked=words, about=choice.about)

    def _waiting(self, each: OfFamily) -> DecisionPicture | None:
        """What another agency proposed about this child with the same outcome, and waits for somebody to agree."""
        with acting(actor=MACHINE.id, agency=MACHINE.chain):
            decisions = triage.decisions_of_families([each.family])[each.family]
            waiting = [one for one in decisions if one.state is DecisionState.PROPOSED]
            persons = people.persons_of_records({one.child for one in waiting})
            outcomes = self._parameters.outcomes
        own = self.world.directory.agencies[self.event.by].id
        try:
            outcome = rules.outcome(self.event.outcome, outcomes)
        except REFUSED:
            return None
        return next(
            (
                one
                for one in waiting
                if one.outcome == outcome.id
                and persons.get(one.child) in each.children
                and all(voice.agency_id != own for voice in one.voices)
            ),
            None,
        )

    def _came_of(self, batch: UUID, each: OfFamily, how: str) -> None:
        """Say what waits for whom: a proposal is no decision."""
        with acting(actor=MACHINE.id, agency=MACHINE.chain):
            found = [one for one in triage.decisions_of_families([each.family])[each.family] if one.batch == batch]
        waits = [one for one in found if one.state is DecisionState.PROPOSED]
        if waits or how is AGREED:
            state = "it waits for others to agree" if waits else "it stands"
            self.played.warn([f"{how}: {found[0].label}; {state}"])

    def _speaker(self, family: UUID) -> tuple[Function, bool]:
        """Who of the agency decides: a team that may chair, else one that is asked about this family, else its first."""
        functions = self.world.directory.teams_of(self.event.by)
        with acting(actor=MACHINE.id, agency=MACHINE.chain):
            chairs = [each for each in self._parameters.chair_functions if each in functions]
            agency = self.world.directory.agencies[self.event.by].id
            of_us = asked.of_agency(triage.asks_of_family(family), agency)
        seats = [each for seat in self._parameters.seats for each in seat.functions]
        by_seat = sorted({ask.function for ask in of_us}, key=lambda each: (each not in seats, each.value))
        return next(iter([*chairs, *by_seat, *functions])), bool(chairs)

    @property
    def _parameters(self) -> Parameters:
        return protocol.current(self.event.at).parameters

    def _meet(self, function: Function, *, may_chair: bool) -> None:
        """Open the meeting of the day where there is one that this agency may chair."""
        if not may_chair or not meeting.can_open(self.event.at):
            return
        try:
            self.played.meeting = meeting.open_it(
                self.event.by, function, self.event.at, world=self.world, cast=self.cast
            )
        except REFUSED as error:
            self.played.warn([f"decided without a meeting: {each}" for each in sentences(error)])

    @contextmanager
    def _signed_in(self, function: Function, *, may_chair: bool) -> Iterator[Actor]:
        worker = self.world.directory.on_duty[self.event.by, function.value]
        with self.cast.signed_in(worker, now=self.event.at, roles=CHAIR if may_chair else ROLES) as actor:
            yield actor


def _named(words: str, of_child: list[RecipientChoice], every: list[RecipientChoice]) -> RecipientChoice:
    try:
        return rules.recipient(words, of_child)
    except (rules.RecipientNotKnown, rules.RecipientNotClear):
        return rules.recipient(words, every)
