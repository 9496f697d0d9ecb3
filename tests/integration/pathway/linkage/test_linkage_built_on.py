"""What a reviewer cannot take back or decide, because something else stands on it, or because it is no longer so."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories.agencies import make_agency
from tests.factories.incidents import RECEIVED_AT
from tests.factories.linkage import BORN
from tests.factories.people import make_record, make_relation
from wholepicture.pathway.linkage import actions
from wholepicture.pathway.linkage.actions import CannotDecide
from wholepicture.pathway.linkage.models import Link, Pair, Review
from wholepicture.pathway.linkage.terms import Basis, Verdict
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import IdentifierKind, RelationshipKind, Sex

pytestmark = pytest.mark.django_db

LATER = RECEIVED_AT + timedelta(days=1)
NHS = {IdentifierKind.NHS_NUMBER: "9990000018"}


def reviewer() -> Actor:
    """A clerical reviewer."""
    allowed = frozenset({"REVIEW_LINKS"})
    agency = make_agency(kind="childrens_social_care")
    return Actor(id=f"user-{uuid4()}", name="Reviewer", agency=agency.id, worker=uuid4(), permissions=allowed)


def told(forename: str = "Charlie", **rest: object) -> Record:
    """A record that the machine has linked."""
    record = make_record(forename=forename, **{"birth_date": BORN, **rest})  # type: ignore[arg-type]
    actions.link(records=[record.id], by=MACHINE, now=RECEIVED_AT)
    record.refresh_from_db()
    return record


def ask(newer: Record, older: Record) -> Pair:
    """The question whether two records are one person, as the machine asks it."""
    return Pair.objects.create(newer=newer, older=older, score=0.5, model="test", asked_at=RECEIVED_AT)


def same(pair: Pair) -> Review:
    """A reviewer says that they are one person."""
    return actions.review(pair=pair.id, verdict=Verdict.SAME, because="Seen both cards", by=reviewer(), now=LATER)


def test_a_link_on_which_another_stands_is_undone_after_it() -> None:
    told()
    wrong = told(identifiers=NHS)
    late = told("", birth_date=None, identifiers=NHS)
    link = Link.objects.get(record=wrong)
    assert late.person_id == wrong.person_id

    with pytest.raises(CannotDecide, match="a link by the machine of 16 December 2019"):
        actions.undo_link(link=link.id, because="Two", by=reviewer(), now=LATER)
    actions.undo_link(link=Link.objects.get(record=late).id, because="First this", by=reviewer(), now=LATER)
    actions.undo_link(link=link.id, because="Two", by=reviewer(), now=LATER)

    assert len(set(Record.objects.values_list("person_id", flat=True))) == 3
    with pytest.raises(CannotDecide, match="no longer stands"):
        actions.undo_link(link=link.id, because="Two", by=reviewer(), now=LATER)


def test_a_link_because_of_which_a_reviewer_joined_somebody_is_undone_after_that_decision() -> None:
    told()
    wrong, other = told(), told("Somebody", surname="Else", birth_date=None)
    said = same(ask(other, wrong))
    link = Link.objects.get(record=wrong)

    with pytest.raises(CannotDecide, match="a reviewer's decision of 17 December 2019"):
        actions.undo_link(link=link.id, because="Two", by=reviewer(), now=LATER)
    actions.undo_review(review=said.id, because="First this", by=reviewer(), now=LATER)
    actions.undo_link(link=link.id, because="Two", by=reviewer(), now=LATER)

    assert len(set(Record.objects.values_list("person_id", flat=True))) == 3


def test_two_who_are_one_person_by_now_are_no_question_any_more() -> None:
    first, second, third = told(), told(), told("Somebody", surname="Else", birth_date=None)
    question = ask(third, second)
    same(ask(third, first))

    with pytest.raises(CannotDecide, match="already belong to one person"):
        same(question)
    assert Review.objects.count() == 1


def test_nothing_is_decided_of_a_record_that_the_machine_has_not_got_to() -> None:
    question = ask(make_record(forename="Charlle", birth_date=BORN), told())

    with pytest.raises(CannotDecide, match="just being linked"):
        same(question)
    assert not Review.objects.exists()


def test_the_mother_is_found_although_she_was_linked_long_before_her_child_was_born() -> None:
    mother = told("Jodie", birth_date=BORN.replace(year=1990), sex=Sex.FEMALE)
    unborn = make_record(forename="", surname="Marsh", expected_date=BORN + timedelta(days=9))
    make_relation(RelationshipKind.PARENT_OF, mother, unborn)
    actions.link(records=[unborn.id], by=MACHINE, now=RECEIVED_AT)
    born = make_record(forename="Charlie", surname="Marsh", birth_date=BORN)
    make_relation(RelationshipKind.PARENT_OF, mother, born)
    actions.link(records=[born.id], by=MACHINE, now=RECEIVED_AT)

    unborn.refresh_from_db()
    born.refresh_from_db()
    assert born.person_id == unborn.person_id
    assert Link.objects.get(record=born).basis == Basis.BORN_TO_THE_SAME_MOTHER
