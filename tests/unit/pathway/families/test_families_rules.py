"""Which children are one family: who lives together counts, a father elsewhere joins nobody; and whom an incident concerns."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholepicture.pathway.families import rules
from wholepicture.pathway.families.facts import Around, Group, Party, Standing
from wholepicture.pathway.families.terms import Concern, Reason
from wholepicture.registers.people.facts import PersonFacts, Relation
from wholepicture.registers.people.terms import RelationshipKind, Role

CHARLIE, CASEY, MOTHER, FATHER, OTHER_MOTHER = (UUID(int=n) for n in range(1, 6))
GRAN, LODGER, NEW_PARTNER, UNBORN = (UUID(int=n) for n in range(6, 10))
HOME, ELSEWHERE, THIRD = (frozenset({place}) for place in ("home", "elsewhere", "third"))


def parent(adult: UUID, child: UUID) -> Relation:
    return Relation(adult, child, RelationshipKind.PARENT_OF)


def around(**changes: object) -> Around:
    """Charlie with the mother at home, Casey with another mother; the father of both lives elsewhere."""
    values: dict[str, object] = {
        "children": frozenset({CHARLIE, CASEY}),
        "homes": {CHARLIE: HOME, MOTHER: HOME, FATHER: ELSEWHERE, CASEY: THIRD, OTHER_MOTHER: THIRD},
        "relations": (
            parent(MOTHER, CHARLIE),
            parent(FATHER, CHARLIE),
            parent(FATHER, CASEY),
            parent(OTHER_MOTHER, CASEY),
        ),
    }
    return Around(**(values | changes))  # type: ignore[arg-type]


def together(found: Around) -> bool:
    return len(rules.groups(found)) == 1


def test_a_father_who_lives_elsewhere_joins_nobody_and_belongs_to_both() -> None:
    groups = rules.groups(around())

    assert [group.children for group in groups] == [{CHARLIE}, {CASEY}]
    assert [group.adults[FATHER] for group in groups] == [Reason.PARENT, Reason.PARENT]
    assert MOTHER not in groups[1].adults


def test_a_father_who_lives_with_both_joins_them() -> None:
    homes = {CHARLIE: HOME, CASEY: ELSEWHERE, FATHER: HOME | ELSEWHERE}

    assert together(around(homes=homes))


def test_half_siblings_in_one_home_are_one_family() -> None:
    assert together(around(homes={CHARLIE: HOME, CASEY: HOME}))


def test_children_of_strangers_in_one_home_are_two_families() -> None:
    relations = (parent(MOTHER, CHARLIE), parent(OTHER_MOTHER, CASEY))

    assert not together(
        around(homes={CHARLIE: HOME, CASEY: HOME, MOTHER: HOME, OTHER_MOTHER: HOME}, relations=relations)
    )


def test_told_siblings_are_one_family_only_in_one_home() -> None:
    told = (Relation(CASEY, CHARLIE, RelationshipKind.SIBLING_OF),)

    assert together(around(homes={CHARLIE: HOME, CASEY: HOME}, relations=told))
    assert not together(around(homes={CHARLIE: HOME, CASEY: THIRD}, relations=told))
    assert not together(around(homes={}, relations=told))


def test_an_unborn_child_lives_with_its_mother() -> None:
    relations = (parent(MOTHER, CHARLIE), parent(MOTHER, UNBORN), parent(FATHER, UNBORN), parent(FATHER, CASEY))
    found = around(
        children=frozenset({CHARLIE, UNBORN, CASEY}),
        unborn=frozenset({UNBORN}),
        mothers=frozenset({MOTHER}),
        relations=relations,
    )

    assert {group.children for group in rules.groups(found)} == {frozenset({CHARLIE, UNBORN}), frozenset({CASEY})}


def test_unborn_children_of_one_father_are_not_joined_through_him() -> None:
    relations = (parent(FATHER, CHARLIE), parent(FATHER, CASEY))
    unborn = frozenset({CHARLIE, CASEY})

    assert not together(around(unborn=unborn, mothers=frozenset({MOTHER, OTHER_MOTHER}), homes={}, relations=relations))


def test_adults_are_counted_in_with_the_nearest_reason() -> None:
    found = around(
        children=frozenset({CHARLIE}),
        relations=(parent(MOTHER, CHARLIE), Relation(NEW_PARTNER, MOTHER, RelationshipKind.PARTNER_OF)),
        residents={"home": frozenset({MOTHER, NEW_PARTNER, GRAN})},
        involved={CHARLIE: frozenset({MOTHER, GRAN, LODGER})},
    )

    assert dict(rules.groups(found)[0].adults) == {
        MOTHER: Reason.PARENT,
        NEW_PARTNER: Reason.PARTNER,
        GRAN: Reason.HOUSEHOLD,
        LODGER: Reason.INVOLVED,
    }


_people = st.integers(1, 6).map(lambda n: UUID(int=n))
_homes = st.dictionaries(_people, st.frozensets(st.sampled_from("abc"), max_size=2))
_relations = st.lists(
    st.builds(Relation, _people, _people, st.sampled_from([RelationshipKind.PARENT_OF, RelationshipKind.SIBLING_OF])),
    max_size=8,
).map(tuple)


@given(st.frozensets(_people, min_size=1), _homes, _relations)
def test_every_child_is_in_exactly_one_family_and_none_is_its_own_adult(
    children: frozenset[UUID], homes: dict[UUID, frozenset[str]], relations: tuple[Relation, ...]
) -> None:
    groups = rules.groups(Around(children=children, homes=homes, relations=relations))

    assert sorted(child for group in groups for child in group.children) == sorted(children)
    assert all(not group.children & set(group.adults) for group in groups)
    assert all(len(group.children) == 1 for group in groups) or any(homes.values())


# Which family goes on.


def standing(*children: UUID, age: int = 0) -> Standing:
    return Standing(uuid4(), datetime(2020, 1, 1, tzinfo=UTC) - timedelta(days=age), frozenset(children))


def group(*children: UUID) -> Group:
    return Group(frozenset(children), {})


def test_of_families_that_become_one_the_oldest_goes_on() -> None:
    young, old = standing(CHARLIE), standing(CASEY, age=5)

    assert rules.keep([group(CHARLIE, CASEY)], [young, old]) == {old.family: 0}


def test_a_family_that_splits_goes_on_with_most_of_its_children() -> None:
    family = standing(CHARLIE, CASEY, UNBORN)

    assert rules.keep([group(CHARLIE), group(CASEY, UNBORN)], [family]) == {family.family: 1}
    assert rules.keep([group(CHARLIE, CASEY), group(UNBORN)], [family]) == {family.family: 0}


def test_a_family_whose_children_are_gone_goes_on_as_none() -> None:
    assert rules.keep([group(CHARLIE)], [standing(CASEY)]) == {}


# Whom an incident concerns.


def party(*children: UUID, unborn: tuple[UUID, ...] = (), lives_with: tuple[UUID, ...] = ()) -> Party:
    return Party(MOTHER, frozenset(children), frozenset(unborn), frozenset(lives_with))


def whys(
    role: Role, someone: Party, named: tuple[UUID, ...] = (), residents: tuple[UUID, ...] = ()
) -> dict[UUID, Concern]:
    found = rules.concerned(named=named, residents=residents, parties=[(role, someone)])
    return {child.person: child.why for child in found}


@pytest.mark.parametrize("role", [Role.VICTIM, Role.COUNTER_ALLEGATIONS, Role.NOT_KNOWN])
def test_the_harmed_adults_children_are_concerned_wherever_they_live(role: Role) -> None:
    assert whys(role, party(CASEY)) == {CASEY: Concern.VICTIMS}


def test_the_other_children_of_the_person_causing_harm_are_not() -> None:
    assert whys(Role.CAUSING_HARM, party(CASEY, lives_with=(CASEY,)), named=(CHARLIE,)) == {CHARLIE: Concern.NAMED}


def test_a_child_who_lives_where_it_happened_is_concerned_whosever_it_is() -> None:
    assert whys(Role.CAUSING_HARM, party(CASEY), residents=(CASEY,)) == {CASEY: Concern.LIVES_THERE}


@pytest.mark.parametrize("role", [Role.VICTIM, Role.CAUSING_HARM, Role.NOT_KNOWN, Role.OF_CONCERN])
def test_the_unborn_child_of_somebody_involved_was_there(role: Role) -> None:
    assert whys(role, party(UNBORN, unborn=(UNBORN,))) == {UNBORN: Concern.UNBORN}


def test_a_carer_of_concern_concerns_the_children_in_their_care() -> None:
    assert whys(Role.OF_CONCERN, party(CHARLIE, CASEY, lives_with=(CHARLIE,))) == {CHARLIE: Concern.IN_CARE_OF}


def test_a_witness_brings_no_child_in() -> None:
    assert whys(Role.WITNESS, party(CASEY, UNBORN, unborn=(UNBORN,), lives_with=(CASEY,))) == {}


def test_each_child_is_concerned_once_with_the_first_reason() -> None:
    assert whys(Role.VICTIM, party(CHARLIE), named=(CHARLIE,), residents=(CHARLIE,)) == {CHARLIE: Concern.NAMED}


# Growing up.

DAYS = st.dates(min_value=date(1920, 1, 1), max_value=date(2060, 12, 31))


@given(born=DAYS | st.sampled_from([date(2004, 2, 29), date(2008, 2, 29)]), on=DAYS)
def test_the_18th_birthday_parts_children_from_adults(born: date, on: date) -> None:
    facts = PersonFacts(person=CHARLIE, version=1, birth_date=born)

    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    assert rules.is_child(facts, on) == (years < 18)


@pytest.mark.parametrize(
    ("born", "adult"),
    [
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2008, 3, 1), date(2026, 3, 1)),
        (date(2006, 2, 28), date(2024, 2, 28)),
        (date(2006, 3, 1), date(2024, 3, 1)),
    ],
)
def test_a_child_is_one_until_the_day_before_turning_18(born: date, adult: date) -> None:
    facts = PersonFacts(person=CHARLIE, version=1, birth_date=born)

    assert rules.adult_on(born) == adult
    assert rules.is_child(facts, adult - timedelta(days=1))
    assert not rules.is_child(facts, adult)
