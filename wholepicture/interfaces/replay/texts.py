"""What each recipient would have read, as the notice was made for them, and what of the event it leaves out.

What is left out is looked up in the text itself and never claimed (design promise 13: fact by recipient).
"""

from wholepicture.interfaces.replay.case import Case, EventOfCase, IncidentEvent
from wholepicture.interfaces.replay.report import Text
from wholepicture.interfaces.replay.world import World
from wholepicture.pathway.notifications.queries import NoticeTrace


def read(trace: NoticeTrace, world: World) -> Text:
    """Return title and text of a notice, and whom and what of the case it does not say."""
    return Text(
        title=trace.title,
        text=trace.text,
        leaves_out=tuple(_left_out(f"{trace.title}\n{trace.text}", world)),
        never_to=trace.never_to,
    )


def _left_out(text: str, world: World) -> list[str]:
    """Whom of those involved it does not name, and that nothing of where they live or what was written is in it."""
    told = text.casefold()
    involved = dict.fromkeys(person for event in world.case.events for person in _people(event))
    unnamed = [" ".join(world.names[each]) for each in involved if not _names(world.names[each], told)]
    found = [f"the name of {name}" for name in unnamed]
    addresses, written = _addresses(world.case), _written(world.case)
    if addresses and not any(address.casefold() in told for address in addresses):
        found.append("any address")
    if written and not any(summary.casefold() in told for summary in written):
        found.append("what was written down about an incident")
    return found


def _people(event: EventOfCase) -> list[str]:
    return [person for person, _ in event.people] if isinstance(event, IncidentEvent) else []


def _names(name: tuple[str, str], told: str) -> bool:
    """Whether a text names somebody: by their full name, or by the forename alone as a word of its own."""
    words = {"".join(filter(str.isalnum, word)) for word in told.replace("-", " ").split()}
    forename = [part for part in name[0].casefold().replace("-", " ").split() if part]
    return " ".join(name).casefold() in told or (bool(forename) and set(forename) <= words)


def _addresses(case: Case) -> list[str]:
    homes = [home.at for person in case.people.values() for home in person.addresses]
    return homes + [event.place for event in case.events if isinstance(event, IncidentEvent) and event.place]


def _written(case: Case) -> list[str]:
    return [event.summary for event in case.events if isinstance(event, IncidentEvent) and event.summary]
