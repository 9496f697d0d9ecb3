"""The home page as one picture: each part only for whom it is, with one record of the view and everybody on it."""

from dataclasses import dataclass, replace
from datetime import datetime

from wholepicture.interfaces.web.home.pages import todo
from wholepicture.interfaces.web.home.pages.fresh import Fresh, fresh
from wholepicture.interfaces.web.home.pages.lines import Group, Names, Reader
from wholepicture.interfaces.web.home.pages.minutes import MinutesPicture, minutes
from wholepicture.interfaces.web.home.pages.promises import PromisesPicture, promises
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import Actor

NOTHING = "Nothing waits for you"
# What comes next for somebody for whom nothing waits, by the first permission that they hold.
AND_THEN: tuple[tuple[Permission, str], ...] = (
    (Permission.READ_NOTICES, "What your teams are told or asked appears here at once, the most urgent first."),
    (Permission.REPORT_INCIDENT, "Whatever you report goes to whoever must be told. A report you begin is kept here."),
    (Permission.REVIEW_LINKS, "Records that may be one person appear here when the machine is in doubt."),
    (Permission.MEND_FEEDS, "Rows of your agency's files that cannot be brought in appear here at once."),
    (Permission.SEE_STUCK, "Whatever the machine cannot do appears here, and stays until it is done."),
)
OTHERWISE = "What stands below is for you to read."


@dataclass(frozen=True)
class HomePage:
    """What is to be done, most urgent first; what is new; and for those who answer for it, minutes and promises."""

    groups: tuple[Group, ...]
    fresh: Fresh | None
    minutes: MinutesPicture | None
    promises: PromisesPicture | None
    empty: tuple[str, str]


def home(by: Actor, now: datetime, *, every_team: bool = False) -> HomePage:
    """Compose the page, and record the view with everybody who stands on it."""
    reader = Reader(by, now)
    groups = todo.groups(reader)
    news = fresh(reader, {line.href for group in groups for line in group.lines if line.href})
    lines = [line for group in groups for line in group.lines] + list(news.lines if news else ())
    names = Names(lines, reader)
    return HomePage(
        groups=tuple(names.group(group) for group in groups),
        fresh=news and replace(news, lines=tuple(names.named(line) for line in news.lines)),
        minutes=minutes(by, now, every_team=every_team),
        promises=promises(by, now),
        empty=(NOTHING, next((words for needed, words in AND_THEN if needed.value in by.permissions), OTHERWISE)),
    )
