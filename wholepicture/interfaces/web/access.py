"""Every address declares who may use it; what declares nothing is refused.

A declared view runs in one transaction in which the database knows who acts; a GET may write nothing but the audit and
looks; a refusal is written down in a transaction of its own (design promise 11).
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from wholepicture.lib.dates import london_day
from wholepicture.lib.postgres.session import acting, read_only_except
from wholepicture.registers.access import actions as access
from wholepicture.registers.accounts import queries as accounts
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event

READS_MAY_WRITE = {"audit_entry", "audit_look", "audit_seal", "audit_head"}


class Request(HttpRequest):
    """A request of somebody signed in: who acts, and the one reading of the clock for everything it does."""

    actor: Actor
    now: datetime


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declare a page that needs no sign-in and shows nothing of anybody."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(*needed: Permission) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Declare a page for users who hold every permission named (none: every user)."""

    def declare(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if isinstance(request.user, AnonymousUser):
                return redirect_to_login(request.get_full_path())
            return _run(view, cast(Request, request), needed, args, kwargs)

        guarded.access = tuple(permission.value for permission in needed) or ("signed in",)  # type: ignore[attr-defined]
        return guarded

    return declare


def _run(
    view: Callable[..., HttpResponse],
    request: Request,
    needed: tuple[Permission, ...],
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> HttpResponse:
    """Run the view in one transaction under its user's name; a refusal leaves its trace although the view's work is undone."""
    request.now = timezone.now()
    request.actor = actor_of(request, request.now)
    try:
        with acting(actor=request.actor.id, agency=request.actor.chain):
            _check(request.actor, needed)
            if request.method in ("GET", "HEAD"):
                with read_only_except(READS_MAY_WRITE):
                    return view(request, *args, **kwargs)
            return view(request, *args, **kwargs)
    except (access.NotAllowed, PermissionDenied) as refusal:
        _record_refusal(request, str(refusal))
        raise PermissionDenied(str(refusal)) from refusal
    except Http404:
        _record_refusal(request, "Not found, or not for this user.")
        raise


def actor_of(request: HttpRequest, now: datetime) -> Actor:
    """Who is signed in, with what they may do today."""
    with acting(actor=str(request.user.pk), agency=None):
        return accounts.actor_for(cast(Any, request.user), london_day(now))


def _check(actor: Actor, needed: tuple[Permission, ...]) -> None:
    missing = [permission for permission in needed if permission.value not in actor.permissions]
    if missing:
        raise PermissionDenied(f"This page needs a permission that you do not have: {missing[0].label.lower()}.")


def _record_refusal(request: Request, sentence: str) -> None:
    with acting(actor=request.actor.id, agency=request.actor.chain):
        audit.record(
            event=Event.READ_REFUSED,
            by=request.actor,
            now=request.now,
            detail={"page": _page(request), "because": sentence},
        )


def _page(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else "?"


class AccessMiddleware:
    """Refuse every view that does not say who may use it, and keep pages out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next handler, as Django's middleware does."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and forbid the browser and everything between to keep a copy."""
        response = self.get_response(request)
        if not request.path.startswith("/static/"):
            response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> None:
        """Stop at a view without a declaration: a forgotten one is closed, not open."""
        if not declared(view):
            raise PermissionDenied("This address does not say who may use it, so nobody may.")


def declared(view: Callable[..., HttpResponse]) -> object:
    """What a view says about who may use it; None when it says nothing."""
    return getattr(view, "access", None) or getattr(getattr(view, "__self__", None), "access", None)
