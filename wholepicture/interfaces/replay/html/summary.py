"""The case in short: what the report itself says in figures, beside each other; nothing of it is written beforehand."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wholepicture.interfaces.replay.html import knowing, telling
from wholepicture.interfaces.replay.html.knowing import How, Knew, Reported
from wholepicture.interfaces.replay.html.names import Names
from wholepicture.lib import wording

Json = Mapping[str, Any]
AT_EACH = "The file’s own words stand at each event below."
FEW = 8
A_THOUSAND = 1000
OVERDUE = "overdue"
# How a refused act reads in a count.
ACTS = {
    "decide": ("decision", "decisions"),
    "contribute": ("contribution", "contributions"),
    "suspend_triage": ("suspension of triage", "suspensions of triage"),
    "leave_triage": ("withdrawal from triage", "withdrawals from triage"),
    "acknowledge": ("acknowledgement", "acknowledgements"),
    "release": ("release", "releases"),
    "withhold": ("withholding", "withholdings"),
    "incident": ("report", "reports"),
    "concern": ("report", "reports"),
    "born": ("notification of a birth", "notifications of births"),
}
ACT = ("other act", "other acts")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One question with its two answers, each of one or more sentences."""

    question: str
    then: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure with its words."""

    number: str
    words: str


def figures(
    reported: Sequence[Reported], then: Sequence[Knew], now: Sequence[Knew], names: Names
) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """Return the figures of both worlds that stand largest on the page: how many agencies knew, and how soon."""
    incidents = [each for each in reported if each.is_incident]
    if not incidents:
        return (), ()
    all_of_them = _shown(then, now, names)
    return (
        _figures(then, reported, incidents, all_of_them, is_then=True),
        _figures(now, reported, incidents, all_of_them, is_then=False),
    )


def _shown(then: Sequence[Knew], now: Sequence[Knew], names: Names) -> int:
    """How many agencies the picture and its table name: one that nothing reached in either world stands nowhere."""
    shown = {one.agency for one in (*then, *now)}
    return sum(agency in shown for agency in names.agencies)


def _figures(
    knew: Sequence[Knew],
    reported: Sequence[Reported],
    incidents: Sequence[Reported],
    all_of_them: int,
    *,
    is_then: bool,
) -> tuple[Figure, ...]:
    known = knowing.of_incidents(knew, reported)
    which = "the incident" if len(incidents) == 1 else "at least one of the incidents"
    if is_then and not knowing.says_who(incidents):
        words = f"which agencies knew of {which} besides the one that reported: the file leaves it open"
        return (Figure(number="Not said", words=words),)
    places = {each.place for each in incidents}
    only = {one.agency for one in knew if one.place in places and one.agency not in known}
    more = f"; {len(only)} more were asked what they know, or it was held back from them" if only else ""
    whole = Figure(number=f"{len(known)} of {all_of_them}", words=f"agencies knew of {which}{more}")
    waits = _waits(knew, incidents)
    if not waits:
        return (whole, Figure(number="None", words="of the other agencies was told"))
    missing = _missing(len(incidents) - len(waits), is_then=is_then)
    words = "until another agency knew, at the longest" if max(waits)[0] else "another agency knew"
    return (whole, Figure(number=_until(max(waits)), words=words + (f"; {missing}" if missing else "")))


def _missing(number: int, *, is_then: bool) -> str:
    """Say of how many incidents no other agency knew; as it happened, that is only what the file says."""
    if not number:
        return ""
    return f"of {number} the file names no other" if is_then else f"of {number} no other was told"


def _until(wait: tuple[float, str]) -> str:
    words = wait[1].removesuffix(" later")
    return f"{words[0].upper()}{words[1:]}"


def lines(
    events: Sequence[Json],
    reported: Sequence[Reported],
    then: Sequence[Knew],
    now: Sequence[Knew],
    names: Names,
) -> tuple[Line, ...]:
    """Return every question that the report can answer."""
    incidents = [each for each in reported if each.is_incident]
    found: list[Line] = []
    if incidents:
        found += [
            Line(
                question=f"Which agencies knew of {_the(len(incidents))}?",
                then=tuple(_known_then(then, reported, incidents, names)),
                now=tuple(_known_now(now, reported, incidents, names)),
            ),
            Line(
                question="How soon did another agency know?",
                then=(_how_soon(then, incidents, is_then=True),),
                now=(_how_soon(now, incidents, is_then=False),),
            ),
            _triage(events, incidents),
        ]
    refused = [event for event in events if event["refused"]]
    return (*found, *([_refused(refused)] if refused else []), _answered(events))


def _known_then(
    knew: Sequence[Knew], reported: Sequence[Reported], incidents: Sequence[Reported], names: Names
) -> Iterator[str]:
    yield _who_knew(knew, reported, len(incidents), names)
    says_who = knowing.says_who(incidents)
    yield "The file says of no other agency that it knew." if says_who else "The file does not say who else knew."


def _known_now(
    knew: Sequence[Knew], reported: Sequence[Reported], incidents: Sequence[Reported], names: Names
) -> Iterator[str]:
    yield _who_knew(knew, reported, len(incidents), names)
    told = knowing.of_incidents(knew, reported)
    held = {one.agency: names.agency(one.agency) for one in knew if one.how is How.HELD and one.agency not in told}
    asked = {one.agency: names.agency(one.agency) for one in knew if one.how is How.ASKED and one.agency not in told}
    if held:
        yield f"Held, because no specialist in the file released it: {wording.joined(held.values())}."
    if only := [name for agency, name in asked.items() if agency not in held]:
        yield f"Asked what they know: {wording.joined(only)}."


def _who_knew(knew: Sequence[Knew], reported: Sequence[Reported], all_of_them: int, names: Names) -> str:
    """Agencies by how many incidents they knew of, most first."""
    by_number: dict[int, list[str]] = {}
    for agency, number in knowing.of_incidents(knew, reported).items():
        by_number.setdefault(number, []).append(names.agency(agency))
    parts = [
        f"{_of(number, all_of_them)}: {wording.joined(by_number[number])}" for number in sorted(by_number, reverse=True)
    ]
    return f"{'; '.join(parts)}." if parts else "No agency of the file."


def _the(number: int) -> str:
    return "the incident" if number == 1 else f"the {number} incidents"


def _of(number: int, all_of_them: int) -> str:
    """How many of them, to begin a sentence."""
    if all_of_them == 1:
        return "Of it"
    return f"All {all_of_them}" if number == all_of_them else f"{number} of {all_of_them}"


def _how_soon(knew: Sequence[Knew], incidents: Sequence[Reported], *, is_then: bool) -> str:
    """From each incident to the first agency besides whoever reported it."""
    waits = _waits(knew, incidents)
    if not waits:
        return "The file does not say." if is_then else "No other agency was told."
    soonest, latest = min(waits)[1], max(waits)[1]
    whole = soonest if soonest == latest else f"{soonest} at the soonest, {latest} at the latest"
    missing = _missing(len(incidents) - len(waits), is_then=is_then)
    return f"{whole[0].upper()}{whole[1:]}{f'; {missing}' if missing else ''}."


def _waits(knew: Sequence[Knew], incidents: Sequence[Reported]) -> list[tuple[float, str]]:
    """In seconds and in words, how long each incident took to reach another agency; what never did is left out."""
    waits: list[tuple[float, str]] = []
    for each in incidents:
        at = [one.at for one in knew if one.place == each.place and one.how in (How.KNEW, How.TOLD, How.SAW)]
        if at:
            waits.append(((min(at) - each.at).total_seconds(), telling.after(min(at), each.at)))
    return waits


def _triage(events: Sequence[Json], incidents: Sequence[Reported]) -> Line:
    listed = [each for each in incidents if any(not one["linked"] for one in each.event["listings"])]
    late = sum(_was_late(each) for each in listed)
    now = [
        f"{_of(len(listed), len(incidents))} listed, each with all that came before it." if listed else "None listed."
    ]
    if late:
        alarm = " An alarm said so." if any(event["kind"] == OVERDUE for event in events) else ""
        now.append(f"{late} past the time by which triage has to decide.{alarm}")
    said = [(each.number, each.event["told"]["as_happened"]) for each in incidents]
    return Line(question="What did triage do with them?", then=_quoted(said), now=tuple(now))


def _quoted(said: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """The file's own words about each incident, where they are few enough to be read."""
    told = [f"{wording.ordinal(number)}: {words}." for number, words in said if words]
    return tuple(told) if 0 < len(told) <= FEW else (AT_EACH,)


def _was_late(each: Reported) -> bool:
    own = [one for one in each.event["listings"] if not one["linked"]]
    return any(
        one["decided_at"] is None or datetime.fromisoformat(one["decided_at"]) > datetime.fromisoformat(one["due"])
        for one in own
    )


def _refused(refused: Sequence[Json]) -> Line:
    kinds = Counter(refusal["act"] for event in refused for refusal in event["refused"])
    counted = [wording.counted(number, *ACTS.get(act, ACT)) for act, number in kinds.items()]
    said = [event["told"]["as_happened"] for event in refused if event.get("told") and event["told"]["as_happened"]]
    then = tuple(dict.fromkeys(f"{words[0].upper()}{words[1:]}." for words in said))
    return Line(
        question="What would have been refused?",
        then=then if 0 < len(then) <= FEW else (AT_EACH,),
        now=(f"{wording.joined(counted)}, each with a sentence that says why.",),
    )


def _answered(events: Sequence[Json]) -> Line:
    notices = [notice for event in events for notice in event["notices"]]
    asks = [ask for event in events for ask in event["contributions_asked"] if not ask["asked_before"]]
    both = [*notices, *asks]
    answered = sum(each["state"] in ("ANSWERED", "KNOWN", "NOTHING_KNOWN") for each in both)
    chases = sum(telling.chases(each) for each in both)
    times = wording.counted(chases, "time") if chases < A_THOUSAND else f"{chases:,} times"
    nobody = (
        f"Nobody answers in the file, so the platform chased everybody to the end: {times} in all, up to whoever leads "
        "the partnership."
    )
    some = f"{answered} answered in the file. Whoever does not answer there was chased to the end, {times} in all."
    return Line(
        question="Who answered, and who was chased?",
        then=("The file does not count this.",),
        now=(
            f"{wording.counted(len(notices), 'notice')} and {wording.counted(len(asks), 'question')} to named teams.",
            some if answered else nobody if both else "Nobody was asked.",
        ),
    )
