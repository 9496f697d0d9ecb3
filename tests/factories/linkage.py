"""Records for tests of linkage's rules, as if told by an agency; everybody is invented."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from wholepicture.pathway.linkage import rules
from wholepicture.pathway.linkage.facts import Apart, Candidate, Expecting, Household, Question
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.names import name_key, place_key
from wholepicture.registers.people.terms import IdentifierKind, Precision, Sex

POLICE, GP = uuid4(), uuid4()
BORN = date(2019, 11, 14)
GROWN = date(1990, 1, 1)
NHS = (IdentifierKind.NHS_NUMBER, "9990000018")
OTHER_NHS = (IdentifierKind.NHS_NUMBER, "9990000026")
HOME = "4 High St"


def record(
    forename: str = "Charlie",
    surname: str = "Marsh",
    *,
    born: date | None = BORN,
    home: str = "",
    numbers: tuple[tuple[IdentifierKind, str], ...] = (),
    **rest: object,
) -> RecordTold:
    """One record as told, of a child born on BORN unless it says otherwise."""
    return RecordTold(  # type: ignore[misc]
        **{
            "record": uuid4(),
            "agency": POLICE,
            "person": None,
            "told_at": datetime(2019, 12, 16, tzinfo=UTC),
            "forename": forename,
            "surname": surname,
            "name_key": name_key(forename, surname),
            "birth_date": born,
            "birth_precision": Precision.EXACT if born else Precision.NOT_KNOWN,
            "identifiers": frozenset(numbers),
            "place_keys": frozenset({place_key(home)} - {""}),
        }
        | rest
    )


def unborn(surname: str = "Marsh", *, expected: date = BORN, home: str = "", **rest: object) -> RecordTold:
    """A child not yet born."""
    return record("", surname, born=None, expected_date=expected, home=home, **rest)  # type: ignore[arg-type]


def candidate(*records: RecordTold) -> Candidate:
    """One person to whom these records resolve."""
    person = records[0].person or uuid4()
    return Candidate(person, tuple(replace(one, person=person) for one in records))


def expecting(*children: Candidate, sex: Sex = Sex.FEMALE, also_born: tuple[RecordTold, ...] = ()) -> Expecting:
    """A parent of these children."""
    born = [child for child in children if any(told.birth_date for told in child.records)]
    due = [child for child in children if child not in born]
    return Expecting(uuid4(), sex, tuple(due), tuple(born), also_born)


def settle(
    one: RecordTold,
    *others: RecordTold | Candidate,
    apart: Apart | None = None,
    home: Household | None = None,
    mothers: tuple[Expecting, ...] = (),
) -> tuple[UUID | None, list[Question]]:
    """Decide for one record beside others, each of a person of its own, and ask about the rest: the person and the questions."""
    candidates = [other if isinstance(other, Candidate) else candidate(other) for other in others]
    decision = rules.decide(one, candidates, apart, home, mothers)
    rest = [other for other in candidates if other.person != decision.person]
    asked = rules.probable(one, rest, apart, home, mothers)
    return decision.person, [question for question in asked if question.person != decision.person]
