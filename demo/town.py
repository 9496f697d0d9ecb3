"""Where the people of generated families are registered here, and whose report a generated report is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from demo.directory import Directory, Holder
from demo.generator import FamilyPlan, PersonPlan, Registration, ReportPlan
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.agencies.terms import Function

# What kind of agency keeps the record by which a concern of its is told.
CONCERNED = {
    "school": Function.SCHOOL_SAFEGUARDING_LEAD,
    "nursery": Function.NURSERY,
    "health_visiting": Function.HEALTH_VISITOR,
    "midwifery": Function.SAFEGUARDING_MIDWIFE,
    "gp_practice": Function.GP,
}


@dataclass(frozen=True)
class Town:
    """The partnership as generated families meet it."""

    directory: Directory
    by_function: dict[tuple[Function, str], list[Holder]] = field(default_factory=dict)

    @cached_property
    def holders(self) -> dict[tuple[Function, str], list[Holder]]:
        """The posts of each function, and of each stage of school, in the file's order."""
        found: dict[tuple[Function, str], list[Holder]] = {}
        for post in self.directory.posts:
            found.setdefault((post.function, post.stage), []).append(post)
        return found

    def holder(self, registration: Registration) -> Holder | None:
        """Who holds this registration; None where the partnership has nobody of that function."""
        there = self.holders.get((registration.function, registration.stage))
        return there[registration.place % len(there)] if there else None

    def registered(self, person: PersonPlan) -> list[Holder]:
        """Everybody with whom somebody is registered."""
        return [post for each in person.registered if (post := self.holder(each))]

    def reporter(self, family: FamilyPlan, report: ReportPlan) -> Agency:
        """The agency that made a report: the one that knows a child of the family, else the first of its kind."""
        function = CONCERNED.get(report.by)
        children = [person for person in family.people if person.is_child]
        known = [post.team.agency for each in children for post in self.registered(each) if post.function is function]
        return next(iter(known), self.first_of(report.by))

    def first_of(self, kind: str) -> Agency:
        """The first agency of a kind. Raises StopIteration for none."""
        return next(each for each in self.directory.agencies.values() if each.kind == kind)

    def agencies_of(self, people: Iterable[PersonPlan]) -> list[Agency]:
        """Every agency with which one of these is registered, once."""
        return list(
            {post.team.agency_id: post.team.agency for each in people for post in self.registered(each)}.values()
        )
