"""The figures of the protocol, set by the partnership: lanes, ladders, owners, clocks. An unknown or missing one is refused by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, time
from typing import Any, TypeVar

from wholepicture.lib.terms import Term
from wholepicture.registers.agencies import naming
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.protocol import facts
from wholepicture.registers.protocol.outcomes import Outcome, SeatHeld
from wholepicture.registers.protocol.terms import AgeBand, Effect, Lane, NoticeKind, Seat

T = TypeVar("T")
TermT = TypeVar("TermT", bound=Term)
GRADES = ("STANDARD", "MEDIUM", "HIGH")
# What marks an incident, in the words of incidents.terms.Feature, which a register does not import.
FEATURES = (
    "WEAPON",
    "STRANGULATION",
    "THREATS_TO_KILL",
    "CHILD_HURT",
    "BREACH_OF_ORDER",
    "INJURY",
    "SEXUAL_ABUSE",
    "CONTROLLING_OR_COERCIVE",
    "STALKING",
    "PREGNANCY",
    "SEPARATION",
)
# For versions adopted before these figures existed: what then held, or the first that was agreed.
ADDED_LATER: Mapping[str, Any] = {
    "fast_features": ["STRANGULATION", "WEAPON", "THREATS_TO_KILL", "CHILD_HURT", "BREACH_OF_ORDER"],
    "repeat_count": 3,
    "repeat_days": 365,
    "shortening_gaps": 3,
    "infant_years": 2,
    "separation_days": 90,
    "triage_hours": {"fast": 24, "standard": 72},
    "triage_functions": ["first_response", "police_safeguarding_unit"],
    "correction_hours": {"fast": 24, "standard": 72},
    "standing_members": [
        "first_response",
        "police_safeguarding_unit",
        "domestic_abuse_service",
        "education_safeguarding",
    ],
    "asked_about_adults": ["adult_mental_health", "substance_misuse"],
    "contribution_hours": {"fast": 12, "standard": 36},
    "outcomes": [
        {"id": "strategy_discussion", "label": "Strategy discussion", "effect": "refers", "needs_recipient": True},
        {
            "id": "social_care_assessment",
            "label": "Assessment by children's social care",
            "effect": "refers",
            "needs_recipient": True,
            "also_called": ["refer to children's social care", "refer to first response"],
        },
        {
            "id": "early_help",
            "label": "Early help",
            "effect": "supports",
            "needs_recipient": True,
            "also_called": ["refer to early help"],
        },
        {
            "id": "named_services",
            "label": "Support by named services",
            "effect": "supports",
            "needs_recipient": True,
        },
        {"id": "hold", "label": "Hold until more is known", "effect": "holds", "needs_recipient": True},
        {
            "id": "information_only",
            "label": "Information only",
            "effect": "information_only",
            "needs_recipient": False,
        },
        {
            "id": "no_further_action",
            "label": "No further action",
            "effect": "no_further_action",
            "needs_recipient": False,
            "also_called": ["nfa"],
        },
    ],
    "levels_of_need": ["Universal", "Early help", "Complex early help, or child in need", "Acute, or child protection"],
    "recipient_hours": {"fast": 24, "standard": 72},
    "agreement_hours": {"fast": 6, "standard": 24},
    "overdue_hours": {"fast": 4, "standard": 24},
    "revisit_days": 28,
    "meeting_days": [0, 1, 2, 3, 4],
    "meeting_time": "09:30",
    "meeting_minutes": 60,
    "meeting_capacity": 20,
    "chair_functions": ["first_response", "police_safeguarding_unit"],
    "seats": {
        "police": ["police_safeguarding_unit"],
        "social_care": ["first_response", "emergency_duty_team", "allocated_worker"],
        "health_professional": ["health_visitor", "safeguarding_midwife", "school_nurse", "gp"],
    },
    "minutes_per_item": {"inform": 2, "ask": 10, "act": 30},
    "weekly_minutes": {},
}
MOST_HOURS = 24 * 366
MOST_MINUTES = 7 * 24 * 60


class ParametersRefused(ValueError):
    """Parameters that cannot be used; `reasons` holds every sentence."""

    def __init__(self, reasons: list[str]) -> None:
        """Keep every reason and say them all."""
        self.reasons = tuple(reasons)
        super().__init__(" ".join(reasons))


def about(words: str) -> Any:  # noqa: ANN401  what dataclasses.field gives
    """Declare a field with the words that the page and the reference show for it."""
    return field(metadata={"about": words})


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """When an unanswered notice climbs, in elapsed hours after its reply_by; cover is told at reply_by itself."""

    manager_hours: int = about("Hours after the reply was due at which the team's manager is told.")
    agency_lead_hours: int = about("Hours after the reply was due at which the agency's lead is told.")
    partnership_hours: int = about("Hours after the reply was due at which the partnership is told.")


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """What the tables leave to figures. Hours are elapsed hours, which never pause."""

    fast_age_bands: tuple[AgeBand, ...] = about(
        "Ages of a child that put an incident in the fast lane (design promise 14)."
    )
    fast_dash: tuple[str, ...] = about("DASH grades that put an incident in the fast lane (design promise 14).")
    fast_features: tuple[str, ...] = about(
        "What marks an incident that goes into the fast lane whatever its grade (design promise 14)."
    )
    repeat_count: int = about("Incidents and repeated concerns that make a repeat (the MARAC escalation test is 3).")
    repeat_days: int = about("Days of the rolling window in which they are counted; also for the fast lane.")
    shortening_gaps: int = about("Gaps between incidents that there must be before a shorter one is called shortening.")
    infant_years: int = about("Age in years below which a child is an infant in what is noticed.")
    separation_days: int = about("Days after a separation in which it is called recent.")
    triage_hours: Mapping[Lane, int] = about("Hours, by lane, in which a listed family is decided about; never paused.")
    triage_functions: tuple[Function, ...] = about("Whose teams triage: they may open the family of what is listed.")
    correction_hours: Mapping[Lane, int] = about("Hours, by lane, in which a correction is confirmed.")
    standing_members: tuple[Function, ...] = about("Who brings what it knows to every listed family.")
    asked_about_adults: tuple[Function, ...] = about("Who is asked about each adult, registered there or not.")
    contribution_hours: Mapping[Lane, int] = about("Hours, by lane, in which an agency says what it knows.")
    outcomes: tuple[Outcome, ...] = about("What triage can decide about a child.")
    levels_of_need: tuple[str, ...] = about("The levels of need, the lowest first.")
    recipient_hours: Mapping[Lane, int] = about(
        "Hours, by lane, in which a recipient of a decision answers, where the decision names no time."
    )
    agreement_hours: Mapping[Lane, int] = about(
        "Hours, by lane, in which others agree to what was proposed, or object."
    )
    overdue_hours: Mapping[Lane, int] = about("Hours, by lane, in which a family is decided about once it is overdue.")
    revisit_days: int = about("Days after a decision in which whoever triages may still open the family.")
    meeting_days: tuple[int, ...] = about("Weekdays on which triage meets, 0 for Monday; never on a bank holiday.")
    meeting_time: time = about("When it meets, on London's clock.")  # noqa: RUF009  a field of the dataclass, as above
    meeting_minutes: int = about("Minutes after which a meeting that nobody opened counts as not met.")
    meeting_capacity: int = about("Families that one meeting can decide about.")
    chair_functions: tuple[Function, ...] = about("Who chairs, and who hears first of a family overdue.")
    seats: tuple[SeatHeld, ...] = about("Who can speak for each seat that nobody replaces.")
    reminder_fraction: float = about("Part of the time to reply after which the named person is reminded, 0 to 1.")
    ladder: Mapping[Lane, Ladder] = about(
        "How an unanswered notice climbs, by lane (review 2.7, 5.2 leadership and governance 4)."
    )
    again_hours: int = about(
        "Hours between further tellings of the partnership, for as long as nobody answers; gathered at 9:00 in the morning."
    )
    release_hours: Mapping[Lane, int] = about("Hours, by lane, in which a held notice is released or withheld.")
    withheld_review_hours: int = about("Hours after which a decision to withhold is looked at again.")
    release_owners: tuple[Function, ...] = about("Who releases or withholds: the first of these that there is.")
    task_owners: tuple[Function, ...] = about("Who finds a missing recipient: the first of these that there is.")
    task_hours: Mapping[Lane, int] = about("Hours, by lane, in which a missing recipient is found (review 2.14).")
    rederive_days: int = about("Days after an incident in which news of a person changes who has to be told of it.")
    births_inform_gp: bool = about("Whether a birth tells each parent's GP that the patient is a parent (review 2.14).")
    retry_minutes: tuple[int, ...] = about("Minutes between attempts to deliver; the last is repeated.")
    school_closed: tuple[tuple[date, date], ...] = about("School holidays: first and last day of each, both closed.")
    minutes_per_item: Mapping[NoticeKind, int] = about(
        "Minutes that an item takes the team it reaches, by the most that it asks (design promise 14)."
    )
    weekly_minutes: Mapping[Function, int] = about(
        "Minutes in a week that a team has agreed to give to items, by function; none is agreed for those left out."
    )


def parse_stored(raw: Mapping[str, Any]) -> Parameters:
    """Return the parameters of an adopted version, one from before a parameter existed included."""
    return parse({**ADDED_LATER, **raw})


def parse(raw: Mapping[str, Any]) -> Parameters:
    """Return the parameters from their JSON object. Raises ParametersRefused with every fault, each naming its parameter."""
    known = {each.name for each in fields(Parameters)}
    reasons = [f'Parameter "{name}" is unknown: remove it or correct its name.' for name in sorted(set(raw) - known)]
    reasons += [f'Parameter "{name}" is missing: add it.' for name in sorted(known - set(raw))]
    values: dict[str, Any] = {}
    for name in sorted(known & set(raw)):
        try:
            values[name] = READERS[name](raw[name])
        except (TypeError, ValueError) as fault:
            reasons.append(f'Parameter "{name}": {fault}')
    if reasons:
        raise ParametersRefused(reasons)
    return Parameters(**values)


def _number(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:  # noqa: ANN401  JSON
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"{value!r} is no whole number from {low} to {high}.")
        return value

    return read


def _fraction(value: Any) -> float:  # noqa: ANN401  JSON
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1:
        raise ValueError(f"{value!r} is no number between 0 and 1.")
    return float(value)


def _flag(value: Any) -> bool:  # noqa: ANN401  JSON
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false.")
    return value


def _word(terms: type[TermT]) -> Callable[[Any], TermT]:
    def read(value: Any) -> TermT:  # noqa: ANN401  JSON
        return facts.term(terms, value)

    return read


def _grade(value: Any) -> str:  # noqa: ANN401  JSON
    if value not in GRADES:
        raise ValueError(f'"{value}" is no DASH grade. Use {", ".join(GRADES)}.')
    return str(value)


def _feature(value: Any) -> str:  # noqa: ANN401  JSON
    if value not in FEATURES:
        raise ValueError(f'"{value}" is no mark of an incident. Use {", ".join(FEATURES)}.')
    return str(value)


def _several(read: Callable[[Any], T], *, least: int = 1) -> Callable[[Any], tuple[T, ...]]:
    def read_all(value: Any) -> tuple[T, ...]:  # noqa: ANN401  JSON
        if not isinstance(value, list) or len(value) < least:
            raise ValueError(f"give a list of at least {least}.")
        return tuple(read(each) for each in value)

    return read_all


def _by_lane(read: Callable[[Any], T]) -> Callable[[Any], Mapping[Lane, T]]:
    def read_both(value: Any) -> Mapping[Lane, T]:  # noqa: ANN401  JSON
        if not isinstance(value, dict) or set(value) != set(Lane.values()):
            raise ValueError(f"give one value for each lane: {', '.join(Lane.values())}.")
        return {lane: read(value[lane.value]) for lane in Lane}

    return read_both


def _by_kind(value: Any) -> Mapping[NoticeKind, int]:  # noqa: ANN401  JSON
    if not isinstance(value, dict) or set(value) != set(NoticeKind.values()):
        raise ValueError(f"give one value for each kind of notice: {', '.join(NoticeKind.values())}.")
    return {kind: _number(0, MOST_MINUTES)(value[kind.value]) for kind in NoticeKind}


def _by_function(value: Any) -> Mapping[Function, int]:  # noqa: ANN401  JSON
    if not isinstance(value, dict):
        raise TypeError("give minutes by function.")
    return {_word(Function)(name): _number(0, MOST_MINUTES)(minutes) for name, minutes in value.items()}


def _clock(value: Any) -> time:  # noqa: ANN401  JSON
    return time.fromisoformat(str(value))


def _text(value: Any) -> str:  # noqa: ANN401  JSON
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!r} is no text.")
    return value.strip()


def _outcome(value: Any) -> Outcome:  # noqa: ANN401  JSON
    needed, optional = {"id", "label", "effect", "needs_recipient"}, {"also_called"}
    if not isinstance(value, dict) or not needed <= set(value) <= needed | optional:
        raise ValueError(f"give each outcome {', '.join(sorted(needed))}, and also_called where it has other names.")
    naming.check_name(_text(value["label"]), what="outcome")
    return Outcome(
        _text(value["id"]),
        _text(value["label"]),
        facts.term(Effect, value["effect"]),
        _flag(value["needs_recipient"]),
        tuple(_text(each) for each in value.get("also_called", ())),
    )


def _seats(value: Any) -> tuple[SeatHeld, ...]:  # noqa: ANN401  JSON
    if not isinstance(value, dict) or set(value) != set(Seat.values()):
        raise ValueError(f"give the functions of each seat: {', '.join(Seat.values())}.")
    read = _several(_word(Function))
    return tuple(SeatHeld(seat, read(value[seat.value])) for seat in Seat)


def _ladder(value: Any) -> Ladder:  # noqa: ANN401  JSON
    names = [each.name for each in fields(Ladder)]
    if not isinstance(value, dict) or set(value) != set(names):
        raise ValueError(f"give exactly {', '.join(names)}.")
    hours = [_number(0, MOST_HOURS)(value[name]) for name in names]
    if hours != sorted(hours):
        raise ValueError("the manager is told first, then the agency lead, then the partnership.")
    return Ladder(**dict(zip(names, hours, strict=True)))


def _closure(value: Any) -> tuple[date, date]:  # noqa: ANN401  JSON
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("give each holiday as its first and last day.")
    first, last = (date.fromisoformat(day) for day in value)
    if first > last:
        raise ValueError(f"{first} is after {last}.")
    return first, last


READERS: Mapping[str, Callable[[Any], Any]] = {
    "fast_age_bands": _several(_word(AgeBand), least=0),
    "fast_dash": _several(_grade, least=0),
    "fast_features": _several(_feature, least=0),
    "repeat_count": _number(2, 100),
    "repeat_days": _number(1, 3660),
    "shortening_gaps": _number(2, 100),
    "infant_years": _number(1, 18),
    "separation_days": _number(1, 3660),
    "triage_hours": _by_lane(_number(1, MOST_HOURS)),
    "triage_functions": _several(_word(Function)),
    "correction_hours": _by_lane(_number(1, MOST_HOURS)),
    "standing_members": _several(_word(Function)),
    "asked_about_adults": _several(_word(Function), least=0),
    "contribution_hours": _by_lane(_number(1, MOST_HOURS)),
    "outcomes": _several(_outcome),
    "levels_of_need": _several(_text),
    "recipient_hours": _by_lane(_number(1, MOST_HOURS)),
    "agreement_hours": _by_lane(_number(1, MOST_HOURS)),
    "overdue_hours": _by_lane(_number(1, MOST_HOURS)),
    "revisit_days": _number(1, 3660),
    "meeting_days": _several(_number(0, 6), least=0),
    "meeting_time": _clock,
    "meeting_minutes": _number(1, 24 * 60),
    "meeting_capacity": _number(1, 1000),
    "chair_functions": _several(_word(Function)),
    "seats": _seats,
    "reminder_fraction": _fraction,
    "ladder": _by_lane(_ladder),
    "again_hours": _number(1, MOST_HOURS),
    "release_hours": _by_lane(_number(1, MOST_HOURS)),
    "withheld_review_hours": _number(1, MOST_HOURS),
    "release_owners": _several(_word(Function)),
    "task_owners": _several(_word(Function)),
    "task_hours": _by_lane(_number(1, MOST_HOURS)),
    "rederive_days": _number(0, 3660),
    "births_inform_gp": _flag,
    "retry_minutes": _several(_number(1, 24 * 60)),
    "school_closed": _several(_closure, least=0),
    "minutes_per_item": _by_kind,
    "weekly_minutes": _by_function,
}
