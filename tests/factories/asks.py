"""Asks for tests: Charlie's world with the services that are asked about adults, and the machine's round of asking."""

from datetime import date, datetime
from uuid import UUID

from tests.factories import agencies as make
from tests.factories import incidents as told
from tests.factories import people, worlds
from tests.factories.listings import charlies
from wholepicture.pathway import stages
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.facts import AskPicture
from wholepicture.pathway.triage.models import Listing
from wholepicture.registers.agencies.models import Post, Team
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import Sex

NOW = told.RECEIVED_AT
MORE = (Function.ADULT_MENTAL_HEALTH, Function.SUBSTANCE_MISUSE, Function.HOUSING)


def make_world(*, without: tuple[Function, ...] = ()) -> worlds.World:
    """Charlie's family and partnership, and besides adult mental health, substance misuse and a housing team that knows Jodie."""
    world = worlds.make_world(without=without)
    for function in MORE:
        if function not in without:
            world.posts[function.value] = make.make_staffed_post(function=function)
    if Function.HOUSING not in without:
        known_to(world.posts[Function.HOUSING.value], "Jodie", "Marsh", date(1997, 5, 2), Sex.FEMALE)
    return world


def known_to(post: Post, forename: str, surname: str, born: date, sex: Sex = Sex.NOT_KNOWN) -> Record:
    """A record that an agency holds of somebody who is not registered there."""
    return people.make_record(
        agency=post.team.agency, forename=forename, surname=surname, birth_date=born, sex=sex, address=told.HOME
    )


def ask(now: datetime = NOW) -> int:
    """Let the machine ask until nobody waits to be asked; returns how many listings it looked at."""
    looked_at = 0
    while found := queries.waiting_asks(now, 50, ()):
        actions.ask(listings=found, by=MACHINE, now=now)
        looked_at += len(found)
        assert looked_at < 200, "The same listings wait to be asked for ever."
    return looked_at


def asked(world: worlds.World, incident: Incident, now: datetime = NOW) -> dict[tuple[str, str], AskPicture]:
    """Ask, and give what serves an incident's listing of Charlie's family, by function and first name; ended ones left out."""
    ask(now)
    listing = Listing.objects.get(incident=incident, family=charlies(world), withdrawn_at=None)
    return by_whom(queries.asks_of_listing(listing.id))


def by_whom(pictures: list[AskPicture]) -> dict[tuple[str, str], AskPicture]:
    """Asks by function and first name of the person asked about; those that are no longer asked are left out."""
    live = [one for one in pictures if not one.ended_because]
    names = dict(Record.objects.filter(id__in=[one.about for one in live]).values_list("id", "forename"))
    found = {(one.function.value, names[one.about]): one for one in live}
    assert len(found) == len(live), "Somebody is asked twice."
    return found


def notice_of(one: AskPicture) -> Notice:
    """The notice that carries an ask."""
    assert one.notice
    return Notice.objects.get(id=one.notice)


def quiet(now: datetime) -> None:
    """Let the whole machine run until nothing waits, asking included."""
    stages.run_until_quiet(now=now)
    while ask(now):
        stages.run_until_quiet(now=now)


def close(team: Team | UUID, on: date) -> None:
    """Close a team from a day on."""
    Team.objects.filter(id=team if isinstance(team, UUID) else team.id).update(closed_date=on)
