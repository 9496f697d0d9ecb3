"""The chain's arithmetic, without a database."""

from dataclasses import replace
from uuid import UUID

from wholepicture.registers.audit import chain


def whole(texts: list[str], name: str = "a") -> list[chain.Link]:
    """A whole chain of these entries."""
    links, previous = [], chain.GENESIS
    for number, text in enumerate(texts, start=1):
        digest = chain.seal(previous, text)
        last = number == len(texts)
        links.append(
            chain.Link(
                chain=name, number=number, entry=UUID(int=number), text=text, previous=previous, hash=digest,
                sealed_entry=UUID(int=number), head=digest if last else None, is_head=last,
            )
        )  # fmt: skip
        previous = digest
    return links


def test_whole_chains_side_by_side_have_no_breach() -> None:
    assert list(chain.breaches(whole(["x", "y"], "a") + whole(["z"], "b"))) == []


def test_a_chain_that_does_not_start_at_one_is_a_breach() -> None:
    assert "number 1 was expected" in next(chain.breaches(whole(["x", "y"])[1:]))


def test_a_chain_without_its_head_is_a_breach() -> None:
    assert "its head does not stand there" in next(chain.breaches(whole(["x", "y"])[:1]))


def test_an_entry_that_does_not_follow_the_one_before_it_is_a_breach() -> None:
    first, second = whole(["x", "y"])
    forged = replace(second, previous=b"other", hash=chain.seal(b"other", "y"), head=chain.seal(b"other", "y"))
    assert list(chain.breaches([first, forged])) == ["Chain a, number 2: it does not follow the entry before it."]


def test_a_head_that_is_not_the_hash_of_the_last_entry_is_a_breach() -> None:
    (only,) = whole(["x"])
    assert "is not the hash of its last entry" in next(chain.breaches([replace(only, head=b"other")]))


def test_the_same_text_after_another_history_has_another_hash() -> None:
    assert whole(["x", "same"])[1].hash != whole(["y", "same"])[1].hash


def test_a_copied_head_is_compared_by_number_and_hash() -> None:
    copied = chain.CopiedHead(chain="a", number=2, hash=b"2")

    assert list(chain.compare([copied], {("a", 2): b"2"})) == []
    assert "rewritten" in next(chain.compare([copied], {("a", 2): b"other"}))
    assert "cut off" in next(chain.compare([copied], {}))
