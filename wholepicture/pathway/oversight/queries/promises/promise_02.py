"""Promise 2: the pattern, not the incident: whoever is listed was examined, and decisions carry what the pattern showed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

from wholepicture.pathway.families.models import Membership, Placed
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.findings.models import Examined, Finding, Source
from wholepicture.pathway.oversight.queries.promises.breach import Breach, found
from wholepicture.pathway.triage.models import Considered, Decision, Listing
from wholepicture.pathway.triage.states import DecisionState

TITLE = "The pattern, not the incident"
# How long the machine may take for what it does at once.
PATIENCE = timedelta(minutes=5)


def listed_and_not_examined(now: datetime) -> Iterator[Breach]:
    """The pattern of every family on the list was looked at, and looked at again when something new became known."""
    listed = Listing.objects.filter(
        decided_at__isnull=True, withdrawn_at__isnull=True, family__merged_into__isnull=True
    )
    children = Membership.objects.filter(family_id=OuterRef("family_id"), part=Part.CHILD, until_at__isnull=True)
    examined = Examined.objects.filter(family_id=OuterRef("family_id"))
    never = listed.filter(Exists(children), ~Exists(examined), listed_at__lt=now - PATIENCE)
    yield from found(2, "Families are on the list, and nobody looked at their pattern.", never)
    # Known for some time means placed as now known, some time ago: what was told a moment ago is still being placed.
    settled = Placed.objects.filter(version=F("person__version"), at__lt=now - PATIENCE)
    placed = settled.filter(person_id=OuterRef("person_id"))
    news = Source.objects.filter(examined_id=OuterRef("pk")).exclude(version=F("person__version"))
    stale = Examined.objects.filter(Exists(news.filter(Exists(placed)))).filter(
        Exists(listed.filter(family_id=OuterRef("family_id")))
    )
    yield from found(2, "Families are on the list with a pattern that is not what is known now.", stale)


def decided_without_the_pattern(now: datetime) -> Iterator[Breach]:
    """Every decision keeps the pattern in the words that were on the screen."""
    yield from found(2, "Decisions do not say what the pattern was.", Decision.objects.filter(pattern__regex=r"^\s*$"))


def findings_not_considered(now: datetime) -> Iterator[Breach]:
    """What stood about a family when a decision was made is kept with the decision."""
    stood = Q(ended_at__isnull=True) | Q(ended_at__gt=OuterRef("at"))
    findings = Finding.objects.filter(stood, family_id=OuterRef("family_id"), found_at__lt=OuterRef("at"))
    kept = Considered.objects.filter(decision_id=OuterRef(OuterRef("pk")), finding_id=OuterRef("pk"))
    lacking = Decision.objects.filter(Exists(findings.filter(~Exists(kept))))
    yield from found(2, "Decisions were made without something that the pattern showed.", lacking)


def decided_twice_at_once(now: datetime) -> Iterator[Breach]:
    """About one child one decision stands: two would let each agency follow its own."""
    standing = Decision.objects.filter(state=DecisionState.STANDING, child__person__isnull=False)
    twice = standing.values("family_id", "child__person_id").annotate(n=Count("id")).filter(n__gt=1)
    yield from found(2, "About one child several decisions stand.", twice, "child__person_id")


CHECKS = (listed_and_not_examined, decided_without_the_pattern, findings_not_considered, decided_twice_at_once)
