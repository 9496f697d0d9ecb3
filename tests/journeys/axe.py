"""Accessibility of a page in a real browser: axe-core, injected from tests/assets, with the rules of WCAG 2.2 AA."""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parent.parent / "assets" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def violations(page: Page, *, tags: Sequence[str] = TAGS) -> list[str]:
    """Run axe on the page as it stands; one sentence per breach with rule, help and the first elements, [] when clean."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", list(tags)
    )
    return [_sentence(breach) for breach in found["violations"]]


def picture(page: Page, path: Path) -> None:
    """Keep a picture of the whole page to look at, where JOURNEY_SHOTS asks for it: a minute of CI shows nobody anything."""
    if os.environ.get("JOURNEY_SHOTS"):
        path.parent.mkdir(exist_ok=True)
        page.screenshot(path=path, full_page=True)


@cache
def _script() -> str:
    return AXE.read_text()


def _sentence(breach: dict[str, Any]) -> str:
    elements = "; ".join(node["html"][:120] for node in breach["nodes"][:3])
    return f"{breach['id']}: {breach['help']} ({len(breach['nodes'])} times): {elements}"
