"""Triage suspended, or left by an agency: proposed and signed by those whom the file names, and by nobody else.

What the platform asks for and the format of the case files has not (what is done instead, when it is looked at again) is
put in its place here, and said.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from wholepicture.interfaces.replay import directory
from wholepicture.interfaces.replay.acting import LEAD, Cast
from wholepicture.interfaces.replay.case import UNNAMED, EventKind, GovernEvent
from wholepicture.interfaces.replay.refusing import REFUSED, sentences
from wholepicture.interfaces.replay.report import Played
from wholepicture.interfaces.replay.world import World
from wholepicture.lib.dates import london_day
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.triage import actions
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage.terms import ActKind, ActState
from wholepicture.registers.audit.terms import MACHINE

NO_REASON = "The case file gives no reason."
NO_MITIGATION = "The case file does not say what is done instead."
UNNAMED_ASKED = "entered by the lead of the partnership, so that it can be seen what is missing: the file does not say who asked for it"
UNNAMED_SIGNED = "nobody signs for an agency that the file does not name"
NOBODY_LEAVES = "The file does not say which agency leaves triage, so none has left."
WITHOUT_EFFECT = frozenset({ActState.COLLECTING, ActState.REFUSED, ActState.LAPSED})


def play(event: GovernEvent, *, world: World, cast: Cast) -> Played:
    """Propose the act, and let each named agency's lead sign; return what was refused, and the act for `ended_as`."""
    leaves = event.kind is EventKind.LEAVE_TRIAGE
    if leaves and event.by == UNNAMED:
        return Played(refused=[NOBODY_LEAVES])
    return _Act(event, world, cast, leaves).play()


def ended_as(act: UUID, world: World) -> list[str]:
    """Return why an act had no effect, in the platform's words, which name whose signature is missing; [] where it was signed."""
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        picture = triage.act(act, world.case.until)
    if picture.state not in WITHOUT_EFFECT:
        return []
    return [f"{picture.state.label}. {picture.because}"]


@dataclass
class _Act:
    event: GovernEvent
    world: World
    cast: Cast
    leaves: bool
    played: Played = field(default_factory=Played)

    def play(self) -> Played:
        act = self._propose()
        if act:
            self.played.acts.append(act)
            for agency in self.event.signed_by:
                self._sign(act, agency)
        return self.played

    def _propose(self) -> UUID | None:
        event, by = self.event, self.event.by
        if by == UNNAMED:
            by = directory.partnership(self.world.directory)
            self.played.warn([UNNAMED_ASKED])
        try:
            with self.cast.signed_in(self.world.directory.leads[by], now=event.at, roles=LEAD) as actor:
                return actions.propose_act(
                    kind=ActKind.WITHDRAWAL if self.leaves else ActKind.SUSPENSION,
                    agency=self.world.directory.agencies[by].id if self.leaves else None,
                    from_date=event.from_date,
                    until_date=event.to_date + timedelta(days=1) if event.to_date else None,
                    reason=event.reason or event.summary or self._instead("reason", NO_REASON),
                    mitigation=event.mitigation or self._instead("mitigation", NO_MITIGATION),
                    review_date=event.review_date or self._review(),
                    by=actor,
                    now=event.at,
                )
        except REFUSED as refused:
            self.played.refuse(sentences(refused))
            return None

    def _instead(self, name: str, words: str) -> str:
        self.played.warn([f"the file names no {name}: entered was “{words}”"])
        return words

    def _review(self) -> date | None:
        """Where the file says nothing, it is looked at again on its last day, or a week after it began."""
        begins = self.event.from_date or london_day(self.event.at)
        last = self.event.to_date or begins + timedelta(days=7)
        found = max(begins, min(last, begins + timedelta(days=7)))
        self.played.warn([f"the file names no day of review: entered was {found:%-d %B %Y}"])
        return found

    def _sign(self, act: UUID, agency: str) -> None:
        if agency == UNNAMED:
            self.played.warn([UNNAMED_SIGNED])
            return
        try:
            with self.cast.signed_in(self.world.directory.leads[agency], now=self.event.at, roles=LEAD) as actor:
                actions.sign_act(act=act, by=actor, now=self.event.at)
        except REFUSED as refused:
            self.played.refuse(sentences(refused))
