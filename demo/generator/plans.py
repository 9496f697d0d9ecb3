"""What a made-up family is: its people, how they are related, and what was reported of them; frozen values."""

from dataclasses import dataclass
from datetime import date, datetime

from demo.generator.shapes import Shape
from wholepicture.pathway.incidents.facts import RelationTold
from wholepicture.pathway.incidents.terms import (
    AllegationStatus,
    Brag,
    Category,
    Dash,
    Feature,
    Kind,
    Presence,
    ReporterKind,
)
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people.terms import Precision, Role, Sex, YesNo


@dataclass(frozen=True, slots=True)
class Registration:
    """With whom somebody is registered: whoever uses the plan takes the `place`-th (modulo) of its teams of that kind.

    Two places that differ by one are two teams wherever there are two. `stage` is "primary" or "secondary" for a school.
    """

    function: Function
    place: int
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Works:
    """The post that somebody of the family holds in an agency of the partnership: a conflict of interest."""

    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """One person as everybody who knows them would tell it; "" and None are not known.

    `earlier_surname` and `earlier_address` held until `changed_date`. `works` is set for who has a post in an agency.
    """

    key: str
    forename: str
    surname: str
    sex: Sex
    birth_date: date | None
    birth_precision: Precision | None
    expected_date: date | None
    address: str
    nhs_number: str
    phone: str
    registered: tuple[Registration, ...]
    earlier_surname: str = ""
    earlier_address: str = ""
    changed_date: date | None = None
    works: Works | None = None

    @property
    def is_child(self) -> bool:
        """Whether this is one of the family's children, born or not; an adult son or daughter is none."""
        return self.key.startswith("child")


@dataclass(frozen=True, slots=True)
class RolePlan:
    """What somebody of the family was in one report; the fields from `presence` on are for children."""

    key: str
    role: Role
    alleged_by: str = ""
    status: AllegationStatus = AllegationStatus.ALLEGED
    presence: Presence | None = None
    seen: YesNo = YesNo.NOT_ASKED
    spoken_to: YesNo = YesNo.NOT_ASKED
    words: str = ""
    sleeps_asked: YesNo | None = None
    sleeps_where: str = ""


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """One report: `by` is the kind of agency that makes it (its slug in registers/agencies/kinds)."""

    kind: Kind
    by: str
    happened_at: datetime
    reported_at: datetime
    category: Category
    reporter: ReporterKind
    place: str
    summary: str
    dash: Dash
    dash_because: str
    dash_perceived: str
    brag: Brag
    brag_because: str
    features: frozenset[Feature]
    roles: tuple[RolePlan, ...]


@dataclass(frozen=True, slots=True)
class FamilyPlan:
    """One family: `number` is its place in the sequence, `linked_to` the number of another with the same person in it.

    Reports are in the order in which they were reported. `linked_by` is the key that this person has in both families.
    """

    number: int
    shapes: tuple[Shape, ...]
    people: tuple[PersonPlan, ...]
    relations: tuple[RelationTold, ...]
    reports: tuple[ReportPlan, ...]
    linked_to: int | None = None
    linked_by: str = ""

    def person(self, key: str) -> PersonPlan:
        """The person of this key. Raises StopIteration for none."""
        return next(each for each in self.people if each.key == key)
