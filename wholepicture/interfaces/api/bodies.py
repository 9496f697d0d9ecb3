"""What an agency's system sends: incident, concern and notification of a birth, and how each becomes a report as told."""

from typing import Annotated

from pydantic import ConfigDict, Field

from wholepicture.interfaces.api.fields import Account, Body, Day, Id, Instant, Key, Line, Number, Reason, Short, Words
from wholepicture.pathway.incidents.facts import ChildDetail, PersonTold, RelationTold, Told
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
from wholepicture.registers.people.terms import IdentifierKind, Precision, RelationshipKind, Role, Sex, YesNo

MOST_PEOPLE = 40
MOST_RELATIONSHIPS = 200


class Identifiers(Body):
    """Numbers that your agency holds for the person; NHS number and UPN are checked by their check digits."""

    NHS_NUMBER: Number | None = None
    UPN: Number | None = None
    POLICE: Number | None = None
    SOCIAL_CARE: Number | None = None
    OWN: Number | None = None

    def told(self) -> dict[IdentifierKind, str]:
        """The numbers that were given, by kind."""
        given = {kind: getattr(self, kind.name) for kind in IdentifierKind}
        return {kind: number for kind, number in given.items() if number is not None}


class Child(Body):
    """How a child was. `sleeps_asked`: was it asked where the child sleeps tonight; needed for a child under two."""

    presence: Presence = Presence.NOT_KNOWN
    seen: YesNo = YesNo.NOT_ASKED
    spoken_to: YesNo = YesNo.NOT_ASKED
    words: Words = ""
    sleeps_asked: YesNo | None = None
    sleeps_where: Line = ""

    def told(self) -> ChildDetail:
        """The detail as the flow takes it."""
        return ChildDetail(self.presence, self.seen, self.spoken_to, self.words, self.sleeps_asked, self.sleeps_where)


class Parent(Body):
    """A parent, whoever they are. `record` is your agency's own record of this person here, if you were given one."""

    forename: Short = ""
    surname: Short = ""
    sex: Sex = Sex.NOT_KNOWN
    birth_date: Day | None = None
    birth_precision: Precision | None = None
    identifiers: Identifiers = Field(default_factory=Identifiers)
    record: Id | None = None


class Person(Parent):
    """A person in the report. `alleged_by`: the key of somebody else in it, or REPORTER, AGENCY or NOT_KNOWN.

    An unborn child has the role CHILD, an `expected_date` and no `birth_date`. Addresses are kept as protected facts.
    """

    key: Key
    role: Role
    alleged_by: Annotated[str, Field(strict=True, pattern=r"^[A-Za-z0-9_.:-]{0,64}$")] = ""
    status: AllegationStatus = AllegationStatus.ALLEGED
    expected_date: Day | None = None
    address: Line = ""
    child: Child | None = None

    def told(self) -> PersonTold:
        """The person as the flow takes them."""
        return PersonTold(
            key=self.key,
            role=self.role,
            alleged_by=self.alleged_by,
            status=self.status,
            forename=self.forename,
            surname=self.surname,
            sex=self.sex,
            birth_date=self.birth_date,
            birth_precision=self.birth_precision,
            expected_date=self.expected_date,
            identifiers=self.identifiers.told(),
            address=self.address,
            record=self.record,
            child=self.child.told() if self.child else None,
        )


class Relation(Body):
    """How two people of the report are related: `from_key` is the parent, partner, ... of `to_key`."""

    from_key: Key
    to_key: Key
    kind: RelationshipKind


class Concern(Body):
    """A concern about a carer or a child. `place` and `reporter_name` are kept as protected facts."""

    reference: Short = ""
    happened_at: Instant
    happened_until: Instant | None = None
    category: Category = Category.NOT_KNOWN
    reporter: ReporterKind = ReporterKind.NOT_KNOWN
    reporter_name: Short = ""
    place: Line = ""
    summary: Account = ""
    features: Annotated[list[Feature], Field(max_length=len(Feature))] = Field(default_factory=list)
    people: Annotated[list[Person], Field(min_length=1, max_length=MOST_PEOPLE)]
    relationships: Annotated[list[Relation], Field(max_length=MOST_RELATIONSHIPS)] = Field(default_factory=list)

    def told(self) -> Told:
        """The concern as the flow takes it."""
        return Told(kind=Kind.CONCERN, **self.common())  # type: ignore[arg-type]

    def common(self) -> dict[str, object]:
        """What incidents and concerns have in common, as the flow takes it."""
        return {
            "reference": self.reference,
            "happened_at": self.happened_at,
            "happened_until": self.happened_until,
            "category": self.category,
            "reporter": self.reporter,
            "reporter_name": self.reporter_name,
            "place": self.place,
            "summary": self.summary,
            "features": frozenset(self.features),
            "people": tuple(person.told() for person in self.people),
            "relationships": tuple(RelationTold(r.from_key, r.to_key, r.kind) for r in self.relationships),
        }


class Incident(Concern):
    """An incident. Words of closed lists are written exactly as listed, in capitals; what is not known is left out."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "reference": "EX-1",
                "happened_at": "2019-12-16T20:15:00Z",
                "category": "DOMESTIC_ABUSE",
                "reporter": "NEIGHBOUR",
                "place": "4 Invented Terrace",
                "dash": "MEDIUM",
                "people": [
                    {"key": "a", "role": "VICTIM", "forename": "Ann", "surname": "Example", "birth_date": "1997-05-02"},
                    {"key": "b", "role": "CAUSING_HARM", "alleged_by": "a", "forename": "Bob", "surname": "Example"},
                    {
                        "key": "c",
                        "role": "CHILD",
                        "forename": "Cleo",
                        "surname": "Example",
                        "birth_date": "2019-11-14",
                        "child": {"presence": "IN_ARMS", "seen": "YES", "sleeps_asked": "NOT_ASKED"},
                    },
                ],
                "relationships": [{"from_key": "a", "to_key": "c", "kind": "PARENT_OF"}],
            }
        }
    )

    dash: Dash = Dash.NOT_DONE
    dash_because: Reason = ""
    dash_perceived: Annotated[str, Field(strict=True, pattern="^(STANDARD|MEDIUM|HIGH)?$")] = ""
    brag: Brag = Brag.NOT_DONE
    brag_because: Reason = ""

    def told(self) -> Told:
        """The incident as the flow takes it."""
        return Told(
            kind=Kind.INCIDENT,
            dash=self.dash,
            dash_because=self.dash_because,
            dash_perceived=self.dash_perceived,
            brag=self.brag,
            brag_because=self.brag_because,
            **self.common(),  # type: ignore[arg-type]
        )


class Birth(Body):
    """That a child was born to these parents. Nothing else of a birth is taken, and being told says nothing about abuse."""

    reference: Short = ""
    happened_at: Instant
    parents: Annotated[list[Parent], Field(min_length=1, max_length=4)]

    def told(self) -> Told:
        """The birth as the flow takes it: its parents only."""
        parents = tuple(
            PersonTold(
                key=str(number),
                role=Role.PARENT,
                forename=parent.forename,
                surname=parent.surname,
                sex=parent.sex,
                birth_date=parent.birth_date,
                birth_precision=parent.birth_precision,
                identifiers=parent.identifiers.told(),
                record=parent.record,
            )
            for number, parent in enumerate(self.parents)
        )
        return Told(kind=Kind.BIRTH, reference=self.reference, happened_at=self.happened_at, people=parents)


class Receipt(Body):
    """What was kept, and when; for one key always the same."""

    incident: Id
    kind: Kind
    reference: str
    received_at: Instant


class Problem(Body):
    """One thing to mend: the field, as a path such as `people.0.birth_date`, and what to do."""

    field: str
    message: str


class Problems(Body):
    """Why the request was not taken; nothing of it was kept. No sentence repeats what was sent."""

    errors: list[Problem]
