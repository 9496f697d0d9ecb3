"""Splink's own charts of what it learnt, as pages that open without a network: the drawing library stands in each."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from splink import Linker


def write(linker: "Linker", folder: Path) -> list[Path]:
    """Write every chart into this folder, which is made where it is not there, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    seen = linker.visualisations
    charts: dict[str, Callable[[], Any]] = {
        "match-weights": seen.match_weights_chart,
        "m-and-u": seen.m_u_parameters_chart,
        "how-each-was-learnt": seen.parameter_estimate_comparisons_chart,
        "term-frequencies-of-surnames": lambda: seen.tf_adjustment_chart("family"),
    }
    return [_written(folder / f"{name}.html", chart()) for name, chart in charts.items()]


def _written(path: Path, chart: Any) -> Path:  # noqa: ANN401
    path.write_text(chart.to_html(inline=True), encoding="utf-8")
    return path
