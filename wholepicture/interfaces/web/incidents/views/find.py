"""Search before create: whoever is added to a report is first looked for among one's own agency's records (review 2.2)."""

from dataclasses import replace
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.incidents import forms, looked, pages, written
from wholepicture.interfaces.web.incidents.views.report import back_to
from wholepicture.interfaces.web.people import forms as searching
from wholepicture.interfaces.web.people import pages as people
from wholepicture.pathway.incidents import actions
from wholepicture.registers.accounts.roles import Permission

PAGE = "look for somebody of a report"


@require_http_methods(["GET", "POST"])
@signed_in(Permission.REPORT_INCIDENT, Permission.SEARCH_PEOPLE)
def page(request: HttpRequest, draft: UUID, step: str) -> HttpResponse:
    """Ask who it is; show one's own records of that name; take the one chosen, or somebody new."""
    asked = cast(Request, request)
    told = written.find(draft, asked.actor)
    if told.sent:
        return redirect("incidents:sent", draft)
    if not written.PERSON.fullmatch(step):
        raise Http404("There is no such page in a report.")
    if "record" in asked.POST:
        return _chosen(asked, told, step)
    form = forms.Look(asked.POST) if asked.method == "POST" else forms.Look()
    found = None
    if form.is_bound and form.is_valid():
        found = _found(asked, told, step, form)
        if found is None or not found.lines:
            return _somebody_new(asked, told, step, nobody=found is not None)
    return _shown(asked, told, step, form, found)


def _shown(
    asked: Request, told: written.Written, step: str, form: forms.Look, found: people.Found | None
) -> HttpResponse:
    sort = step.partition("-")[0]
    context = frame.of(asked) | {
        "title": "Who is the child?" if sort == "child" else "Who is the adult?",
        "form": form,
        "errors": govuk_forms.error_summary(form),
        "found": found,
        "typed": [(name, value) for name in looked.TYPED for value in asked.POST.getlist(name)],
        "sort": sort,
        "step": pages.step(told, "people"),
        "back": {"href": back_to(asked, told.id, "people")},
    }
    return render(asked, "incidents/find.jinja", context, status=422 if form.errors else 200)


def _found(asked: Request, told: written.Written, step: str, form: forms.Look) -> people.Found | None:
    """One's own records of that name, but those of others in this report; None where too little was typed to look."""
    if not searching.is_enough(form.name):
        return None
    found = people.search(
        name=form.name, born=searching.born_between(form.cleaned_data["born"]), with_families=False, page=PAGE,
        by=asked.actor, now=asked.now,
    )  # fmt: skip
    others = looked.records_in(told, but=step)
    return replace(found, lines=tuple(line for line in found.lines if others.isdisjoint(line.records)))


def _chosen(asked: Request, told: written.Written, step: str) -> HttpResponse:
    if not asked.POST["record"]:
        return _somebody_new(asked, told, step, nobody=False)
    try:
        record = UUID(asked.POST["record"])
    except ValueError as wrong:
        raise Http404("There is no such record of your agency.") from wrong
    known = people.own_record(record, page=PAGE, by=asked.actor, now=asked.now)
    if known is None:
        raise Http404("There is no such record of your agency.")
    return _on(asked, told, step, looked.taken_from(told, step, known))


def _somebody_new(asked: Request, told: written.Written, step: str, *, nobody: bool) -> HttpResponse:
    """On to the page of the person; `nobody` says there that nobody of the name was found."""
    if not any(asked.POST.get(name) for name in looked.TYPED):
        return redirect(_person(asked, told, step))
    return _on(asked, told, step, looked.somebody_new(told, step, asked.POST), nobody=nobody)


def _on(asked: Request, told: written.Written, step: str, kept: looked.Kept, *, nobody: bool = False) -> HttpResponse:
    actions.save_draft(draft=told.id, step=step, data=kept, by=asked.actor, now=asked.now)
    return redirect(_person(asked, told, step, "nobody" if nobody else ""))


def _person(asked: Request, told: written.Written, step: str, says: str = "") -> str:
    """Where the page of the person stands, still leading back to the answers if one came from there."""
    asks = "&".join(word for word in (says, "check" if "check" in asked.GET else "") if word)
    return reverse("incidents:person", args=[told.id, step]) + (f"?{asks}" if asks else "")
