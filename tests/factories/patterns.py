"""Patterns for tests: the facts of one family made from a few words, and those of the published case (review 2.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid5

from tests.factories.protocol import protocol_without_database
from wholepicture.lib.dates import at_london
from wholepicture.pathway.families.terms import Contact
from wholepicture.pathway.findings.facts import Arranged, Found, Linked, Part, Pattern, Report, Someone
from wholepicture.pathway.findings.pattern import connection
from wholepicture.pathway.findings.rules import RULES
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
from wholepicture.registers.people.facts import Relation
from wholepicture.registers.people.terms import RelationshipKind, Role, Sex
from wholepicture.registers.protocol.parameters import Parameters

NAMES = UUID("5f0c9a52-4a6c-4f0e-9a63-1d0f7f3f6a10")
NOON = time(12, 0)
SHIPPED = protocol_without_database().parameters
HARM: Mapping[str, Role] = {"mother": Role.VICTIM, "father": Role.CAUSING_HARM, "charlie": Role.CHILD}
EACH: Mapping[str, Role] = {
    "mother": Role.COUNTER_ALLEGATIONS,
    "father": Role.COUNTER_ALLEGATIONS,
    "charlie": Role.CHILD,
}
UNKNOWN: Mapping[str, Role] = {"mother": Role.NOT_KNOWN, "father": Role.NOT_KNOWN, "charlie": Role.CHILD}
CONCERN: Mapping[str, Role] = {"father": Role.OF_CONCERN, "charlie": Role.CHILD}


def uid(name: str) -> UUID:
    """The id of whoever or whatever is called so in a test, always the same one."""
    return uuid5(NAMES, name)


def someone(
    name: str,
    *,
    born: date | None = None,
    expected: date | None = None,
    died: date | None = None,
    sex: Sex = Sex.NOT_KNOWN,
    is_child: bool = False,
) -> Someone:
    """A person; `name` is both the key of the id and the forename."""
    return Someone(
        person=uid(name),
        forename=name.capitalize(),
        sex=sex,
        birth_date=born,
        expected_date=expected,
        died_date=died,
        is_child=is_child,
    )


def report(
    at: date | datetime,
    roles: Mapping[str, Role] = HARM,
    *,
    name: str = "",
    kind: Kind = Kind.INCIDENT,
    category: Category = Category.DOMESTIC_ABUSE,
    in_scope: bool = True,
    connected: str = "",
    dash: Dash = Dash.MEDIUM,
    perceived: str = "",
    brag: Brag = Brag.GREEN,
    features: Iterable[Feature] = (),
    reporter: ReporterKind = ReporterKind.NEIGHBOUR,
    status: AllegationStatus = AllegationStatus.ALLEGED,
) -> Report:
    """An incident (or a concern) at noon of a day, or at an instant; `roles` by name of person."""
    moment = at if isinstance(at, datetime) else at_london(at, NOON)
    reference = name or f"R-{moment:%Y%m%d%H%M}"
    return Report(
        incident=uid(reference),
        kind=kind,
        reference=reference,
        happened_at=moment,
        received_at=moment,
        category=category,
        reporter=reporter,
        agency="Avon and Somerset Police",
        dash=dash,
        dash_perceived=perceived,
        brag=brag,
        features=frozenset(features),
        parts=tuple(Part(uid(who), role, status=status) for who, role in roles.items()),
        presences={uid(who): Presence.NOT_KNOWN for who, role in roles.items() if role is Role.CHILD},
        in_scope=in_scope,
        because="For a test.",
        connected=connected,
    )


def concern(at: date | datetime, roles: Mapping[str, Role] = CONCERN, *, name: str = "") -> Report:
    """A concern about a carer."""
    return report(
        at,
        roles,
        name=name,
        kind=Kind.CONCERN,
        category=Category.NOT_KNOWN,
        dash=Dash.NOT_DONE,
        brag=Brag.NOT_DONE,
        reporter=ReporterKind.PROFESSIONAL,
    )


def relation(kind: RelationshipKind, one: str, other: str, *, until: date | None = None) -> Relation:
    """How one person is related to another."""
    return Relation(uid(one), uid(other), kind, until_date=until)


def arranged(
    child: str,
    adult: str,
    *,
    overnight: Contact = Contact.NOT_ASKED,
    day: Contact = Contact.CONDITIONAL,
    at: datetime = datetime(2020, 1, 24, 11, 0, tzinfo=UTC),
    by: str = "Public Health Nursing",
) -> Arranged:
    """What was told of contact between a child and an adult."""
    return Arranged(uid(child), uid(adult), day, overnight, "", "", by, at)


def linked(through: str, *, family: str = "another family", there: int = 1, here: Iterable[Report] = ()) -> Linked:
    """Another family through a person."""
    return Linked(uid(family), uid(through), True, tuple(each.incident for each in here), there)


def pattern(
    on: date,
    *reports: Report,
    people: Iterable[Someone] = (),
    relations: Iterable[Relation] = (),
    homes: Mapping[str, Iterable[str]] | None = None,
    arrangements: Iterable[Arranged] = (),
    links: Iterable[Linked] = (),
) -> Pattern:
    """The facts of one family on a day; its children are those of `people` that are children."""
    known = tuple(people)
    return Pattern(
        family=uid("family"),
        on=on,
        people={each.person: each for each in known},
        children=tuple(each.person for each in known if each.is_child),
        reports=tuple(sorted(reports, key=lambda each: (each.happened_at, each.incident))),
        relations=tuple(relations),
        homes={uid(who): frozenset(keys) for who, keys in (homes or {}).items()},
        arrangements=tuple(arrangements),
        linked=tuple(links),
    )


BIRTH = date(2019, 11, 14)
SEPARATED = date(2019, 12, 16)
FAMILY = (
    someone("charlie", born=BIRTH, is_child=True),
    someone("mother", born=date(1997, 5, 2), sex=Sex.FEMALE),
    someone("father", born=date(1995, 9, 20), sex=Sex.MALE),
)
TIES = (
    relation(RelationshipKind.PARENT_OF, "mother", "charlie"),
    relation(RelationshipKind.PARENT_OF, "father", "charlie"),
    relation(RelationshipKind.PARTNER_OF, "mother", "father", until=SEPARATED),
)
WARD = concern(datetime(2019, 11, 14, 9, 0, tzinfo=UTC), name="WARD")
CASE = (
    report(datetime(2019, 12, 16, 21, 40, tzinfo=UTC), name="CH-1", brag=Brag.NOT_DONE, features={Feature.SEPARATION}),
    report(
        datetime(2019, 12, 17, 19, 15, tzinfo=UTC),
        name="CH-2",
        brag=Brag.NOT_DONE,
        features={Feature.SEPARATION},
        reporter=ReporterKind.SELF,
    ),
    report(datetime(2019, 12, 29, 1, 20, tzinfo=UTC), name="CH-3", dash=Dash.BELIEVED_DONE, perceived="STANDARD"),
    report(
        datetime(2020, 1, 15, 17, 5, tzinfo=UTC),
        UNKNOWN,
        name="CH-4",
        category=Category.OTHER,
        dash=Dash.NOT_DONE,
        brag=Brag.AMBER,
        connected=connection([uid("mother"), uid("father")], TIES, {each.person: each.name for each in FAMILY}),
        reporter=ReporterKind.FAMILY,
    ),
    report(
        datetime(2020, 1, 23, 20, 30, tzinfo=UTC),
        EACH,
        name="CH-5",
        dash=Dash.STANDARD,
        features={Feature.DURING_CONTACT},
        reporter=ReporterKind.FATHER,
    ),
)
LAST_DAY = date(2020, 3, 4)


def charlie(number: int, *, on: date | None = None, arrangements: Iterable[Arranged] = ()) -> Pattern:
    """What was known of Charlie's family after this many incidents (0 to 5), on that day unless another is given."""
    known = CASE[:number]
    day = on or (known[-1].happened_at.date() if known else BIRTH)
    apart = day >= SEPARATED
    with_father, with_her_family = {"home of father"}, {"home of maternal family"}
    return pattern(
        day,
        WARD,
        *known,
        people=FAMILY,
        relations=TIES,
        homes={
            "father": with_father,
            "mother": with_her_family if apart else with_father,
            "charlie": with_her_family if apart else with_father,
        },
        arrangements=arrangements,
    )


def ask(name: str, known: Pattern, *, on: date | None = None, parameters: Parameters = SHIPPED) -> list[Found]:
    """What the rule of this name finds in a pattern, on the pattern's own day or another."""
    day = on or known.on
    check = {rule.id: rule.check for rule in RULES}[name]
    return list(check(replace(known, on=day), protocol=parameters, on=day))
