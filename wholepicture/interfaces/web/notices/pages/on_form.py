"""Where a notice is answered on a form of the step that asked: which form, in words, and whether the reader may open it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from wholepicture.pathway.notifications.queries import ItemPicture, NoticePicture
from wholepicture.pathway.notifications.terms import Form
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage.terms import Cause
from wholepicture.registers.access import queries as access
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import Actor

SAY, READ_SAID = "Say what you know", "Read what your team said, or add to it"
SAY_WORDS = "One short form answers what your team is asked here. “Nothing is known” is an answer too."
OPEN = "Open the family"
# What the family's page is opened for, by the form that answers the notice.
AT_THE_TABLE = {
    Form.AGREEMENT: "A decision is proposed. Agree to it, or object, on the family's page.",
    Form.DECISION: "This family is overdue. It waits until triage has decided, on the family's page.",
    Form.SHORT: "Read there what has become known. Decide anew there, or answer below that the decision stands.",
}
NOT_YOUR_TEAM = "Only the team that is asked opens its form. Call them: until they have answered, this climbs on."
NOT_YOURS = "Only the teams that triage this family can open it. Call them: until they have done it, this climbs on."


@dataclass(frozen=True)
class OnForm:
    """A form elsewhere: what it is for; `href` is None where this reader may not open it, `waits` while it is not answered."""

    words: str
    text: str
    href: str | None
    waits: bool


def on_forms(item: ItemPicture, *, by: Actor, now: datetime) -> tuple[OnForm, ...]:
    """Return the forms that answer what stands in an item, each once; what still waits comes first."""
    found = [*_contribution(item, by, now), *_at_the_table(item, by, now)]
    return tuple(sorted(found, key=lambda form: not form.waits))


def _contribution(item: ItemPicture, by: Actor, now: datetime) -> Iterable[OnForm]:
    """The team's form shows all that it is asked of the family: whoever only some of that climbed to cannot open it."""
    asked = [notice for notice in item.notices if notice.answered_on is Form.CONTRIBUTION]
    if not asked:
        return
    waits = any(notice.needs_answer for notice in asked)
    if not _may_open_all(item, by, now):
        yield OnForm(NOT_YOUR_TEAM if waits else "", SAY if waits else READ_SAID, None, waits)
        return
    href = reverse("contributions:form", args=[item.family, item.team_id])
    yield OnForm(SAY_WORDS if waits else "", SAY if waits else READ_SAID, href, waits)


def _may_open_all(item: ItemPicture, by: Actor, now: datetime) -> bool:
    if item.team_id in by.teams:
        return True
    ids = {ask.notice.id for ask in triage.asked_of(triage.lineage(item.family), item.team_id) if ask.notice}
    # Where every ask has ended there is nothing that could have climbed to anybody.
    return bool(ids) and ids == access.granted_among(Subject.NOTICE, ids, by.teams, now)


def _at_the_table(item: ItemPicture, by: Actor, now: datetime) -> Iterable[OnForm]:
    """The family's page, where decisions are made; for those alone who may open it."""
    waiting = {form for notice in item.notices if notice.needs_answer and (form := _form(notice)) is not None}
    if not waiting:
        return
    may = Permission.SEE_FAMILIES.value in by.permissions and not by.teams.isdisjoint(
        access.teams_granted(Subject.FAMILY, item.family, now)
    )
    href = reverse("deciding:family", args=[item.family]) if may else None
    for form in (each for each in AT_THE_TABLE if each in waiting):
        yield OnForm(AT_THE_TABLE[form] if may else NOT_YOURS, OPEN, href, True)


def _form(notice: NoticePicture) -> Form | None:
    """Which form of the family's page a notice leads to, if any."""
    if notice.answered_on in (Form.AGREEMENT, Form.DECISION):
        return notice.answered_on
    return Form.SHORT if notice.cause_kind == Cause.CONTRIBUTION.value else None
