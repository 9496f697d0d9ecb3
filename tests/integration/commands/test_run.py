"""`wholepicture run`, as a newcomer types it: a real server, real pages under the web role, a real worker, and nothing left over."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest

CONSOLE = Path(sys.executable).parent / "wholepicture"
START_SECONDS = 120


@dataclass
class Running:
    """A started run: its process, what it printed, and its folder."""

    process: subprocess.Popen[str]
    printed: str
    folder: Path

    @property
    def address(self) -> str:
        return re.search(r"is running: (\S+)", self.printed)[1]  # type: ignore[index]

    @property
    def password(self) -> str:
        return re.search(r"password (\S+) as", self.printed)[1]  # type: ignore[index]

    @property
    def sign_ins(self) -> dict[str, str]:
        """E-mail address by kind of user."""
        return dict(re.findall(r"^  (\S.*?)  +(\S+@\S+)$", self.printed, re.MULTILINE))


def start(folder: Path) -> Running:
    """Run until the welcome has been printed."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_URL", "WHOLEPICTURE", "DJANGO"))}
    process = subprocess.Popen(
        [str(CONSOLE), "run", "--port", "18000", "--families", "1"], env=environment | {"WHOLEPICTURE_VAR": str(folder)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    printed = ""
    assert process.stdout is not None
    for line in process.stdout:
        printed += line
        if "Ctrl-C stops" in line:
            return Running(process, printed, folder)
    raise AssertionError(f"It ended before it was ready:\n{printed}")


def stop(running: Running) -> str:
    """Ctrl-C, as the terminal sends it: to the whole foreground group's leader."""
    running.process.send_signal(signal.SIGINT)
    rest, _ = running.process.communicate(timeout=60)
    return rest


def processes_of(folder: Path) -> list[str]:
    """Every living process that has this folder in its command line, its environment or as its place."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            text = (entry / "cmdline").read_text() + (entry / "environ").read_text()
            place = os.readlink(entry / "cwd")
        except OSError:
            continue
        if str(folder) in text or place.startswith(str(folder)):
            found.append(text.replace("\0", " ")[:120])
    return found


class Browser:
    """A person's browser without JavaScript: keeps cookies, follows redirects, posts forms with their token."""

    def __init__(self, running: Running) -> None:
        self.address = running.address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> tuple[int, str]:
        return self._open(path, None)

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        _, page = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        return self._open(path, urlencode(fields | {"csrfmiddlewaretoken": token[1] if token else ""}).encode())

    def _open(self, path: str, body: bytes | None) -> tuple[int, str]:
        request = urllib.request.Request(self.address + path, data=body, headers={"Referer": self.address + path})  # noqa: S310
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refused:
            return refused.code, refused.read().decode()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The demonstration, running."""
    started = start(tmp_path_factory.mktemp("run") / "var")
    yield started
    if started.process.poll() is None:
        stop(started)


def test_every_kind_of_user_can_sign_in_and_open_every_page_of_theirs_under_the_web_role(running: Running) -> None:
    assert len(running.sign_ins) >= 12
    for kind, email in running.sign_ins.items():
        browser = Browser(running)
        status, page = browser.post("/sign-in", {"email": email, "password": running.password})
        assert status == 200, f"{kind}: {page[:500]}"
        assert "Sign out" in page, kind
        links = set(re.findall(r'class="govuk-service-navigation__link" href="([^"]+)"', page))
        assert links, kind
        for link in links:
            assert browser.get(link)[0] == 200, f"{kind} {link}"


def test_somebody_who_is_a_party_sees_nothing_of_their_own_family(running: Running) -> None:
    party = next(email for kind, email in running.sign_ins.items() if "party" in kind)
    browser = Browser(running)
    browser.post("/sign-in", {"email": party, "password": running.password})
    page = browser.get("/work")[1]
    assert "Ivy" not in page
    assert "Lambourne" not in page


def test_the_published_case_is_played_aside_for_the_page_learning(running: Running) -> None:
    browser = Browser(running)
    browser.post("/sign-in", {"email": next(iter(running.sign_ins.values())), "password": running.password})
    page = browser.get("/learning")[1]
    assert "charlie" in page
    assert "is being played" in page or 'href="/learning/' in page


def test_who_is_not_signed_in_is_sent_to_sign_in(running: Running) -> None:
    assert "Sign in" in Browser(running).get("/work")[1]


def test_ctrl_c_stops_everything_and_a_second_run_keeps_the_data(running: Running) -> None:
    assert processes_of(running.folder)
    rest = stop(running)
    assert "Traceback" not in rest
    assert running.process.returncode == 0
    assert processes_of(running.folder) == []
    again = start(running.folder)
    try:
        assert "Playing the demonstration" not in again.printed
        assert again.password == running.password
    finally:
        stop(again)
    assert processes_of(running.folder) == []
