"""Pairs joined into people: the surest first, and never two of whom any members are told apart."""

from collections import defaultdict
from collections.abc import Iterable


class Clusters:
    """Who belongs together; everybody begins alone."""

    def __init__(self, apart: Iterable[tuple[int, int]]) -> None:
        """Take the pairs that are certainly two people: no chain of links may join them."""
        self._of: dict[int, int] = {}
        self._members: dict[int, set[int]] = {}
        self._apart: dict[int, set[int]] = defaultdict(set)
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def of(self, row: int) -> int:
        """Return the cluster of a row: the number of one of its members."""
        return self._of.get(row, row)

    def join(self, one: int, other: int) -> bool:
        """Join the clusters of two; False where somebody in one is told apart from somebody in the other."""
        kept, taken = self.of(one), self.of(other)
        if kept == taken:
            return True
        if len(self._rows(kept)) < len(self._rows(taken)):
            kept, taken = taken, kept
        mine, theirs = self._rows(kept), self._rows(taken)
        if any(not mine.isdisjoint(self._apart.get(row, ())) for row in theirs):
            return False
        self._members[kept] = mine | theirs
        self._members.pop(taken, None)
        self._of.update(dict.fromkeys(theirs, kept))
        return True

    def _rows(self, cluster: int) -> set[int]:
        return self._members.get(cluster, {cluster})


def clusters(
    links: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]]
) -> tuple[Clusters, list[tuple[int, int]]]:
    """Return the clusters of links, given surest first, and those links that would have joined people told apart."""
    found = Clusters(apart)
    refused = [(one, other) for one, other in links if not found.join(one, other)]
    return found, refused
