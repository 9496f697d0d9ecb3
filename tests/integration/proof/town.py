"""One small town in the database: two households, an expected child, three practices, and all that can be told of them.

Everything is known by words ("gp:Mother 1"), the same words in every town, so that what follows in one town can be set
beside what follows in another. Everybody is invented; the names of two towns have nothing in common.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from tests.factories import agencies as make
from tests.factories import incidents as reports
from tests.factories import people
from tests.integration.proof.model import Somebody
from wholepicture.lib.dates import london_day
from wholepicture.pathway.incidents.facts import ChildDetail, PersonTold
from wholepicture.pathway.incidents.models import Involved
from wholepicture.pathway.incidents.terms import Category, Dash, Presence
from wholepicture.pathway.linkage import actions as linkage
from wholepicture.pathway.linkage.models import Link, Pair, Review
from wholepicture.pathway.linkage.terms import Basis, Verdict
from wholepicture.registers.agencies.models import Agency, Post, Worker
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people import actions as register
from wholepicture.registers.people.models import ProtectedFact, Record
from wholepicture.registers.people.terms import ProtectedKind, RelationshipKind, Role, Sex, YesNo

MOTHERS = (Somebody("Mother 1", female=True), Somebody("Mother 2", female=True))
FATHERS = (Somebody("Father 1"), Somebody("Father 2"))
CHILDREN = (Somebody("Child 1", child=True), Somebody("Child 2", child=True), Somebody("Sibling 2", child=True))
UNBORN = Somebody("Unborn 2", child=True, unborn=True)
BORN = Somebody("Born 2", child=True)
EVERYBODY = (*MOTHERS, *FATHERS, *CHILDREN)
# Each is easily taken for the other: a name that differs by one letter, and one date of birth.
ALIKE = (("gp:Father 1", "gp:Father 2"), ("gp:Child 1", "gp:Child 2"))
BORN_ON = {
    "Mother 1": date(1990, 2, 11), "Mother 2": date(1987, 6, 24), "Father 1": date(1985, 3, 17),
    "Father 2": date(1985, 3, 17), "Child 1": date(2013, 10, 8), "Child 2": date(2013, 10, 8),
    "Sibling 2": date(2016, 12, 30), "Born 2": date(2019, 12, 15),
}  # fmt: skip
EXPECTED = date(2020, 1, 20)
AT_PRACTICE = {
    "Mother 1": "A", "Child 1": "A", "Father 1": "B", "Mother 2": "B", "Child 2": "B", "Sibling 2": "B", "Father 2": "C",
}  # fmt: skip
AT_HOME = {
    "Mother 1": "H1", "Child 1": "H1", "Father 1": "H3", "Mother 2": "H2", "Child 2": "H2", "Sibling 2": "H2",
    "Father 2": "H4",
}  # fmt: skip
PARENTS = (
    ("Mother 1", "Child 1"), ("Father 1", "Child 1"), ("Mother 2", "Child 2"), ("Mother 2", "Sibling 2"),
    ("Mother 2", "Unborn 2"), ("Father 2", "Child 2"),
)  # fmt: skip
# As a mother is called by whoever knows her new name.
RENAMED = "Trevelyan"
NAMES = (
    {"Mother": "Jodie", "Father 1": "Kyle", "Father 2": "Kile", "Child 1": "Ellie", "Child 2": "Elsie",
     "Mother 2": "Priya", "Sibling": "Noor", "Born": "Zack", "surname": "Marsh", "road": "Invented Terrace"},
    {"Mother": "Bronwen", "Father 1": "Osgood", "Father 2": "Osgoot", "Child 1": "Winifred", "Child 2": "Winifrid",
     "Mother 2": "Umberta", "Sibling": "Thaddeus", "Born": "Xiomara", "surname": "Quibell", "road": "Nowhere Hill"},
)  # fmt: skip
# Who releases and who finds a missing recipient; of the others nobody is in post, so that the machine has less to do.
AREA = (Function.POLICE_SAFEGUARDING_UNIT, Function.FIRST_RESPONSE)
# The function that is followed through: who is told of a child is whoever the child is registered with.
FOLLOWED = Function.GP


@dataclass(frozen=True)
class Partnership:
    """Who is told in both towns: posts by function, practices by letter, the police, and a reviewer."""

    practices: Mapping[str, Post]
    police: Agency
    reviewer: Actor


def make_partnership() -> Partnership:
    """Everybody in post."""
    make.make_partnership()
    posts = {function: make.make_staffed_post(function=function) for function in AREA}
    worker = Worker.objects.create(agency=make.make_agency(kind="childrens_social_care"), name="R", email="r@x.invalid")
    reviewer = Actor(
        id=f"user-{worker.id}", name="R", agency=worker.agency_id, worker=worker.id, permissions=frozenset({"REVIEW_LINKS"})
    )  # fmt: skip
    return Partnership(
        practices={letter: make.make_staffed_post(function=FOLLOWED) for letter in "ABC"},
        police=posts[Function.POLICE_SAFEGUARDING_UNIT].team.agency,
        reviewer=reviewer,
    )


@dataclass
class Town:
    """The rows of one town by their words; `number` says whose names its people bear."""

    of: Partnership
    number: int
    records: dict[str, UUID] = field(default_factory=dict)
    incidents: dict[str, UUID] = field(default_factory=dict)
    # How a record comes to its person where the machine must not decide: by word, whose person, "" for nobody's.
    forced: Mapping[str, str] = field(default_factory=dict)
    is_forced: bool = False

    def found(self, now: datetime) -> None:
        """Let the practices know their patients, and the mother's practice the child that she expects."""
        for number, who in enumerate(EVERYBODY):
            practice, at = self.of.practices[AT_PRACTICE[who.name]], now + timedelta(seconds=number)
            self.tell(f"gp:{who.name}", who, practice.team.agency, now=at, place=AT_HOME[who.name])
            self.register(f"gp:{who.name}", AT_PRACTICE[who.name], now=now)
        self.tell("gp:Unborn 2", UNBORN, self.of.practices["B"].team.agency, now=now)
        for parent, child in PARENTS:
            self.relate(RelationshipKind.PARENT_OF, f"gp:{parent}", f"gp:{child}", now=now)

    def tell(
        self,
        word: str,
        who: Somebody,
        agency: Agency,
        *,
        now: datetime,
        place: str = "",
        born: date | None = None,
        surname: str = "",
    ) -> None:
        """An agency's own record of somebody, under another surname if it says so."""
        renamed = {"surname": surname} if surname else {}
        record = people.make_record(
            agency=agency, **(self._as_told(who, born) | renamed), expected_date=EXPECTED if who.unborn else None,
            address=self.address(place) if place else None, now=now,
        )  # fmt: skip
        self.records[word] = record.id
        self._resolve(word, now)

    def register(self, word: str, letter: str, *, now: datetime) -> None:
        """A record is registered with a practice."""
        team = self.of.practices[letter].team
        people.make_registration(self.record(word), team, FOLLOWED, now=now)

    def relate(self, kind: RelationshipKind, one: str, other: str, *, now: datetime) -> None:
        """Two records are related."""
        people.make_relation(kind, self.record(one), self.record(other), now=now)

    def move(self, word: str, place: str, *, now: datetime) -> None:
        """A record's home ends today and another begins."""
        record, today = self.record(word), london_day(now)
        for home in ProtectedFact.objects.filter(record=record, kind=ProtectedKind.ADDRESS, until_date=None):
            register.end_fact(fact=home, until_date=today, by=MACHINE, now=now)
        register.add_address(
            record=record, value=self.address(place), from_date=today, told_by=record.agency, by=MACHINE, now=now
        )

    def report(
        self,
        word: str,
        mother: Somebody,
        father: Somebody,
        child: Somebody | None,
        *,
        place: str,
        classed: bool,
        happened_at: datetime,
        now: datetime,
    ) -> None:
        """Police report an incident; each of its people is a new record of theirs."""
        told = [
            self._person("mother", mother, Role.VICTIM),
            self._person("father", father, Role.CAUSING_HARM, alleged_by="mother"),
        ]
        if child:
            asked = ChildDetail(presence=Presence.SAW, sleeps_asked=YesNo.NOT_ASKED)
            told.append(self._person("child", child, Role.CHILD, child=asked))
        receipt = reports.receive(
            agency=self.of.police, now=now, happened_at=happened_at, people=tuple(told), relationships=(),
            category=Category.DOMESTIC_ABUSE if classed else Category.OTHER, dash=Dash.MEDIUM, place=self.address(place),
        )  # fmt: skip
        self.incidents[word] = receipt.incident_id
        names = {self._as_told(who)["forename"]: who.name for who in (mother, father, *([child] if child else []))}
        told_in = Involved.objects.filter(incident_id=receipt.incident_id).values("record")
        for record in Record.objects.filter(id__in=told_in):
            self.records[f"{word}:{names[record.forename]}"] = record.id
        for each in sorted(names.values()):
            self._resolve(f"{word}:{each}", now)

    def pair(self, alike: tuple[str, str]) -> UUID:
        """The question whether two records are one person."""
        older, newer = alike
        return Pair.objects.get(newer_id=self.records[newer], older_id=self.records[older]).id

    def review(self, alike: tuple[str, str], *, same: bool, now: datetime) -> UUID:
        """The reviewer answers a question."""
        said = linkage.review(
            pair=self.pair(alike), verdict=Verdict.SAME if same else Verdict.DIFFERENT, because="Seen both cards",
            by=self.of.reviewer, now=now,
        )  # fmt: skip
        return said.id

    def undo_review(self, alike: tuple[str, str], *, now: datetime) -> None:
        """The reviewer takes an answer back."""
        said = Review.objects.get(pair=self.pair(alike), undone_at=None)
        linkage.undo_review(review=said.id, because="Two cards after all", by=self.of.reviewer, now=now)

    def part(self, word: str, *, now: datetime) -> None:
        """The reviewer undoes what the machine joined."""
        link = Link.objects.get(record_id=self.records[word], undone_at=None)
        linkage.undo_link(link=link.id, because="Two of one name", by=self.of.reviewer, now=now)

    def decide_nothing_again(self) -> None:
        """Where the machine must not decide, what was told later gives it nothing to look at, either."""
        Record.objects.filter(id__in=self.records.values(), rematch_at__isnull=False).update(rematch_at=None)

    def record(self, word: str) -> Record:
        """The row of a record."""
        return Record.objects.select_related("agency").get(id=self.records[word])

    def address(self, place: str) -> str:
        """A home of this town in words."""
        return f"{place.removeprefix('H')} {NAMES[self.number]['road']}, ZZ{self.number + 1} 1ZZ"

    def _as_told(self, who: Somebody, born: date | None = None) -> dict[str, object]:
        if who.unborn:
            return {"forename": "", "surname": "", "sex": Sex.NOT_KNOWN}
        names = NAMES[self.number]
        sex = Sex.NOT_KNOWN if who.child else Sex.FEMALE if who.female else Sex.MALE
        forename = names.get(who.name) or names[who.name.split()[0]]
        return {"forename": forename, "surname": names["surname"], "sex": sex, "birth_date": born or BORN_ON[who.name]}

    def _person(self, key: str, who: Somebody, role: Role, **more: object) -> PersonTold:
        return PersonTold(key=key, role=role, **self._as_told(who), **more)  # type: ignore[arg-type]

    def _resolve(self, word: str, now: datetime) -> None:
        """Where the machine must not decide, let the record be whoever it is said to be, as if nobody had ever erred."""
        if not self.is_forced:
            return
        other = self.forced.get(word, "")
        person = self.record(other).person if other else None
        record = self.record(word)
        resolved = register.resolve(record=record, person=person, by=MACHINE, now=now)
        Link.objects.create(
            record=record, person=resolved, matched_id=self.records[other] if other else None, score=1.0, model="forced",
            basis=Basis.NAME_AND_BIRTH_DATE if other else Basis.ALONE, by=MACHINE.id, at=now,
        )  # fmt: skip
