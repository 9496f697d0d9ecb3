"""Walk through the platform as somebody who follows every link: which pages they reach, and what each answers."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import BrowserContext

INSTANCES = 2  # of one named address, for one person


@dataclass(frozen=True)
class Visit:
    """One page that one kind of user reached: its name in the URLconf, where it was, and what it answered."""

    kind: str
    name: str
    path: str
    found_on: str
    is_sent: bool  # a form's address: what only takes what is sent may refuse to be read
    status: int
    body: str

    @property
    def is_page(self) -> bool:
        """Whether it answered with a page."""
        return bool(self.body) and self.status == HTTPStatus.OK


class _Anchors(HTMLParser):
    """Collects where a page leads, and what stands in its title and its main headings."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.sent_to: list[str] = []
        self.inside, self.title, self.h1 = "", "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, titles and headings as they begin."""
        said = dict(attrs)
        if tag == "a" and said.get("href"):
            self.hrefs.append(said["href"] or "")
        if tag == "form":
            self.sent_to += [said[name] or "" for name in ("action", "data-autosave") if said.get(name)]
        self.h1 += tag == "h1"
        if tag == "title" and not self.title:
            self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        """Leave the title."""
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        """Keep the title's words."""
        if self.inside:
            self.title += data


@dataclass(frozen=True)
class Read:
    """What a page's markup says of itself."""

    title: str
    h1: int
    links: tuple[str, ...]
    sent_to: tuple[str, ...]


def read(body: str) -> Read:
    """Read the markup of one page."""
    parser = _Anchors()
    parser.feed(body)
    return Read(parser.title.strip(), parser.h1, tuple(parser.hrefs), tuple(parser.sent_to))


def named_addresses(
    resolver: URLResolver | None = None, prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str]]:
    """Every address of the pages that has a name: the name, and its path with the parameters still in it."""
    for entry in (resolver or get_resolver()).url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from named_addresses(entry, where, space + inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield space + str(entry.name), "/" + where


def name_of(path: str) -> str | None:
    """The name that the URLconf has for a path; None for what is no page of ours."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


@dataclass
class Walk:
    """One kind of user's walk, by links alone: from the first page on, and from wherever they had got to by what they did."""

    kind: str
    context: BrowserContext
    address: str
    begun: tuple[str, ...] = ()  # where something that they did has led them
    seen: Counter[str] = field(default_factory=Counter)

    def visits(self) -> Iterator[Visit]:
        """Open whatever can be reached, at most INSTANCES of each named address."""
        waiting = deque([(path, "what they did", False) for path in self.begun] + [("/", "signing in", False)])
        known = {path for path, _, _ in waiting}
        while waiting:
            path, found_on, is_sent = waiting.popleft()
            name = name_of(urlsplit(path).path)
            if name is None or self.seen[name] >= INSTANCES:
                continue
            self.seen[name] += 1
            visit = self._open(name, path, found_on, is_sent)
            yield visit
            for further in _further(visit):
                if further[0] not in known:
                    known.add(further[0])
                    waiting.append(further)

    def _open(self, name: str, path: str, found_on: str, is_sent: bool) -> Visit:
        answer = self.context.request.get(self.address + path)
        body = answer.text() if "text/html" in answer.headers.get("content-type", "") else ""
        return Visit(self.kind, name, path, found_on, is_sent, answer.status, body)


def _further(visit: Visit) -> Iterator[tuple[str, str, bool]]:
    """Where a page leads: its links, and the addresses of its forms."""
    said = read(visit.body)
    for addresses, is_sent in ((said.links, False), (said.sent_to, True)):
        for path in _of_ours(addresses, visit.path):
            yield path, visit.path, is_sent


def _of_ours(links: tuple[str, ...], path: str) -> Iterator[str]:
    """Where links lead within the pages, as addresses from the root without what comes after a #."""
    for link in links:
        parts = urlsplit(urljoin(path, link))
        if not parts.netloc and not parts.scheme and not parts.path.startswith("/static/"):
            yield parts._replace(fragment="").geturl()
