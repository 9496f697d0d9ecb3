"""What a report must say before it can be taken, and when two sendings are the same; pure functions of what was told."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from wholepicture.lib.dates import london_day
from wholepicture.pathway.incidents.facts import PersonTold, Problem, Told
from wholepicture.pathway.incidents.terms import Accuser, Dash, Kind
from wholepicture.registers.people import identifiers, names
from wholepicture.registers.people.terms import Precision, Role

# A sender's clock may be wrong by as much; anything later is a mistake (safety, threat 30).
FUTURE_HOURS = 24
EARLIEST = date(1900, 1, 1)
# The longest pregnancy, and how long after the expected date a birth may not yet have been told.
EXPECTED_DAYS_AHEAD = 310
EXPECTED_DAYS_PAST = 60
BABY_UNTIL_YEARS = 2
GRADES = (Dash.STANDARD, Dash.MEDIUM, Dash.HIGH)


def digest(body: object) -> str:
    """Return the SHA-256 in hex of a JSON value, the same however its members are ordered or spaced.

    Two sendings with one key and one digest are one report (design promise 12).
    """
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def problems(told: Told, *, now: datetime) -> tuple[Problem, ...]:
    """Return all that has to be mended before this report can be taken, in the order of its fields; empty when nothing.

    Asked of every door alike, so that a web form and an agency's system are held to the same (review 2.4).
    """
    checks: tuple[Callable[[Told, datetime], Iterator[Problem]], ...] = (_times, _grades, _people, _relations, _birth)
    return tuple(problem for check in checks for problem in check(told, now))


def is_baby(person: PersonTold, *, on: date) -> bool:
    """Whether this child is under two, when the question is where they sleep tonight (review 2.13)."""
    born = person.birth_date
    if person.role is not Role.CHILD or born is None:
        return False
    return (on.year - born.year - ((on.month, on.day) < (born.month, born.day))) < BABY_UNTIL_YEARS


def _times(told: Told, now: datetime) -> Iterator[Problem]:
    for name, at in (("happened_at", told.happened_at), ("happened_until", told.happened_until)):
        if at is None:
            continue
        if at.tzinfo is None:
            yield Problem(name, "The time has no time zone: add Z or an offset such as +00:00.")
            return
        if at > now + timedelta(hours=FUTURE_HOURS):
            yield Problem(name, "The time is more than 24 hours ahead: check the date.")
        if at < datetime(EARLIEST.year, EARLIEST.month, EARLIEST.day, tzinfo=UTC):
            yield Problem(name, "The time is before 1900: check the year.")
    if told.happened_until is not None and told.happened_until < told.happened_at:
        yield Problem("happened_until", "It cannot end before it began: check both times.")


def _grades(told: Told, now: datetime) -> Iterator[Problem]:
    if told.dash_perceived and told.dash is not Dash.BELIEVED_DONE:
        yield Problem("dash_perceived", "Give the perceived grade only when the DASH is believed done but not found.")
    if told.dash_perceived and told.dash_perceived not in [grade.value for grade in GRADES]:
        yield Problem("dash_perceived", "The perceived DASH grade must be STANDARD, MEDIUM or HIGH.")


def _people(told: Told, now: datetime) -> Iterator[Problem]:
    if not told.people:
        yield Problem("people", "Name at least one person, even if all that is known is their role.")
    keys = Counter(person.key for person in told.people)
    for number, person in enumerate(told.people):
        field = f"people.{number}"
        if not person.key.strip() or keys[person.key] > 1:
            yield Problem(f"{field}.key", "Each person needs a key of their own within the report.")
        yield from _person(person, field, told, now)
        yield from _child(person, field, told)
        if person.alleged_by not in {*keys, *Accuser.values(), ""} or person.alleged_by == person.key:
            yield Problem(
                f"{field}.alleged_by",
                f"Say who alleges the role: the key of somebody else in the report, or {', '.join(Accuser.values())}.",
            )
    yield from _told_twice(told)


def _person(person: PersonTold, field: str, told: Told, now: datetime) -> Iterator[Problem]:
    today = london_day(now)
    born, expected = person.birth_date, person.expected_date
    if born and not EARLIEST <= born <= today:
        yield Problem(f"{field}.birth_date", "The date of birth must lie between 1900 and today: check the year.")
    if born and expected:
        yield Problem(
            f"{field}.expected_date", "Give a date of birth, or the expected date of an unborn child, not both."
        )
    if (born is None) is not (person.birth_precision in (None, Precision.NOT_KNOWN)) and person.birth_precision:
        yield Problem(
            f"{field}.birth_precision", "Say how certain the date of birth is when, and only when, you give one."
        )
    if expected and not -EXPECTED_DAYS_PAST <= (expected - now.date()).days <= EXPECTED_DAYS_AHEAD:
        yield Problem(
            f"{field}.expected_date", "The expected date must lie within a pregnancy from now: check the year."
        )
    if expected and person.role not in (Role.CHILD, Role.NOT_KNOWN):
        yield Problem(f"{field}.role", "An unborn child can only have the role CHILD.")
    for kind, number in person.identifiers.items():
        try:
            identifiers.checked(kind, number)
        except identifiers.InvalidIdentifier as refused:
            yield Problem(f"{field}.identifiers.{kind.value}", str(refused))


def _child(person: PersonTold, field: str, told: Told) -> Iterator[Problem]:
    detail = person.child
    if detail is not None and person.role is not Role.CHILD:
        yield Problem(f"{field}.child", "Say how a child was only for somebody whose role is CHILD.")
    if detail is not None and detail.sleeps_where.strip() and detail.sleeps_asked is None:
        yield Problem(f"{field}.child.sleeps_asked", "Say YES here when you say where the child sleeps tonight.")
    if told.kind is not Kind.INCIDENT or not is_baby(person, on=told.happened_at.date()):
        return
    if detail is None:
        yield Problem(
            f"{field}.child",
            "For a child under two, say where the child was, whether seen, and whether it was asked where the child "
            "sleeps tonight; NOT_ASKED and NOT_KNOWN are answers.",
        )
    elif detail.sleeps_asked is None:
        yield Problem(
            f"{field}.child.sleeps_asked",
            "For a child under two, say whether it was asked where the child sleeps tonight; NOT_ASKED is an answer.",
        )


def _told_twice(told: Told) -> Iterator[Problem]:
    """Two people of one report are kept apart for ever, so the same person must not stand in it twice."""
    seen: dict[object, int] = {}
    for number, person in enumerate(told.people):
        for mark in _marks(person):
            if mark in seen:
                yield Problem(
                    f"people.{number}",
                    f"This person stands in the report twice (see people.{seen[mark]}): join the two.",
                )
                break
            seen[mark] = number


def _marks(person: PersonTold) -> Iterator[object]:
    if person.record:
        yield person.record
    name = names.name_key(person.forename, person.surname)
    if name and person.birth_date:
        yield name, person.birth_date
    for kind, number in person.identifiers.items():
        yield kind, "".join(number.upper().split())


def _relations(told: Told, now: datetime) -> Iterator[Problem]:
    keys = {person.key for person in told.people}
    for number, relation in enumerate(told.relationships):
        for name, key in (("from_key", relation.from_key), ("to_key", relation.to_key)):
            if key not in keys:
                yield Problem(f"relationships.{number}.{name}", "Use the key of somebody in this report.")
        if relation.from_key == relation.to_key:
            yield Problem(f"relationships.{number}.to_key", "Nobody is related to themselves: name two people.")


def _birth(told: Told, now: datetime) -> Iterator[Problem]:
    """A birth without an incident keeps its parents and the date, nothing else (design 2, issue 2 section 2)."""
    if told.kind is not Kind.BIRTH:
        for number, person in enumerate(told.people):
            if person.role is Role.PARENT:
                yield Problem(f"people.{number}.role", "The role PARENT belongs to a notification of a birth only.")
        return
    for number, person in enumerate(told.people):
        if person.role is not Role.PARENT or person.address or person.expected_date or person.child:
            yield Problem(
                f"people.{number}",
                "A notification of a birth names parents only, without address or child: leave out the rest.",
            )
    spare: Mapping[str, object] = {
        "happened_until": told.happened_until,
        "reporter_name": told.reporter_name,
        "place": told.place,
        "summary": told.summary,
        "features": told.features,
        "relationships": told.relationships,
    }
    for name, value in spare.items():
        if value:
            yield Problem(name, "A notification of a birth keeps nothing but the date and the parents: leave this out.")
