"""The form on which a team says what it knows: shown with a trace, taken, and shown again with what was said."""

from typing import cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.contributions import forms, pages
from wholepicture.pathway.notifications.actions import NotPermitted
from wholepicture.pathway.triage import actions
from wholepicture.pathway.triage.permissions import NotYourContribution
from wholepicture.pathway.triage.terms import Known
from wholepicture.registers.accounts.roles import Permission

DONE = "It is recorded, and those who asked can read it now. You can add to it here at any time."
UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@signed_in(Permission.ANSWER_NOTICES)
def form(request: HttpRequest, family: UUID, team: UUID) -> HttpResponse:
    """Show whom a team is asked about and what it said, which records the look; or take what it says now."""
    asked = cast(Request, request)
    try:
        page = pages.form(family, team, by=asked.actor, now=asked.now)
        sent = _form(asked, page)
        if sent.is_bound and sent.is_valid() and _taken(asked, page, sent):
            return redirect(f"{reverse('contributions:form', args=[page.family, team])}?done")
    except (NotYourContribution, NotPermitted) as refused:
        raise PermissionDenied(str(refused)) from refused
    if page.family != family and not sent.is_bound:
        return redirect("contributions:form", page.family, team)
    return _shown(asked, page, sent)


def _form(asked: Request, page: pages.FormPage) -> forms.Contribution:
    form = forms.Contribution(asked.POST) if asked.method == "POST" else forms.Contribution()
    if page.is_minimised:
        form.minimise()
    return form


def _taken(asked: Request, page: pages.FormPage, sent: forms.Contribution) -> bool:
    """Whether what was said could be taken; if not, the form says which box is at fault."""
    said = sent.cleaned_data
    words = {name: said[name] for name in sent.fields if name != "known"}
    try:
        actions.contribute(
            family=page.family,
            team=page.team_id,
            known=Known(said["known"]),
            **words,
            by=asked.actor,
            now=asked.now,
        )
    except actions.NotSaid as refused:
        sent.add_error(refused.field, str(refused))
    return sent.is_valid()


def _shown(asked: Request, page: pages.FormPage, sent: forms.Contribution) -> HttpResponse:
    context = frame.of(asked) | {
        "title": "What you know",
        "page": page,
        "form": sent,
        "errors": govuk_forms.error_summary(sent),
        "success": DONE if "done" in asked.GET and page.given else None,
        "back": {"href": reverse("notices:inbox"), "text": "My work"},
        "now": asked.now,
    }
    return render(asked, "contributions/form.jinja", context, status=UNPROCESSABLE if sent.is_bound else 200)
