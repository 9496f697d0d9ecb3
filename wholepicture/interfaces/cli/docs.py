"""`wholepicture docs`: write docs/reference from the code, or with --check say what is not fresh."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from wholepicture.interfaces.cli import start


def command(arguments: Sequence[str]) -> int:
    """Write every page, or compare; exit 1 when a page in the checkout says something else than the code."""
    parser = argparse.ArgumentParser(prog="wholepicture docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page is not fresh")
    chosen = parser.parse_args(arguments)
    start.django_ready()
    folder = Path(settings.BASE) / "docs" / "reference"
    stale = [name for name, text in _pages() if not _is_fresh(folder / name, text)]
    if chosen.check:
        for name in stale:
            print(f"docs/reference/{name} is not what the code says: run `make docs`.", file=sys.stderr)
        return 1 if stale else 0
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _pages():
        (folder / name).write_text(text)
    print(f"{len(stale)} pages written anew.")
    return 0


def _pages() -> list[tuple[str, str]]:
    from wholepicture.interfaces.cli.reference import PAGES

    return [(name, write()) for name, write in PAGES.items()]


def _is_fresh(file: Path, text: str) -> bool:
    return file.exists() and file.read_text() == text
