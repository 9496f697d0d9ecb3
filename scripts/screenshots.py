"""Make the pictures of the README and the documents, with Playwright and Debian's Chromium: `make screenshots`.

Without an address it runs a demonstration of its own in a temporary folder, takes the pictures and ends it. With one
(`.venv/bin/python scripts/screenshots.py http://127.0.0.1:8000`, WHOLEPICTURE_VAR as in `make run`) it takes them from a
demonstration that runs. Taking them reads pages only; it answers and decides nothing.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
FIRST_PORT = 8460
LONGEST_REPLAY_SECONDS = 1200
RELOAD_SECONDS = 10
# While the demonstration still plays, a page may wait for its turn.
PATIENCE_SECONDS = 120
DESKTOP = (1100, 820)
TALL = (1100, 1640)
WIDE = (1100, 1080)
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


def _first_to_answer(page: Page) -> None:
    """The first item that only a named person's answer ends, from what has to be answered down to the form."""
    page.locator("main :has(> * a[href^='/work/'])").filter(has_text="Act: say what you will do").last.locator(
        "a[href^='/work/']"
    ).first.click()
    page.locator("article, section").filter(has_text="say what you will do").last.evaluate("it => it.scrollIntoView()")


def _first_held(page: Page) -> None:
    page.locator("a[href^='/release/']").first.click()


def _first_pair(page: Page) -> None:
    page.get_by_role("button", name="Start with the first").click()


def _family(name: str, part: str = "") -> Callable[[Page], None]:
    """Go from the daily list to the family of a child, and there to a part of the page."""

    def go(page: Page) -> None:
        page.get_by_role("link", name=name).first.click()
        if part:
            page.locator(part).first.evaluate("part => part.scrollIntoView()")

    return go


def _part(name: str, part: str = "", scroll: str = "") -> Callable[[Page], None]:
    """Go to a part of the pages of a child's family (the overview without one), and there down to something."""

    def go(page: Page) -> None:
        page.get_by_role("link", name=name).first.click()
        address, _, family = page.url.partition("/triage/families/")
        page.goto(f"{address}/families/{family}{part}")
        if scroll:
            page.locator(scroll).first.evaluate("part => part.scrollIntoView()")

    return go


def _as_known(name: str, agency: str) -> Callable[[Page], None]:
    """What one agency had known of a child's family at the end of today."""

    def go(page: Page) -> None:
        _part(name, "/as-known")(page)
        page.get_by_label("Agency").select_option(label=agency)
        page.get_by_role("button", name="Show").click()
        page.locator(SECTIONS).evaluate("part => part.scrollIntoView()")

    return go


def _kept_replay(page: Page) -> None:
    """The published case side by side; a demonstration plays it once it runs, which takes minutes."""
    kept = page.locator("main a[href^='/learning/']")
    for _ in range(LONGEST_REPLAY_SECONDS // RELOAD_SECONDS):
        if kept.count():
            break
        page.wait_for_timeout(RELOAD_SECONDS * 1000)
        page.reload()
    kept.first.click()
    page.get_by_role("heading", name="Who knew of what").first.evaluate("heading => heading.scrollIntoView()")


def _meeting_held(page: Page) -> None:
    page.get_by_role("row", name="Held").get_by_role("link").first.click()


def _contribution(page: Page) -> None:
    page.get_by_role("link", name="Finn").first.click()
    page.get_by_role("button", name="Say what you know").first.click()
    page.get_by_role("radio", name="We know something").check()


def _suspension(page: Page) -> None:
    page.get_by_role("link", name="Triage meetings suspended").first.click()


CHAIR = "hanna.lindqvist@social-care.example"
FIRST_RESPONSE = "leila.haddad@social-care.example"
HEALTH_VISITOR = "kate.ferris@public-health-nursing.example"
EXECUTIVE = "margaret.shaw@partnership.example"
CHILD = "Charlie"
SECTIONS = "nav.wp-sections"
PICTURES = (
    Picture("home", HEALTH_VISITOR, "/", size=WIDE),
    Picture("home-of-a-chair", CHAIR, "/", size=WIDE),
    Picture("home-of-an-executive", EXECUTIVE, "/", size=WIDE),
    Picture("home-on-a-phone", HEALTH_VISITOR, "/", size=PHONE),
    Picture("family", CHAIR, "/triage", _part(CHILD, scroll="h1"), size=WIDE),
    Picture("family-map", CHAIR, "/triage", _part(CHILD, scroll="section[aria-labelledby=map]")),
    Picture("family-on-a-phone", CHAIR, "/triage", _part(CHILD, scroll="figure.wp-map"), size=PHONE),
    Picture("timeline", CHAIR, "/triage", _part(CHILD, "/timeline", SECTIONS), size=WIDE),
    Picture("timeline-on-a-phone", CHAIR, "/triage", _part(CHILD, "/timeline", "h1"), size=PHONE),
    Picture("who-knows-what", CHAIR, "/triage", _part(CHILD, "/knowledge", SECTIONS), size=WIDE),
    Picture("as-known", CHAIR, "/triage", _as_known(CHILD, "Ferry Health Centre"), size=WIDE),
    Picture("my-work", HEALTH_VISITOR, "/work"),
    Picture("notice", HEALTH_VISITOR, "/work", _first_to_answer, TALL),
    Picture("notice-on-a-phone", "mina.patel@quayside-surgery.example", "/work", _first_item, PHONE),
    Picture("report", "priya.nandra@police.example", "/report"),
    Picture("release-queue", "marcus.webb@police.example", "/release"),
    Picture("held", "marcus.webb@police.example", "/release", _first_held, TALL),
    Picture("possible-links", "ines.calloway@partnership.example", "/links"),
    Picture("pair", "ines.calloway@partnership.example", "/links", _first_pair, TALL),
    Picture("protocol", EXECUTIVE, "/protocol"),
    Picture("triage-list", CHAIR, "/triage"),
    Picture("triage-meetings", CHAIR, "/triage/meetings"),
    Picture("triage-meeting", CHAIR, "/triage/meetings", _meeting_held),
    Picture("triage-family", CHAIR, "/triage", _family("Ivy"), WIDE),
    Picture("triage-decided", CHAIR, "/triage", _family("Ivy", "section[aria-labelledby=before]")),
    Picture("triage-proposed", FIRST_RESPONSE, "/triage", _family("Oskar", "section[aria-labelledby^=proposed]")),
    Picture("triage-contribute", "claire.dunn@harbour-primary.example", "/work", _contribution, PHONE),
    Picture("triage-suspension", "nisha.varma@integrated-care-board.example", "/triage/suspensions", _suspension, WIDE),
    Picture("stuck", "alex.byrne@partnership.example", "/stuck"),
    # Last: it waits until the case has been played.
    Picture("learning", "pat.verity@partnership.example", "/learning", _kept_replay, size=(1100, 850)),
)


def main() -> int:
    """Take every picture; exit 1 when one is too large to be committed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", help="where a demonstration runs; without it, one of its own is run")
    parser.add_argument("--only", default="", help="take only pictures whose name begins so")
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "images")
    chosen = parser.parse_args()
    chosen.into.mkdir(parents=True, exist_ok=True)
    if chosen.address:
        var = Path(os.environ.get("WHOLEPICTURE_VAR", ROOT / "var"))
        return _take_all(chosen.address.rstrip("/"), var, chosen.only, chosen.into)
    with tempfile.TemporaryDirectory(prefix="whole-picture-") as var, _demonstration(Path(var)) as address:
        return _take_all(address, Path(var), chosen.only, chosen.into)


@contextmanager
def _demonstration(var: Path) -> Iterator[str]:
    """Run a demonstration that keeps everything in this folder, and give its address; end it afterwards."""
    command = [str(Path(sys.executable).parent / "wholepicture"), "run", "--families", "6", "--port", str(FIRST_PORT)]
    environment = os.environ | {"WHOLEPICTURE_VAR": str(var), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own command
    try:
        yield _address(process)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def _address(process: subprocess.Popen[str]) -> str:
    """Wait until the demonstration says where it runs."""
    for line in process.stdout or ():
        print(line, end="", flush=True)
        if found := re.search(r"is running: (http\S+)", line):
            return found.group(1)
    raise SystemExit("The demonstration ended before it ran.")


def _take_all(address: str, var: Path, only: str, folder: Path) -> int:
    password = _password(var)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        files = [_take(browser, address, password, picture, folder) for picture in _chosen(only)]
    large = [file for file in files if file.stat().st_size > LARGEST_BYTES]
    for file in large:
        print(f"{file} has {file.stat().st_size} bytes, more than {LARGEST_BYTES}: show less.", file=sys.stderr)
    return 1 if large else 0


def _chosen(begins: str) -> list[Picture]:
    return [picture for picture in PICTURES if picture.name.startswith(begins)]


def _take(browser: Browser, address: str, password: str, picture: Picture, folder: Path) -> Path:
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="en-GB", timezone_id="Europe/London"
    )
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    page = context.new_page()
    _sign_in(page, address, picture.email, password)
    page.goto(f"{address}{picture.path}")
    picture.go(page)
    page.wait_for_load_state("networkidle")
    file = folder / f"{picture.name}.png"
    page.screenshot(path=file)
    context.close()
    print(f"{file.name}: {page.url.removeprefix(address)}, {file.stat().st_size} bytes")
    return file


def _sign_in(page: Page, address: str, email: str, password: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("Work e-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def _password(var: Path) -> str:
    file = var / "demonstration_password"
    if not file.exists():
        raise SystemExit(f"{file} is not there: start the demonstration with `make run` first.")
    return file.read_text()


if __name__ == "__main__":
    sys.exit(main())
