"""Who is asked about whom, what is held first and who may open the family: truth tables and properties."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholepicture.pathway.triage import rules
from wholepicture.pathway.triage.facts import ToAsk
from wholepicture.pathway.triage.rules import asking
from wholepicture.pathway.triage.terms import AskState, Known
from wholepicture.registers.agencies.terms import BY_REGISTRATION, Function
from wholepicture.registers.protocol import defaults, parameters
from wholepicture.registers.protocol.outcomes import SeatHeld
from wholepicture.registers.protocol.terms import AgeBand, Lane, Seat, Standing

AGREED = parameters.parse(defaults.parameters())
AT = datetime(2019, 12, 16, 21, 40, tzinfo=UTC)
HELD = {Standing.CAUSING_HARM, Standing.COUNTER_ALLEGATIONS, Standing.NOT_KNOWN, Standing.OF_CONCERN}


def post(
    function: Function, *, agency: UUID | None = None, team: UUID | None = None, harming: bool = False
) -> rules.OpenPost:
    """A post of a team of its own agency."""
    return rules.OpenPost(uuid4(), team or uuid4(), agency or uuid4(), function, harming)


def person(name: str, **known: object) -> rules.AboutPerson:
    """Somebody who is asked about."""
    return rules.AboutPerson(uuid4(), uuid4(), name, **known)  # type: ignore[arg-type]


def child(name: str = "Charlie", band: AgeBand = AgeBand.UNDER_TWO, **known: object) -> rules.AboutPerson:
    """A child of the family."""
    return person(name, band=band, **known)


def adult(name: str = "Jodie", standing: Standing = Standing.VICTIM, **known: object) -> rules.AboutPerson:
    """An adult about it."""
    return person(name, standing=standing, **known)


def registered(*posts: rules.OpenPost) -> tuple[tuple[Function, UUID], ...]:
    """Registrations with these teams."""
    return tuple((one.function, one.team) for one in posts)


AREA = tuple(post(function) for function in Function)


def to_ask(
    *people: rules.AboutPerson, posts: tuple[rules.OpenPost, ...] = AREA, agreed: parameters.Parameters = AGREED
) -> list[ToAsk]:
    """Who is asked about these people."""
    children = tuple(one for one in people if one.band is not None)
    adults = tuple(one for one in people if one.band is None)
    return rules.to_ask(rules.Circle(children, adults, posts), agreed)


def said(asked: list[ToAsk]) -> dict[tuple[Function, str], ToAsk]:
    """By function and name; nobody is in it twice."""
    found = {(one.function, one.name): one for one in asked}
    assert len(found) == len(asked)
    return found


@pytest.mark.parametrize("standing", list(Standing))
def test_what_is_asked_about_whoever_harms_or_may_harm_is_held_and_nothing_else_is(standing: Standing) -> None:
    practice = post(Function.GP)
    about = adult("Kyle", standing, registered=registered(practice))
    asked = said(to_ask(child(), about, posts=(*AREA, practice)))
    for function in (Function.GP, *AGREED.asked_about_adults):
        assert asked[function, "Kyle"].hold is (standing in HELD)
    assert not any(one.hold for (_, name), one in asked.items() if name == "Charlie")


@pytest.mark.parametrize(("standing", "function"), list(product(Standing, Function)))
def test_everybody_is_asked_about_an_adult_who_is_registered_there_or_named_by_the_protocol(
    standing: Standing, function: Function
) -> None:
    own = post(function)
    asked = said(to_ask(child(), adult("Kyle", standing, registered=registered(own)), posts=(*AREA, own)))
    one = asked.get((function, "Kyle"))
    if function in BY_REGISTRATION:
        assert one is not None
        assert (one.team, one.post, one.gap) == (own.team, own.post, "")
    else:
        assert one is None  # The area's services are asked by the protocol's lists alone.


@pytest.mark.parametrize(("standing", "function"), list(product(Standing, AGREED.asked_about_adults)))
def test_adult_services_are_asked_about_every_adult_registered_there_or_not(
    standing: Standing, function: Function
) -> None:
    one = said(to_ask(child(), adult("Kyle", standing)))[function, "Kyle"]
    area = next(each for each in AREA if each.function is function)
    assert (one.team, one.post) == (area.team, area.post)
    gap = said(to_ask(child(), adult("Kyle", standing), posts=()))[function, "Kyle"]
    assert (gap.team, gap.hold) == (None, False)
    assert gap.gap == f"The directory has no team that is {function.label} for this area."


def test_standing_members_are_asked_once_about_the_youngest_child_and_never_held() -> None:
    youngest = child("Charlie", known_to=frozenset())
    asked = to_ask(youngest, child("Sam", AgeBand.SCHOOL_AGE), adult("Kyle", Standing.CAUSING_HARM))
    for function in AGREED.standing_members:
        (one,) = [each for each in asked if each.function is function]
        assert (one.person, one.hold, one.because) == (youngest.person, False, rules.ON_EVERY_FAMILY)


def test_a_standing_member_that_nobody_is_in_the_directory_is_a_gap() -> None:
    without = tuple(one for one in AREA if one.function is not Function.FIRST_RESPONSE)
    one = said(to_ask(child(), posts=without))[Function.FIRST_RESPONSE, "Charlie"]
    assert (one.team, one.post) == (None, None)
    assert "First Response" in one.gap


@pytest.mark.parametrize("standing", [None, *Standing])
def test_a_service_for_people_who_cause_harm_gets_nothing_that_a_specialist_has_not_released(
    standing: Standing | None,
) -> None:
    service = post(Function.PERPETRATOR_SERVICE, harming=True)
    about = child("Kyle") if standing is None else adult("Kyle", standing)
    asked = to_ask(child("Sam"), replace(about, known_to=frozenset({service.agency})), posts=(*AREA, service))
    (one,) = [each for each in asked if each.team == service.team]
    assert (one.name, one.hold) == ("Kyle", True)
    agreed = replace(AGREED, standing_members=(Function.PERPETRATOR_SERVICE,))
    (member,) = [one for one in to_ask(child(), posts=(service,), agreed=agreed) if one.team == service.team]
    assert member.hold


@pytest.mark.parametrize(
    ("band", "missing"),
    [
        (AgeBand.UNBORN, {Function.HEALTH_VISITOR}),
        (AgeBand.NEWBORN, {Function.GP, Function.HEALTH_VISITOR}),
        (AgeBand.UNDER_TWO, {Function.GP, Function.HEALTH_VISITOR}),
        (AgeBand.UNDER_SCHOOL_AGE, {Function.GP, Function.HEALTH_VISITOR}),
        (AgeBand.SCHOOL_AGE, {Function.GP}),
        (AgeBand.NOT_KNOWN, {Function.GP, Function.HEALTH_VISITOR}),
    ],
)
def test_whom_a_child_of_an_age_has_and_nobody_knows_is_a_gap(band: AgeBand, missing: set[Function]) -> None:
    gaps = {one.function: one.gap for one in to_ask(child("Ash", band)) if one.team is None}
    assert gaps == {function: f"No {function.label} is known for Ash." for function in missing}


def test_an_adults_unknown_practice_is_a_gap_and_their_unknown_school_is_none() -> None:
    gaps = [(one.function, one.gap) for one in to_ask(adult("Kyle")) if one.team is None]
    assert gaps == [(Function.GP, "No GP practice is known for Kyle.")]


@pytest.mark.parametrize("standing", list(Standing))
def test_a_babys_health_visitor_is_found_through_a_parent_unless_that_parent_may_harm(standing: Standing) -> None:
    visitor = post(Function.HEALTH_VISITOR)
    parent = adult("Jodie", standing, is_parent=True, registered=registered(visitor))
    one = said(to_ask(child(), parent, posts=(*AREA, visitor)))[Function.HEALTH_VISITOR, "Charlie"]
    assert one.team == (None if standing in HELD else visitor.team)
    aunt = replace(parent, is_parent=False)
    assert said(to_ask(child(), aunt, posts=(*AREA, visitor)))[Function.HEALTH_VISITOR, "Charlie"].team is None


@pytest.mark.parametrize("band", list(AgeBand))
def test_the_mothers_midwife_is_asked_about_the_child_until_it_is_28_days_old(band: AgeBand) -> None:
    midwife = post(Function.SAFEGUARDING_MIDWIFE)
    mother = adult("Jodie", is_parent=True, registered=registered(midwife))
    asked = said(to_ask(child("Ash", band), mother, posts=(*AREA, midwife)))
    assert asked[Function.SAFEGUARDING_MIDWIFE, "Jodie"].team == midwife.team
    young = band in (AgeBand.UNBORN, AgeBand.NEWBORN)
    assert ((Function.SAFEGUARDING_MIDWIFE, "Ash") in asked) is young


def test_a_registration_with_a_team_that_is_gone_is_a_gap_and_the_areas_team_takes_over_where_there_is_one() -> None:
    school, clinic = post(Function.SCHOOL_SAFEGUARDING_LEAD), post(Function.ADULT_MENTAL_HEALTH)
    asked = said(to_ask(
        child("Sam", AgeBand.SCHOOL_AGE, registered=registered(school)), adult("Jodie", registered=registered(clinic))
    ))  # fmt: skip
    gone = asked[Function.SCHOOL_SAFEGUARDING_LEAD, "Sam"]
    assert gone.gap == "The School safeguarding lead with which Sam was registered has closed or left the partnership."
    area = next(each for each in AREA if each.function is Function.ADULT_MENTAL_HEALTH)
    assert asked[Function.ADULT_MENTAL_HEALTH, "Jodie"].team == area.team


@pytest.mark.parametrize("function", [Function.SAFEGUARDING_MIDWIFE, Function.GP])
def test_where_a_registered_team_is_gone_the_areas_is_asked_if_it_serves_everybody_or_the_protocol_names_it(
    function: Function,
) -> None:
    agreed = replace(AGREED, asked_about_adults=(Function.GP,))
    asked = said(to_ask(adult("Jodie", registered=registered(post(function))), agreed=agreed))
    area = next(each for each in AREA if each.function is function)
    assert asked[function, "Jodie"].team == area.team
    assert (Function.GP, "Jodie") in asked


def test_of_two_practices_the_one_that_is_there_is_asked_and_the_gone_one_is_no_gap() -> None:
    gone, there = post(Function.GP), post(Function.GP)
    asked = to_ask(adult("Kyle", registered=registered(gone, there)), posts=(*AREA, there))
    assert [one.team for one in asked if one.function is Function.GP] == [there.team]


def test_an_agency_with_a_record_is_asked_by_its_first_post_about_that_person_and_one_without_posts_is_not() -> None:
    housing, empty = post(Function.HOUSING), uuid4()
    second = post(Function.SUBSTANCE_MISUSE, agency=housing.agency)
    jodie = adult("Jodie", known_to=frozenset({housing.agency, empty}))
    asked = to_ask(child(), jodie, adult("Kyle"), posts=(*AREA, housing, second))
    (one,) = [each for each in asked if each.team in (housing.team, second.team)]
    assert (one.function, one.name, one.because) == (Function.HOUSING, "Jodie", "This service has a record of Jodie.")


def test_an_agency_is_not_asked_again_by_its_record_of_somebody_it_is_asked_about_nor_if_it_is_asked_about_all() -> (
    None
):
    practice = post(Function.GP)
    police = next(each for each in AREA if each.function is Function.POLICE_SAFEGUARDING_UNIT)
    known = frozenset({practice.agency, police.agency})
    jodie = adult("Jodie", registered=registered(practice), known_to=known)
    charlie = child("Charlie", known_to=known)
    asked = to_ask(charlie, jodie, posts=(*AREA, practice))
    assert Counter((one.team, one.name) for one in asked if one.team in (practice.team, police.team)) == {
        (practice.team, "Jodie"): 1, (practice.team, "Charlie"): 1, (police.team, "Charlie"): 1,
    }  # fmt: skip


def test_an_agency_that_is_asked_by_another_team_of_its_own_is_not_asked_besides_by_its_first() -> None:
    first = post(Function.HEALTH_VISITOR)
    second = post(Function.GP, agency=first.agency)
    jodie = adult("Jodie", registered=registered(second), known_to=frozenset({first.agency}))
    asked = to_ask(jodie, posts=(first, *AREA, second))
    assert {one.team for one in asked} & {first.team, second.team} == {second.team}


@pytest.mark.parametrize("function", list(Function))
@pytest.mark.parametrize("is_the_childs", [True, False])
def test_a_service_that_sees_the_child_is_asked_about_an_adult_at_once_and_no_other_is(
    function: Function, is_the_childs: bool
) -> None:
    theirs = post(function)
    charlie = child(registered=registered(theirs) if is_the_childs else ())
    kyle = adult("Kyle", Standing.CAUSING_HARM, known_to=frozenset({theirs.agency}))
    asked = to_ask(charlie, kyle, posts=(theirs,), agreed=replace(AGREED, standing_members=()))
    (about_him,) = [one for one in asked if one.team == theirs.team and one.name == "Kyle"]
    seated = {Function.HEALTH_VISITOR, Function.SAFEGUARDING_MIDWIFE}
    seeing = seated | {Function.SCHOOL_SAFEGUARDING_LEAD, Function.NURSERY, Function.ALLOCATED_WORKER}
    assert about_him.hold is not (is_the_childs and function in seeing)
    teams = rules.works_with_the_child(asked, [charlie.person], AGREED)
    assert (theirs.team in teams) is (is_the_childs and function in seated)


def test_a_standing_member_that_is_held_has_not_been_asked_about_everybody() -> None:
    service = post(Function.PERPETRATOR_SERVICE, harming=True)
    agreed = replace(AGREED, standing_members=(Function.PERPETRATOR_SERVICE,))
    kyle = adult("Kyle", known_to=frozenset({service.agency}))
    asked = [one for one in to_ask(child(), kyle, posts=(service,), agreed=agreed) if one.team == service.team]
    assert {(one.name, one.hold) for one in asked} == {("Charlie", True), ("Kyle", True)}


def test_what_nobody_could_release_is_not_sent_and_says_so_once() -> None:
    first, second = post(Function.GP), post(Function.GP)
    kyle = adult("Kyle", Standing.CAUSING_HARM, registered=registered(first, second))
    asked = to_ask(kyle, posts=(*AREA, first, second))
    assert rules.as_sent(asked, can_release=True) == asked
    gaps = [one for one in rules.as_sent(asked, can_release=False) if one.function is Function.GP]
    assert [(one.team, one.post, one.gap) for one in gaps] == [(None, None, asking.NO_RELEASER)]


@pytest.mark.parametrize(
    ("function", "standing"), list(product(Function, [None, Standing.VICTIM, Standing.CAUSING_HARM]))
)
def test_only_named_health_professionals_of_the_child_may_open_the_family_and_not_those_of_whoever_harms(
    function: Function, standing: Standing | None
) -> None:
    own = post(function)
    people = [child(registered=registered(own))]
    if standing:
        people.append(adult("Kyle", standing, registered=((Function.GP, own.team),)))
    posts = (*AREA, own, replace(own, post=uuid4(), function=Function.GP))
    asked = to_ask(*people, posts=posts)
    teams = rules.works_with_the_child(asked, {people[0].person}, AGREED)
    seated = next(seat.functions for seat in AGREED.seats if seat.seat is Seat.HEALTH_PROFESSIONAL)
    expected = function in seated and function in BY_REGISTRATION and standing is not Standing.CAUSING_HARM
    assert (own.team in teams) is expected


def test_whoever_is_asked_about_an_adult_alone_may_not_open_the_family_nor_does_a_missing_specialist_open_it() -> None:
    practice = post(Function.GP)
    charlie, kyle = child(), adult("Kyle", Standing.CAUSING_HARM, registered=registered(practice))
    posts = (*AREA, practice)
    assert practice.team not in rules.works_with_the_child(to_ask(charlie, kyle, posts=posts), {charlie.person}, AGREED)
    both = to_ask(replace(charlie, registered=registered(practice)), kyle, posts=posts)
    assert rules.works_with_the_child(both, {charlie.person}, AGREED) == frozenset()
    seats = (SeatHeld(Seat.HEALTH_PROFESSIONAL, (Function.ADULT_MENTAL_HEALTH,)),)
    asked = to_ask(charlie, adult("Jodie"))
    assert rules.works_with_the_child(asked, {charlie.person}, replace(AGREED, seats=seats)) == frozenset()


@pytest.mark.parametrize(("lane", "before"), list(product(Lane, Lane)))
@pytest.mark.parametrize("hold", [True, False])
@pytest.mark.parametrize("is_queued", [True, False])
def test_an_open_ask_is_sent_anew_only_where_it_becomes_urgent_or_has_to_be_held(
    lane: Lane, before: Lane, hold: bool, is_queued: bool
) -> None:
    one = ToAsk(Function.GP, uuid4(), uuid4(), uuid4(), uuid4(), "Kyle", hold, "")
    again = rules.has_to_be_asked_again(one, lane, asked_in=before, is_queued=is_queued)
    assert again is ((lane is Lane.FAST and before is Lane.STANDARD) or (hold and is_queued))


@pytest.mark.parametrize("notice", [None, AskState.HELD, AskState.WITHHELD, AskState.ASKED])
@pytest.mark.parametrize("known", [None, *Known])
@pytest.mark.parametrize("ended_at", [None, AT])
def test_how_far_an_ask_has_got(notice: AskState | None, known: Known | None, ended_at: datetime | None) -> None:
    state = rules.ask_state(notice=notice, known=known, ended_at=ended_at)
    if known:
        assert state.value == known.value
    elif ended_at:
        assert state is AskState.ENDED
    else:
        assert state is (notice or AskState.NOBODY_TO_ASK)


def test_why_something_is_no_longer_asked() -> None:
    team, somebody = uuid4(), uuid4()
    wanted = [(Function.GP, team, somebody)]
    assert rules.ended_because(None, wanted) == asking.NO_LONGER_OF_THEM
    assert rules.ended_because((Function.GP, team, uuid4()), wanted) == asking.NO_LONGER_OF_THEM
    assert rules.ended_because((Function.GP, uuid4(), somebody), wanted) == asking.SOMEBODY_ELSE
    assert rules.ended_because((Function.GP, None, somebody), wanted) == asking.IS_KNOWN


agencies = st.lists(st.sampled_from(AREA), max_size=6, unique=True)
bands = st.sampled_from([None, *AgeBand])


@st.composite
def anybody(draw: st.DrawFn) -> rules.AboutPerson:
    """A child or an adult, registered with any of the teams, gone ones too, and known to any agency."""
    band = draw(bands)
    held = draw(st.lists(st.sampled_from([*AREA, post(Function.GP), post(Function.HEALTH_VISITOR)]), max_size=4))
    return person(
        draw(st.sampled_from(["Ash", "Jo", "Kyle"])), band=band,
        standing=None if band else draw(st.sampled_from(list(Standing))),
        is_parent=draw(st.booleans()), registered=registered(*held),
        known_to=frozenset(one.agency for one in draw(agencies)),
    )  # fmt: skip


@given(st.lists(anybody(), max_size=5), agencies)
def test_whoever_the_people_are_each_function_of_a_team_is_asked_once_about_each_of_them_or_is_a_gap_with_a_reason(
    people: list[rules.AboutPerson], posts: list[rules.OpenPost]
) -> None:
    asked = to_ask(*people, posts=tuple(posts))
    assert len({rules.ask_key(one) for one in asked}) == len(asked)
    there = {(one.team, one.function, one.post) for one in posts}
    standing = {one.person: one.standing for one in people}
    for one in asked:
        assert bool(one.gap) is (one.team is None) is (one.post is None)
        assert one.team is None or (one.team, one.function, one.post) in there
        assert not one.hold or (one.team is not None and standing[one.person] in HELD)
    about = {each.person for each in people if each.band is None or each.band is not AgeBand.UNBORN}
    assert about <= {one.person for one in asked if one.function is Function.GP}
    for can_release in (True, False):
        sent = rules.as_sent(asked, can_release=can_release)
        assert len({rules.ask_key(one) for one in sent}) == len(sent)
        assert can_release or not any(one.hold and one.team for one in sent)
