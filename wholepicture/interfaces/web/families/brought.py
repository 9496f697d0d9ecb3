"""What agencies brought to triage, and which of it says nothing: that somebody checked is no fact of the family (review 2.6)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from wholepicture.lib import wording
from wholepicture.pathway.triage.facts import ContributionPicture
from wholepicture.pathway.triage.terms import Known

# The most that an agency said counts: one team may know what another does not.
MOST_FIRST = (Known.KNOWN, Known.NOTHING_KNOWN, Known.NOT_CHECKED)
SAID = {
    Known.NOTHING_KNOWN: ("checked and knows nothing", "checked and know nothing"),
    Known.NOT_CHECKED: ("has not checked", "have not checked"),
}


@dataclass(frozen=True)
class Empty:
    """What was brought without anything in it: the causes of it, and in words who said so ("2 agencies checked ...", who)."""

    causes: frozenset[UUID]
    lines: tuple[tuple[str, str], ...]


def empty(brought: Iterable[ContributionPicture]) -> Empty:
    """Find what is no thing that is known, with the agencies of which nothing else is."""
    those = list(brought)
    said: dict[str, set[Known]] = defaultdict(set)
    for each in those:
        said[each.agency].add(each.known)
    most = {agency: min(found, key=MOST_FIRST.index) for agency, found in said.items()}
    lines = ((known, sorted(agency for agency, its in most.items() if its is known)) for known in SAID)
    return Empty(
        causes=frozenset(each.id for each in those if each.known in SAID),
        lines=tuple((_words(known, agencies), "; ".join(agencies)) for known, agencies in lines if agencies),
    )


def _words(known: Known, agencies: list[str]) -> str:
    one, several = SAID[known]
    return f"{wording.counted(len(agencies), 'agency', 'agencies')} {one if len(agencies) == 1 else several}"
