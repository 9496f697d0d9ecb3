"""The protocol in force, in plain words with its sources, and every version before it (review 5.2 L&G 3)."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.components import in_words
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.protocol import plain_words, queries


@require_safe
@signed_in(Permission.SEE_PROTOCOL)
def page(request: HttpRequest) -> HttpResponse:
    """Show who is told what."""
    agreed = queries.current(cast(Request, request).now)
    context = frame.of(request) | {
        "title": "Who is told what",
        "agreed": agreed,
        "groups": plain_words.of_rows(agreed.rows),
        "figure_rows": [(figure.about, figure.value) for figure in plain_words.of_parameters(agreed.parameters)],
        "version_rows": [
            (each.number, in_words.when(each.adopted_at), ", ".join(each.approved_by), each.note or "Nothing was noted")
            for each in queries.history()
        ],
    }
    return render(request, "protocol/page.jinja", context)
