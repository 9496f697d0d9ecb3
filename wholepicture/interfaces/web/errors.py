"""The pages of what went wrong: what happened and what to do, and nothing about anybody (safety A5: a refusal shows no data)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wholepicture.interfaces.web import frame
from wholepicture.registers.protocol.queries import NoProtocol


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


class NoProtocolMiddleware:
    """Say on any page what to do while no operating protocol is in force: nothing is decided without one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next handler, as Django's middleware does."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with what has to be done first; every other fault goes on as it is."""
        if not isinstance(exception, NoProtocol):
            return None
        return _page(request, 503, "This cannot be worked out yet", str(exception))


def _page(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    context = frame.around() | {"title": title, "words": words}
    return render(request, "error.jinja", context, status=status)
