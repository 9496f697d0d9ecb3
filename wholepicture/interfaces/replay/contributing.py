"""What an agency says that it knows when it is asked: in the words of the event, else what the file says that it holds.

Agencies' own records stay with them (design promise 15): what is `held` is known to nobody until it is asked and told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from wholepicture.interfaces.replay import asked
from wholepicture.interfaces.replay.acting import Cast
from wholepicture.interfaces.replay.case import UNNAMED, ContributeEvent
from wholepicture.interfaces.replay.refusing import REFUSED, UNNAMED_ACTED, sentences
from wholepicture.interfaces.replay.report import Played
from wholepicture.interfaces.replay.world import World
from wholepicture.lib.dates import london_day
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.triage import actions
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage.facts import AskPicture
from wholepicture.pathway.triage.terms import AskState, Known
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE

NOTHING_SAID = (
    "the event has no words and the file holds nothing of this agency: it says that it checked, nothing known"
)


def play(event: ContributeEvent, incident: UUID | None, *, world: World, cast: Cast) -> Played:
    """Let each team of the agency that was asked say what it knows; return what was refused and has to be said beside it."""
    if event.by == UNNAMED:
        return Played(refused=[UNNAMED_ACTED])
    if event.notice_about and incident is None:
        return Played(refused=[f"{event.notice_about} was not received, so nobody was asked about it."])
    families = _families(event, incident, world)
    if not families:
        whom = f"because of {event.notice_about}" if event.notice_about else f"with {event.child} in it"
        return Played(refused=[f"No family is on the list {whom}: nobody is asked what they know."])
    said = _Said(event, world, cast)
    for family in families:
        said.about(family)
    return said.played


def _families(event: ContributeEvent, incident: UUID | None, world: World) -> list[UUID]:
    """Those of the event that the contribution names; of them those of the child, where it names one."""
    of_child = {each.family for each in asked.families_of(event.child, world)} if event.child else set()
    if incident is None:
        return sorted(of_child)
    return [each for each in asked.families_of_incident(incident) if not event.child or each in of_child]


@dataclass
class _Said:
    event: ContributeEvent
    world: World
    cast: Cast
    played: Played = field(default_factory=Played)

    def about(self, family: UUID) -> None:
        """Answer for each team that is asked; where none is, let one say it unasked, and the platform decide."""
        with acting(actor=MACHINE.id, agency=MACHINE.chain):
            every = asked.of_agency(triage.asks_of_family(family), self._agency.id)
        mine = [ask for ask in every if not self.event.about or self._person(ask) in self.event.about]
        waiting = [ask for ask in mine if ask.state is AskState.ASKED]
        teams = {ask.team_id: ask.function for ask in waiting or mine[-1:] if ask.team_id}
        if not teams:
            self._unasked(family)
        for team, function in teams.items():
            self._say(family, team, function, [ask for ask in waiting or mine if ask.team_id == team])

    @property
    def _agency(self) -> Any:  # noqa: ANN401  a register's own row
        return self.world.directory.agencies[self.event.by]

    def _person(self, ask: AskPicture) -> str:
        return self.world.person_of.get(ask.about, "")

    def _unasked(self, family: UUID) -> None:
        functions = self.world.directory.teams_of(self.event.by)
        if not functions:
            self.played.refuse([f"{self.event.by} has no team: nobody there can say what it knows."])
            return
        team = self.world.directory.teams[self.event.by, functions[0]]
        self._say(family, team.id, functions[0], [])

    def _say(self, family: UUID, team: UUID, function: Function, asks: Sequence[AskPicture]) -> None:
        worker = self.world.directory.on_duty[self.event.by, function.value]
        known, what, because = self._words(asks)
        try:
            with self.cast.signed_in(worker, now=self.event.at) as actor:
                actions.open_asks(family=family, team=team, by=actor, now=self.event.at)
                given = actions.contribute(
                    family=family,
                    team=team,
                    known=known,
                    what=what,
                    because=because,
                    **{name: getattr(self.event, name) for name in ("childs_day", "worries", "what_works", "proposal")},
                    by=actor,
                    now=self.event.at,
                )
            self.played.contributions.append(given.id)
        except REFUSED as refused:
            self.played.refuse(sentences(refused))

    def _words(self, asks: Sequence[AskPicture]) -> tuple[Known, str, str]:
        """What is known, and why it was not checked: a reason alone says that it was not."""
        event = self.event
        if event.nothing_known:
            return Known.NOTHING_KNOWN, "", ""
        what = event.summary or self._held({self._person(ask) for ask in asks} or {*event.about, event.child})
        if what:
            return Known.KNOWN, what, ""
        if event.childs_day or event.worries or event.what_works or event.proposal:
            return Known.KNOWN, event.childs_day, ""
        if event.reason:
            return Known.NOT_CHECKED, "", event.reason
        self.played.warn([NOTHING_SAID])
        return Known.NOTHING_KNOWN, "", ""

    def _held(self, about: set[str]) -> str:
        """What the agency has on record by this day about whom it is asked; it is not asked about anybody else."""
        day = london_day(self.event.at)
        found = [
            held.what
            for held in self.world.case.held
            if held.by == self.event.by and held.about in about and (held.since is None or held.since <= day)
        ]
        return "; ".join(found)
