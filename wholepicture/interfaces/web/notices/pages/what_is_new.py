"""What was added or happened to an item, for the page to say what of it this reader has not seen (review 2.6, 2.8).

What the reader did themselves, and that somebody opened the page, is no news.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from wholepicture.interfaces.web.components.news import NewsLine
from wholepicture.pathway.notifications.queries import Happened, ItemPicture, NoticePicture
from wholepicture.pathway.notifications.terms import LADDER, StepKind
from wholepicture.registers.audit.terms import Actor

OWN_WORK = (StepKind.ANSWERED, StepKind.DECLINED)
SAID = frozenset({*OWN_WORK, *LADDER, StepKind.CORRECTED, StepKind.SUPERSEDED})


class Shown(Protocol):
    """A notice as the page heads it."""

    @property
    def about(self) -> str:
        """Whom it is about, as the heading says it."""
        ...


def lines(picture: ItemPicture, told: Sequence[Shown], by: Actor) -> Iterator[NewsLine]:
    """Everything that could be news of this item, in no order; `told` are its notices as the page heads them."""
    several = len(told) > 1
    for place, (notice, shown) in enumerate(zip(picture.notices, told, strict=True), start=1):
        href = f"#about-{place}"
        if notice.is_new:
            yield NewsLine(_arrived(notice), f"{_added(notice)}: about {shown.about}", href)
            continue
        about = f", about {shown.about}" if several else ""
        for happened in notice.history:
            if happened.kind in SAID and not _is_own(happened, by):
                yield NewsLine(happened.at, f"{happened.short}{about}", href)


def _arrived(notice: NoticePicture) -> datetime:
    """When it could first be read: what was held arrives when it is released."""
    released = [happened.at for happened in notice.history if happened.kind is StepKind.RELEASED]
    return max([notice.created_at, *released])


def _added(notice: NoticePicture) -> str:
    was_held = any(happened.kind is StepKind.RELEASED for happened in notice.history)
    return "Released to you" if was_held else "Added"


def _is_own(happened: Happened, by: Actor) -> bool:
    return happened.kind in OWN_WORK and by.worker is not None and happened.to == by.worker
