"""Why an item that its team has answered still waits: news since the answer, or a form of its own (review 2.8)."""

from collections.abc import Iterator
from datetime import datetime

from wholepicture.interfaces.web.components import in_words
from wholepicture.lib import wording
from wholepicture.pathway.notifications.queries import ItemPicture, NoticePicture
from wholepicture.pathway.notifications.terms import Form

FOR_TRIAGE = "Your answer of {when} was about what was reported. Triage asks as well what your team knows: that has a form of its own."
ABOUT_THE_INCIDENT = "What your team said of {when} was for triage. What was reported needs a short answer as well."
NOT_OPENED = "Your answer of {when} covered what had been opened by then. {what} had not been."


def sentences(picture: ItemPicture) -> Iterator[str]:
    """Say of an answered item what of it still waits, and why the answer does not cover it; nothing where it covers all."""
    waiting = [notice for notice in picture.notices if notice.needs_answer]
    answers = [(answer.at, notice.answered_on) for notice in picture.notices for answer in notice.answers]
    if not waiting or not answers:
        return
    at, form = max(answers)
    since = [notice for notice in waiting if notice.created_at > at]
    when = in_words.short_when(at)
    if since:
        yield f"New since your answer of {when}: {_what(since)}. It needs an answer of its own."
    yield from _before([notice for notice in waiting if notice.created_at <= at], form, when)


def _before(waiting: list[NoticePicture], form: Form, when: str) -> Iterator[str]:
    """What stood there already when the team answered."""
    others = {notice.answered_on for notice in waiting} - {form}
    if form is Form.SHORT and Form.CONTRIBUTION in others:
        yield FOR_TRIAGE.format(when=when)
    if form is not Form.SHORT and Form.SHORT in others:
        yield ABOUT_THE_INCIDENT.format(when=when)
    same = [notice for notice in waiting if notice.answered_on is form]
    if same:
        yield NOT_OPENED.format(when=when, what=wording.counted(len(same), "other fact"))


def _what(notices: list[NoticePicture]) -> str:
    """What came since: what triage asks, and how many facts of other kinds."""
    asked = [notice for notice in notices if notice.answered_on is Form.CONTRIBUTION]
    facts = len(notices) - len(asked)
    said = [f"triage asked what you know ({_on(asked)})"] if asked else []
    said += [f"{wording.counted(facts, 'fact')} ({_on([n for n in notices if n not in asked])})"] if facts else []
    return wording.joined(said)


def _on(notices: list[NoticePicture]) -> str:
    moments: list[datetime] = [notice.created_at for notice in notices]
    return in_words.short_when(max(moments))
