"""Promise 5: who knows what: the chronology says of every notice who was told, acknowledged, or deliberately not told."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef

from wholepicture.pathway.notifications.models import Notice, Step
from wholepicture.pathway.notifications.terms import StepKind
from wholepicture.pathway.oversight.queries.promises.breach import Breach, found
from wholepicture.registers.chronology.models import Entry
from wholepicture.registers.chronology.terms import EntryKind

TITLE = "Who knows what"
PAIRS = (
    (StepKind.DELIVERED, EntryKind.TOLD, "Somebody was told, and the chronology does not say so."),
    (StepKind.ANSWERED, EntryKind.ACKNOWLEDGED, "Somebody answered, and the chronology does not say so."),
    (StepKind.DECLINED, EntryKind.DECLINED, "Somebody declined, and the chronology does not say so."),
    (StepKind.HELD, EntryKind.HELD, "Something was held, and the chronology does not say so."),
    (StepKind.WITHHELD, EntryKind.WITHHELD, "Something was withheld, and the chronology does not say so."),
)


def steps_without_an_entry(now: datetime) -> Iterator[Breach]:
    """Every step by which somebody came to know, or was kept from knowing, stands in the chronology."""
    for step, entry, sentence in PAIRS:
        happened = Exists(Step.objects.filter(notice_id=OuterRef("pk"), kind=step))
        written = Exists(Entry.objects.filter(source=OuterRef("pk"), kind=entry))
        yield from found(5, sentence, Notice.objects.filter(happened).filter(~written))


def entries_without_a_step(now: datetime) -> Iterator[Breach]:
    """The chronology does not say that somebody was told who was not."""
    for step, entry, _ in PAIRS:
        happened = Exists(Step.objects.filter(notice_id=OuterRef("source"), kind=step))
        claimed = Entry.objects.filter(kind=entry).filter(~happened)
        yield from found(
            5, f"The chronology says “{entry.label.lower()}” of a notice to which that did not happen.", claimed
        )


CHECKS = (steps_without_an_entry, entries_without_a_step)
