"""The quarantine: open rows, correct and release them, set them aside with a reason, and put them back."""

from typing import Any, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wholepicture.interfaces.feeds.police import mending
from wholepicture.interfaces.feeds.police.telling import Fault
from wholepicture.interfaces.web import frame
from wholepicture.interfaces.web.access import Request, signed_in
from wholepicture.interfaces.web.components import forms as govuk_forms
from wholepicture.interfaces.web.feeds import forms, pages
from wholepicture.pathway.incidents.actions import KeyUsedForAnother, NotAccepted, feeding
from wholepicture.pathway.incidents.facts import QuarantinePicture, Receipt, Telling
from wholepicture.pathway.incidents.permissions import NotYours
from wholepicture.registers.accounts.roles import Permission

DONE = {
    "released": "Released. The incident is in, and people are told now.",
    "repeated": "Released. The same incident had been told before: nothing was made twice.",
    "aside": "Set aside. The rows are kept below, and can be put back.",
    "back": "Put back. The rows wait again.",
}
UNPROCESSABLE = 422


@require_safe
@signed_in(Permission.MEND_FEEDS)
def quarantine(request: HttpRequest) -> HttpResponse:
    """Show what waits in the reader's own agency, oldest first."""
    asked = cast(Request, request)
    context = _around(asked, "Quarantine") | {
        "page": pages.listed(asked.actor),
        "success": DONE.get(request.GET.get("done", "")),
    }
    return render(request, "feeds/quarantine.jinja", context)


@require_http_methods(["GET", "POST"])
@signed_in(Permission.MEND_FEEDS)
def group(request: HttpRequest, group: UUID) -> HttpResponse:
    """Show rows with what is wrong marked; or bring them in as they were corrected."""
    asked = cast(Request, request)
    picture = pages.opened(group, by=asked.actor, now=asked.now)
    is_posted = request.method == "POST"
    mended, judgement = _mending(asked, picture, is_posted=is_posted)
    faults = judgement.faults
    if is_posted and judgement.telling is not None and mended.is_valid():
        outcome = _released(asked, picture, mended, judgement.telling)
        if isinstance(outcome, Receipt):
            return redirect(f"{reverse('feeds:quarantine')}?done={'repeated' if outcome.repeated else 'released'}")
        faults = outcome
    return _group_page(asked, picture, mended, faults, status=UNPROCESSABLE if is_posted else 200)


@require_http_methods(["GET", "POST"])
@signed_in(Permission.MEND_FEEDS)
def set_aside(request: HttpRequest, group: UUID) -> HttpResponse:
    """Set rows aside for a reason; a reload shows the rows."""
    asked = cast(Request, request)
    if request.method != "POST":
        return redirect("feeds:group", group)
    form = forms.SetAside(request.POST)
    if form.is_valid():
        with_reason = {"group": group, "because": form.cleaned_data["because"]}
        try:
            feeding.discard(**with_reason, by=asked.actor, now=asked.now)
        except feeding.NotWaiting as refused:
            form.add_error(None, str(refused))
        except NotYours as refused:
            raise PermissionDenied(str(refused)) from refused
        else:
            return redirect(f"{reverse('feeds:quarantine')}?done=aside")
    picture = pages.opened(group, by=asked.actor, now=asked.now)
    mended, judgement = _mending(asked, picture, is_posted=False)
    return _group_page(asked, picture, mended, judgement.faults, aside=form, status=UNPROCESSABLE)


@require_http_methods(["GET", "POST"])
@signed_in(Permission.MEND_FEEDS)
def put_back(request: HttpRequest, group: UUID) -> HttpResponse:
    """Let rows that were set aside wait again; a reload shows the list."""
    asked = cast(Request, request)
    if request.method != "POST":
        return redirect("feeds:quarantine")
    try:
        feeding.put_back(group=group, by=asked.actor, now=asked.now)
    except NotYours as refused:
        raise PermissionDenied(str(refused)) from refused
    except feeding.NotWaiting:
        return redirect("feeds:group", group)
    return redirect(f"{reverse('feeds:quarantine')}?done=back")


def _mending(asked: Request, picture: QuarantinePicture, *, is_posted: bool) -> tuple[forms.Mending, mending.Judgement]:
    """The forms filled with what stands or was posted, and what that tells."""
    rows, lines = [row.cells for row in picture.rows], [row.line for row in picture.rows]
    before = mending.judged(rows, lines, now=asked.now)
    mended = forms.Mending(rows, lines, before.faults, asked.POST.dict() if is_posted else None)
    if not is_posted:
        return mended, before
    return mended, mending.judged(mended.corrected(), lines, now=asked.now)


def _released(
    asked: Request, picture: QuarantinePicture, mended: forms.Mending, telling: Telling
) -> Receipt | tuple[Fault, ...]:
    """The receipt, or what the intake would not have."""
    rows, lines = mended.corrected(), [row.line for row in picture.rows]
    try:
        return feeding.release(group=picture.group, telling=telling, corrected=rows, by=asked.actor, now=asked.now)
    except (NotAccepted, KeyUsedForAnother) as refused:
        return mending.refused(refused, rows, lines)
    except feeding.NotWaiting as refused:
        return (Fault(0, "", str(refused)),)
    except NotYours as refused:
        raise PermissionDenied(str(refused)) from refused


def _group_page(
    asked: Request,
    picture: QuarantinePicture,
    mended: forms.Mending,
    faults: tuple[Fault, ...],
    *,
    aside: forms.SetAside | None = None,
    status: int,
) -> HttpResponse:
    page = pages.group(picture, [fault.row for fault in faults])
    shown = mended.all if page.waits and page.can_be_mended and aside is None else ()
    if aside is None:
        mended.mark(faults)
    context = _around(asked, "Rows in quarantine") | {
        "page": page,
        "mending": mended,
        "aside": aside or forms.SetAside(),
        "errors": govuk_forms.error_summary(*shown, *([aside] if aside else [])),
        "back": {"href": reverse("feeds:quarantine"), "text": "Quarantine"},
    }
    return render(asked, "feeds/group.jinja", context, status=status)


def _around(asked: Request, title: str) -> dict[str, Any]:
    return frame.of(asked) | {"title": title, "now": asked.now}
