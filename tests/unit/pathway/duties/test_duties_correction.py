"""A correction names nobody new, says nothing of what happened, and asks for a confirmation."""

from datetime import UTC, datetime

from wholepicture.pathway.duties.messages import correction

AT = datetime(2020, 6, 1, 9, 30, tzinfo=UTC)


def test_a_correction_says_what_was_sent_when_and_what_to_do_with_it() -> None:
    title, text = correction.compose("Charlie Marsh", "0d6f", AT)
    assert title == "Correction: Charlie Marsh"
    assert "Monday 1 June 2020, 10:30am (reference 0d6f)" in text
    for asked in ("Do not act on it", "Take it out of the record", "confirm here"):
        assert asked in text


def test_a_correction_is_the_same_whatever_had_happened_to_whomever() -> None:
    one, other = (correction.compose(name, "0d6f", AT)[1] for name in ("Charlie Marsh", "Kyle Denham"))
    assert one == other
    assert "Charlie" not in one
    assert "abuse" not in one
