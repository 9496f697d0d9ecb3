"""Who is asked what they know when a family is listed, and what has to be held first; pure functions (review 2.4-2.6).

Agencies are asked about named people. Lists of everybody are handed to nobody.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from wholepicture.pathway.triage.facts import ToAsk
from wholepicture.pathway.triage.terms import AskState, Known
from wholepicture.registers.agencies.terms import BY_REGISTRATION, Function
from wholepicture.registers.protocol.parameters import Parameters
from wholepicture.registers.protocol.terms import AgeBand, Lane, Seat, Standing

# What goes to the services of somebody who harms, or may harm, is released by a specialist first (design promise 13).
HELD_ABOUT = frozenset({Standing.CAUSING_HARM, Standing.COUNTER_ALLEGATIONS, Standing.NOT_KNOWN, Standing.OF_CONCERN})
# They see the child and are told what happened, so what they are asked about an adult of the family is not held.
OF_THE_CHILD = frozenset(
    {
        Function.HEALTH_VISITOR,
        Function.SAFEGUARDING_MIDWIFE,
        Function.SCHOOL_NURSE,
        Function.SCHOOL_SAFEGUARDING_LEAD,
        Function.NURSERY,
        Function.ALLOCATED_WORKER,
    }
)
# A child too young to be registered itself is known to these through a parent, at these ages.
THROUGH_A_PARENT = {
    Function.HEALTH_VISITOR: frozenset(AgeBand) - {AgeBand.SCHOOL_AGE},
    Function.SAFEGUARDING_MIDWIFE: frozenset({AgeBand.UNBORN, AgeBand.NEWBORN}),
}
# Where the registered team is gone, the area's takes over.
AREA_TAKES_OVER = frozenset({Function.SAFEGUARDING_MIDWIFE, Function.ADULT_MENTAL_HEALTH, Function.SUBSTANCE_MISUSE})
NO_RELEASER = "Nobody in the directory can release what has to be held: add a team that does."
ON_EVERY_FAMILY = "Says what it knows of every family on the daily list."
ONE_OF_THOSE_ASKED = "This service is one of those that are asked."
HAS_A_RECORD = "This service has a record of {name}."
REGISTERED = "{name} is registered with this service."
NO_LONGER_OF_THEM = (
    "As is known now, this person is not of this family, or the family is not on the list because of them."
)
SOMEBODY_ELSE = "As is known now, somebody else is asked about this person."
IS_KNOWN = "It is known now who is asked."
AskKey = tuple[Function, UUID | None, UUID]


@dataclass(frozen=True)
class AboutPerson:
    """A child of the family, or an adult about it, whom agencies are asked about; `record` is the record to point at.

    `band` is None for an adult, `standing` None for a child. `registered` are functions and teams as told, also teams
    that are no longer there; `known_to` are the agencies that hold a record of the person. `born` tells two people of
    one name apart; None where it is not known to the day.
    """

    person: UUID
    record: UUID
    name: str
    born: date | None = None
    band: AgeBand | None = None
    standing: Standing | None = None
    is_parent: bool = False
    registered: tuple[tuple[Function, UUID], ...] = ()
    known_to: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class OpenPost:
    """A post that there is on the day: its function, team and agency; `serves_person_causing_harm` is its agency's kind."""

    post: UUID
    team: UUID
    agency: UUID
    function: Function
    serves_person_causing_harm: bool = False


@dataclass(frozen=True)
class Circle:
    """Whom a family's listing is about, children first and the youngest of them first, and every post of the day in order."""

    children: tuple[AboutPerson, ...]
    adults: tuple[AboutPerson, ...]
    posts: tuple[OpenPost, ...]

    def area(self, function: Function) -> OpenPost | None:
        """The first post of a function: it serves the whole area."""
        return next((post for post in self.posts if post.function is function), None)

    def of_team(self, team: UUID, function: Function) -> OpenPost | None:
        """The post by which a team holds a function."""
        return next((post for post in self.posts if (post.team, post.function) == (team, function)), None)

    def of_agency(self, agency: UUID) -> OpenPost | None:
        """The first post of an agency."""
        return next((post for post in self.posts if post.agency == agency), None)


def to_ask(circle: Circle, parameters: Parameters) -> list[ToAsk]:
    """Return everybody who is asked about each of these people, each function of a team once about one person."""
    standing = [_standing(circle, function) for function in parameters.standing_members] if circle.children else []
    asked = [each for about in (*circle.children, *circle.adults) for each in _of_person(circle, about, parameters)]
    found: dict[AskKey, ToAsk] = {}
    for each in (*standing, *asked, *_by_record(circle, asked, standing)):
        found.setdefault(ask_key(each), each)
    return _open_to_the_childs_services(circle, list(found.values()))


def _open_to_the_childs_services(circle: Circle, asked: list[ToAsk]) -> list[ToAsk]:
    """Hold nothing from a service that works with a child of the family: it is no service of whoever causes harm."""
    children = {child.person for child in circle.children}
    serving = {post.team for post in circle.posts if post.serves_person_causing_harm}
    theirs = {each.team for each in asked if each.person in children and each.function in OF_THE_CHILD} - serving
    return [
        replace(each, hold=False) if each.team in theirs and each.function in OF_THE_CHILD else each for each in asked
    ]


def as_sent(asked: Iterable[ToAsk], *, can_release: bool) -> list[ToAsk]:
    """Return what is sent, and the gaps: what has to be held and nobody could release is not sent, and says so."""
    rows = [each if can_release or not each.hold else _unreleased(each) for each in asked]
    return list({ask_key(each): each for each in rows}.values())


def ask_key(one: ToAsk) -> AskKey:
    """Return what an open ask is known by: the function, the team (None: a gap) and the person asked about."""
    return one.function, one.team, one.person


def works_with_the_child(asked: Iterable[ToAsk], children: Iterable[UUID], parameters: Parameters) -> frozenset[UUID]:
    """Return the teams that may open the family because they are asked about a child of it.

    Those of the functions that can take the seat of a named health professional; never one that is also asked, held,
    about an adult: it would learn of the family what the specialist has not released.
    """
    rows, theirs = list(asked), set(children)
    held = {each.team for each in rows if each.hold}
    seated = {
        function for seat in parameters.seats if seat.seat is Seat.HEALTH_PROFESSIONAL for function in seat.functions
    }
    wanted = (each for each in rows if each.person in theirs and each.function in seated)
    return frozenset(each.team for each in wanted if each.team is not None and each.team not in held)


def has_to_be_asked_again(wanted: ToAsk, lane: Lane, *, asked_in: Lane, is_queued: bool) -> bool:
    """Return whether an ask that is open has to be sent anew: it is urgent now and was not, or must be held and is not yet."""
    return (lane is Lane.FAST and asked_in is Lane.STANDARD) or (wanted.hold and is_queued)


def ask_state(*, notice: AskState | None, known: Known | None, ended_at: datetime | None) -> AskState:
    """Return how far an ask has got; `notice` is HELD, WITHHELD or ASKED, None where there was nobody to send one to."""
    if known is not None:
        return AskState(known.value)
    if ended_at is not None:
        return AskState.ENDED
    return notice or AskState.NOBODY_TO_ASK


def ended_because(gone: AskKey | None, wanted: Iterable[AskKey]) -> str:
    """Return why something is no longer asked, from what is; `gone` None where its record is nobody's any more."""
    rows = list(wanted)
    if gone is None or gone[2] not in {person for _, _, person in rows}:
        return NO_LONGER_OF_THEM
    return SOMEBODY_ELSE if gone[1] else IS_KNOWN


def _standing(circle: Circle, function: Function) -> ToAsk:
    """A standing member is asked once, about the youngest child; what it reads names the whole family.

    That is not held; only a service of those who cause harm would wait for a specialist even here.
    """
    youngest = circle.children[0]
    return _of_post(function, youngest, circle.area(function), ON_EVERY_FAMILY)


def _of_person(circle: Circle, about: AboutPerson, parameters: Parameters) -> list[ToAsk]:
    """Ask where somebody is registered, and, of an adult, whom the protocol names; an expected one that is missing is a gap."""
    own = _registered(circle, about)
    own += _through_a_parent(circle, about, {each.function for each in own})
    named = parameters.asked_about_adults if about.band is None else ()
    own = [each for each in own if each.team or each.function not in named]
    held = {each.function for each in own}
    named_too = [_of_post(each, about, circle.area(each), ONE_OF_THOSE_ASKED) for each in named if each not in held]
    missing = [
        _gap(each, about, f"No {each.label} is known for {about.name}.")
        for each in _expected(about)
        if each not in held and each not in named
    ]
    return [*own, *named_too, *missing]


def _registered(circle: Circle, about: AboutPerson) -> list[ToAsk]:
    """Ask each team that somebody is registered with; a function whose every such team is gone is a gap."""
    found: list[ToAsk] = []
    for function in dict.fromkeys(function for function, _ in about.registered if function in BY_REGISTRATION):
        teams = [team for held, team in about.registered if held is function]
        posts = [post for post in (circle.of_team(team, function) for team in teams) if post]
        because = REGISTERED.format(name=about.name)
        found += [_of_post(function, about, post, because) for post in posts] or [_gone(circle, function, about)]
    return found


def _through_a_parent(circle: Circle, about: AboutPerson, held: Collection[Function]) -> list[ToAsk]:
    """Ask about a young child those who know it through a parent; never through one who harms, or may harm."""
    safe = [each for each in circle.adults if each.is_parent and each.standing not in HELD_ABOUT]
    found = []
    for function in (each for each, bands in THROUGH_A_PARENT.items() if about.band in bands and each not in held):
        teams = [team for parent in safe for of, team in parent.registered if of is function]
        posts = dict.fromkeys(post for post in (circle.of_team(team, function) for team in teams) if post)
        found += [_of_post(function, about, post, ONE_OF_THOSE_ASKED) for post in posts]
    return found


def _expected(about: AboutPerson) -> tuple[Function, ...]:
    """Whom everybody of this age has: where none is known, somebody has to find out."""
    if about.band is None:
        return (Function.GP,)
    gp = () if about.band is AgeBand.UNBORN else (Function.GP,)
    return (*gp, Function.HEALTH_VISITOR) if about.band in THROUGH_A_PARENT[Function.HEALTH_VISITOR] else gp


def _by_record(circle: Circle, asked: Iterable[ToAsk], standing: Iterable[ToAsk]) -> list[ToAsk]:
    """Ask the other agencies that hold a record of somebody; a standing member's ask is about everybody already."""
    agency = {post.team: post.agency for post in circle.posts}
    about_all = {agency[each.team] for each in standing if each.team and not each.hold}
    already = {(agency[each.team], each.person) for each in asked if each.team}
    found = []
    for about in (*circle.children, *circle.adults):
        for other in sorted(about.known_to - about_all):
            post = circle.of_agency(other)
            if post and (other, about.person) not in already:
                found.append(_of_post(post.function, about, post, HAS_A_RECORD.format(name=about.name)))
    return found


def _of_post(function: Function, about: AboutPerson, post: OpenPost | None, because: str) -> ToAsk:
    if post is None:
        return _gap(function, about, f"The directory has no team that is {function.label} for this area.")
    is_held = post.serves_person_causing_harm or about.standing in HELD_ABOUT
    return ToAsk(function, post.team, post.post, about.record, about.person, about.name, is_held, because)


def _gone(circle: Circle, function: Function, about: AboutPerson) -> ToAsk:
    if function in AREA_TAKES_OVER and circle.area(function):
        return _of_post(function, about, circle.area(function), ONE_OF_THOSE_ASKED)
    words = f"The {function.label} with which {about.name} was registered has closed or left the partnership."
    return _gap(function, about, words)


def _gap(function: Function, about: AboutPerson, gap: str) -> ToAsk:
    return ToAsk(function, None, None, about.record, about.person, about.name, False, ONE_OF_THOSE_ASKED, gap)


def _unreleased(one: ToAsk) -> ToAsk:
    return replace(one, team=None, post=None, gap=NO_RELEASER)
