"""What is new since this reader last looked: items to their teams, and families that they may open; the latest first.

Only how much is new is said of a family, and nothing at all of one that they may not open: no count tells of it either
(design promise 11; review 2.8).
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from wholepicture.interfaces.web.components import in_words
from wholepicture.interfaces.web.home.pages.lines import NEWS_SHOWN, Line, Reader
from wholepicture.lib import wording
from wholepicture.pathway.notifications.queries import InboxLine
from wholepicture.pathway.oversight import queries as oversight
from wholepicture.pathway.oversight.queries import FamilyNews
from wholepicture.registers.accounts.roles import Permission


@dataclass(frozen=True)
class Fresh:
    """The latest few things that are new; `everything` are the pages (text, href) that have the others."""

    lines: tuple[Line, ...]
    has_more: bool
    everything: tuple[tuple[str, str], ...]


def fresh(reader: Reader, shown: Collection[str] = ()) -> Fresh | None:
    """Compose what is new, without what stands on the page already (addresses); None for whoever may open none of it."""
    held = reader.by.permissions
    found: list[Line] = []
    pages: list[tuple[str, str]] = []
    if Permission.READ_NOTICES.value in held:
        found += [each for line in reader.inbox if line.news_at and (each := _item(line)).href not in shown]
        pages.append(("My work", reverse("notices:inbox")))
    if Permission.SEE_FAMILIES.value in held and Permission.TRIAGE.value in held:
        told = oversight.family_news(reader.by, reader.now, NEWS_SHOWN + 1)
        found += [_family(one) for one in told]
        pages.append(("Daily list", reverse("triage:list")))
    if not pages:
        return None
    found.sort(key=lambda line: line.at or reader.now, reverse=True)
    return Fresh(tuple(found[:NEWS_SHOWN]), len(found) > NEWS_SHOWN, tuple(pages))


def _item(line: InboxLine) -> Line:
    never = line.new == len(line.notices)
    words = "Told to your team; not yet opened by you" if never else f"{wording.counted(line.new, 'fact')} added"
    return Line(
        heading="Name not known",
        href=reverse("notices:item", args=[line.item]),
        at=line.news_at,
        facts=(words, line.team),
        records=line.about,
        held=line.held,
    )


def _family(one: FamilyNews) -> Line:
    return Line(
        heading="",
        href=reverse("families:page", args=[one.family]),
        at=one.at,
        facts=tuple(words for words in (_words(one), _since(one)) if words),
        family=one.family,
    )


def _words(one: FamilyNews) -> str:
    if one.last_look is None:
        return "On the daily list; not yet opened by you"
    parts = [
        wording.counted(one.reports, "report") if one.reports else "",
        wording.counted(one.decisions, "decision") if one.decisions else "",
        wording.counted(one.others, "other entry", "other entries") if one.others else "",
    ]
    return wording.joined(part for part in parts if part)


def _since(one: FamilyNews) -> str:
    return f"You last looked {in_words.short_when(one.last_look)}" if one.last_look else ""
