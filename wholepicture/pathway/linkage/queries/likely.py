"""One person looked up in the whole register, and whoever a search by name and date may mean although it was typed wrongly."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from wholepicture.pathway.linkage import rules
from wholepicture.pathway.linkage.facts import Weighed
from wholepicture.pathway.linkage.rules import weighing
from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.people import finding, names, searching
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import Match, RecordTold
from wholepicture.registers.people.terms import Precision

# A search tells less than a record, so whoever comes near is shown: so much below what a reviewer is asked about (log2).
NEAR_ENOUGH = 8.0


@dataclass(frozen=True)
class Likely:
    """A record that may be of the person asked for, and how it compares."""

    record: RecordTold
    weighed: Weighed


def lookup(asked: RecordTold) -> list[Likely]:
    """Return the resolved records that share a key with this one, and all of the same persons, the likeliest first."""
    return _weighed(asked, finding.sharing([asked]).records.values())


def likely(
    *, name: str, born: searching.Born | None = None, seen: Seen, also: Iterable[UUID] = ()
) -> tuple[Match, ...]:
    """Return the records of the reader's own agency, and of the persons `also`, whom what was typed may mean.

    With typing errors, nicknames and exchanged names or dates; each with the reasons in words, the likeliest first.
    """
    asked = _typed(name, born, seen)
    within: Collection[UUID] = set(also)
    found = finding.sharing_within(asked, agency=seen.by.agency, persons=within)
    least = weighing.PARAMETERS.review.odds - NEAR_ENOUGH
    shown = [one for one in _weighed(asked, found.records.values()) if one.weighed.odds >= least]
    return people.matches_of({one.record.record: _why(one.weighed) for one in shown[: people.MOST_FOUND]}, seen=seen)


def _typed(name: str, born: searching.Born | None, seen: Seen) -> RecordTold:
    """What was typed, as if somebody had told it: the last word is the surname, unless it is the only one."""
    words = names.normalise_name(name).split()[: searching.MOST_WORDS]
    is_day = born is not None and born.earliest == born.latest
    precision = Precision.EXACT if is_day else Precision.YEAR if born else Precision.NOT_KNOWN
    return RecordTold(
        record=uuid4(),
        agency=seen.by.agency or uuid4(),
        person=None,
        told_at=seen.at,
        forename=" ".join(words[:-1]),
        surname=words[-1] if words else "",
        birth_date=born.earliest if born else None,
        birth_precision=precision,
        name_key=names.name_key(" ".join(words[:-1]), words[-1] if words else ""),
    )


def _weighed(asked: RecordTold, records: Iterable[RecordTold]) -> list[Likely]:
    found = [Likely(record, rules.weigh(asked, record)) for record in records]
    return sorted(found, key=lambda one: (-one.weighed.odds, str(one.record.record)))


def _why(weighed: Weighed) -> tuple[str, ...]:
    return tuple(reason[:1].upper() + reason[1:] for reason in weighing.reasons(weighed, speaks_for=True))
