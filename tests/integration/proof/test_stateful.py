"""Whatever is told, joined and undone, in whatever order: what is derived is what a plain model says, and undoing is exact."""

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.integration.proof import playing
from tests.integration.proof.derived import Reading
from tests.integration.proof.model import Model, Somebody
from tests.integration.proof.playing import Play
from tests.integration.proof.town import ALIKE, CHILDREN, EVERYBODY, FATHERS, MOTHERS, Town, make_partnership
from wholepicture.registers.people.terms import RelationshipKind

pytestmark = pytest.mark.django_db

EXAMPLES, STEPS = 6, 5
# With Phase.shrink a failure becomes the smallest that there is, which takes minutes.
PHASES = (Phase.generate,)
RELATIONSHIPS = (
    (RelationshipKind.PARENT_OF, "Father 1", "Child 2"), (RelationshipKind.PARENT_OF, "Father 1", "Sibling 2"),
    (RelationshipKind.PARENT_OF, "Father 2", "Child 1"), (RelationshipKind.PARENT_OF, "Mother 1", "Sibling 2"),
    (RelationshipKind.PARTNER_OF, "Mother 1", "Father 2"), (RelationshipKind.PARTNER_OF, "Mother 2", "Father 1"),
    (RelationshipKind.SIBLING_OF, "Child 1", "Sibling 2"), (RelationshipKind.SIBLING_OF, "Child 2", "Sibling 2"),
)  # fmt: skip


# The same examples each time: what came of others stands in the notes, and `seed` is there to be changed.
@seed(20191216)
class Proof(RuleBasedStateMachine):
    """Steps drawn at random; each is played, and everything looked at, by Play."""

    founded: tuple[Town, Town, Model]

    def __init__(self) -> None:
        """Begin with the towns as they were founded."""
        super().__init__()
        self.play = Play(*self.founded)

    def teardown(self) -> None:
        """Undo what still stands, one of each kind, look a last time, and forget the example."""
        try:
            if self.play.is_sound and (standing := self.play.standing()):
                self.play.take_back(standing[-1])
            if self.play.is_sound and (joined := self.play.joined()):
                self.play.part(joined[-1])
        finally:
            self.play.end()

    @initialize(
        alike=st.sampled_from(ALIKE),
        mother=st.sampled_from(MOTHERS),
        father=st.sampled_from(FATHERS),
        at_once=st.booleans(),
    )
    def something_happens_and_two_are_joined(
        self, alike: tuple[str, str], mother: Somebody, father: Somebody, at_once: bool
    ) -> None:
        """So that there is something to undo; whether it is joined before or after it happens makes a difference."""
        if at_once:
            self.play.answer(alike, same=True)
        self.play.report(mother, father, None, place="H1", classed=True)
        if not at_once:
            self.play.answer(alike, same=True)

    @rule(who=st.sampled_from(EVERYBODY), letter=st.sampled_from("ABC"), registers=st.booleans())
    def another_agency_tells(self, who: Somebody, letter: str, registers: bool) -> None:
        """The machine joins it to whom it knows, where that is certain."""
        self.play.tell(who, letter, registers=registers)

    @rule(who=st.sampled_from(MOTHERS), letter=st.sampled_from("ABC"))
    def another_agency_knows_her_new_name(self, who: Somebody, letter: str) -> None:
        """The matcher joins it by all that is told together, and that link can be undone as any other."""
        self.play.tell_renamed(who, letter)

    @rule(
        mother=st.sampled_from(MOTHERS), father=st.sampled_from(FATHERS), child=st.sampled_from((None, *CHILDREN)),
        place=st.sampled_from(("H1", "H2", "H3")), classed=st.booleans(),
    )  # fmt: skip
    def police_report(
        self, mother: Somebody, father: Somebody, child: Somebody | None, place: str, classed: bool
    ) -> None:
        """At a home of theirs or of others."""
        self.play.report(mother, father, child, place=place, classed=classed)

    @rule(who=st.sampled_from(EVERYBODY), letter=st.sampled_from("ABC"))
    def practice_registers(self, who: Somebody, letter: str) -> None:
        """After whatever was reported so far."""
        self.play.register(who, letter)

    @rule(told=st.sampled_from(RELATIONSHIPS))
    def relationship_is_told(self, told: tuple[RelationshipKind, str, str]) -> None:
        """Families may grow or link by it."""
        self.play.relate(*told)

    @rule(who=st.sampled_from(EVERYBODY), place=st.sampled_from(("H1", "H2", "H3", "H4")))
    def somebody_moves(self, who: Somebody, place: str) -> None:
        """Families may grow or part by it."""
        self.play.move(who, place)

    @precondition(lambda self: "gp:Born 2" not in self.play.model.told)
    @rule()
    def child_is_born(self) -> None:
        """The unborn child becomes the born one."""
        self.play.bear()

    @precondition(lambda self: self.play.askable())
    @rule(data=st.data(), same=st.sampled_from((True, True, False)))
    def reviewer_answers(self, data: st.DataObject, same: bool) -> None:
        """Two fathers, or two children, may be one."""
        self.play.answer(data.draw(st.sampled_from(self.play.askable())), same=same)

    @precondition(lambda self: self.play.standing())
    @rule(data=st.data())
    def reviewer_takes_back(self, data: st.DataObject) -> None:
        """What was said of two is undone."""
        self.play.take_back(data.draw(st.sampled_from(self.play.standing())))

    @precondition(lambda self: self.play.joined())
    @rule(data=st.data())
    def link_dies(self, data: st.DataObject) -> None:
        """What the machine joined is undone."""
        self.play.part(data.draw(st.sampled_from(self.play.joined())))


def test_whatever_is_told_joined_and_undone() -> None:
    Proof.founded = playing.found(make_partnership())
    one, other = (Reading(town).derived() for town in Proof.founded[:2])
    assert one.beside(other) == []

    chosen = settings(
        max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None, phases=PHASES,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False, print_blob=False,
    )  # fmt: skip
    run_state_machine_as_test(Proof, settings=chosen)
