"""The family page: opened by grant, with a trace; and the answers to what the pattern shows."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.families import pages
from wholepicture.registers.accounts.roles import Permission


@require_safe
@signed_in(Permission.SEE_FAMILIES)
def page(request: HttpRequest, family: UUID) -> HttpResponse:
    """Who belongs to the family and what its pattern shows."""
    asked = cast(Request, request)
    picture = pages.family(family, by=asked.actor, now=asked.now)
    context = frame.of(request) | {"title": "Family", "page": picture, "now": asked.now}
    return render(request, "families/page.jinja", context)
