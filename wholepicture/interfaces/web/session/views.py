"""Signing in and out: every attempt is written down, a refusal says nothing about who exists."""

from typing import cast

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, actor_of, public, signed_in
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.session import forms
from wholepicture.lib.postgres.session import acting
from wholepicture.registers.accounts import actions as accounts
from wholepicture.registers.audit.terms import MACHINE

REFUSED = "We do not know this e-mail address with this password. Check both, or ask your manager."


@public
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who it is; the right answer opens a session of its own, a wrong one is recorded and says no more than wrong."""
    form = forms.SignIn(request.POST) if request.method == "POST" else forms.SignIn()
    if form.is_bound and form.is_valid() and _begin(request, form):
        return redirect(_next(request))
    context = frame.around() | {
        "title": "Sign in",
        "form": form,
        "errors": govuk_forms.error_summary(form),
        "next": _next(request),
    }
    return render(request, "session/sign_in.jinja", context, status=422 if form.is_bound else 200)


def _begin(request: HttpRequest, form: forms.SignIn) -> bool:
    email, now = form.cleaned_data["email"], timezone.now()
    with acting(actor="sign-in", agency="machine"):
        user = auth.authenticate(request, username=email, password=form.cleaned_data["password"])
        if user is None:
            accounts.sign_in_refused(email=email, by=MACHINE, now=now)
            form.add_error("password", REFUSED)
            return False
        auth.login(request, user)
    by = actor_of(request, now)
    with acting(actor=by.id, agency=by.chain):
        accounts.signed_in(by=by, now=now)
    return True


@signed_in()
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session on the server, not only in the browser."""
    asked = cast(Request, request)
    accounts.signed_out(by=asked.actor, now=asked.now)
    auth.logout(request)
    return redirect("session:sign_in")


@public
def hidden(request: HttpRequest) -> HttpResponse:
    """A page that says nothing, for a practitioner whose screen somebody else can see (safety b 31)."""
    return render(request, "hidden.jinja", {})


def _next(request: HttpRequest) -> str:
    """Where to go after signing in: only within this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
