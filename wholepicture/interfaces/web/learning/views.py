"""The list of kept replays, and one of them; for everybody who signs in, as no real person is in a case."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.learning import pages
from wholepicture.registers.accounts.roles import Permission


@require_safe
@signed_in(Permission.SEE_LEARNING)
def page(request: HttpRequest) -> HttpResponse:
    """Show which cases were played, and how far each is."""
    rows = pages.listed(cast(Request, request).now)
    return render(request, "learning/page.jinja", frame.of(request) | {"title": "Learning", "rows": rows})


@require_safe
@signed_in(Permission.SEE_LEARNING)
def replay(request: HttpRequest, replay: UUID) -> HttpResponse:
    """Show one case side by side."""
    shown = pages.one(replay, cast(Request, request).now)
    if shown is None:
        raise Http404("There is no kept replay here.")
    around = {"title": "A case side by side", "back": {"href": reverse("learning:page"), "text": "Learning"}}
    return render(request, "learning/replay.jinja", frame.of(request) | around | {"page": shown})
