"""How far reviewers agree on pairs that two of them answered without knowing of each other: counts, a figure and its meaning."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from wholepicture.pathway.linkage import queries as linkage
from wholepicture.pathway.linkage.queries import AgreementPicture
from wholepicture.pathway.linkage.terms import Verdict

MOST_DIFFERING = 20
FEW = 30
# From which kappa on, and what it means; a figure below the first is the last line's.
MEANINGS = (
    (0.8, "They agree almost always."),
    (0.6, "They agree well, with room for a talk about how each of them decides."),
    (0.4, "They agree somewhat. Agree on rules for what the two see differently."),
    (0.2, "They agree little more than chance would have them. Go through pairs together before deciding more."),
    (-1.0, "They agree no more than chance would have them. Stop and talk: single answers cannot be relied on."),
)


@dataclass(frozen=True)
class Bar:
    """The drawing: how many of a hundred agreed, and how many would by chance; widths are shares of a hundred."""

    agreed: float
    by_chance: float


@dataclass(frozen=True)
class AgreementPage:
    """`summary` and `meaning` in sentences, the drawing (None without answers), the table, and pairs to talk about."""

    summary: str
    meaning: tuple[str, ...]
    bar: Bar | None
    rows: tuple[tuple[str, ...], ...]
    differing: tuple[UUID, ...]
    waiting: str


def agreement() -> AgreementPage:
    """Compose the page; it names nobody, neither reviewers nor those on the records."""
    told, waiting = linkage.agreement(), linkage.seconds_size()
    return AgreementPage(
        summary=_summary(told),
        meaning=tuple(_meaning(told)),
        bar=Bar(round(100 * told.agreed / told.pairs, 1), round(100 * by_chance(told), 1)) if told.pairs else None,
        rows=tuple(_rows(told)) if told.pairs else (),
        differing=tuple(linkage.disagreed(MOST_DIFFERING)),
        waiting="1 decision has had no second look."
        if waiting == 1
        else f"{waiting} decisions have had no second look.",
    )


def by_chance(told: AgreementPicture) -> float:
    """Return the share on which two would agree who gave each answer as often, and threw a die for which pair."""
    first, second = Counter[Verdict](), Counter[Verdict]()
    for (one, other), count in told.table.items():
        first[one] += count
        second[other] += count
    return sum(first[verdict] * second[verdict] for verdict in Verdict) / told.pairs**2


def _summary(told: AgreementPicture) -> str:
    if not told.pairs:
        return "No pair has been answered by two reviewers yet."
    return f"{told.agreed} of {told.pairs} pairs were answered alike by two reviewers."


def _meaning(told: AgreementPicture) -> list[str]:
    if not told.pairs:
        return []
    found = [f"Two who answered without looking would agree on about {round(100 * by_chance(told))} of 100."]
    if told.kappa is None:
        found.append("With so few or so uniform answers there is no figure beyond chance yet.")
    else:
        means = next(words for least, words in MEANINGS if told.kappa >= least)
        found.append(f"Cohen's kappa is {told.kappa:.2f}: 0 is what chance gives, 1 is always. {means}")
    if told.pairs < FEW:
        found.append(f"Fewer than {FEW} pairs: the figure can still move a lot with each answer.")
    return found


def _rows(told: AgreementPicture) -> list[tuple[str, ...]]:
    """Each first answer with how often each second one followed it."""
    return [(first.label, *(str(told.table.get((first, second), 0)) for second in Verdict)) for first in Verdict]
