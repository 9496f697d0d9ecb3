"""From the pages of a report to the report as told: one translation, no decision."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from wholepicture.interfaces.web.components.inputs import PartialDate
from wholepicture.interfaces.web.incidents.written import Written
from wholepicture.lib.dates import at_london
from wholepicture.pathway.incidents.facts import ChildDetail, PersonTold, RelationTold, Told
from wholepicture.pathway.incidents.terms import (
    AllegationStatus,
    Brag,
    Category,
    Dash,
    Feature,
    Presence,
    ReporterKind,
)
from wholepicture.registers.people.terms import IdentifierKind, Precision, RelationshipKind, Role, Sex, YesNo

Cleaned = Mapping[str, Any]


def told(written: Written, steps: Mapping[str, Cleaned]) -> Told:
    """The report; `steps` are the cleaned values of every page."""
    people = tuple(
        _person(step, values) for step, values in steps.items() if step.partition("-")[0] in ("adult", "child")
    )
    what, grades = steps["what"], steps.get("grades", {})
    at = at_london(what["date"], what["time"])
    return Told(
        kind=written.kind,
        happened_at=at,
        happened_until=_until(what["date"], what["time"], what.get("until")),
        people=people,
        reference=what["reference"],
        category=Category(what.get("category", Category.NOT_KNOWN)),
        reporter=ReporterKind(what.get("reporter") or ReporterKind.NOT_KNOWN),
        reporter_name=what.get("reporter_name", ""),
        place=what.get("place", ""),
        summary=what["summary"],
        relationships=_relationships(steps),
        **_grades(grades),
    )


def _until(day: date, began: time, ended: time | None) -> datetime | None:
    """An end that is earlier on the clock was after midnight."""
    if ended is None:
        return None
    return at_london(day if ended >= began else day + timedelta(days=1), ended)


def _grades(values: Cleaned) -> dict[str, Any]:
    if not values:
        return {}
    return {
        "dash": Dash(values["dash"]),
        "dash_because": values["dash_because"],
        "dash_perceived": values["dash_perceived"],
        "brag": Brag(values["brag"]),
        "brag_because": values["brag_because"],
        "features": frozenset(Feature(feature) for feature in values["features"]),
    }


def _person(step: str, values: Cleaned) -> PersonTold:
    is_child = step.startswith("child-")
    born: PartialDate | None = values.get("born")
    return PersonTold(
        key=step,
        role=Role.CHILD if is_child else Role(values["role"]),
        alleged_by=values.get("alleged_by", ""),
        status=AllegationStatus(values.get("status", AllegationStatus.ALLEGED)),
        forename=values["forename"],
        surname=values["surname"],
        sex=Sex(values["sex"]),
        birth_date=born.earliest() if born else None,
        birth_precision=Precision(born.precision()) if born else None,
        expected_date=values.get("expected"),
        identifiers=_identifiers(values),
        address=values["address"],
        child=_detail(values) if is_child else None,
    )


def _identifiers(values: Cleaned) -> dict[IdentifierKind, str]:
    given = {IdentifierKind.NHS_NUMBER: values["nhs_number"], IdentifierKind.POLICE: values["police_number"]}
    return {kind: number for kind, number in given.items() if number}


def _detail(values: Cleaned) -> ChildDetail:
    return ChildDetail(
        presence=Presence(values["presence"]),
        seen=YesNo(values["seen"]),
        spoken_to=YesNo(values["spoken_to"]),
        words=values["words"],
        sleeps_asked=YesNo(values["sleeps_asked"]),
        sleeps_where=values["sleeps_where"],
    )


def _relationships(steps: Mapping[str, Cleaned]) -> tuple[RelationTold, ...]:
    found = []
    for step, values in steps.items():
        found += [RelationTold(parent, step, RelationshipKind.PARENT_OF) for parent in values.get("parents", ())]
        if values.get("partner_of"):
            found.append(RelationTold(step, values["partner_of"], RelationshipKind.PARTNER_OF))
    return tuple(found)
