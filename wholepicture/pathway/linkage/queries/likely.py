"""One person looked up in the whole register, and whoever a search by name and date may mean although it was typed wrongly."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from wholepicture.pathway.linkage import rules
from wholepicture.pathway.linkage.facts import Weighed
from wholepicture.pathway.linkage.matcher import Field
from wholepicture.pathway.linkage.rules import weighing
from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.people import finding, misspelt, names, searching
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import Answers, RecordTold
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
    *,
    name: str,
    born: searching.Born | None = None,
    seen: Seen,
    also: Iterable[UUID] = (),
    is_unknown: bool = False,
) -> Answers:
    """Return the records of the reader's own agency, and of the persons `also`, whom what was typed may mean.

    With typing errors, nicknames and exchanged names or dates; each with the reasons in words, the likeliest first.
    `is_unknown`: nobody is called as typed, so that a word that stands alone is looked for with a slip as well. `more`:
    others of such a name were not looked at. Raises searching.TooLittle.
    """
    within: Collection[UUID] = set(also)
    typed = searching.words(name)
    slips = misspelt.Misspelt()
    if len(typed) > 1 or is_unknown:
        slips = misspelt.called(typed, born, agency=seen.by.agency, persons=within)
    asked = _typed(name, born, seen)
    either = (asked, _typed(name, born, seen, alone_is_last=False))
    each = (*_sharing_keys(asked, seen, within), *_meant(slips.records, either))
    found = {one.record.record: one for one in sorted(each, key=_likeliest_first, reverse=True)}
    shown = sorted(found.values(), key=_likeliest_first)
    first = searching.of_first(((one.record.record, one.record.person) for one in shown), people.MOST_FOUND + 1)
    whys = {one.record.record: _why(one.weighed) for one in shown if one.record.record in first}
    return Answers(people.matches_of(whys, seen=seen), slips.more)


def _sharing_keys(asked: RecordTold, seen: Seen, within: Collection[UUID]) -> Iterable[Likely]:
    """Whoever shares a key with what was typed and comes near enough to it."""
    found = finding.sharing_within(asked, agency=seen.by.agency, persons=within)
    least = weighing.PARAMETERS.review.odds - NEAR_ENOUGH
    return (one for one in _weighed(asked, found.records.values()) if one.weighed.odds >= least)


def _meant(records: Iterable[RecordTold], asked: Iterable[RecordTold]) -> Iterable[Likely]:
    """Whoever is called nearly as typed, as that reading of it has it that comes nearer, but nobody of another date of birth."""
    for record in records:
        nearest = min((Likely(record, rules.weigh(one, record)) for one in asked), key=_likeliest_first)
        if weighing.weight(nearest.weighed, Field.BORN) >= 0:
            yield nearest


def _typed(name: str, born: searching.Born | None, seen: Seen, *, alone_is_last: bool = True) -> RecordTold:
    """What was typed, as if somebody had told it: the last word is the last name; the only one is the last or the first."""
    words = names.normalise_name(name).split()[: searching.MOST_WORDS]
    forename, surname = (words[:-1], words[-1:]) if alone_is_last or words[1:] else (words, [])
    is_day = born is not None and born.earliest == born.latest
    return RecordTold(
        record=uuid4(),
        agency=seen.by.agency or uuid4(),
        person=None,
        told_at=seen.at,
        forename=" ".join(forename),
        surname=" ".join(surname),
        birth_date=born.earliest if born else None,
        birth_precision=Precision.EXACT if is_day else Precision.YEAR if born else Precision.NOT_KNOWN,
        name_key=names.name_key(" ".join(forename), " ".join(surname)),
    )


def _weighed(asked: RecordTold, records: Iterable[RecordTold]) -> list[Likely]:
    return sorted((Likely(record, rules.weigh(asked, record)) for record in records), key=_likeliest_first)


def _likeliest_first(one: Likely) -> tuple[float, str]:
    return -one.weighed.odds, str(one.record.record)


def _why(weighed: Weighed) -> tuple[str, ...]:
    reasons = weighing.reasons(weighed, speaks_for=True)
    return tuple(dict.fromkeys(reason[:1].upper() + reason[1:] for reason in reasons))
