"""Two records field by field, in words that a page may show: never an address, never a whole number."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from wholepicture.lib.terms import Term
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.linkage import rules
from wholepicture.pathway.linkage.matcher import Field
from wholepicture.registers.people import certainty
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.models import Relationship
from wholepicture.registers.people.terms import IdentifierKind, Precision

LAST_DIGITS = 3
RELATIVES, NO_TIE = "Relatives told with them", "no tie between them and anybody was told"


class Agreement(Term):
    """How the two records compare in one field."""

    SAME = "SAME", "the same"
    NEAR = "NEAR", "nearly the same"
    DIFFERS = "DIFFERS", "differs"
    NOT_KNOWN = "NOT_KNOWN", "not known"


@dataclass(frozen=True)
class FieldPicture:
    """One field in both tellings, in words that a page may show, and how they compare."""

    field: str
    newer: str
    older: str
    agreement: Agreement


def compared(newer: UUID, older: UUID) -> tuple[FieldPicture, ...]:
    """Return two records field by field; whoever calls it has checked that the reader opened them."""
    told = people.as_told([newer, older])
    return _fields(told[newer], told[older], _roles([newer, older]), _relatives(told.values()))


def _fields(
    newer: RecordTold, older: RecordTold, roles: Mapping[UUID, str], relatives: Mapping[UUID, str]
) -> tuple[FieldPicture, ...]:
    mine, theirs = newer.record, older.record
    found, born = _agreements(newer, older), (_born(newer), _born(older))
    names = _of_both(found[Field.FORENAME], found[Field.SURNAME])
    return (
        FieldPicture("Name", certainty.in_words(newer), certainty.in_words(older), names),
        FieldPicture("Date of birth", *born, Agreement.SAME if born[0] and born[0] == born[1] else found[Field.BORN]),
        FieldPicture("Sex", newer.sex.label, older.sex.label, found[Field.SEX]),
        *_numbers(newer, older),
        FieldPicture("Home", _home(newer), _home(older), found[Field.HOME]),
        FieldPicture("Told as", roles.get(mine, ""), roles.get(theirs, ""), _texts(roles.get(mine), roles.get(theirs))),
        FieldPicture(
            RELATIVES,
            relatives.get(mine, NO_TIE),
            relatives.get(theirs, NO_TIE),
            _texts(relatives.get(mine), relatives.get(theirs)),
        ),
    )


def _born(record: RecordTold) -> str:
    if record.birth_date:
        day = f"{record.birth_date.day} {record.birth_date:%B %Y}"
        return day if record.birth_precision is Precision.EXACT else f"{day} ({record.birth_precision.label.lower()})"
    if record.expected_date:
        return f"Expected {record.expected_date.day} {record.expected_date:%B %Y}"
    return ""


def _numbers(newer: RecordTold, older: RecordTold) -> Iterable[FieldPicture]:
    """Each kind of number that either holds: the last digits, so that two can be told apart and none be used."""
    for kind in IdentifierKind:
        mine = {value for held, value in newer.identifiers if held is kind}
        theirs = {value for held, value in older.identifiers if held is kind}
        if mine or theirs:
            same = Agreement.SAME if mine & theirs else Agreement.DIFFERS
            agreement = same if mine and theirs else Agreement.NOT_KNOWN
            yield FieldPicture(kind.label, _ends(mine), _ends(theirs), agreement)


def _ends(values: Iterable[str]) -> str:
    return ", ".join(
        f"ends in {value[-LAST_DIGITS:]}" if len(value) > 2 * LAST_DIGITS else "held" for value in sorted(values)
    )


def _home(record: RecordTold) -> str:
    return "An address is held" if record.place_keys else ""


def _agreements(newer: RecordTold, older: RecordTold) -> dict[Field, Agreement]:
    """How each field compares, as the matcher sees it now."""
    levels = {weight.field: weight.level for weight in rules.weigh(newer, older).weights}
    return {field: _AGREEMENTS.get(levels[field.value], Agreement.NEAR) for field in Field}


def _of_both(one: Agreement, other: Agreement) -> Agreement:
    """How a name compares, from its two halves: what differs is graver than what is not known."""
    order = (Agreement.DIFFERS, Agreement.NOT_KNOWN, Agreement.NEAR, Agreement.SAME)
    return min(one, other, key=order.index)


# Every other level of the matcher is nearly the same.
_AGREEMENTS = {
    **dict.fromkeys(("EXACT", "NEW_YEAR", "SAME", "SAME_AS_NAMED", "ADDRESS"), Agreement.SAME),
    **dict.fromkeys(
        ("DIFFERENT", "CHANGED", "CLOSE", "APART", "GENERATION", "DIFFERENT_THOUGH_NAMED", "ELSEWHERE", "DISTRICT"),
        Agreement.DIFFERS,
    ),
    "NOT_GIVEN": Agreement.NOT_KNOWN,
}


def _texts(one: str | None, other: str | None) -> Agreement:
    if not one or not other:
        return Agreement.NOT_KNOWN
    return Agreement.SAME if one == other else Agreement.DIFFERS


def _roles(record_ids: Sequence[UUID]) -> dict[UUID, str]:
    found = incidents.roles_of_records(record_ids)
    return {record: ", ".join(sorted(role.label for role in roles)) for record, roles in found.items()}


def _relatives(records: Iterable[RecordTold]) -> dict[UUID, str]:
    """The first names of those whom the same agency told as relatives of each record."""
    agencies: dict[UUID, UUID] = {record.record: record.agency for record in records}
    rows: QuerySet[Any] = Relationship.objects.filter(
        Q(from_record_id__in=agencies) | Q(to_record_id__in=agencies)
    ).select_related("from_record", "to_record")
    found: dict[UUID, set[str]] = defaultdict(set)
    for row in rows:
        for one, other in ((row.from_record, row.to_record), (row.to_record, row.from_record)):
            if agencies.get(one.id) == row.told_by_id and other.forename:
                found[one.id].add(other.forename)
    return {record: ", ".join(sorted(names)) for record, names in found.items()}
