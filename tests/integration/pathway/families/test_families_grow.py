"""Families grow, part, come together again and link: what they were they are again, and nobody is lost on the way."""

from datetime import date, datetime, timedelta

import pytest

from tests.factories.families import ELSEWHERE, HOME, family, make_adult, make_child, make_unborn, person
from tests.factories.incidents import RECEIVED_AT, link_and_place
from tests.factories.people import make_record, make_relation, make_resolved
from wholepicture.pathway.families import actions, queries
from wholepicture.pathway.families.models import Family, Membership
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.linkage.models import Link
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people import actions as people
from wholepicture.registers.people.models import Person, ProtectedFact, Record
from wholepicture.registers.people.terms import RelationshipKind, Sex

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = date(2019, 12, 1)


def move(record: Record, to: str, on: date, now: datetime) -> None:
    """Leave every home and live at another one from this day."""
    for home in ProtectedFact.objects.filter(record=record, until_date=None):
        people.end_fact(fact=home, until_date=on, by=MACHINE, now=now)
    people.add_address(record=record, value=to, from_date=on, told_by=record.agency, by=MACHINE, now=now)


def resolve_with_link(record: Record, to: Person, now: datetime) -> Link:
    """As linkage does it: the record resolves to another person, and the link says what it was before."""
    before = person(record)
    people.resolve(record=record, person=to, by=MACHINE, now=now)
    return Link.objects.create(
        record=record, person=to, before_id=before, basis="NHS_NUMBER", score=1.0, model="test", by="machine", at=now
    )


def undo(link: Link, now: datetime) -> None:
    Link.objects.filter(id=link.id).update(undone_at=now, undone_by="reviewer")
    people.resolve(record=link.record, person=link.before, by=MACHINE, now=now)


def children(record: Record) -> set[object]:
    return {m.person for m in queries.members([family(record)])[family(record)] if m.part is Part.CHILD}  # type: ignore[list-item, index]


def every_child_is_in_one_live_family() -> None:
    live = Membership.objects.filter(until_at=None)
    assert not live.exclude(family__merged_into=None).exists()
    with_adults_only = set(live.values_list("family", flat=True)) - set(
        live.filter(part=Part.CHILD).values_list("family", flat=True)
    )
    assert not with_adults_only


def test_siblings_who_part_and_come_together_are_the_families_that_they_were() -> None:
    mother = make_adult("Jodie")
    charlie, casey = make_child("Charlie", mother), make_child("Casey", mother)
    link_and_place()
    whole = family(charlie)

    move(casey, ELSEWHERE, date(2019, 12, 1), RECEIVED_AT)
    link_and_place(RECEIVED_AT + HOUR)
    apart = {family(charlie), family(casey)}
    assert len(apart) == 2
    assert whole in apart

    move(casey, HOME, date(2019, 12, 5), RECEIVED_AT + 2 * HOUR)
    link_and_place(RECEIVED_AT + 2 * HOUR)
    (other,) = apart - {whole}
    assert {family(charlie), family(casey)} == {whole}
    assert queries.goes_on_as([other]) == {other: whole}  # type: ignore[list-item]
    every_child_is_in_one_live_family()

    move(casey, ELSEWHERE, date(2019, 12, 10), RECEIVED_AT + 3 * HOUR)
    link_and_place(RECEIVED_AT + 3 * HOUR)
    assert {family(charlie), family(casey)} == apart
    assert queries.goes_on_as([other]) == {other: other}  # type: ignore[list-item]
    assert Family.objects.count() == 2
    every_child_is_in_one_live_family()


def test_of_two_families_that_were_one_for_a_while_each_keeps_its_own_children() -> None:
    """Also where the family that was merged had more children than the one that went on."""
    old = make_child("Charlie", make_adult("Jodie"))
    link_and_place()
    ann = make_adult("Ann", home=ELSEWHERE)
    young = [make_child(name, ann, home=ELSEWHERE) for name in ("Casey", "Cleo")]
    link_and_place(RECEIVED_AT + HOUR)
    before = [family(child) for child in (old, *young)]

    shared = make_relation(RelationshipKind.CARER_OF, ann, old)
    people.add_address(
        record=old, value=ELSEWHERE, from_date=DAY, told_by=old.agency, by=MACHINE, now=RECEIVED_AT + HOUR
    )
    link_and_place(RECEIVED_AT + 2 * HOUR)
    assert len({family(child) for child in (old, *young)}) == 1

    people.end_relationship(relationship=shared, until_date=date(2019, 12, 2), by=MACHINE, now=RECEIVED_AT + 3 * HOUR)
    link_and_place(RECEIVED_AT + 3 * HOUR)

    assert [family(child) for child in (old, *young)] == before
    every_child_is_in_one_live_family()


def test_half_siblings_are_never_joined_through_a_father_who_lives_elsewhere() -> None:
    father = make_adult("Kyle", home="7 Seventh Lane", sex=Sex.MALE)
    charlie = make_child("Charlie", make_adult("Jodie"), father)
    casey = make_child("Casey", make_adult("Ann", home=ELSEWHERE), father, home=ELSEWHERE)
    make_relation(RelationshipKind.SIBLING_OF, charlie, casey)
    link_and_place()

    first, second = family(charlie), family(casey)
    assert first != second
    assert children(charlie) == {person(charlie)}
    elsewhere = queries.children_elsewhere([person(father)], beside=[first])  # type: ignore[list-item]
    assert elsewhere == {person(father): {second}}


def test_a_father_who_moves_in_with_both_joins_them_and_moving_out_parts_them_again() -> None:
    father = make_adult("Kyle", home=ELSEWHERE, sex=Sex.MALE)
    charlie = make_child("Charlie", make_adult("Jodie"), father)
    casey = make_child("Casey", father, home=ELSEWHERE)
    link_and_place()
    apart = [family(charlie), family(casey)]

    stay = people.add_address(record=father, value=HOME, told_by=father.agency, by=MACHINE, now=RECEIVED_AT)
    link_and_place(RECEIVED_AT + HOUR)
    assert family(charlie) == family(casey)

    people.end_fact(fact=stay, until_date=DAY, by=MACHINE, now=RECEIVED_AT + HOUR)
    link_and_place(RECEIVED_AT + 2 * HOUR)
    assert [family(charlie), family(casey)] == apart


def test_twins_are_two_children_of_one_family_also_when_one_is_placed_before_the_other_is_told() -> None:
    mother = make_adult("Jodie")
    first = make_child("Robin", mother, born=date(2019, 11, 14))
    link_and_place()
    was = family(first)
    second = make_child("Remy", mother, born=date(2019, 11, 14))
    link_and_place(RECEIVED_AT + HOUR)

    assert family(first) == family(second) == was
    assert children(first) == {person(first), person(second)}


def test_an_unborn_child_who_is_born_stays_one_child_of_the_same_family() -> None:
    mother = make_adult("Jodie", home="")
    unborn = make_unborn(mother)
    link_and_place()
    was = family(unborn)
    assert was is not None

    born = make_record(forename="Charlie", surname="Marsh", birth_date=date(2019, 12, 10), address=HOME)
    make_resolved(born)
    make_relation(RelationshipKind.PARENT_OF, mother, born)
    link_and_place(RECEIVED_AT + HOUR)
    resolve_with_link(born, Person.objects.get(id=person(unborn)), RECEIVED_AT + 2 * HOUR)
    link_and_place(RECEIVED_AT + 2 * HOUR)

    assert family(born) == was
    assert children(born) == {person(unborn)}
    every_child_is_in_one_live_family()


def test_an_adult_in_two_families_leaves_one_of_them_alone() -> None:
    gran = make_adult("Gran", home=ELSEWHERE)
    charlie = make_child("Charlie", make_adult("Jodie"))
    casey = make_child("Casey", make_adult("Ann", home="3 Third Way"), home="3 Third Way")
    ends = make_relation(RelationshipKind.CARER_OF, gran, charlie)
    make_relation(RelationshipKind.CARER_OF, gran, casey)
    link_and_place()
    both = {family(charlie), family(casey)}
    assert queries.families_of([person(gran)])[person(gran)] == both
    version = Family.objects.get(id=family(casey)).version

    people.end_relationship(relationship=ends, until_date=DAY, by=MACHINE, now=RECEIVED_AT)
    link_and_place(RECEIVED_AT + HOUR)

    assert queries.families_of([person(gran)])[person(gran)] == {family(casey)}
    assert Family.objects.get(id=family(casey)).version == version


# Links and their undoing.


def test_a_child_told_twice_brings_its_family_into_the_one_it_had_and_undoing_parts_them_exactly() -> None:
    """Casey of one family turns out to be Charlie of the other; the sister of one comes with them; then all is undone."""
    mother = make_adult("Jodie")
    charlie = make_child("Charlie", mother)
    link_and_place()
    ann = make_adult("Ann", home=ELSEWHERE)
    casey, sister = (make_child(name, ann, home=ELSEWHERE) for name in ("Casey", "Cleo"))
    link_and_place(RECEIVED_AT + HOUR)
    before = [family(child) for child in (charlie, casey, sister)]
    held = {child.id: children(child) for child in (charlie, casey)}

    link = resolve_with_link(casey, Person.objects.get(id=person(charlie)), RECEIVED_AT + 2 * HOUR)
    link_and_place(RECEIVED_AT + 2 * HOUR)
    assert {family(child) for child in (charlie, casey, sister)} == {before[0]}
    assert queries.goes_on_as([before[1]]) == {before[1]: before[0]}  # type: ignore[list-item]
    every_child_is_in_one_live_family()

    undo(link, RECEIVED_AT + 3 * HOUR)
    link_and_place(RECEIVED_AT + 3 * HOUR)
    assert [family(child) for child in (charlie, casey, sister)] == before
    assert {child.id: children(child) for child in (charlie, casey)} == held
    assert queries.goes_on_as([before[1]]) == {before[1]: before[1]}  # type: ignore[list-item]
    every_child_is_in_one_live_family()


def test_the_family_of_an_only_child_who_was_told_twice_points_at_the_one_it_became() -> None:
    """Also when only the person whom the record left is in the batch."""
    charlie = make_child("Charlie", make_adult("Jodie"))
    again = make_child("Charly", make_adult("Jo", home=ELSEWHERE), home=ELSEWHERE)
    link_and_place()
    kept, left, was = family(charlie), family(again), person(again)

    link = resolve_with_link(again, Person.objects.get(id=person(charlie)), RECEIVED_AT + HOUR)
    actions.place(persons=[was], by=MACHINE, now=RECEIVED_AT + HOUR)
    assert queries.goes_on_as([left]) == {left: kept}  # type: ignore[list-item]
    link_and_place(RECEIVED_AT + HOUR)
    every_child_is_in_one_live_family()

    undo(link, RECEIVED_AT + 2 * HOUR)
    link_and_place(RECEIVED_AT + 2 * HOUR)
    assert (family(charlie), family(again)) == (kept, left)
    every_child_is_in_one_live_family()


# Whose children are elsewhere.


def test_children_elsewhere_are_those_of_former_partners_and_of_carers_in_families_merged_since_too() -> None:
    father = make_adult("Kyle", home="7 Seventh Lane", sex=Sex.MALE)
    lone = make_adult("Lone", home="7 Seventh Lane")
    charlie = make_child("Charlie", make_adult("Jodie"), father)
    casey = make_child("Casey", make_adult("Ann", home=ELSEWHERE), home=ELSEWHERE)
    make_relation(RelationshipKind.CARER_OF, father, casey, until_date=DAY)
    make_relation(RelationshipKind.SIBLING_OF, father, make_child("Uncle", home="1 First Street"))
    grown = make_record(forename="Grown", birth_date=date(1999, 1, 1))
    make_resolved(grown)
    make_relation(RelationshipKind.PARENT_OF, father, grown)
    link_and_place()

    everywhere = {family(charlie), family(casey)}
    asked = [person(father), person(lone)]
    assert queries.children_elsewhere(asked, beside=[]) == {person(father): everywhere, person(lone): frozenset()}
    assert queries.children_elsewhere(asked, beside=everywhere)[person(father)] == frozenset()  # type: ignore[arg-type]
    merged = Family.objects.create(created_at=RECEIVED_AT, merged_into_id=family(charlie))
    assert queries.children_elsewhere(asked, beside=[merged.id])[person(father)] == {family(casey)}
