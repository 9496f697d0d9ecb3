"""What the matcher believes, as a table for each field: how often each thing is found of one person, one household, strangers."""

from collections.abc import Iterator

from wholepicture.interfaces.cli.reference import markdown
from wholepicture.lib.terms import Term
from wholepicture.pathway.linkage import matcher
from wholepicture.pathway.linkage.matcher.parameters import Parameters
from wholepicture.pathway.linkage.matcher.terms import LEVELS, Field, Kind

ABOUT = (
    "The parameters that are shipped, from `wholepicture/pathway/linkage/matcher/parameters.json`. A partnership learns its own "
    "with `wholepicture linkage learn`. Read a row like this: of pairs that are one person, so many show it; of two people of "
    "one household, so many; of strangers, so many. What is seen far more often of one person than of the others speaks for one "
    "person. A forename, surname or postcode that agrees is weighed by how rare that very one is. Why it is done like this: "
    "docs/explanation/matching.md."
)
HOUSEHOLD = tuple(kind for kind in Kind if kind not in (Kind.SAME, Kind.UNRELATED))


def page() -> str:
    """The page: cut-offs first, then each field."""
    found = matcher.load()
    return markdown.page(
        "What the matcher believes", ABOUT, _cut_offs(found), *(_field(field, found) for field in Field)
    )


def _cut_offs(found: Parameters) -> str:
    rows = [
        ("A reviewer is asked", odds(found.review.odds), _share(found.review.precision)),
        ("The machine links", odds(found.link.odds), _share(found.link.precision)),
    ]
    table = markdown.table(["From here on", "Odds of one person", "Of pairs above it, one person"], rows)
    return f"## Cut-offs\n\nVersion {found.version}, for a register of {found.people:,} people.\n\n{table}"


def _field(field: Field, found: Parameters) -> str:
    headings = ["What is found", "One person", "One household", "Strangers"]
    return f"## {field.label}\n\n{markdown.table(headings, _rows(field, found))}"


def _rows(field: Field, found: Parameters) -> Iterator[tuple[str, str, str, str]]:
    for level in LEVELS[field]:
        row = found.rates[field][level]
        yield (
            level.label,
            _share(row[Kind.SAME]),
            _share(_of_household(field, level, found)),
            _share(row[Kind.UNRELATED]),
        )


def _of_household(field: Field, level: Term, found: Parameters) -> float:
    """The six kinds of one household, each as often as it occurs."""
    row = found.rates[field][level]
    return sum(found.pairs[kind] * row[kind] for kind in HOUSEHOLD) / sum(found.pairs[kind] for kind in HOUSEHOLD)


def odds(log2: float) -> str:
    """Say odds, given as a power of two, in plain figures."""
    factor = round(2 ** abs(log2))
    return f"{factor:,} to 1" if log2 >= 0 else f"1 to {factor:,}"


def _share(share: float) -> str:
    return f"{share:.2%}" if share >= 0.0001 else f"{share * 1_000_000:.2g} in a million"
