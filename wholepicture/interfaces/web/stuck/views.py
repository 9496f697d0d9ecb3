"""What is stuck: each step's list with its owner, failed items with error and age, workers, and broken promises (review 5.2 L&G 1)."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.stuck import pages
from wholepicture.registers.accounts.roles import Permission


@require_safe
@signed_in(Permission.SEE_STUCK)
def page(request: HttpRequest) -> HttpResponse:
    """Show what is stuck."""
    now = cast(Request, request).now
    return render(
        request,
        "stuck/page.jinja",
        frame.of(request) | {"title": "What is stuck", "page": pages.stuck(now), "now": now},
    )
