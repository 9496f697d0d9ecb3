"""Who holds a function for one person: through that person's registration, a parent's at home, or the area's only team."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wholepicture.pathway.duties.facts import Adult, Child, Picture
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.agencies.terms import BY_REGISTRATION, Function
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import Registration
from wholepicture.registers.people.terms import Role
from wholepicture.registers.protocol.terms import Relation

# A child too young to be registered is reached through the mother's (or other parent's) midwife and health visitor.
THROUGH_A_PARENT = {Function.HEALTH_VISITOR, Function.SAFEGUARDING_MIDWIFE}
AREA_IF_NOT_REGISTERED = {Function.SAFEGUARDING_MIDWIFE, Function.ADULT_MENTAL_HEALTH, Function.SUBSTANCE_MISUSE}


@dataclass(frozen=True)
class Holder:
    """A post that holds a function, and its team; or neither, with the reason in words."""

    post: UUID | None
    team: UUID | None
    because: str = ""
    can_be_found: bool = False


class Directory:
    """Who holds which function on one day: each post is looked up once, however many duties ask for it."""

    def __init__(self, on: date) -> None:
        """Begin knowing nothing; `on` is a London day."""
        self.on = on
        self._area: dict[Function, Post | None] = {}
        self._of_team: dict[tuple[UUID, Function], Post | None] = {}

    def area(self, function: Function) -> Post | None:
        """The post that serves the whole area."""
        if function not in self._area:
            self._area[function] = agencies.area_post(function, self.on)
        return self._area[function]

    def of_team(self, team: UUID, function: Function) -> Post | None:
        """The post by which a team holds a function."""
        if (team, function) not in self._of_team:
            self._of_team[team, function] = agencies.post_of(team, function)
        return self._of_team[team, function]

    def owner(self, functions: Sequence[Function]) -> Post | None:
        """The first post that there is of these functions: who releases, who finds a missing recipient."""
        return next((post for post in map(self.area, functions) if post), None)


def registered(persons: Iterable[UUID], on: date) -> dict[UUID, tuple[Registration, ...]]:
    """With whom each of these people is registered on this day."""
    found: dict[UUID, tuple[Registration, ...]] = {}
    for held in people.registrations(persons, on):
        found[held.person] = (*found.get(held.person, ()), held)
    return found


def holders(picture: Picture, about: Child | Adult, function: Function, directory: Directory) -> list[Holder]:
    """Who holds this function for this person: at least one line, of a post or of the reason for none."""
    if function in BY_REGISTRATION:
        found = _registered(picture, about.person, function, directory)
        if not found and isinstance(about, Child) and function in THROUGH_A_PARENT:
            found = _through_a_parent(picture, function, directory)
        if found:
            return found
        if function not in AREA_IF_NOT_REGISTERED:
            return [Holder(None, None, f"No {function.label} is known for {about.name}.", can_be_found=True)]
    post = directory.area(function)
    if post:
        return [Holder(post.id, post.team_id)]
    return [Holder(None, None, f"The directory has no team that is {function.label} for this area.")]


def _registered(picture: Picture, person: UUID, function: Function, directory: Directory) -> list[Holder]:
    teams = [held.team_id for held in picture.registered.get(person, ()) if held.function == function]
    posts = [directory.of_team(team, function) for team in teams]
    return [Holder(post.id, post.team_id) for post in posts if post is not None]


def _through_a_parent(picture: Picture, function: Function, directory: Directory) -> list[Holder]:
    """Through a parent at home first, then one elsewhere; never through somebody alleged to cause harm."""
    parents = [
        adult for adult in picture.adults if adult.relation in (Relation.PARENT_AT_HOME, Relation.PARENT_ELSEWHERE)
    ]
    safe = [adult for adult in parents if Role.CAUSING_HARM not in (adult.role, *adult.earlier)]
    for parent in sorted(safe, key=lambda adult: adult.relation is not Relation.PARENT_AT_HOME):
        if found := _registered(picture, parent.person, function, directory):
            return found
    return []
