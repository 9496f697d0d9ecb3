"""A family while it is being made up: parents, children, homes, who is registered where, and who harms whom."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from demo.generator import names, numbers, places
from demo.generator.drawing import Lots
from demo.generator.plans import PersonPlan, Registration, Works
from wholepicture.pathway.incidents.facts import RelationTold
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people.terms import Precision, RelationshipKind, Sex

YEAR = 365.25
PLACES = 10_000
HOW_MANY_CHILDREN = ((0.38, 1), (0.36, 2), (0.17, 3), (0.06, 4), (0.03, 5))
HOW_MANY_REPORTS = (
    (0.42, 1), (0.21, 2), (0.13, 3), (0.08, 4), (0.05, 5), (0.035, 6), (0.025, 7), (0.02, 8), (0.015, 9), (0.01, 10),
    (0.005, 11), (0.005, 12),
)  # fmt: skip
REGISTERED_PLACES = ("gp", "health_visitor", "midwife", "nursery", "primary", "secondary")


@dataclass
class Person:
    """Somebody while the family is being made up; the fields are those of PersonPlan."""

    key: str
    forename: str
    surname: str
    sex: Sex
    born: date | None
    address: str
    expected: date | None = None
    precision: Precision | None = None
    nhs_number: str = ""
    phone: str = ""
    gp: int | None = 0
    school: bool = True
    more: list[Registration] = field(default_factory=list)
    earlier_surname: str = ""
    earlier_address: str = ""
    changed: date | None = None
    works: Works | None = None


@dataclass
class Style:
    """How the family's reports are: who harms whom, whether each accuses the other, how many there are."""

    victim: str = "mother"
    harm: str = "father"
    counter: bool = False
    classed: bool = True
    concerns_only: bool = False
    child_reports: bool = False
    reports: int = 1
    before_birth: bool = False


class Household:
    """What shaping works on: an ordinary family first, which the shape's function then changes."""

    def __init__(self, lots: Lots, number: int, on: date) -> None:
        """Draw an ordinary family as of a day."""
        self.lots, self.number, self.on = lots, number, on
        self.people: dict[str, Person] = {}
        self.parents: dict[str, tuple[str, ...]] = {}
        self.others: list[RelationTold] = []
        self.style = Style(reports=lots.weighted(HOW_MANY_REPORTS))
        self.linked_to: int | None = None
        self.places = [lots.upto(PLACES) for _ in REGISTERED_PLACES]
        self.names = names.group(lots)
        self.home = places.address(lots)
        self._parents()
        for _ in range(lots.weighted(HOW_MANY_CHILDREN)):
            self.older_child()
        self.older_than_their_children()

    def _parents(self) -> None:
        of_her = self.names
        of_him = self.names if self.lots.chance(0.8) else names.group(self.lots)
        # Their dates of birth are drawn when the children's are known.
        self.adult("mother", Sex.FEMALE, of_her, self.home)
        self.adult("father", Sex.MALE, of_him, self.home)
        self.childrens_surname = self.people["mother" if self.lots.chance(0.45) else "father"].surname

    def adult(self, key: str, sex: Sex, of: names.Names, address: str) -> Person:
        """Add a grown-up; `older_than_their_children` gives a parent the date of birth."""
        forename = self.lots.pick(of.girls if sex is Sex.FEMALE else of.boys)
        born = self.lots.day(self.on, 20 * 365, 44 * 365)
        added = Person(key, forename, names.surname(self.lots, of), sex, born, address)
        added.nhs_number = numbers.nhs_number(self.number, len(self.people))
        added.phone = numbers.mobile(self.lots.upto(1000))
        self.people[key] = added
        return added

    def child(
        self, born: date | None, *, expected: date | None = None, parents: tuple[str, ...] | None = None
    ) -> Person:
        """Add a child of these parents; a child not yet born has no forename, and nobody knows the sex."""
        key = f"child{len(self.parents) + 1}"
        sex = Sex.NOT_KNOWN if expected else Sex.FEMALE if self.lots.chance(0.5) else Sex.MALE
        taken = {each.forename for each in self.people.values()}
        forename = ""
        while not expected and (not forename or forename in taken):
            forename = self.lots.pick(self.names.girls if sex is Sex.FEMALE else self.names.boys)
        added = Person(key, forename, self.childrens_surname, sex, born, self.home, expected)
        if not expected:
            added.nhs_number = numbers.nhs_number(self.number, len(self.people))
        self.people[key] = added
        self.parents[key] = parents if parents is not None else ("mother", "father")
        return added

    def older_child(self, parents: tuple[str, ...] | None = None) -> Person:
        """Add a child one to four years older than the oldest so far; the first is 0 to 12, more often small."""
        oldest = min((each.born for each in self.children() if each.born), default=None)
        if oldest is None:
            small = self.lots.next()
            return self.child(self.on - timedelta(days=15 + int(small * small * 12 * YEAR)), parents=parents)
        return self.child(self.lots.day(oldest, 340, 1500), parents=parents)

    def children(self) -> list[Person]:
        """The children, in the order in which they were added."""
        return [self.people[key] for key in self.parents]

    def youngest(self) -> Person:
        """The child born last."""
        return max((each for each in self.children() if each.born), key=lambda each: each.born or self.on)

    def keep_to(self, how_many: int) -> None:
        """Leave out the oldest children beyond so many; the keys of those who stay are as they were."""
        for key in list(self.parents)[how_many:]:
            del self.parents[key], self.people[key]

    def older_than_their_children(self) -> None:
        """Give each parent a date of birth 17 to 36 years before their oldest child, and drop who would be under age."""
        self._drop_the_grown_up()
        for key in {key for parents in self.parents.values() for key in parents}:
            births = [self.people[child].born for child, parents in self.parents.items() if key in parents]
            oldest = min((born for born in births if born), default=self.on)
            self.people[key].born = self.lots.day(oldest, int(17.5 * YEAR), 36 * 365)

    def _drop_the_grown_up(self) -> None:
        for each in self.children():
            if each.born and (self.on - each.born).days >= 18 * YEAR - 2 and len(self.parents) > 1:
                del self.parents[each.key], self.people[each.key]

    def apart(self, who: str = "father") -> str:
        """Let somebody live elsewhere; returns that home."""
        self.people[who].address = elsewhere = places.address(self.lots)
        return elsewhere

    def plan_of(self, person: Person) -> PersonPlan:
        """Freeze one person, with whom they are registered by their age."""
        precision = person.precision or (Precision.EXACT if person.born else None)
        return PersonPlan(
            person.key, person.forename, person.surname, person.sex, person.born, precision, person.expected,
            person.address, person.nhs_number, person.phone, tuple(self._registered(person)), person.earlier_surname,
            person.earlier_address, person.changed, person.works,
        )  # fmt: skip

    def _registered(self, person: Person) -> list[Registration]:
        gp, visitor, midwife, nursery, primary, secondary = self.places
        found = list(person.more)
        if person.gp is not None and not person.expected:
            found.append(Registration(Function.GP, gp + person.gp))
        if person.key not in self.parents:
            if person.address == self.home and self._has_small_child():
                found.append(Registration(Function.HEALTH_VISITOR, visitor))
            return found
        if person.expected:
            return [*found, Registration(Function.SAFEGUARDING_MIDWIFE, midwife)]
        years = (self.on - person.born).days / YEAR if person.born else 8.0
        if years < 5:
            found.append(Registration(Function.HEALTH_VISITOR, visitor))
        if person.school and 2 <= years < 4.6:
            found.append(Registration(Function.NURSERY, nursery))
        if person.school and years >= 4.6:
            stage, place = ("primary", primary) if years < 11.3 else ("secondary", secondary)
            found.append(Registration(Function.SCHOOL_SAFEGUARDING_LEAD, place, stage))
        return found

    def _has_small_child(self) -> bool:
        return any(each.born and (self.on - each.born).days < 5 * YEAR for each in self.children())

    def relations(self) -> tuple[RelationTold, ...]:
        """Parents of children, and who else is related to whom."""
        of_children = [
            RelationTold(parent, child, RelationshipKind.PARENT_OF)
            for child, parents in self.parents.items()
            for parent in parents
        ]
        return (*of_children, *self.others)

    def relate(self, from_key: str, to_key: str, kind: RelationshipKind) -> None:
        """Keep how two people are related, beside parents and children."""
        self.others.append(RelationTold(from_key, to_key, kind))

    def expecting(self, days: int) -> Person:
        """Add a child expected in so many days, and let the mother be with the midwives."""
        midwives = Registration(Function.SAFEGUARDING_MIDWIFE, self.places[2])
        self.people["mother"].more.append(midwives)
        return self.child(None, expected=self.on + timedelta(days=days))
