"""A person alleged to cause harm ties another family with children to this one; it says that there is one, and no more (promise 1)."""

from collections.abc import Iterator
from datetime import date

from wholepicture.pathway.findings.facts import Found, Pattern
from wholepicture.registers.protocol.parameters import Parameters

SOURCE = "Child Charlie review 3.2: a person who causes harm can repeat it from afar or in a new relationship."
TITLE = "Another family through the same person"


def check(pattern: Pattern, *, protocol: Parameters, on: date) -> Iterator[Found]:
    """Yield one finding for every other family and person; who lives in it is never said."""
    for link in sorted(pattern.linked, key=lambda each: (str(each.through), str(each.family))):
        person = pattern.people.get(link.through)
        yield Found(
            because=f"Another family with children is tied to this one through {person.name if person else 'somebody'}.",
            evidence={
                "persons": [str(link.through)],
                "incidents": sorted(str(incident) for incident in link.incidents_here),
                "incidents_there": link.incidents_there,
            },
            key=f"family:{link.family}:{link.through}",
        )
