"""The timeline of a family: opened by grant, with a trace."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.families import pages as family_pages
from wholepicture.interfaces.web.families.timeline import forms, opening, pages
from wholepicture.registers.accounts.roles import Permission

WHY = "timeline"


@require_safe
@signed_in(Permission.SEE_FAMILIES)
def timeline(request: HttpRequest, family: UUID) -> HttpResponse:
    """What every agency told of this family; of a family that has become another, of that one."""
    asked = cast(Request, request)
    now_is = family_pages.becomes(family)
    if now_is != family:
        return redirect("families:timeline", now_is)
    opened = opening.open_family(family, by=asked.actor, why=WHY, now=asked.now)
    form = forms.Filter(asked.GET, agencies=pages.agencies(opened))
    page = pages.timeline(opened, form, asked.GET.dict())
    context = frame.of(asked) | {
        "title": "Timeline",
        "page": page,
        "form": form,
        "errors": govuk_forms.error_summary(form),
    }
    return render(asked, "families/timeline_page.jinja", context, status=422 if form.errors else 200)
