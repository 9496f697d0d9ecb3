"""Odds and weights as people say them: "18 times likelier", "1 to 400"; the powers of two stay behind the page."""

from wholepicture.pathway.linkage.facts import NO_DIFFERENCE

UNITS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
LEAST_SAID = 1.01


def times(weight: float) -> str:
    """Say how a field's weight (log2) moves the odds of one person, in full: "4 times less likely"."""
    if not matters(weight):
        return "No difference"
    return f"{number(2 ** abs(weight))} times {'likelier' if weight > 0 else 'less likely'}"


def sign(weight: float) -> str:
    """Say the same beside a bar, with a sign before the number."""
    if not matters(weight):
        return "no difference"
    return f"{'×' if weight > 0 else '÷'} {number(2 ** abs(weight))}"


def matters(weight: float) -> bool:
    """Whether a weight (log2) moves the odds by a tenth or more."""
    return abs(weight) >= NO_DIFFERENCE


def slightly(weight: float) -> str:
    """Say what many weights that make no difference alone (log2) come to together: "1.04", "less than 1.01"."""
    factor = 2 ** abs(weight)
    return number(factor) if matters(weight) else f"less than {LEAST_SAID}" if factor < LEAST_SAID else f"{factor:.2f}"


def odds(log2: float) -> str:
    """Say odds (log2) for one person: "370 to 1", "1 to 4", "even"."""
    factor = 2 ** abs(log2)
    if not matters(log2):
        return "even"
    return f"{number(factor)} to 1" if log2 > 0 else f"1 to {number(factor)}"


def of_hundred(share: float) -> str:
    """Say a share (0 to 1) as so many of a round number: "95 of 100", "999 of 1,000"; never all, where it is not all."""
    if share >= 1:
        return "all"
    size = next((size for size in (100, 1_000, 10_000) if share <= 1 - 1 / size), 100_000)
    return f"{min(round(share * size), size - (share < 1)):,} of {size:,}"


def number(value: float) -> str:
    """Say a number with two figures that matter: "1.5", "18", "4,300", "1.2 million"."""
    for size, name in UNITS:
        if value >= size * 0.995:
            return f"{_two_figures(value / size)} {name}"
    return _two_figures(value)


def _two_figures(value: float) -> str:
    if value < 9.95:
        return f"{value:.1f}".removesuffix(".0")
    digits = len(str(int(value)))
    return f"{round(value, 2 - digits):,.0f}"
