"""From facts to the protocol's input: scope, lane, age band, and each adult's standing. Pure functions."""

from datetime import date

from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties.facts import Adult, Child, Picture
from wholepicture.pathway.findings import lane as lanes
from wholepicture.pathway.findings import pattern
from wholepicture.pathway.findings.facts import Someone
from wholepicture.pathway.incidents.terms import Kind
from wholepicture.registers.people.terms import Role
from wholepicture.registers.protocol import facts as protocol
from wholepicture.registers.protocol.facts import Subject
from wholepicture.registers.protocol.parameters import Parameters
from wholepicture.registers.protocol.terms import AgeBand, CauseKind, Education, Lane, Standing, YesNo

CAUSES = {Kind.INCIDENT: CauseKind.INCIDENT, Kind.CONCERN: CauseKind.CONCERN, Kind.BIRTH: CauseKind.BIRTH}
STANDINGS = {
    Role.VICTIM: Standing.VICTIM,
    Role.CAUSING_HARM: Standing.CAUSING_HARM,
    Role.OF_CONCERN: Standing.OF_CONCERN,
    Role.WITNESS: Standing.WITNESS,
    Role.COUNTER_ALLEGATIONS: Standing.COUNTER_ALLEGATIONS,
    Role.NOT_KNOWN: Standing.NOT_KNOWN,
}


def scope(picture: Picture) -> tuple[bool, str]:
    """Whether anybody has to be told, and why: whatever is listed (design promise 1), and a notification of a birth."""
    told = picture.told
    if told.kind is Kind.BIRTH:
        return True, "A notification of a birth."
    return pattern.scope(told.kind, told.category, told.brag, picture.connected)


def lane(picture: Picture, parameters: Parameters) -> Lane:
    """The fastest lane of the families concerned (design promise 14); without a family, that of the report's own marks."""
    told = picture.told
    reports = ((report, family) for family in picture.patterns for report in family.reports)
    of_families = [
        lanes.lane(report, family, parameters) for report, family in reports if report.incident == told.incident
    ]
    alone = lanes.lane_alone(
        dash=told.dash,
        features=told.features,
        happened_at=told.happened_at,
        children=[_someone(child) for child in picture.children],
        parameters=parameters,
    )
    return Lane.FAST if Lane.FAST in {found for found, _ in (*of_families, alone)} else Lane.STANDARD


def _someone(child: Child) -> Someone:
    return Someone(child.person, birth_date=child.birth_date, expected_date=child.expected_date, is_child=True)


def age_band(child: Child, on: date) -> AgeBand:
    """The child's age as the tables see it."""
    return pattern.age_band(birth_date=child.birth_date, expected_date=child.expected_date, on=on)


def standing(adult: Adult) -> Standing:
    """An adult's part: from this incident, and where it does not say who harms whom, from earlier ones.

    A counter-allegation never turns a victim into a person causing harm (design promise 1), and somebody alleged to
    cause harm before is treated so when this incident does not say: what their services are told is held.
    """
    if adult.role in (None, Role.WITNESS) and Role.CAUSING_HARM in adult.earlier:
        return Standing.CAUSING_HARM
    if adult.role is None:
        return Standing.NOT_INVOLVED
    if adult.role in (Role.COUNTER_ALLEGATIONS, Role.NOT_KNOWN):
        return _standing_before(adult.earlier) or STANDINGS[adult.role]
    return STANDINGS.get(adult.role, Standing.NOT_INVOLVED)


def _standing_before(earlier: tuple[Role, ...]) -> Standing | None:
    harmed, harming = Role.VICTIM in earlier, Role.CAUSING_HARM in earlier
    if harming:
        return Standing.CAUSING_HARM
    return Standing.VICTIM if harmed else None


def subjects(picture: Picture, parameters: Parameters) -> list[tuple[Child | Adult, Subject]]:
    """The engine's input: one subject for every child and adult, every value from the protocol's own words."""
    fast = lane(picture, parameters)
    children = [(child, _child(picture, child, fast)) for child in picture.children]
    return [*children, *((adult, _adult(picture, adult, fast)) for adult in picture.adults)]


def _child(picture: Picture, child: Child, fast: Lane) -> Subject:
    return protocol.child(
        cause=CAUSES[picture.told.kind],
        lane=fast,
        age_band=age_band(child, london_day(picture.told.happened_at)),
        education=child.education,
        allocated_worker=YesNo.YES if child.has_allocated_worker else YesNo.NO,
    )


def _adult(picture: Picture, adult: Adult, fast: Lane) -> Subject:
    part = Standing.NOT_INVOLVED if picture.told.kind is Kind.BIRTH else standing(adult)
    return protocol.adult(cause=CAUSES[picture.told.kind], lane=fast, standing=part, relation=adult.relation)


def education(functions: frozenset[str]) -> Education:
    """Where the child is by day, from the functions that it is registered with."""
    if "school_safeguarding_lead" in functions:
        return Education.SCHOOL
    return Education.NURSERY if "nursery" in functions else Education.NONE_KNOWN
