"""The search for people: what is typed is posted, never an address, and what it finds is shown on the same page."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.people import forms, pages
from wholepicture.registers.accounts.roles import Permission


@require_http_methods(["GET", "POST"])
@signed_in(Permission.SEARCH_PEOPLE)
def page(request: HttpRequest) -> HttpResponse:
    """Ask whom to look for; or show whom that finds, among those whom the user may see."""
    asked = cast(Request, request)
    form = forms.Search(request.POST) if request.method == "POST" else forms.Search()
    found = _found(asked, form) if form.is_bound and form.is_valid() else None
    context = frame.of(request) | {
        "title": "Find people",
        "form": form,
        "errors": govuk_forms.error_summary(form),
        "found": found,
    }
    return render(request, "people/page.jinja", context, status=422 if form.errors else 200)


def _found(asked: Request, form: forms.Search) -> pages.Found:
    return pages.search(
        name=form.cleaned_data["name"],
        born=forms.born_between(form.cleaned_data["born"]),
        with_families=True,
        page="find people",
        by=asked.actor,
        now=asked.now,
    )
