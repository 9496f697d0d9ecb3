"""Within one page the same question is asked once; outside, and after it, again."""

from collections.abc import Iterable

from wholepicture.lib import once


class Asked:
    """A read that counts how often it was made."""

    def __init__(self) -> None:
        self.times = 0
        self.who = once.once(self._who)
        self.word = once.once(self._word)

    def _who(self, ids: Iterable[int], day: str = "") -> list[int]:
        self.times += 1
        return sorted(ids)

    def _word(self, number: int) -> str:
        self.times += 1
        return str(number)


def test_the_same_people_in_any_order_and_shape_are_asked_about_once() -> None:
    asked = Asked()
    with once.asking():
        assert asked.who([1, 2]) == asked.who({2, 1}) == asked.who(each for each in (2, 1)) == [1, 2]
        assert asked.who(frozenset({1, 2})) == [1, 2]
        assert asked.times == 1
        assert asked.who([1]) == [1]
        assert asked.who([1, 2], day="Monday") == [1, 2]
        assert asked.times == 3


def test_two_questions_with_the_same_words_are_two() -> None:
    one, other = Asked(), Asked()
    with once.asking():
        assert one.word(1) == one.word(1) == other.word(1) == "1"
    assert (one.times, other.times) == (1, 1)


def test_whoever_changes_an_answer_changes_their_own_copy() -> None:
    asked = Asked()
    with once.asking():
        asked.who([1]).append(7)
        assert asked.who([1]) == [1]


def test_what_may_be_written_meanwhile_is_asked_again() -> None:
    asked = Asked()
    with once.asking():
        asked.who([1])
    asked.who([1])
    asked.who(each for each in [1])
    with once.asking():
        asked.who([1])
    assert asked.times == 4
