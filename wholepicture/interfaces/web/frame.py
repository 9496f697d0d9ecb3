"""What stands around every page: navigation as permitted, who the user is, what waits for triage, a way to hide the screen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from wholepicture.interfaces.web.access import Request
from wholepicture.interfaces.web.components import in_words
from wholepicture.lib import wording
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage.facts import ListSize
from wholepicture.registers.accounts.roles import Permission

NAVIGATION: tuple[tuple[str, str, Permission], ...] = (
    ("My work", "notices:inbox", Permission.READ_NOTICES),
    ("Triage", "triage:list", Permission.TRIAGE),
    ("Report", "incidents:start", Permission.REPORT_INCIDENT),
    ("Reports", "incidents:reports", Permission.READ_OWN_REPORTS),
    ("Find people", "people:page", Permission.SEARCH_PEOPLE),
    ("Release queue", "notices:release_queue", Permission.RELEASE_NOTICES),
    ("Possible links", "links:queue", Permission.REVIEW_LINKS),
    ("Quarantine", "feeds:quarantine", Permission.MEND_FEEDS),
    ("What is stuck", "stuck:page", Permission.SEE_STUCK),
    ("Meetings", "meetings:calendar", Permission.SEE_PROTOCOL),
    ("Agencies", "agencies:page", Permission.SEE_AGENCIES),
    ("Protocol", "protocol:page", Permission.SEE_PROTOCOL),
    ("Learning", "learning:page", Permission.SEE_LEARNING),
)
DEMONSTRATION = {
    "tag": "Demonstration",
    "text": "Everybody here is made up. Do not enter anything about a real person.",
}


@dataclass(frozen=True)
class Waits:
    """What waits for triage in the whole partnership, in words that name nobody (design promise 7; review 2.6).

    `overdue` is "" where nothing is; `href` is the list, None for whoever may not see it.
    """

    words: str
    overdue: str
    href: str | None


def of(request: HttpRequest) -> dict[str, Any]:
    """The context of a page of somebody signed in."""
    asked = cast(Request, request)
    actor = asked.actor
    href = reverse("triage:list") if Permission.TRIAGE.value in actor.permissions else None
    return around() | {
        "waits": waits(triage.untriaged(asked.now), asked.now, href),
        "nav": _navigation(request.path, actor.permissions),
        "account": {"name": actor.name, "team": None, "sign_out": reverse("session:sign_out")},
    }


def _navigation(path: str, permissions: Collection[str]) -> list[dict[str, Any]]:
    """Home, and the pages that somebody may open; the one they are on, or under, is marked: the nearest where one lies under another."""
    home = reverse("home:page")
    found = [(text, reverse(name)) for text, name, needed in NAVIGATION if needed.value in permissions]
    here = max((href for _, href in found if path.startswith(href)), key=len, default="")
    first = {"text": "Home", "href": home, "current": path == home}
    return [first, *({"text": text, "href": href, "current": href == here} for text, href in found)]


def waits(size: ListSize, now: datetime, href: str | None) -> Waits:
    """Say how many families wait for triage, for how long the oldest does, and how many are overdue."""
    if size.oldest_at is None:
        return Waits("No family waits for triage.", "", href)
    age = in_words.waited_in_words(size.oldest_at, now)
    families = wording.counted(size.count, "family", "families")
    words = (
        f"{families} wait for triage; the oldest for {age}"
        if size.count > 1
        else f"1 family waits for triage, for {age}"
    )
    overdue = f"{size.overdue} overdue" if size.overdue else ""
    return Waits(words, overdue, href)


def around() -> dict[str, Any]:
    """The context of a page that needs no sign-in."""
    return {
        "phase": DEMONSTRATION if settings.IS_DEMONSTRATION else None,
        "hidden_url": reverse("session:hidden"),
        "footer_links": [{"text": "For developers of agencies' systems", "href": reverse("api_page:page")}],
    }
