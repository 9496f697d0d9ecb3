"""Percentiles, and how a row of figures is printed."""

import math
from collections.abc import Sequence


def percentile(values: Sequence[float], of_hundred: int) -> float:
    """The nearest-rank percentile; not a number when there are no values."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(of_hundred / 100 * len(ordered)) - 1)] if ordered else math.nan


def row(name: str, seconds: Sequence[float], baseline: float) -> str:
    """One line: how many, p50 and p95 in milliseconds, and each as a multiple of the baseline in seconds."""
    middle, most = percentile(seconds, 50), percentile(seconds, 95)
    times = f"x {middle / baseline:8.1f} x {most / baseline:8.1f}"
    return f"  {name:<52} n={len(seconds):<5} p50 {middle * 1000:9.1f} ms  p95 {most * 1000:9.1f} ms  {times}"
