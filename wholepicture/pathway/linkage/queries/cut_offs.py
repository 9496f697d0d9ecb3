"""The two cut-offs that decide whether a machine links, a reviewer is asked, or neither: as the parameters have them now."""

from dataclasses import dataclass

from wholepicture.pathway.linkage import matcher


@dataclass(frozen=True)
class CutOffs:
    """Odds for one person (powers of two) from which on a reviewer is asked, and from which on a machine may link.

    Each with the share of pairs above it that were one person when it was calibrated (0 to 1), and the parameters' version.
    """

    review: float
    review_precision: float
    link: float
    link_precision: float
    model: str


def cut_offs() -> CutOffs:
    """Return the cut-offs that are in force."""
    found = matcher.load()
    return CutOffs(
        found.review.odds, found.review.precision, found.link.odds, found.link.precision, model=found.version
    )
