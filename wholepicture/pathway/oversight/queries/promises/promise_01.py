"""Promise 1: every child, every incident: each family concerned is listed once, and leaves the list by a decision."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from wholepicture.pathway.duties.models import Derivation, Source
from wholepicture.pathway.families.models import Membership
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.findings import queries as findings
from wholepicture.pathway.incidents.models import Involved
from wholepicture.pathway.incidents.terms import Kind
from wholepicture.pathway.oversight.queries.promises.breach import EXAMPLES, Breach, found
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage.models import DecisionFor, Listed, Listing
from wholepicture.registers.people.terms import Role

TITLE = "Every child, every incident"
# How long the machine may take for what it does at once.
PATIENCE = timedelta(minutes=5)
AT_ONCE = 200


def incidents_not_listed(now: datetime) -> Iterator[Breach]:
    """Every incident in scope was looked at for the list, as it is known now."""
    same = Listed.objects.filter(incident_id=OuterRef("incident_id"), derived_at=OuterRef("at"))
    late = _in_scope().filter(~Exists(same), at__lt=now - PATIENCE)
    yield from found(1, "Incidents in scope were not put on the list.", late)


def children_told_of_not_listed(now: datetime) -> Iterator[Breach]:
    """A child who was named in a report has their family on the list because of it, or had until it was decided about.

    It is looked up here in its own way, so that it does not share the mistakes of what makes the list.
    """
    listed = Listing.objects.filter(incident_id=OuterRef("incident_id"), withdrawn_at__isnull=True)
    families = Membership.objects.filter(
        person_id=OuterRef(OuterRef("record__person_id")), part=Part.CHILD, until_at__isnull=True
    )
    settled = _settled(now).values("incident_id")
    named = Involved.objects.filter(role=Role.CHILD, record__person__isnull=False, incident_id__in=settled)
    belongs = Exists(
        Membership.objects.filter(person_id=OuterRef("record__person_id"), part=Part.CHILD, until_at__isnull=True)
    )
    missing = named.filter(belongs).filter(~Exists(listed.filter(family_id__in=families.values("family_id"))))
    yield from found(1, "A child was named in a report, and their family is not on the list for it.", missing)


def families_not_listed_once(now: datetime) -> Iterator[Breach]:
    """Each incident lists the families that it concerns or links, all of them and no other, each once."""
    missing: list[UUID] = []
    astray: list[UUID] = []
    for some in _batches(_settled(now).order_by("incident_id").values_list("incident_id", flat=True).iterator()):
        derived = triage.derived(some)
        wanted, live = triage.wanted(list(derived.values()), now), triage.live(some)
        missing += [each for each in some if wanted[each].keys() - live[each].keys()]
        astray += [each for each in some if live[each].keys() - wanted[each].keys()]
    yield from _of(missing, "Incidents concern a family that is not on the list because of them.")
    yield from _of(astray, "Incidents keep a family on the list that they do not concern.")


def left_without_a_decision(now: datetime) -> Iterator[Breach]:
    """What counts as decided rests on a decision that stood, and on one for every child who was there."""
    decided = Listing.objects.filter(decided_at__isnull=False, withdrawn_at__isnull=True)
    stood = DecisionFor.objects.filter(listing_id=OuterRef("pk"), decision__stands_at__isnull=False)
    yield from found(1, "Families left the list without a decision.", decided.filter(~Exists(stood)))
    lacking: list[UUID] = []
    for some in _batches(decided.filter(Exists(stood)).order_by("id").values_list("id", flat=True).iterator()):
        rows = list(Listing.objects.filter(id__in=some).select_related("incident"))
        patterns = findings.patterns({row.family_id for row in rows}, now)
        of_whom = triage.decided_children(some)
        left = (row for row in rows if triage.undecided_children(row, patterns.get(row.family_id), of_whom[row.id]))
        # A child of whom something new became known is decided about again: the machine opens the listing.
        lacking += [row.id for row in left if row.family_version == row.family.version]
    yield from _of(lacking, "Families left the list without a decision for every child.")


def withdrawn_without_a_reason(now: datetime) -> Iterator[Breach]:
    """What was taken off the list because it no longer followed says why."""
    silent = Listing.objects.filter(withdrawn_at__isnull=False, withdrawn_because__regex=r"^\s*$")
    yield from found(1, "Families were taken off the list without a reason.", silent)


def overdue_without_an_alarm(now: datetime) -> Iterator[Breach]:
    """Of a family that nobody decided about in time somebody was told."""
    waiting = Listing.objects.filter(decided_at__isnull=True, withdrawn_at__isnull=True)
    silent = waiting.filter(due_at__lt=now - PATIENCE, alarm__isnull=True)
    yield from found(1, "Families are overdue on the list, and nobody was told.", silent)


def _in_scope() -> QuerySet[Derivation]:
    return Derivation.objects.filter(in_scope=True).exclude(incident__kind=Kind.BIRTH)


def _settled(now: datetime) -> QuerySet[Derivation]:
    """Incidents in scope that were listed as they are known now, some time ago: what is being worked out is no breach."""
    same = Listed.objects.filter(incident_id=OuterRef("incident_id"), derived_at=OuterRef("at"), at__lt=now - PATIENCE)
    news = Source.objects.filter(derivation_id=OuterRef("pk")).exclude(version=F("person__version"))
    changed = Listing.objects.filter(incident_id=OuterRef("incident_id"), withdrawn_at__isnull=True)
    return _in_scope().filter(
        Exists(same), ~Exists(news), ~Exists(changed.exclude(family_version=F("family__version")))
    )


def _batches(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    rest = iter(ids)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def _of(ids: list[UUID], sentence: str) -> Iterator[Breach]:
    if ids:
        yield Breach(1, sentence, len(ids), tuple(ids[:EXAMPLES]))


CHECKS = (
    incidents_not_listed,
    children_told_of_not_listed,
    families_not_listed_once,
    left_without_a_decision,
    withdrawn_without_a_reason,
    overdue_without_an_alarm,
)
