"""Fill a database with the demonstration: all of the first part in one transaction, so that there is never half of it.

The first part has its past: people of the partnership worked on it for four days under a clock that is set, not read. The
later families come in one by one, each in a transaction of its own, as new reports do, while the pages are in use.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from demo import directory, families, generated, partners, triage
from demo.deeds import Cast
from demo.families import Step
from demo.generator import FamilyPlan
from demo.generator import families as generate
from demo.generator import family as generate_one
from demo.routine import Routine, answers
from demo.town import Town
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.registers.people import queries as people

# As many generated families have a past; more would not be in within the time that `make run` has.
WITH_A_PAST = 6
# When the reports of generated families came in: all that is older with the first, as the partnership began.
ANSWERED_AFTER = 6.0
# The published case stands after these: what came in of it at first was answered.
TOLD_IN_THE_FILE = 6
CAME = (96.0, 60.0, 24.0, 1.0)
Tell = Callable[[str, float], None]


def load(told: dict[str, Any], password: str, now: datetime, seed: int, count: int, tell: Tell) -> Cast:
    """Set up the partnership, its own families and the first `count` generated ones, and play the last four days.

    Call it in one transaction in which the machine acts. `tell` is given what is being done, and the share that is done.
    """
    tell("Setting up the partnership", 0.0)
    made = directory.Builder(password, now).build(told["agencies"])
    partners.enter(told["statutory_partners"], made, now)
    children = [families.put_into_directories(family, made, now) for family in told["families"]]
    cast, town = Cast(made, children), Town(made)
    meeting = triage.last_meeting(now).starts_at
    steps = families.reports(told["incidents"], told["families"], made, now, meeting)
    steps += triage.steps(told["triage"], cast, now, meeting)
    tell("Entering generated families", 0.1)
    routines: list[Routine] = []
    for family in generate(seed, min(count, WITH_A_PAST), now=now):
        routines.append(Routine(cast, family.number, generated.enter(family, town, now)))
        steps += _with_a_past(family, town, routines[-1], seed, now)
    steps += _answers(cast, [each for each in routines if each.is_unmoved], now)
    families.play(steps, now, tell=lambda done: tell("Playing the last four days", 0.2 + 0.8 * done))
    return cast


def _with_a_past(family: FamilyPlan, town: Town, routine: Routine, seed: int, now: datetime) -> list[Step]:
    """When a family's reports came in, and what was done about it."""
    came = [_came(each.reported_at, now) for each in family.reports]
    reports = [
        Step(at, partial(generated.report, family, place, town, seed, at), wakes=True) for place, at in enumerate(came)
    ]
    return [*reports, *routine.steps(max(came), now)]


def _answers(cast: Cast, unmoved: list[Routine], now: datetime) -> list[Step]:
    """Everybody answers what came in, some hours after it did; the families of the file tell a story of their own."""

    def left_alone() -> set[UUID]:
        told = {record.id for each in cast.children[:TOLD_IN_THE_FILE] for record in each}
        told |= {record.id for each in unmoved for record in each.records.values()}
        persons = [person for person in people.persons_of_records(told).values() if person]
        return told | {record for those in people.records_of_persons(persons).values() for record in those}

    times = [now - timedelta(hours=came - ANSWERED_AFTER) for came in CAME if came > ANSWERED_AFTER]
    return [Step(at, partial(answers, cast, left_alone, at), needs_quiet=True) for at in times]


def _came(reported_at: datetime, now: datetime) -> datetime:
    """The time of the set at which, or next after which, it was reported."""
    hours = (now - reported_at) / timedelta(hours=1)
    return now - timedelta(hours=max(came for came in CAME if came <= max(hours, CAME[-1])))


def later(seed: int, count: int, set_up_at: datetime, town: Town) -> Iterator[FamilyPlan]:
    """The families that come in after the pages are open, and are not in yet."""
    for number in range(WITH_A_PAST, count):
        family = generate_one(seed, number, now=set_up_at)
        first = family.reports[0]
        agency = town.reporter(family, first)
        if incidents.answered(agency=agency.id, key=generated.key_of(family, first, seed)) is None:
            yield family


def come_in(seed: int, number: int, set_up_at: datetime, town: Town, now: datetime) -> None:
    """Enter one later family and let all of its reports come in now. Call it in one transaction."""
    family = generate_one(seed, number, now=set_up_at)
    generated.enter(family, town, now)
    for place in range(len(family.reports)):
        generated.report(family, place, town, seed, now)


def town(told: dict[str, Any]) -> Town:
    """The partnership of the file as it stands in the database."""
    return Town(directory.found(told["agencies"]))
