"""What holds of a person when several records tell it: the most certain value, never a mixture nobody told (review 2.2)."""

from collections.abc import Sequence
from uuid import UUID

from wholepicture.registers.people.facts import PersonFacts, RecordTold
from wholepicture.registers.people.terms import Precision, Sex

_CERTAINTY = {precision: place for place, precision in enumerate(reversed(Precision))}


def combine(person: UUID, version: int, records: Sequence[RecordTold]) -> PersonFacts:
    """Return what is known of a person from their records, in whatever order these come.

    The name is taken whole from the latest record that has both halves; the date of birth from the most precise, then
    the latest; being born wins over being expected.
    """
    told = sorted(records, key=lambda record: (record.told_at, record.record), reverse=True)
    named = max(told, key=lambda record: bool(record.forename) + bool(record.surname), default=None)
    born = max((r for r in told if r.birth_date), key=lambda r: _CERTAINTY[r.birth_precision], default=None)
    expected = next((r.expected_date for r in told if r.expected_date), None)
    return PersonFacts(
        person=person,
        version=version,
        forename=named.forename if named else "",
        surname=named.surname if named else "",
        sex=next((r.sex for r in told if r.sex is not Sex.NOT_KNOWN), Sex.NOT_KNOWN),
        birth_date=born.birth_date if born else None,
        birth_precision=born.birth_precision if born else Precision.NOT_KNOWN,
        expected_date=None if born else expected,
        died_date=next((r.died_date for r in told if r.died_date), None),
        records=tuple(sorted(r.record for r in told)),
    )


def in_words(record: RecordTold) -> str:
    """Return the name to show for a record: as told, or what is known instead of a name."""
    name = " ".join(half for half in (record.forename, record.surname) if half)
    unborn = record.expected_date is not None and record.birth_date is None
    return name or ("Unborn child" if unborn else "Name not known")
