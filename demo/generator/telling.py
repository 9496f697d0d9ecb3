"""A planned report in the words of the incidents' door; of a child not yet born at the time, the day expected is told."""

from datetime import date

from demo.generator.plans import FamilyPlan, PersonPlan, ReportPlan, RolePlan
from wholepicture.pathway.incidents.facts import ChildDetail, PersonTold, Told
from wholepicture.pathway.incidents.terms import Kind
from wholepicture.registers.people.terms import IdentifierKind, Role, Sex


def told(family: FamilyPlan, report: ReportPlan, *, reference: str = "") -> Told:
    """What the agency tells of this report.

    `reference` is the number under which it keeps it. Police write no NHS number; others do where they have one.
    """
    people = tuple(_person(family.person(role.key), role, report) for role in report.roles)
    named = {role.key for role in report.roles}
    return Told(
        kind=report.kind,
        happened_at=report.happened_at,
        people=people,
        reference=reference,
        category=report.category,
        reporter=report.reporter,
        place=report.place,
        summary=report.summary,
        dash=report.dash,
        dash_because=report.dash_because,
        dash_perceived=report.dash_perceived,
        brag=report.brag,
        brag_because=report.brag_because,
        features=report.features,
        relationships=tuple(one for one in family.relations if one.from_key in named and one.to_key in named),
    )


def _person(plan: PersonPlan, role: RolePlan, report: ReportPlan) -> PersonTold:
    on = report.happened_at.date()
    unborn = plan.expected_date is not None or (plan.is_child and plan.birth_date is not None and plan.birth_date > on)
    before = plan.changed_date is not None and on < plan.changed_date
    numbered = report.kind is Kind.CONCERN and plan.nhs_number and not unborn
    return PersonTold(
        key=plan.key,
        role=role.role,
        alleged_by=role.alleged_by,
        status=role.status,
        forename="" if unborn else plan.forename,
        surname=(plan.earlier_surname or plan.surname) if before else plan.surname,
        sex=Sex.NOT_KNOWN if unborn else plan.sex,
        birth_date=None if unborn else plan.birth_date,
        birth_precision=None if unborn else plan.birth_precision,
        expected_date=_expected(plan) if unborn else None,
        identifiers={IdentifierKind.NHS_NUMBER: plan.nhs_number} if numbered else {},
        address=(plan.earlier_address or plan.address) if before else plan.address,
        child=_detail(role),
    )


def _expected(plan: PersonPlan) -> date | None:
    return plan.expected_date or plan.birth_date


def _detail(role: RolePlan) -> ChildDetail | None:
    if role.role is not Role.CHILD or role.presence is None:
        return None
    return ChildDetail(role.presence, role.seen, role.spoken_to, role.words, role.sleeps_asked, role.sleeps_where)
