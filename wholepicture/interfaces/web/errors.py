"""The pages of what went wrong: what happened and what to do, and nothing about anybody (safety A5: a refusal shows no data)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wholepicture.interfaces.web import frame


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same page for what does not exist and for what this user may not know of."""
    return _page(
        request,
        404,
        "Page not found",
        "If you typed the address, check it. If you followed a link, it may not be for you.",
    )


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Refused, with the sentence that says why; the refusal has been recorded."""
    because = str(exception) or "You may not open this."
    return _page(request, 403, "You cannot open this", f"{because} That you asked has been recorded.")


def broken(request: HttpRequest) -> HttpResponse:
    """Our fault, and that nothing that was sent before is lost."""
    return _page(
        request,
        500,
        "Something went wrong here",
        "It is our fault. What you sent before is safe. Try again in a minute.",
    )


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its token: usually a page that had been open for long."""
    return _page(
        request,
        403,
        "This page had been open too long",
        "Go back, reload the page and send it again. A saved draft is still there.",
    )


def _page(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    context = frame.around() | {"title": title, "words": words}
    return render(request, "error.jinja", context, status=status)
