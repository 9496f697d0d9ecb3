"""What random steps once found wrong, each as the fewest steps that showed it, looked at after each step as they are."""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.integration.proof import playing
from tests.integration.proof.derived import Reading
from tests.integration.proof.playing import Play
from tests.integration.proof.town import ALIKE, CHILDREN, FATHERS, MOTHERS, make_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> Iterator[Play]:
    """A town just founded; at the end everything is derived once more, which changes nothing."""
    found = Play(*playing.found(make_partnership()))
    yield found
    found.end()


def test_a_family_sees_what_happened_at_its_home_among_people_who_are_not_its_own(play: Play) -> None:
    play.report(MOTHERS[0], FATHERS[0], None, place="H2", classed=True)


def test_a_child_who_turns_out_to_live_where_it_happened_is_concerned(play: Play) -> None:
    play.report(MOTHERS[1], FATHERS[0], None, place="H3", classed=True)
    play.move(CHILDREN[0], "H3")


def test_whoever_was_told_of_what_only_a_false_link_brought_into_scope_is_corrected(play: Play) -> None:
    play.report(MOTHERS[0], FATHERS[0], None, place="H1", classed=False)
    play.part("incident 1:Mother 1")


def test_what_is_found_of_a_family_does_not_hang_on_which_others_are_looked_at_with_it(play: Play) -> None:
    play.move(CHILDREN[1], "H4")
    play.report(MOTHERS[0], FATHERS[0], CHILDREN[1], place="H3", classed=False)
    play.report(MOTHERS[0], FATHERS[0], None, place="H2", classed=True)


def test_of_two_told_of_who_are_one_by_now_both_duties_are_dropped(play: Play) -> None:
    play.report(MOTHERS[0], FATHERS[0], None, place="H2", classed=False)
    play.register(CHILDREN[0], "B")
    play.answer(ALIKE[1], same=True)
    play.part("incident 1:Mother 1")


def test_whoever_was_told_of_a_child_is_not_told_again_by_another_record_of_that_child(play: Play) -> None:
    play.report(MOTHERS[0], FATHERS[0], None, place="H1", classed=True)
    # With the unborn child of the other family it is in the fast lane, so that everybody's notice becomes faster.
    play.answer(ALIKE[1], same=True)

    told = Counter(one.key for one in Reading(play.town).sent())
    assert {key: times for key, times in told.items() if times > 1} == {}


def test_what_was_told_through_a_false_link_is_corrected_though_it_was_dropped_for_another_reason_before(
    play: Play,
) -> None:
    play.answer(ALIKE[1], same=True)
    play.report(MOTHERS[1], FATHERS[1], None, place="H2", classed=True)
    play.move(CHILDREN[0], "H4")
    play.take_back(play.standing()[0])
