"""The families that an event is about, and what agencies were asked about them, in the ids of the file."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from wholepicture.interfaces.replay import noticed, notices, texts
from wholepicture.interfaces.replay.report import AskLine
from wholepicture.interfaces.replay.world import World
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.notifications import queries as notifications
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage.facts import AskPicture
from wholepicture.registers.audit.terms import MACHINE


@dataclass(frozen=True)
class OfFamily:
    """One family, and which of its children are meant: persons."""

    family: UUID
    children: tuple[UUID, ...]


def families_of(child: str, world: World) -> list[OfFamily]:
    """Return the families of a child of the file: more than one only while its records are not known to be one person."""
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        persons = [person for person, case_id in noticed.persons(world).items() if case_id == child]
        found: dict[UUID, list[UUID]] = {}
        for person, those in families.families_of(persons).items():
            for family in those:
                found.setdefault(family, []).append(person)
    return [OfFamily(family, tuple(sorted(found[family]))) for family in sorted(found)]


def families_of_incident(incident: UUID) -> list[UUID]:
    """Return the families that are on the list because of an incident in their own right."""
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        return [listing.family for listing in triage.for_incident(incident) if not listing.linked]


def notices_of(incident: UUID) -> list[UUID]:
    """Return the ids of the asks that serve an incident's listings: each is the cause of the notice that carries it."""
    listings = [listing.id for listing in triage.for_incident(incident)]
    return list({ask.id: None for asks in triage.asks_of_listings(listings).values() for ask in asks})


def lines(incident: UUID, world: World, *, shown: Collection[UUID]) -> tuple[list[AskLine], set[UUID]]:
    """Return one line for each ask that serves an incident's listings, and the asks; those in `shown` chase nobody anew."""
    listings = [listing.id for listing in triage.for_incident(incident)]
    by_id = {ask.id: ask for asks in triage.asks_of_listings(listings).values() for ask in asks}
    traces = {trace.cause: trace for trace in notifications.for_cause(by_id)}
    found = [
        AskLine(
            function=ask.function.value,
            agency=world.directory.agency_ids.get(ask.agency_id, "") if ask.agency_id else "",
            about=world.person_of.get(ask.about, ""),
            state=ask.state.value,
            reply_by=ask.reply_by,
            gap=ask.gap or ask.ended_because,
            history=notices.history(traces[ask.id]) if ask.id in traces else (),
            chases=ask.id not in shown,
            reads=texts.read(traces[ask.id], world) if ask.id in traces else None,
        )
        for ask in by_id.values()
    ]
    return sorted(found, key=lambda line: (line.function, line.agency, line.about)), set(by_id)


def of_agency(asks: Iterable[AskPicture], agency: UUID) -> list[AskPicture]:
    """Return the asks of one agency's teams."""
    return [ask for ask in asks if ask.agency_id == agency]
