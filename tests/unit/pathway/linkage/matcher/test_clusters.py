"""Links become people, and no chain joins two who are told apart."""

from hypothesis import given
from hypothesis import strategies as st

from wholepicture.pathway.linkage.matcher.clusters import clusters

PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] != pair[1]), max_size=25)


def test_a_chain_stops_before_two_of_one_household() -> None:
    found, refused = clusters([(1, 2), (2, 3)], apart=[(1, 3)])
    assert found.of(1) == found.of(2) != found.of(3)
    assert refused == [(2, 3)]


@given(PAIRS, PAIRS)
def test_nobody_told_apart_stands_together_and_every_other_link_holds(
    links: list[tuple[int, int]], apart: list[tuple[int, int]]
) -> None:
    found, refused = clusters(links, apart)
    assert all(found.of(one) != found.of(other) for one, other in apart)
    assert all(found.of(one) == found.of(other) for one, other in links if (one, other) not in refused)
