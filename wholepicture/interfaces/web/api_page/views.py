"""The API for agencies' systems, read from its own description (review 5.2 L&G 3: expectations in writing)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import public
from wholepicture.interfaces.web.api_page import pages


@require_safe
@public
def page(request: HttpRequest) -> HttpResponse:
    """Show every operation with its fields, answers and an example."""
    return render(
        request, "api_page/page.jinja", frame.around() | {"title": "For developers", "page": pages.description()}
    )
