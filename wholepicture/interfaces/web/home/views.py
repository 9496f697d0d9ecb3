"""Where everybody lands: what they must do, and what is new; the list of teams can be asked for whole."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.home.pages import home


@require_safe
@signed_in()
def page(request: HttpRequest) -> HttpResponse:
    """Show what this user must do, what is new to them, and what they answer for, as their permissions allow."""
    asked = cast(Request, request)
    picture = home.home(asked.actor, asked.now, every_team=asked.GET.get("teams") == "all")
    return render(asked, "home/page.jinja", frame.of(asked) | {"title": "Home", "page": picture, "now": asked.now})
