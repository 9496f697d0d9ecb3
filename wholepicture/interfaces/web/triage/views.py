"""The daily list: read, filtered and turned over by plain links; every read is written down with whom it showed."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.triage import pages
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.protocol.terms import Lane

# Far beyond any list, and far within what the database counts in.
MOST_PAGES = 1_000_000


@require_safe
@signed_in(Permission.SEE_FAMILIES, Permission.TRIAGE)
def daily(request: HttpRequest) -> HttpResponse:
    """Show a page of the families that wait and that the reader's teams may open, of both lanes or of one."""
    asked = cast(Request, request)
    page = pages.daily(asked.actor, asked.now, page=_page(asked), lane=_lane(asked))
    context = frame.of(asked) | {"title": "Daily triage list", "page": page, "now": asked.now}
    return render(asked, "triage/list.jinja", context)


def _page(asked: Request) -> int:
    """Which page was asked for; whatever is no number is the first."""
    try:
        return max(1, min(int(asked.GET.get("page", "1")), MOST_PAGES))
    except ValueError:
        return 1


def _lane(asked: Request) -> Lane | None:
    """Which lane alone was asked for; whatever is none means both."""
    named = asked.GET.get("lane", "")
    return Lane(named) if named in Lane.values() else None
