"""Whom a decision can ask, and whose word somebody can give: posts of the directory, seats that nobody replaces."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from wholepicture.lib.dates import london_day
from wholepicture.pathway.triage.facts import RecipientChoice
from wholepicture.pathway.triage.queries.situation import Situation, situation
from wholepicture.pathway.triage.rules.asking import HELD_ABOUT
from wholepicture.registers.access import queries as access
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.kinds import KINDS
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.agencies.terms import BY_REGISTRATION, Function
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.people import queries as people
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.terms import Seat, Standing

# Whose work is with a grown-up: they are asked about an adult of the family, never about a child.
OF_ADULTS = frozenset({Function.PERPETRATOR_SERVICE, Function.ADULT_MENTAL_HEALTH, Function.SUBSTANCE_MISUSE})
# Whoever may be asked about an adult as well as about a child.
OF_BOTH = frozenset({Function.DOMESTIC_ABUSE_SERVICE, Function.HOUSING})
# Whom the area has for somebody who is registered with none.
AREA_TOO = frozenset({Function.SAFEGUARDING_MIDWIFE, Function.ADULT_MENTAL_HEALTH, Function.SUBSTANCE_MISUSE})
AREA = tuple(each for each in Function if each not in BY_REGISTRATION or each in AREA_TOO)


def recipient_choices(family: UUID, *, now: datetime) -> list[RecipientChoice]:
    """Return whom a decision about a family can ask: with whom its people are registered, and who serves the area."""
    return choices(situation(family, now), now)


def choices(found: Situation, now: datetime) -> list[RecipientChoice]:
    """Return whom a decision can ask, of a family that was looked up already; each post once about each person."""
    on = london_day(now)
    about = [*found.children, *sorted(found.standings, key=lambda adult: (found.name(adult), str(adult)))]
    about = [person for person in about if found.known.get(person) and found.known[person].records]
    listed = {(one.post, one.about): one for one in _registered(found, about, on)}
    for one in _of_area(found, about, on):
        listed.setdefault((one.post, one.about), one)
    return list(listed.values())


def is_held(post: Post, person: UUID, found: Situation) -> bool:
    """Tell whether a specialist releases it first: it goes to a service of somebody who causes, or may cause, harm."""
    return KINDS[post.team.agency.kind].serves_person_causing_harm or found.standings.get(person) in HELD_ABOUT


def open_post(post: UUID, on: date) -> Post | None:
    """Return this post with its team and agency; None once it, its team or its agency is gone."""
    row = Post.objects.filter(id=post).first()
    found = agencies.posts(row.function, on) if row else []
    return next((each for each in found if each.id == post), None)


def seat_of(by: Actor, family: UUID, now: datetime) -> Seat | None:
    """Return whose word this worker can give about this family: the first seat of seats_of."""
    return next(iter(seats_of(by, family, now)), None)


def seats_of(by: Actor, family: UUID, now: datetime) -> tuple[Seat, ...]:
    """Return the seats of the functions that the worker's teams hold, of teams that may open this family."""
    teams = by.teams & access.teams_granted(Subject.FAMILY, family, now)
    theirs = set(Post.objects.filter(team_id__in=teams).values_list("function", flat=True))
    open_now = [post for function in theirs for post in agencies.posts(function, london_day(now))]
    held = {post.function for post in open_now if post.team_id in teams}
    seats = protocol.current(now).parameters.seats
    return tuple(each.seat for each in seats if held & {function.value for function in each.functions})


def _registered(found: Situation, about: Sequence[UUID], on: date) -> Iterable[RecipientChoice]:
    held = sorted(people.registrations(about, on), key=lambda one: about.index(one.person))
    for one in held:
        post = agencies.post_of(one.team_id, one.function)
        if post and open_post(post.id, on):
            yield _choice(post, one.person, found)


def _of_area(found: Situation, about: Sequence[UUID], on: date) -> Iterable[RecipientChoice]:
    for function in AREA:
        post = agencies.area_post(function, on)
        if post is None:
            continue
        for person in about:
            if _is_work_with(function, person, found):
                yield _choice(post, person, found)


def _is_work_with(function: Function, person: UUID, found: Situation) -> bool:
    """Whether a function's work is with this person: never a service for victims with whoever harms, nor the reverse."""
    part = found.standings.get(person)
    if function is Function.PERPETRATOR_SERVICE:
        return part in HELD_ABOUT
    if function is Function.DOMESTIC_ABUSE_SERVICE and part is Standing.CAUSING_HARM:
        return False
    return function in OF_BOTH or (person in found.children) != (function in OF_ADULTS)


def _choice(post: Post, person: UUID, found: Situation) -> RecipientChoice:
    return RecipientChoice(
        post=post.id,
        function=Function(post.function),
        agency=post.team.agency.name,
        team=post.team.name,
        about=found.record(person),
        about_name=found.name(person),
        held=is_held(post, person, found),
    )
