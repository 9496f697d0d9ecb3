"""Promise 11: seen by need, and every look is recorded: who opened what was let in at that time, and the audit says so."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from wholepicture.pathway.oversight.queries.promises.breach import Breach, found
from wholepicture.registers.access.models import Grant
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies.kinds import KINDS
from wholepicture.registers.audit.models import Entry, Look

TITLE = "Seen by need, and every look is recorded"
CLOSED_TO = [kind.id for kind in KINDS.values() if kind.serves_person_causing_harm]


def families_open_to_services_of_the_person_causing_harm(now: datetime) -> Iterator[Breach]:
    """No service of somebody causing harm may open a family, whatever it was told."""
    current = Q(until_at__isnull=True) | Q(until_at__gt=now)
    wrong = Grant.objects.filter(current, subject_kind=Subject.FAMILY, team__agency__kind__in=CLOSED_TO)
    yield from found(11, "A service of people causing harm may open a family.", wrong)


def looks_without_a_grant(now: datetime) -> Iterator[Breach]:
    """Whoever opened a family or a notice worked for an agency that had been let in at that moment."""
    for kind, thing in ((Subject.FAMILY, "a family"), (Subject.NOTICE, "a notice")):
        granted = Grant.objects.annotate(user=Cast("team__agency__workers__user__id", TextField())).filter(
            Q(until_at__isnull=True) | Q(until_at__gt=OuterRef("at")),
            user=OuterRef("user"),
            subject_kind=kind,
            subject=OuterRef("subject"),
            from_at__lte=OuterRef("at"),
        )
        astray = Look.objects.filter(subject_kind=kind).filter(~Exists(granted))
        yield from found(11, f"Somebody opened {thing} that nobody had opened to their agency.", astray, "subject")


def looks_without_an_entry(now: datetime) -> Iterator[Breach]:
    """The audit, which cannot be changed, has an entry of the same moment and person for every look."""
    written = Entry.objects.filter(at=OuterRef("at"), actor=OuterRef("user"))
    yield from found(
        11, "Somebody looked, and the audit does not say so.", Look.objects.filter(~Exists(written)), "subject"
    )


CHECKS = (families_open_to_services_of_the_person_causing_harm, looks_without_a_grant, looks_without_an_entry)
# The first reads what the worker may not; both go through every look there ever was.
FOR_THE_AUDITOR = frozenset({looks_without_a_grant, looks_without_an_entry})
