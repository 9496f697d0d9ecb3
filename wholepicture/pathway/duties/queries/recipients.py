"""Who holds a function for one person: through that person's registration, a parent's at home, or the area's only team."""

from datetime import date
from uuid import UUID

from wholepicture.pathway.duties.facts import Adult, Child, Picture
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.terms import BY_REGISTRATION, Function
from wholepicture.registers.people.terms import Role
from wholepicture.registers.protocol.terms import Relation

# A child too young to be registered is reached through the mother's (or other parent's) midwife and health visitor.
THROUGH_A_PARENT = {Function.HEALTH_VISITOR, Function.SAFEGUARDING_MIDWIFE}
AREA_IF_NOT_REGISTERED = {Function.SAFEGUARDING_MIDWIFE, Function.ADULT_MENTAL_HEALTH, Function.SUBSTANCE_MISUSE}


def posts_for(picture: Picture, about: Child | Adult, function: Function, on: date) -> tuple[list[UUID], str]:
    """The posts that hold this function for this person on this day, or none and the reason in words."""
    if function in BY_REGISTRATION:
        found = _registered(picture, about.person, function)
        if not found and isinstance(about, Child) and function in THROUGH_A_PARENT:
            found = _through_a_parent(picture, function)
        if found or function not in AREA_IF_NOT_REGISTERED:
            return found, "" if found else f"No {function.label} is known for {about.name}."
    post = agencies.area_post(function, on)
    return ([post.id], "") if post else ([], f"The directory has no team that is {function.label} for this area.")


def _registered(picture: Picture, person: UUID, function: Function) -> list[UUID]:
    teams = [held.team_id for held in picture.registered.get(person, ()) if held.function == function.value]
    posts = [agencies.post_of(team, function) for team in teams]
    return [post.id for post in posts if post is not None]


def _through_a_parent(picture: Picture, function: Function) -> list[UUID]:
    """Through a parent at home first, then one elsewhere; never through somebody alleged to cause harm."""
    parents = [
        adult for adult in picture.adults if adult.relation in (Relation.PARENT_AT_HOME, Relation.PARENT_ELSEWHERE)
    ]
    safe = [adult for adult in parents if Role.CAUSING_HARM not in (adult.role, *adult.earlier)]
    for parent in sorted(safe, key=lambda adult: adult.relation is not Relation.PARENT_AT_HOME):
        if found := _registered(picture, parent.person, function):
            return found
    return []
