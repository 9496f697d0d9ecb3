"""What was reported of a made-up family: when, by whom, with which grades, and how each child was."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from demo.generator import words
from demo.generator.household import Household, Person
from demo.generator.plans import ReportPlan, RolePlan
from wholepicture.pathway.incidents.terms import (
    Accuser,
    AllegationStatus,
    Brag,
    Category,
    Dash,
    Feature,
    Kind,
    Presence,
    ReporterKind,
)
from wholepicture.registers.people.terms import Role, YesNo

PREGNANCY = timedelta(days=250)
OFTEN = (
    (0.30, Feature.ALCOHOL), (0.16, Feature.DAMAGE), (0.14, Feature.CONTROLLING_OR_COERCIVE), (0.13, Feature.INJURY),
    (0.08, Feature.DRUGS), (0.07, Feature.STALKING), (0.06, Feature.ECONOMIC_ABUSE), (0.06, Feature.BREACH_OF_ORDER),
)  # fmt: skip
GRAVE = (
    (0.35, Feature.THREATS_TO_KILL), (0.30, Feature.STRANGULATION), (0.20, Feature.WEAPON), (0.15, Feature.CHILD_HURT),
)  # fmt: skip
DASHES = (
    (0.34, Dash.STANDARD), (0.31, Dash.MEDIUM), (0.10, Dash.HIGH), (0.15, Dash.NOT_DONE), (0.10, Dash.BELIEVED_DONE),
)  # fmt: skip
BRAGS = ((0.38, Brag.GREEN), (0.22, Brag.AMBER), (0.05, Brag.RED), (0.10, Brag.BLUE), (0.25, Brag.NOT_DONE))
REPORTERS = (
    (0.34, ReporterKind.SELF), (0.28, ReporterKind.NEIGHBOUR), (0.14, ReporterKind.FAMILY),
    (0.10, ReporterKind.MEMBER_OF_PUBLIC), (0.06, ReporterKind.PROFESSIONAL), (0.04, ReporterKind.NOT_KNOWN),
    (0.04, ReporterKind.CHILD),
)  # fmt: skip
WHERE = (
    (0.28, Presence.HEARD), (0.22, Presence.SAW), (0.18, Presence.PRESENT), (0.18, Presence.ELSEWHERE),
    (0.14, Presence.NOT_KNOWN),
)  # fmt: skip
WHERE_BABY = ((0.45, Presence.PRESENT), (0.3, Presence.IN_ARMS), (0.25, Presence.NOT_KNOWN))
# In order of how young the youngest has to be for that agency to know it.
CONCERNED = ("midwifery", "health_visiting", "nursery", "school", "gp_practice", "housing", "adult_mental_health")
HOW_MANY = 12


def reports(home: Household, now: datetime) -> tuple[ReportPlan, ...]:
    """Every report of the family up to `now`, in the order in which they were reported."""
    at = moments(home, now)
    return tuple(_report(home, each, number, len(at)) for number, each in enumerate(at))


def moments(home: Household, now: datetime) -> list[datetime]:
    """When each happened: the last within three weeks, more often within days; from one to the next, days to months."""
    lots = home.lots
    small = lots.next()
    at = now - timedelta(minutes=90 + int(small * small * 20 * 1440))
    found = [at]
    for _ in range(min(home.style.reports, HOW_MANY) - 1):
        small = lots.next()
        at -= timedelta(minutes=700 + int(small**3 * 130 * 1440) + lots.upto(1440))
        found.append(at)
    if home.style.before_birth:
        # The last after the birth; those before it not so long ago that nobody would still tell of an expected date.
        since = home.on - (home.youngest().born or home.on)
        last = max(found[0], now - since + timedelta(days=2))
        found = [last, *(now - since - timedelta(days=9 + number) for number in range(len(found) - 1))]
    return found[::-1]


def _report(home: Household, at: datetime, number: int, of: int) -> ReportPlan:
    lots, style = home.lots, home.style
    if style.concerns_only or (of > 2 and number and lots.chance(0.12)):
        return _concern(home, at)
    classed = style.classed and not lots.chance(0.05)
    features = _features(home, at, number, of) if classed else frozenset()
    dash = _dash(home, features) if classed else Dash.NOT_DONE
    brag = lots.weighted(BRAGS) if classed or style.classed else lots.pick((Brag.AMBER, Brag.GREEN))
    return ReportPlan(
        Kind.INCIDENT, "police", at, at + timedelta(minutes=lots.between(25, 85)),
        Category.DOMESTIC_ABUSE if classed else Category.OTHER,
        ReporterKind.CHILD if style.child_reports and number == of - 1 else lots.weighted(REPORTERS),
        home.home if lots.chance(0.85) else home.people[style.harm].address,
        _summary(home, features, classed), dash,
        "The officer believed that a colleague had done it." if dash is Dash.BELIEVED_DONE else "",
        "STANDARD" if dash is Dash.BELIEVED_DONE else "", brag,
        "Not completed at the scene." if brag is Brag.NOT_DONE else "", features,
        (*_adults(home, classed), *_children(home, at)),
    )  # fmt: skip


def _features(home: Household, at: datetime, number: int, of: int) -> frozenset[Feature]:
    lots = home.lots
    found = {lots.weighted(OFTEN) for _ in range(lots.upto(3))}
    if lots.chance(0.07 + 0.15 * number / of):
        found.add(lots.weighted(GRAVE))
    apart = home.people[home.style.harm].address != home.people[home.style.victim].address
    if apart and lots.chance(0.6):
        found.add(lots.pick((Feature.SEPARATION, Feature.DURING_CONTACT)))
    if any(_told_as(child, at) == "unborn" for child in home.children()):
        found.add(Feature.PREGNANCY)
    return frozenset(found)


def _dash(home: Household, features: frozenset[Feature]) -> Dash:
    grave = features & {Feature.THREATS_TO_KILL, Feature.STRANGULATION, Feature.WEAPON}
    if grave and home.lots.chance(0.8):
        return Dash.HIGH
    return home.lots.weighted(DASHES)


def _summary(home: Household, features: frozenset[Feature], classed: bool) -> str:
    if not classed:
        return home.lots.pick(words.NO_CRIME)
    told = [words.OF_FEATURES[each] for each in sorted(features) if each in words.OF_FEATURES]
    return " ".join([home.lots.pick(words.BEGINNINGS), *told[:3]])


def _adults(home: Household, classed: bool) -> Iterator[RolePlan]:
    style = home.style
    if not classed:
        yield RolePlan(style.victim, Role.NOT_KNOWN)
        yield RolePlan(style.harm, Role.NOT_KNOWN)
    elif style.counter:
        yield RolePlan(style.victim, Role.COUNTER_ALLEGATIONS, style.harm)
        yield RolePlan(style.harm, Role.COUNTER_ALLEGATIONS, style.victim)
    else:
        accuser = style.victim if home.lots.chance(0.7) else home.lots.pick(Accuser.values())
        status = AllegationStatus.ALLEGED if home.lots.chance(0.9) else home.lots.pick(tuple(AllegationStatus))
        yield RolePlan(style.victim, Role.VICTIM)
        yield RolePlan(style.harm, Role.CAUSING_HARM, accuser, status)


def _children(home: Household, at: datetime) -> Iterator[RolePlan]:
    for child in home.children():
        told_as = _told_as(child, at)
        if told_as == "unborn":
            yield RolePlan(
                child.key, Role.CHILD, presence=Presence.PRESENT, seen=YesNo.NOT_KNOWN, spoken_to=YesNo.NO,
                sleeps_asked=YesNo.NOT_ASKED,
            )  # fmt: skip
        elif told_as:
            yield _child(home, child, at)


def _child(home: Household, child: Person, at: datetime) -> RolePlan:
    lots = home.lots
    years = (at.date() - child.born).days / 365.25 if child.born else 8
    presence = lots.weighted(WHERE if years >= 2 else WHERE_BABY)
    seen = YesNo.NO if presence is Presence.ELSEWHERE else lots.pick((YesNo.YES, YesNo.YES, YesNo.NOT_KNOWN))
    says = lots.pick(words.CHILDREN) if years >= 4 and seen is YesNo.YES and lots.chance(0.3) else ""
    asked = lots.pick((YesNo.NOT_ASKED, YesNo.NOT_ASKED, YesNo.YES, YesNo.NOT_KNOWN)) if years < 2 else None
    return RolePlan(
        child.key, Role.CHILD, presence=presence, seen=seen, spoken_to=YesNo.YES if says else YesNo.NO, words=says,
        sleeps_asked=asked, sleeps_where=lots.pick(words.SLEEPS) if asked is YesNo.YES else "",
    )  # fmt: skip


def _told_as(child: Person, at: datetime) -> str:
    """Whether at that time the child was "born", "unborn" or, "", not thought of."""
    due: date | None = child.expected or child.born
    if due is None:
        return "born"
    if child.born and child.born <= at.date():
        return "born"
    return "unborn" if timedelta(0) <= due - at.date() < PREGNANCY else ""


def _concern(home: Household, at: datetime) -> ReportPlan:
    by = _concerned(home, at)
    adult = home.style.harm
    return ReportPlan(
        Kind.CONCERN, by, at, at + timedelta(hours=home.lots.between(1, 6)), Category.NOT_KNOWN,
        ReporterKind.PROFESSIONAL, "", words.CONCERNS[by], Dash.NOT_DONE, "", "", Brag.NOT_DONE, "", frozenset(),
        (RolePlan(adult, Role.OF_CONCERN, Accuser.AGENCY), *_children(home, at)),
    )  # fmt: skip


def _concerned(home: Household, at: datetime) -> str:
    """An agency that knows a child of that age."""
    days = min(((at.date() - child.born).days for child in home.children() if child.born), default=-1)
    bounds = {"midwifery": (-300, 20), "health_visiting": (0, 1800), "nursery": (730, 1680), "school": (1680, 6600)}
    fitting = [by for by in CONCERNED if by not in bounds or bounds[by][0] <= days < bounds[by][1]]
    return home.lots.pick(fitting)
