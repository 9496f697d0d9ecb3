"""How much speaks for one person is said in words, never as a figure."""

import pytest

from wholepicture.pathway.linkage.queries import pairs


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (1.0, "Much speaks for it"),
        (pairs.MUCH, "Much speaks for it"),
        (pairs.MUCH - 0.01, "Something speaks for it"),
        (pairs.SOMETHING, "Something speaks for it"),
        (pairs.SOMETHING - 0.01, "Little speaks for it"),
        (0.0, "Little speaks for it"),
    ],
)
def test_the_weight_of_a_question_is_said_in_three_steps(score: float, words: str) -> None:
    assert pairs.weight_in_words(score) == words
