"""From facts to the protocol's input: scope, lane, age band, and each adult's standing. Pure functions."""

from datetime import date, timedelta

from wholepicture.lib.dates import london_day
from wholepicture.pathway.duties.facts import Adult, Child, Picture
from wholepicture.pathway.incidents.terms import Brag, Category, Kind
from wholepicture.registers.people.terms import Role
from wholepicture.registers.protocol import facts as protocol
from wholepicture.registers.protocol.facts import Subject
from wholepicture.registers.protocol.parameters import Parameters
from wholepicture.registers.protocol.terms import AgeBand, CauseKind, Education, Lane, Standing, YesNo

NEWBORN = timedelta(days=28)
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
    """Whether anybody has to be told, and why (design promise 1: what police did not class as domestic abuse counts too).

    In scope: domestic abuse; two people personally connected; BRAG amber or red; a concern; a notification of a birth.
    """
    told = picture.told
    if told.kind is Kind.BIRTH:
        return True, "A notification of a birth."
    if told.kind is Kind.CONCERN:
        return True, "A concern about a carer or child."
    if told.category is Category.DOMESTIC_ABUSE:
        return True, "Classed as domestic abuse."
    if picture.connected:
        return True, "Two of the people are personally connected, although it was not classed as domestic abuse."
    if told.brag in (Brag.AMBER, Brag.RED):
        return True, f"BRAG is {told.brag.label.lower()}."
    return False, "Not classed as domestic abuse, nobody personally connected, BRAG neither amber nor red."


def lane(picture: Picture, parameters: Parameters) -> Lane:
    """Fast where a child's age or the DASH grade says so; the rest of the fast lane comes with the pattern (promise 14)."""
    day = london_day(picture.told.happened_at)
    young = any(age_band(child, day) in parameters.fast_age_bands for child in picture.children)
    return Lane.FAST if young or picture.told.dash in parameters.fast_dash else Lane.STANDARD


def age_band(child: Child, on: date) -> AgeBand:
    """The child's age as the tables see it; an expected date without a birth date is an unborn child."""
    if child.birth_date is None:
        return AgeBand.UNBORN if child.expected_date else AgeBand.NOT_KNOWN
    if child.birth_date > on:
        return AgeBand.UNBORN
    if on - child.birth_date < NEWBORN:
        return AgeBand.NEWBORN
    if on < _birthday(child.birth_date, 2):
        return AgeBand.UNDER_TWO
    return AgeBand.SCHOOL_AGE if on >= starts_reception(child.birth_date) else AgeBand.UNDER_SCHOOL_AGE


def starts_reception(birth_date: date) -> date:
    """1 September after (or on) the fourth birthday: children born on 1 September wait a year."""
    fourth = _birthday(birth_date, 4)
    september = date(fourth.year, 9, 1)
    return september if fourth < september else date(fourth.year + 1, 9, 1)


def _birthday(birth_date: date, years: int) -> date:
    """The birthday in law: somebody born on 29 February has theirs on 1 March of other years."""
    try:
        return birth_date.replace(year=birth_date.year + years)
    except ValueError:
        return date(birth_date.year + years, 3, 1)


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
