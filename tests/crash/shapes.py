"""The shapes of incident that the crash run sends: each has one fan-out, whichever family it is about."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

LETTERS = "abcdefghij"
# Birthdays come round again after so many days, so that the ten thousandth family has a child and adult parents too.
ADULT_DAYS, CHILD_DAYS, UNBORN_DAYS = 20 * 365, 2_000, 60


@dataclass(frozen=True)
class Someone:
    """A person of a family, invented: by what the directories know them, and which agency holds which function."""

    forename: str
    surname: str
    born: date | None
    expected: date | None = None
    registered: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Family:
    """One family of one shape: its people by key, and where they live."""

    shape: str
    home: str
    people: dict[str, Someone]


@dataclass(frozen=True)
class Shape:
    """A shape: who is registered where, how old the child is, and the least that a fault-free fan-out must hold."""

    name: str
    registered: dict[str, dict[str, str]]
    child_days: int
    functions: frozenset[str]


SHAPES = {
    shape.name: shape
    for shape in (
        Shape(
            "baby",
            {
                "mother": {"gp": "surgery"},
                "father": {"gp": "practice"},
                "child": {"gp": "surgery", "health_visitor": "nursing"},
            },
            40,
            frozenset({"gp", "health_visitor"}),
        ),
        Shape(
            "pupil",
            {"mother": {"gp": "practice"}, "child": {"gp": "practice", "school_safeguarding_lead": "school"}},
            3000,
            frozenset({"gp", "school_safeguarding_lead"}),
        ),
        Shape(
            "unborn",
            {
                "mother": {"gp": "surgery", "safeguarding_midwife": "maternity"},
                "child": {"safeguarding_midwife": "maternity"},
            },
            -70,
            frozenset({"gp", "safeguarding_midwife"}),
        ),
        # Nobody knows these: the fan-out is tasks to find out who has to be told.
        Shape("strangers", {}, 400, frozenset({"first_response"})),
    )
}


def family(shape: Shape, number: int, today: date) -> Family:
    """Invent the family of this number; no two numbers share a name or a street, nor near ones a birthday, so that none are linked."""
    surname = shape.name.title() + "".join(3 * LETTERS[int(digit)] for digit in str(number))
    home = f"{number} {surname} Street, Nowhere"
    apart = number % (CHILD_DAYS if shape.child_days > 0 else UNBORN_DAYS)
    day = today - timedelta(days=shape.child_days + apart)
    is_unborn = day > today
    child = Someone("" if is_unborn else "Cleo", surname, None if is_unborn else day, day if is_unborn else None)
    younger = timedelta(days=37 * number % ADULT_DAYS)
    adults = {
        "mother": Someone("Ann", surname, date(1976, 4, 3) + younger),
        "father": Someone("Bob", surname, date(1974, 2, 1) + younger),
    }
    people = {
        key: Someone(one.forename, one.surname, one.born, one.expected, shape.registered.get(key, {}))
        for key, one in {**adults, "child": child}.items()
    }
    return Family(shape.name, home, people)


def body(of: Family, reference: str, now: datetime) -> dict[str, Any]:
    """An incident about this family, as the sender's system tells it."""
    people = [
        _person(of, "mother", "VICTIM"),
        _person(of, "father", "CAUSING_HARM") | {"alleged_by": "mother"},
        _person(of, "child", "CHILD") | {"child": {"presence": "PRESENT", "sleeps_asked": "NOT_ASKED"}},
    ]
    return {
        "reference": reference,
        "happened_at": (now - timedelta(hours=1)).isoformat(),
        "category": "DOMESTIC_ABUSE",
        "reporter": "NEIGHBOUR",
        "place": of.home,
        "dash": "MEDIUM",
        "brag": "GREEN",
        "people": people,
        "relationships": [{"from_key": "mother", "to_key": "child", "kind": "PARENT_OF"}],
    }


def _person(of: Family, key: str, role: str) -> dict[str, Any]:
    one = of.people[key]
    told: dict[str, Any] = {"key": key, "role": role, "forename": one.forename, "surname": one.surname}
    dates = {"birth_date": one.born, "expected_date": one.expected}
    return told | {"address": of.home} | {name: day.isoformat() for name, day in dates.items() if day}


class Pool:
    """Families whose turn comes round; of strangers every one is new."""

    def __init__(self, size: int, today: date) -> None:
        """`size` families of each shape that the directories know."""
        self._today = today
        known = [shape for shape in SHAPES.values() if shape.registered]
        self.known = [family(shape, number, today) for number in range(1, size + 1) for shape in known]
        self._turn: Counter[str] = Counter()

    def next(self, shape: str) -> Family:
        """The family whose turn it is."""
        self._turn[shape] += 1
        if not SHAPES[shape].registered:
            return family(SHAPES[shape], self._turn[shape], self._today)
        ours = [one for one in self.known if one.shape == shape]
        return ours[(self._turn[shape] - 1) % len(ours)]
