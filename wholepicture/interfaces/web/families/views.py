"""The family page: opened by grant, with a trace; and the answers to what the pattern shows."""

from typing import cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.families import forms, pages, story
from wholepicture.pathway.findings import actions, queries
from wholepicture.pathway.findings.terms import AnswerKind
from wholepicture.registers.accounts.roles import Permission

ANSWERED = "Your answer is recorded. It stands with what was found, for whoever looks at this family after you."


@require_safe
@signed_in(Permission.SEE_FAMILIES)
def page(request: HttpRequest, family: UUID) -> HttpResponse:
    """Who belongs to the family and what its pattern shows; of a family that has become another, that one."""
    now_is = pages.becomes(family)
    if now_is != family:
        return redirect("families:page", now_is)
    return _shown(cast(Request, request), family)


@require_safe
@signed_in(Permission.SEE_FAMILIES)
def knowledge(request: HttpRequest, family: UUID) -> HttpResponse:
    """Who knows what of the family, a page of facts at a time; of a family that has become another, that one."""
    now_is = pages.becomes(family)
    if now_is != family:
        return redirect("families:knowledge", now_is)
    asked = cast(Request, request)
    picture = pages.who_knows(family, key=asked.GET.get("before", ""), by=asked.actor, now=asked.now)
    return render(asked, "families/knowledge.jinja", frame.of(asked) | {"title": "Who knows what", "page": picture})


@require_http_methods(["GET", "POST"])
@signed_in(Permission.SEE_FAMILIES, Permission.ANSWER_FINDINGS)
def answer(request: HttpRequest, family: UUID, finding: UUID) -> HttpResponse:
    """Take an answer to what the pattern shows; a reload shows the family."""
    asked = cast(Request, request)
    if request.method != "POST":
        return redirect("families:page", family)
    form = forms.Answer(request.POST, prefix=str(finding))
    if form.is_valid() and _answered(asked, finding, form):
        return redirect(f"{reverse('families:page', args=[family])}?done")
    return _shown(asked, family, finding, form)


def _answered(asked: Request, finding: UUID, form: forms.Answer) -> bool:
    said = form.cleaned_data
    try:
        actions.answer(
            finding=finding, kind=AnswerKind(said["kind"]), because=said["because"], by=asked.actor, now=asked.now
        )
    except actions.NotAnswered as refused:
        form.add_error("because", str(refused))
    except actions.NotPermitted as refused:
        raise PermissionDenied(str(refused)) from refused
    except queries.NotFound as absent:
        raise Http404(str(absent)) from absent
    return form.is_valid()


def _shown(asked: Request, family: UUID, on: UUID | None = None, sent: forms.Answer | None = None) -> HttpResponse:
    """The page with a form for each finding; the one that was sent keeps its words and says its faults."""
    picture = pages.family(family, by=asked.actor, now=asked.now)
    found = [each for group in picture.findings for each in (*group.shown, *group.folded)] if picture.may_answer else []
    made = {each.id: forms.Answer(prefix=str(each.id)) for each in found}
    if on and sent:
        made[on] = sent
    context = frame.of(asked) | {
        "title": "Family",
        "page": picture,
        "forms": made,
        "on": on,
        "errors": govuk_forms.error_summary(sent) if sent else None,
        "success": ANSWERED if "done" in asked.GET else None,
        "now": asked.now,
        "columns": story.COLUMNS,
    }
    return render(asked, "families/page.jinja", context, status=422 if sent else 200)
