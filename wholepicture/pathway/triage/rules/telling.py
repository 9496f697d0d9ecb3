"""The pattern of a family in words, as whoever decides about its children reads it (review 2.4, 2.8; design promise 2).

Nothing in it is a score of anybody (promise 9). What is not known is said to be so.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from wholepicture.lib import wording
from wholepicture.lib.dates import london_day
from wholepicture.pathway.findings import pattern as facts_of
from wholepicture.pathway.findings.facts import Pattern, Report, Someone
from wholepicture.pathway.incidents.terms import Dash, Kind, ReporterKind
from wholepicture.pathway.notifications.terms import State
from wholepicture.pathway.triage.facts import DecisionPicture, RecipientPicture
from wholepicture.pathway.triage.states import DecisionState

GAPS_READ_OUT = 8
DASH_MISSING = frozenset({Dash.NOT_DONE, Dash.BELIEVED_DONE})
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# How far a recipient of a decision has got, by the label of its notice's state.
REACHED = {
    State.HELD.label: "not told yet, held for release",
    State.WITHHELD.label: "not told, withheld by a named specialist",
    State.QUEUED.label: "not told yet",
    State.DELIVERED.label: "told, no answer yet",
    State.OPENED.label: "told, no answer yet",
    State.ANSWERED.label: "told, answered",
    State.DECLINED.label: "told, declined with a reason",
    State.SUPERSEDED.label: "no longer asked",
}
NOT_DECIDED = "none, nothing has been decided before"


def sentences(pattern: Pattern, last: str) -> tuple[str, ...]:
    """Return the pattern of a family as known on its day, one part of a sentence for each thing that it shows.

    `last` is the last outcome (`last_outcome`), "" for none. Joined by "; " the parts read as one sentence: "5th in 38
    days; gaps of 1, 12, 17 and 8 days; Charlie is 10 weeks old; ...". The order is always the same.
    """
    counted = facts_of.counted(pattern)
    return (
        *_place(pattern, counted),
        *_concerns(pattern, counted),
        *_ages(pattern),
        *_reporters(counted),
        *_separation(pattern, counted),
        *_counter_allegations(counted),
        *_dash(counted),
        f"last outcome: {last or NOT_DECIDED}",
    )


def last_outcome(decisions: Iterable[DecisionPicture]) -> str:
    """Return the last outcome that stands or stood, with how far its recipients have got; "" where there is none.

    Where it was made for several children at once, the recipients of all of them are told.
    """
    stood = [each for each in decisions if each.state in (DecisionState.STANDING, DecisionState.REPLACED)]
    if not stood:
        return ""
    latest = max(stood, key=lambda each: each.stands_at or each.at)
    asked = [recipient for each in stood if each.batch == latest.batch for recipient in each.recipients]
    told = dict.fromkeys(_how_far(recipient) for recipient in asked)
    return _lowered(latest.label) + (f" ({'; '.join(told)})" if told else "")


def _how_far(recipient: RecipientPicture) -> str:
    return f"{_lowered(recipient.function.label)} {REACHED.get(recipient.state, 'not told yet')}"


def _lowered(label: str) -> str:
    """A label inside a sentence; what begins with a name or initials keeps them: "First Response", "GP practice"."""
    first, _, rest = label.partition(" ")
    return label if first[1:2].isupper() or rest[:1].isupper() else label[:1].lower() + label[1:]


def _place(pattern: Pattern, counted: Sequence[Report]) -> Iterator[str]:
    if not counted:
        yield "no incident is counted in this family"
        return
    gaps = facts_of.intervals(pattern)
    if not gaps:
        yield f"1st, on {wording.day(london_day(counted[0].happened_at))}"
        return
    within = f"in {wording.counted(sum(gaps), 'day')}" if sum(gaps) else "within one day"
    yield f"{wording.ordinal(len(counted))} {within}"
    if sum(gaps):
        yield _gaps(gaps)


def _gaps(gaps: Sequence[int]) -> str:
    """The gaps in order; of many, the latest, since it is these that tell whether it comes faster."""
    latest = gaps[-GAPS_READ_OUT:]
    what = "gap" if len(gaps) == 1 else "gaps" if len(latest) == len(gaps) else "the latest gaps"
    same_day = " (0 is the same day)" if 0 in latest else ""
    return f"{what} of {wording.joined(latest)} {'day' if latest == (1,) else 'days'}{same_day}"


def _concerns(pattern: Pattern, counted: Sequence[Report]) -> Iterator[str]:
    """Concerns that stand alone, or that follow an incident: those are repeats, though not in the Nth (promise 1)."""
    told = [report for report in pattern.reports if report.kind is Kind.CONCERN]
    if counted:
        told = [report for report in told if report.happened_at >= counted[0].happened_at]
    if told:
        last = wording.day(london_day(max(report.happened_at for report in told)))
        since = " since the 1st" if counted else ""
        yield f"{_number(len(told), 'concern')}{since}, {'the latest ' if len(told) > 1 else ''}on {last}"


def _ages(pattern: Pattern) -> Iterator[str]:
    """Each child, the youngest first; one whose age nobody knows is named last."""
    children = [pattern.people[child] for child in pattern.children if child in pattern.people]
    arrival = {child.person: child.birth_date or child.expected_date or date.min for child in children}
    for child in sorted(children, key=lambda each: (-arrival[each.person].toordinal(), each.name)):
        yield _age(child, pattern.on)


def _age(child: Someone, on: date) -> str:
    if child.died_date and child.died_date <= on:
        return f"{child.name} died on {wording.day(child.died_date)}"
    if child.birth_date is None or child.birth_date > on:
        return _unborn(child, on)
    said = _span(child.birth_date, on)
    return f"{child.name} is {said} old" if said else f"{child.name} was born that day"


def _unborn(child: Someone, on: date) -> str:
    due = child.expected_date or child.birth_date
    if due is None:
        return f"nobody knows how old {child.name} is"
    who = child.name if child.forename else f"the unborn child {child.surname}" if child.surname else "an unborn child"
    if due < on:
        return f"{who} was due on {wording.day(due)}, and no birth has been told"
    return f"{who} is due on {wording.day(due)}" if who != child.name else f"{who} is unborn, due on {wording.day(due)}"


def _span(born: date, on: date) -> str:
    """An age in whole days, weeks (under twelve), months (under two years) or years; "" on the day of birth."""
    days = (on - born).days
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if days < 7:
        return wording.counted(days, "day") if days else ""
    if days < 12 * 7:
        return wording.counted(days // 7, "week")
    return wording.counted(months, "month") if months < 24 else wording.counted(months // 12, "year")


def _reporters(counted: Sequence[Report]) -> Iterator[str]:
    if not counted:
        return
    kinds = {report.reporter for report in counted} - {ReporterKind.NOT_KNOWN}
    unknown = sum(report.reporter is ReporterKind.NOT_KNOWN for report in counted)
    told = _number(len(counted), "report")
    if not kinds:
        yield f"{told}, and it is not known who made {'it' if len(counted) == 1 else 'them'}"
        return
    several = _number(len(kinds), "kind")
    who = f"from {several} of people" if len(kinds) > 1 else f"from one kind of person: {min(kinds).label.lower()}"
    yield f"{told} {who}" + (f", and of {_in_words(unknown)} it is not known who made it" if unknown else "")


def _separation(pattern: Pattern, counted: Sequence[Report]) -> Iterator[str]:
    """When a couple of the family parted, as a place among its incidents; nothing where no separation is told."""
    found = facts_of.separated_on(pattern)
    if found:
        day, couple = found
        yield f"{_couple(pattern, couple)} separated {_among(day, [london_day(each.happened_at) for each in counted])}"


def _couple(pattern: Pattern, couple: tuple[UUID, UUID]) -> str:
    if any(set(couple) <= set(facts_of.parents_of(pattern, child)) for child in pattern.children):
        return "the parents"
    return wording.joined(pattern.people[who].name if who in pattern.people else "somebody" for who in couple)


def _among(day: date, days: Sequence[date]) -> str:
    if day in days:
        return f"at the {_nth(days.index(day) + 1)}"
    before = sum(each < day for each in days)
    on = f"on {wording.day(day)}"
    if not days:
        return on
    if before == 0:
        return f"{on}, {wording.counted((days[0] - day).days, 'day')} before the first"
    return f"{on}, {wording.counted((day - days[before - 1]).days, 'day')} after the {_nth(before)}"


def _nth(place: int) -> str:
    return "first" if place == 1 else wording.ordinal(place)


def _counter_allegations(counted: Sequence[Report]) -> Iterator[str]:
    found = sum(any(alleged.is_counter for alleged in facts_of.allegations(report)) for report in counted)
    if found:
        yield _number(found, "counter-allegation")


def _dash(counted: Sequence[Report]) -> Iterator[str]:
    """DASH only believed to be done is not done (review 2.4 row 3)."""
    missing = sum(report.dash in DASH_MISSING for report in counted)
    if missing:
        yield "DASH not done" if len(counted) == 1 else f"DASH not done at {missing} of {len(counted)}"


def _number(count: int, thing: str) -> str:
    return f"{_in_words(count)} {thing if count == 1 else thing + 's'}"


def _in_words(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
