"""A family as known to one agency on one day: opened by grant, with a trace."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.families import pages as family_pages
from wholepicture.interfaces.web.families.as_known import forms, pages
from wholepicture.interfaces.web.families.timeline import opening
from wholepicture.lib.dates import london_day
from wholepicture.registers.accounts.roles import Permission

WHY = "as known"


@require_safe
@signed_in(Permission.SEE_FAMILIES)
def as_known(request: HttpRequest, family: UUID) -> HttpResponse:
    """The picture as one agency had it at the end of a day; without a choice, the first agency and today."""
    asked = cast(Request, request)
    now_is = family_pages.becomes(family)
    if now_is != family:
        return redirect("families:as_known", now_is)
    opened = opening.open_family(family, by=asked.actor, why=WHY, now=asked.now)
    choices, today = pages.choices(opened), london_day(asked.now)
    first = {"agency": str(choices[0][0]) if choices else "", "day": today.isoformat()}
    form = forms.Choice(first | asked.GET.dict(), agencies=choices, today=today)
    is_valid = form.is_valid()
    said = form.cleaned_data
    context = frame.of(asked) | {
        "title": "As known on a day",
        "heading": opened.heading,
        "family": family,
        "form": form,
        "page": pages.as_known(opened, UUID(said["agency"]), said["day"]) if is_valid else None,
        "errors": govuk_forms.error_summary(form) if choices else None,
    }
    return render(asked, "families/as_known.jinja", context, status=200 if is_valid or not choices else 422)
