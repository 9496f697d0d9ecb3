"""Who holds a function for one person: whom they are registered with, a safe parent's, or the area's."""

from datetime import date
from uuid import uuid4

import pytest

from tests.factories import agencies as make
from tests.factories.incidents import RECEIVED_AT
from wholepicture.pathway.duties.facts import Adult, Child, Picture, Told
from wholepicture.pathway.duties.queries.recipients import Directory, Holder, holders
from wholepicture.pathway.incidents.terms import Brag, Category, Dash, Kind
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people.facts import Registration
from wholepicture.registers.people.terms import Role
from wholepicture.registers.protocol.terms import Education, Relation

pytestmark = pytest.mark.django_db
DAY = RECEIVED_AT.date()
UNBORN = Child(uuid4(), uuid4(), "Baby", None, date(2020, 5, 1), Education.NONE_KNOWN, has_allocated_worker=False)


def adult(role: Role, relation: Relation) -> Adult:
    """Somebody with a role in the incident and towards the child."""
    return Adult(uuid4(), uuid4(), "Sam", role, (), relation)


def holding(
    about: Child | Adult, function: Function, *adults: Adult, at: dict[Adult, Post] | None = None
) -> list[Holder]:
    """Who holds a function for one person, where these adults are registered at these posts."""
    told = Told(uuid4(), Kind.INCIDENT, "Police", "R-1", RECEIVED_AT, RECEIVED_AT, Category.DOMESTIC_ABUSE,
                Dash.NOT_DONE, Brag.NOT_DONE, "")  # fmt: skip
    registered = {one.person: (Registration(one.person, function, post.team_id),) for one, post in (at or {}).items()}
    return holders(Picture(told, (UNBORN,), adults, "", registered=registered), about, function, Directory(DAY))


def test_a_service_of_the_whole_area_is_told_of_whoever_is_not_registered_with_it() -> None:
    area, mother = (
        make.make_staffed_post(function=Function.ADULT_MENTAL_HEALTH),
        adult(Role.VICTIM, Relation.PARENT_AT_HOME),
    )
    assert holding(mother, Function.ADULT_MENTAL_HEALTH, mother) == [Holder(area.id, area.team_id)]
    (nobody,) = holding(mother, Function.GP, mother)
    assert (nobody.post, nobody.can_be_found, nobody.because) == (None, True, "No GP practice is known for Sam.")


def test_the_midwife_of_an_unborn_child_is_the_parents_at_home_first_and_never_through_who_causes_harm() -> None:
    function = Function.SAFEGUARDING_MIDWIFE
    every = [make.make_staffed_post(function=function) for _ in range(4)]
    area = Directory(DAY).area(function)
    assert area
    posts = [post for post in every if post != area]
    away, home = (adult(Role.VICTIM, where) for where in (Relation.PARENT_ELSEWHERE, Relation.PARENT_AT_HOME))
    harm = adult(Role.CAUSING_HARM, Relation.PARENT_AT_HOME)
    at = dict(zip((harm, away, home), posts, strict=True))

    assert holding(UNBORN, function, harm, away, home, at=at) == [Holder(posts[2].id, posts[2].team_id)]
    del at[home]
    assert holding(UNBORN, function, harm, away, home, at=at) == [Holder(posts[1].id, posts[1].team_id)]
    del at[away]
    assert holding(UNBORN, function, harm, away, home, at=at) == [Holder(area.id, area.team_id)]
