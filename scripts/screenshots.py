"""Make the pictures of the README and the documents from a running demonstration, with Playwright and Debian's Chromium.

`make run` in one terminal, then in another: .venv/bin/python scripts/screenshots.py http://127.0.0.1:8000
Taking them reads pages only; it answers and decides nothing. WHOLEPICTURE_VAR as in `make run`.
"""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
LARGEST_BYTES = 200_000
DESKTOP = (1100, 820)
TALL = (1100, 1640)
PHONE = (390, 844)


@dataclass(frozen=True)
class Picture:
    """One picture: the file's name, who is signed in, the page, and how to get from there to what is shown."""

    name: str
    email: str
    path: str
    go: Callable[[Page], None] = lambda page: None
    size: tuple[int, int] = DESKTOP


def _first_item(page: Page) -> None:
    page.locator("a[href^='/work/']").first.click()


def _first_held(page: Page) -> None:
    page.locator("a[href^='/release/']").first.click()


def _first_pair(page: Page) -> None:
    page.get_by_role("button", name="Start with the first").click()


PICTURES = (
    Picture("my-work", "kate.ferris@public-health-nursing.example", "/work"),
    Picture("notice", "kate.ferris@public-health-nursing.example", "/work", _first_item, TALL),
    Picture("notice-on-a-phone", "mina.patel@quayside-surgery.example", "/work", _first_item, PHONE),
    Picture("report", "priya.nandra@police.example", "/report"),
    Picture("release-queue", "marcus.webb@police.example", "/release"),
    Picture("held", "marcus.webb@police.example", "/release", _first_held, TALL),
    Picture("possible-links", "ines.calloway@partnership.example", "/links"),
    Picture("pair", "ines.calloway@partnership.example", "/links", _first_pair, TALL),
    Picture("protocol", "margaret.shaw@partnership.example", "/protocol"),
    Picture("stuck", "alex.byrne@partnership.example", "/stuck"),
)


def main() -> int:
    """Take every picture; exit 1 when one is too large to be committed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="where the demonstration runs, as `make run` printed it")
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "images")
    chosen = parser.parse_args()
    chosen.into.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        files = [_take(browser, chosen.address.rstrip("/"), picture, chosen.into) for picture in PICTURES]
    large = [file for file in files if file.stat().st_size > LARGEST_BYTES]
    for file in large:
        print(f"{file} has {file.stat().st_size} bytes, more than {LARGEST_BYTES}: show less.", file=sys.stderr)
    return 1 if large else 0


def _take(browser: Browser, address: str, picture: Picture, folder: Path) -> Path:
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="en-GB", timezone_id="Europe/London"
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    _sign_in(page, address, picture.email)
    page.goto(f"{address}{picture.path}")
    picture.go(page)
    page.wait_for_load_state("networkidle")
    file = folder / f"{picture.name}.png"
    page.screenshot(path=file)
    context.close()
    print(f"{file.name}: {page.url.removeprefix(address)}, {file.stat().st_size} bytes")
    return file


def _sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("Work e-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(_password())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def _password() -> str:
    file = Path(os.environ.get("WHOLEPICTURE_VAR", ROOT / "var")) / "demonstration_password"
    if not file.exists():
        raise SystemExit(f"{file} is not there: start the demonstration with `make run` first.")
    return file.read_text()


if __name__ == "__main__":
    sys.exit(main())
