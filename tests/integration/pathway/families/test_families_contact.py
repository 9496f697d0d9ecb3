"""Contact with a family as told: on everybody's line, arrangements for day and night, once for one cause, never changed."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests.factories.agencies import make_agency
from tests.factories.incidents import RECEIVED_AT, reporter_of
from tests.factories.people import make_record, make_resolved
from wholepicture.pathway.families import actions, queries
from wholepicture.pathway.families.facts import ArrangementTold
from wholepicture.pathway.families.models import Arrangement
from wholepicture.pathway.families.terms import Contact, Mode
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit.models import Entry as AuditEntry
from wholepicture.registers.audit.terms import MACHINE, Event
from wholepicture.registers.chronology import queries as chronology
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.permissions import NotYours

pytestmark = pytest.mark.django_db

TEXTED_AT = datetime(2020, 1, 24, 11, tzinfo=UTC)
NOW = TEXTED_AT + timedelta(hours=1)


class Visited:
    """A health visitor's records of a mother, a father, a grandmother and a baby, each resolved to a person."""

    def __init__(self) -> None:
        self.agency: Agency = make_agency(kind="health_visiting")
        self.mother, self.father, self.gran = (self.record(name) for name in ("Jodie", "Kyle", "Gran"))
        self.child = self.record("Charlie", date(2019, 11, 14))

    def record(self, forename: str, born: date | None = None) -> Record:
        record = make_record(agency=self.agency, forename=forename, birth_date=born)
        make_resolved(record)
        return record

    def learnt(self, **changes: object) -> ArrangementTold:
        values: dict[str, object] = {
            "adult": self.father,
            "day": Contact.CONDITIONAL,
            "day_words": "while he drinks: none",
            "overnight": Contact.NOT_ASKED,
        }
        return ArrangementTold(**(values | changes))  # type: ignore[arg-type]

    def tell(self, cause: UUID | None = None, **changes: object) -> UUID | None:
        values: dict[str, object] = {
            "agency": self.agency,
            "mode": Mode.TEXT,
            "people": [self.mother],
            "child": self.child,
            "summary": "mother will not allow contact",
            "happened_at": TEXTED_AT,
            "arrangement": self.learnt(),
            "by": MACHINE,
            "now": NOW,
        }
        return actions.tell_contact(cause=cause or uuid4(), **(values | changes))  # type: ignore[arg-type]


@pytest.fixture
def visited() -> Visited:
    return Visited()


def version(record: Record) -> int:
    return people.versions([record.person_id])[record.person_id]  # type: ignore[list-item, index]


def test_a_contact_stands_on_the_line_of_everybody_it_was_with_or_about(visited: Visited) -> None:
    cause = uuid4()
    visited.tell(cause, arrangement=None)

    lines = chronology.for_cause(cause)
    assert {line.record for line in lines} == {visited.mother.id, visited.child.id}
    assert {(line.kind, line.words, line.happened_at, line.known_at) for line in lines} == {
        (EntryKind.CONTACT, "Text message: mother will not allow contact", TEXTED_AT, NOW)
    }
    assert not Arrangement.objects.exists()


def test_what_was_learnt_is_told_for_day_and_night_on_the_lines_of_child_and_adult(visited: Visited) -> None:
    cause = uuid4()
    kept = visited.tell(cause)

    learnt = [line for line in chronology.for_cause(cause) if line.kind is EntryKind.ARRANGEMENT]
    assert {line.record for line in learnt} == {visited.child.id, visited.father.id}
    words = "Contact by day: on a condition (while he drinks: none). Contact overnight: not asked."
    assert {(line.words, line.source) for line in learnt} == {(words, kept)}


def test_arrangements_are_given_by_person_oldest_first_and_a_later_one_changes_nothing(visited: Visited) -> None:
    visited.tell()
    gran = visited.learnt(
        day=Contact.SUPPORTED, day_words="", supported_by=visited.gran, source="mother", from_date=date(2020, 3, 1)
    )
    visited.tell(arrangement=gran, now=NOW + timedelta(days=39))

    first, second = queries.arrangements([visited.child.person_id])  # type: ignore[list-item]
    assert (first.child, first.adult) == (visited.child.person_id, visited.father.person_id)
    assert (first.day, first.day_words, first.overnight) == (
        Contact.CONDITIONAL, "while he drinks: none", Contact.NOT_ASKED,
    )  # fmt: skip
    assert (first.told_by, first.told_at, first.from_date) == (visited.agency.id, NOW, None)
    assert (second.day, second.supported_by, second.source) == (
        Contact.SUPPORTED, visited.gran.person_id, "mother",
    )  # fmt: skip
    assert second.from_date == date(2020, 3, 1)
    assert queries.arrangements([visited.father.person_id]) == [first, second]  # type: ignore[list-item]
    assert queries.arrangements([visited.mother.person_id]) == []  # type: ignore[list-item]


def test_an_arrangement_of_a_record_not_yet_linked_waits_for_its_link(visited: Visited) -> None:
    stranger = make_record(agency=visited.agency, forename="Max")
    visited.tell(arrangement=visited.learnt(adult=stranger))
    assert queries.arrangements([visited.child.person_id]) == []  # type: ignore[list-item]

    person = make_resolved(stranger)

    assert [found.adult for found in queries.arrangements([person.id])] == [person.id]


def test_the_same_cause_again_adds_nothing_and_gives_the_same_id(visited: Visited) -> None:
    cause = uuid4()
    kept = visited.tell(cause)
    lines, before = chronology.for_cause(cause), version(visited.child)

    assert visited.tell(cause, now=NOW + timedelta(hours=1)) == kept
    assert chronology.for_cause(cause) == lines
    assert version(visited.child) == before
    assert AuditEntry.objects.filter(event=Event.CONTACT_TOLD).count() == 1


def test_an_arrangement_lets_child_and_adult_be_worked_out_again_a_bare_contact_nobody(visited: Visited) -> None:
    before = [version(record) for record in (visited.child, visited.father, visited.mother)]
    visited.tell(arrangement=None)
    assert [version(record) for record in (visited.child, visited.father, visited.mother)] == before

    visited.tell()

    child, father, mother = before
    assert [version(r) for r in (visited.child, visited.father, visited.mother)] == [child + 1, father + 1, mother]


def test_the_audit_says_that_it_was_told_and_of_whom_but_not_a_word_of_it(visited: Visited) -> None:
    visited.tell(arrangement=visited.learnt(source="the mother herself"))

    entry = AuditEntry.objects.get(event=Event.CONTACT_TOLD)
    assert set(entry.about) == {f"record:{r.id}" for r in (visited.mother, visited.child, visited.father)}
    assert "drinks" not in str(entry.detail)
    assert "mother" not in str(entry.detail)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": Contact.CONDITIONAL, "day_words": " "}, "Contact by day: it is on a condition"),
        ({"overnight": Contact.CONDITIONAL}, "Contact overnight: it is on a condition"),
        ({"overnight": Contact.AS_TOLD}, "Contact overnight: say in words"),
        ({"day": Contact.SUPPORTED}, "Supported by:"),
        ({"overnight": Contact.SUPPORTED}, "Supported by:"),
    ],
)
def test_an_arrangement_that_says_too_little_is_refused_with_the_field_and_the_remedy(
    visited: Visited, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(actions.InvalidContact, match=field):
        visited.tell(arrangement=visited.learnt(**changes))

    assert not Arrangement.objects.exists()


def test_supported_by_somebody_not_said_is_an_answer(visited: Visited) -> None:
    visited.tell(arrangement=visited.learnt(day=Contact.SUPPORTED, day_words="", supported_by_words="not said"))

    (found,) = queries.arrangements([visited.child.person_id])  # type: ignore[list-item]
    assert (found.supported_by, found.supported_by_words) == (None, "not said")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"people": [], "child": None, "arrangement": None}, "With:"),
        ({"child": None}, "Child: none is named"),
        ({"happened_at": NOW + timedelta(minutes=1)}, "When:"),
    ],
)
def test_a_contact_that_cannot_be_is_refused_with_the_field_and_the_remedy(
    visited: Visited, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(actions.InvalidContact, match=field):
        visited.tell(**changes)


def test_a_childs_contact_with_itself_is_refused_also_by_another_record_of_the_child(visited: Visited) -> None:
    again = make_record(agency=visited.agency, forename="Charlie")
    make_resolved(visited.child, again)

    for adult in (visited.child, again):
        with pytest.raises(actions.InvalidContact, match="Contact with: this is the child"):
            visited.tell(arrangement=visited.learnt(adult=adult))


def test_nobody_tells_a_contact_in_another_agencys_name(visited: Visited) -> None:
    with pytest.raises(NotYours):
        visited.tell(by=reporter_of(make_agency(kind="police")), now=max(NOW, RECEIVED_AT))

    assert visited.tell(by=reporter_of(visited.agency)) is not None
