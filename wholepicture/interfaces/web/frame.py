"""What stands around every page: the navigation that a user's permissions allow, who they are, and a way to hide the screen."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from wholepicture.interfaces.web.access import Request
from wholepicture.registers.accounts.roles import Permission

NAVIGATION: tuple[tuple[str, str, Permission], ...] = (
    ("My work", "notices:inbox", Permission.READ_NOTICES),
    ("Report", "incidents:start", Permission.REPORT_INCIDENT),
    ("Reports", "incidents:reports", Permission.READ_OWN_REPORTS),
    ("Find people", "people:page", Permission.SEARCH_PEOPLE),
    ("Release queue", "notices:release_queue", Permission.RELEASE_NOTICES),
    ("Possible links", "links:queue", Permission.REVIEW_LINKS),
    ("Quarantine", "feeds:quarantine", Permission.MEND_FEEDS),
    ("What is stuck", "stuck:page", Permission.SEE_STUCK),
    ("Agencies", "agencies:page", Permission.SEE_AGENCIES),
    ("Protocol", "protocol:page", Permission.SEE_PROTOCOL),
)
DEMONSTRATION = {
    "tag": "Demonstration",
    "text": "Everybody here is made up. Do not enter anything about a real person.",
}


def of(request: HttpRequest) -> dict[str, Any]:
    """The context of a page of somebody signed in."""
    actor = cast(Request, request).actor
    return around() | {
        "nav": [
            {"text": text, "href": reverse(name), "current": request.path.startswith(reverse(name))}
            for text, name, needed in NAVIGATION
            if needed.value in actor.permissions
        ],
        "account": {"name": actor.name, "team": None, "sign_out": reverse("session:sign_out")},
    }


def around() -> dict[str, Any]:
    """The context of a page that needs no sign-in."""
    return {
        "phase": DEMONSTRATION if settings.IS_DEMONSTRATION else None,
        "hidden_url": reverse("session:hidden"),
        "footer_links": [{"text": "For developers of agencies' systems", "href": reverse("api_page:page")}],
    }
