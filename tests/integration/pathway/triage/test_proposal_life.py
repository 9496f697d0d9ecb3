"""Whoever proposes, agrees, objects or stays silent, in whatever order: what stands is what a plain model says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.factories.deciding import HEALTH_VISITOR, LATER, POLICE, SOCIAL_CARE, Table, make_table, settle
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import Form, State
from wholepicture.pathway.triage import actions
from wholepicture.pathway.triage.rules import DecisionRefused
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Mode
from wholepicture.registers.agencies.terms import Function

pytestmark = pytest.mark.django_db
EXAMPLES, STEPS = 8, 12
PEOPLE = (POLICE, SOCIAL_CARE, HEALTH_VISITOR, Function.DOMESTIC_ABUSE_SERVICE)
HOURS = timedelta(hours=6)
SEATS = {POLICE, SOCIAL_CARE, HEALTH_VISITOR}
WAITS = (State.QUEUED, State.DELIVERED)


@dataclass
class Thought:
    """One decision as the model has it: who spoke for it, whether it ends the matter, and what became of it."""

    ends: bool
    spoken: list[str]
    until: datetime
    state: DecisionState = DecisionState.PROPOSED
    mode: Mode = Mode.ASYNCHRONOUS


@dataclass
class Model:
    """What the rules of ADR 22 come to, in a list and a clock."""

    now: datetime = LATER
    thoughts: list[Thought] = field(default_factory=list)

    def waiting(self) -> Thought | None:
        """The proposal that waits."""
        return next((one for one in self.thoughts if one.state is DecisionState.PROPOSED), None)

    def propose(self, who: str, *, ends: bool) -> None:
        """Another proposal takes the place of one that waits."""
        if before := self.waiting():
            before.state = DecisionState.REPLACED
        self.thoughts.append(Thought(ends, [who], self.now + HOURS))

    def agree(self, who: str) -> bool:
        """Whether it is taken; it stands once everybody has spoken who has to."""
        one = self.waiting()
        if one is None or who in one.spoken:
            return False
        one.spoken.append(who)
        if set(one.spoken) >= SEATS if one.ends else len(one.spoken) > 1:
            self._stand(one)
        return True

    def objects(self, who: str) -> bool:
        """Whether it is taken; then it is over."""
        one = self.waiting()
        if one is None or who in one.spoken:
            return False
        one.state = DecisionState.OBJECTED
        return True

    def pass_by(self, time: timedelta) -> None:
        """The clock goes on; what was not agreed to lapses, or stands without children's social care."""
        self.now += time
        one = self.waiting()
        if one is None or one.until > self.now:
            return
        if one.ends and SEATS - set(one.spoken) == {SOCIAL_CARE}:
            one.mode = Mode.INTERIM
            self._stand(one)
        else:
            one.state = DecisionState.LAPSED

    def _stand(self, one: Thought) -> None:
        for other in self.thoughts:
            if other.state is DecisionState.STANDING:
                other.state = DecisionState.REPLACED
        one.state = DecisionState.STANDING


@seed(20191224)
class Life(RuleBasedStateMachine):
    """Steps drawn at random, played by the real actions and by the model."""

    table: Table

    def __init__(self) -> None:
        """Begin with the family as it was listed; the example is forgotten at its end."""
        super().__init__()
        self.model = Model()
        self.table.at = LATER
        self.example = transaction.atomic()
        self.example.__enter__()

    def teardown(self) -> None:
        """Forget the example."""
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def taken(self, act: Callable[[], object]) -> bool:
        """Whether an action was taken, and not refused."""
        try:
            with transaction.atomic():
                act()
        except DecisionRefused:
            return False
        return True

    @rule(who=st.sampled_from(PEOPLE), ends=st.booleans())
    def somebody_proposes(self, who: str, ends: bool) -> None:
        """To end the matter, or not to."""
        by, number = self.table.actor(who), len(self.model.thoughts)
        outcome = "information_only" if ends else "early_help"
        asked = [] if ends else None
        self.table.decide(by, outcome, recipients=asked, reasons=f"Reason {number}.", now=self.model.now)
        self.model.propose(who, ends=ends)

    @rule(who=st.sampled_from(PEOPLE))
    def somebody_agrees(self, who: str) -> None:
        """To the latest, whatever became of it."""
        if self.model.thoughts:
            latest, by = self.table.latest().batch, self.table.actor(who)
            act = lambda: actions.agree(batch=latest, words="", by=by, now=self.model.now)  # noqa: E731
            assert self.taken(act) is self.model.agree(who)

    @rule(who=st.sampled_from(PEOPLE))
    def somebody_objects(self, who: str) -> None:
        """To the latest, whatever became of it."""
        if self.model.thoughts:
            latest, by = self.table.latest().batch, self.table.actor(who)
            act = lambda: actions.object_to(batch=latest, words="Not so.", by=by, now=self.model.now)  # noqa: E731
            assert self.taken(act) is self.model.objects(who)

    @rule(hours=st.sampled_from((1, 3, 6, 7)))
    def time_passes(self, hours: int) -> None:
        """And the machine settles what is due."""
        self.model.pass_by(timedelta(hours=hours))
        self.table.at = self.model.now
        settle(self.model.now)

    @invariant()
    def what_stands_is_what_the_model_says(self) -> None:
        """Every decision, the list, and who is still asked."""
        found = sorted(self.table.pictures(), key=lambda one: one.at)
        assert [(one.state, one.mode) for one in found] == [(one.state, one.mode) for one in self.model.thoughts]
        ever = any(one.state is DecisionState.STANDING for one in self.model.thoughts)
        assert self.table.is_listed() is not ever
        asked = Notice.objects.filter(answered_on=Form.AGREEMENT, state__in=WAITS).exists()
        assert not asked or self.model.waiting()
        for one in found:
            reached = {recipient.state != "" for recipient in one.recipients}
            assert reached <= {one.stands_at is not None}


def test_whoever_proposes_agrees_objects_or_is_silent() -> None:
    Life.table = make_table()
    chosen = settings(
        max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False, print_blob=False,
    )  # fmt: skip
    run_state_machine_as_test(Life, settings=chosen)
