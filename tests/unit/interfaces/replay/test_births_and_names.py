"""Births within the played time and names for the unnamed: worked out from the file alone."""

from datetime import UTC, datetime
from pathlib import Path

from wholepicture.interfaces.replay import births, loader, names
from wholepicture.interfaces.replay.case import Case

CASES = Path(__file__).parents[3] / "cases"
START = datetime(2021, 1, 1, tzinfo=UTC)
TEXT = """\
case: births
until: 2021-12-01
agencies:
  maternity: {kind: midwifery, name: Maternity}
  nursing: {kind: health_visiting, name: Nursing}
people:
  mother: {born: 1990-01-01, sex: female}
  father: {sex: male}
  ida: {born: 2021-05-05}
  ole: {born: 2021-05-05}
  late: {born: 2021-12-24}
  earlier: {born: 2019-05-05}
  found: {born: 2021-06-06}
relationships:
  - {from: mother, to: ida, kind: parent_of, known_to: [maternity]}
  - {from: mother, to: ole, kind: parent_of, known_to: [maternity]}
  - {from: father, to: ida, kind: parent_of, known_to: [nursing]}
  - {from: father, to: ole, kind: parent_of, known_to: [nursing]}
  - {from: mother, to: earlier, kind: parent_of, known_to: [maternity]}
  - {from: mother, to: found, kind: parent_of, known_to: [nursing]}
events: []
"""


def case(text: str = TEXT) -> Case:
    return loader.parse(text)


def test_twins_are_one_birth_that_names_the_parents_whom_maternity_knows() -> None:
    first = births.within(case(), START)[0]

    assert first.children == ("ida", "ole")
    assert (first.agency, first.parents) == ("maternity", ("mother",))
    assert first.at == datetime(2021, 5, 5, 8, tzinfo=UTC)  # 09:00 in London's summer


def test_a_birth_outside_the_played_time_is_none() -> None:
    born = {child for birth in births.within(case(), START) for child in birth.children}

    assert born == {"ida", "ole", "found"}


def test_a_birth_of_which_no_maternity_service_knows_is_notified_by_nobody() -> None:
    found = births.within(case(), START)[1]

    assert (found.children, found.agency, found.parents) == (("found",), None, ())


def test_a_maternity_service_that_holds_the_child_notifies_even_where_another_knows_the_parents() -> None:
    text = TEXT.replace("agencies:\n", "agencies:\n  other: {kind: midwifery, name: Other}\n")
    text = text.replace("found: {born: 2021-06-06}", "found: {born: 2021-06-06, registered: {midwifery: other}}")

    found = births.within(case(text), START)[1]

    assert (found.agency, found.parents) == ("other", ())


def test_names_not_given_are_made_up_and_differ() -> None:
    people = {f"person_{number}": "{sex: female}" for number in range(300)}
    text = TEXT.split("people:")[0] + "people:\n" + "".join(f"  {id_}: {said}\n" for id_, said in people.items())

    found = names.complete(case(text + "events: []\n").people.values())

    assert len(set(found.values())) == 300
    assert all(forename and surname for forename, surname in found.values())


def test_what_the_file_says_of_a_name_is_kept() -> None:
    text = TEXT.replace("father: {sex: male}", "father: {sex: male, surname: Holm}")

    forename, surname = names.complete(case(text).people.values())["father"]

    assert forename
    assert surname == "Holm"


def test_made_up_names_are_the_same_in_every_run() -> None:
    assert names.complete(case().people.values()) == names.complete(case().people.values())
