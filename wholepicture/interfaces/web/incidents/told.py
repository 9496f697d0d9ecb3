"""From the pages of a report to the report as told: one translation, no decision."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

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
# The answer has no field of its own in a report, and whoever reads it has to know whether the question was asked.
OTHER_CHILDREN = {
    YesNo.YES: "Other children of these adults, also elsewhere or unborn: yes, named here.",
    YesNo.NO: "Other children of these adults, also elsewhere or unborn: no.",
    YesNo.NOT_ASKED: "Other children of these adults, also elsewhere or unborn: not asked.",
    YesNo.NOT_KNOWN: "Other children of these adults, also elsewhere or unborn: not known.",
}
LAST_MINUTE = time(23, 59)


def told(written: Written, steps: Mapping[str, Cleaned]) -> Told:
    """The report; `steps` are the cleaned values of every page."""
    people = tuple(
        _person(step, values) for step, values in steps.items() if step.partition("-")[0] in ("adult", "child")
    )
    what, grades = steps["what"], steps.get("grades", {})
    began, until = _times(what["date"], what["time"], what.get("until"))
    return Told(
        kind=written.kind,
        happened_at=began,
        happened_until=until,
        people=people,
        reference=what["reference"],
        category=Category(what.get("category", Category.NOT_KNOWN)),
        reporter=ReporterKind(what.get("reporter") or ReporterKind.NOT_KNOWN),
        reporter_name=what.get("reporter_name", ""),
        place=what.get("place", ""),
        summary=f"{what['summary']}\n\n{OTHER_CHILDREN[YesNo(steps['others']['others'])]}".strip(),
        relationships=_relationships(steps),
        **_grades(grades),
    )


def _times(day: date, began: time | None, ended: time | None) -> tuple[datetime, datetime | None]:
    """Beginning and end: an end that is earlier on the clock was after midnight; with no time known, the whole day."""
    if began is None:
        return at_london(day, time.min), at_london(day, LAST_MINUTE)
    if ended is None:
        return at_london(day, began), None
    return at_london(day, began), at_london(day if ended >= began else day + timedelta(days=1), ended)


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
    record: UUID | None = values.get("record")
    if record and born and not born.exact():
        # The record keeps what is known of a date better than three boxes can say it.
        born = None
    return PersonTold(
        key=step,
        record=record,
        role=Role.CHILD if is_child else Role(values["role"]),
        alleged_by=values.get("alleged_by", ""),
        status=AllegationStatus(values.get("status", AllegationStatus.ALLEGED)),
        forename=values["forename"],
        surname=values["surname"],
        sex=Sex(values["sex"]),
        birth_date=born.earliest() if born else None,
        birth_precision=(Precision.ESTIMATED if values["estimated"] else Precision(born.precision())) if born else None,
        expected_date=None if record else values.get("expected"),
        identifiers={} if record else _identifiers(values),
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
        sleeps_asked=YesNo(values["sleeps_asked"]) if values["sleeps_asked"] else None,
        sleeps_where=values["sleeps_where"],
    )


def _relationships(steps: Mapping[str, Cleaned]) -> tuple[RelationTold, ...]:
    found = []
    for step, values in steps.items():
        for name, kind in values.items():
            if name.startswith("related_") and kind:
                found.append(RelationTold(name.removeprefix("related_"), step, RelationshipKind(kind)))
        if values.get("partner_of"):
            found.append(RelationTold(step, values["partner_of"], RelationshipKind.PARTNER_OF))
    return tuple(found)
