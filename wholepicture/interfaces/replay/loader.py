"""Read a case file and check all that its format says; what is wrong is told with its line, all of it at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from wholepicture.interfaces.replay import events, shapes, words
from wholepicture.interfaces.replay.case import (
    AddressOfCase,
    AgencyOfCase,
    Case,
    EventOfCase,
    HeldOfCase,
    PersonOfCase,
    RelationshipOfCase,
    WorkerOfCase,
)
from wholepicture.interfaces.replay.reading import DATE, BadCase, Fault, Reader, line_of
from wholepicture.registers.agencies import naming
from wholepicture.registers.agencies.kinds import KINDS
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people import identifiers

TOP = ("case", "source", "until", "agencies", "people", "workers", "relationships", "held", "events")
NEEDED = ("case", "until", "agencies", "people", "events")
STARTS = "from (a date)"  # a relationship has two fields `from`: a person and a date


def load(path: Path) -> Case:
    """Return the case that a file holds. Raises BadCase with every line that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadCase(str(path), [Fault(1, f"the file cannot be read: {error.strerror}.")]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadCase(str(path), [Fault(line, "this is not UTF-8 text: save the file as UTF-8.")]) from error
    return parse(text, file=path.name)


def parse(text: str, *, file: str = "case") -> Case:
    """Return the case that a text holds; `file` names it in errors. Raises BadCase with every line that is wrong."""
    reader = Reader()
    root = reader.compose(text)
    if root is None:
        raise BadCase(file, reader.faults or [Fault(1, "the file is empty: write a case.")])
    case = _Loader(reader).case(root)
    if reader.faults or case is None:
        raise BadCase(file, reader.faults)
    return case


@dataclass
class _Loader:
    reader: Reader
    agencies: dict[str, AgencyOfCase] = field(default_factory=dict)
    people: dict[str, PersonOfCase] = field(default_factory=dict)
    workers: dict[str, WorkerOfCase] = field(default_factory=dict)
    agency_ids: tuple[str, ...] = ()
    nhs_numbers: dict[str, str] = field(default_factory=dict)

    def case(self, root: yaml.Node) -> Case | None:
        top = self.reader.fields(root, "the case", TOP, NEEDED)
        self.agencies = self._each(top, "agencies", self._agency)
        self.people = self._each(top, "people", self._person)
        self.workers = self._each(top, "workers", self._worker)
        relationships = [self._relationship(node) for node in self._list(top, "relationships")]
        held = [self._held(node) for node in self._list(top, "held")]
        until = self.reader.instant(top["until"], "until") if "until" in top else None
        found = self._events(top, until)
        if until is None:
            return None
        return Case(
            case=self.reader.text(top["case"], "case") if "case" in top else "",
            source=self.reader.text(top["source"], "source") if "source" in top else "",
            until=until,
            agencies=self.agencies,
            people=self.people,
            workers=self.workers,
            relationships=tuple(each for each in relationships if each),
            held=tuple(each for each in held if each),
            events=found,
        )

    def _each(self, top: Mapping[str, yaml.Node], name: str, read: Any) -> dict[str, Any]:  # noqa: ANN401
        if name not in top:
            return {}
        named = self.reader.named(top[name], name)
        if name == "agencies":
            self.agency_ids = tuple(named)
        found = {id_: read(id_, key, value) for id_, (key, value) in named.items()}
        return {id_: thing for id_, thing in found.items() if thing}

    def _list(self, top: Mapping[str, yaml.Node], name: str) -> list[yaml.Node]:
        return self.reader.items(top[name], name) if name in top else []

    def _agency(self, id_: str, key: yaml.Node, node: yaml.Node) -> AgencyOfCase:
        fields = self.reader.fields(node, id_, ("kind", "name", "teams"), ("kind",))
        kind = self.reader.word(fields["kind"], f"{id_}: the kind", KINDS) if "kind" in fields else None
        name = self.reader.text(fields["name"], "name") if "name" in fields else id_
        for written, at in ((id_, key), (name, fields.get("name", key))):
            if naming.names_a_sector(written):
                self.reader.fault(at, f"{written!r} names a whole sector: name the service, as in health visiting.")
        serves = {function.value: function for function in kind.functions} if kind else words.FUNCTIONS
        teams = tuple(serves.values()) if kind else ()
        if "teams" in fields:
            listed = [
                self.reader.word(item, f"{id_}: a team", serves)
                for item in self.reader.items(fields["teams"], f"{id_}: teams")
            ]
            teams = tuple(dict.fromkeys(team for team in listed if team))
        return AgencyOfCase(id=id_, kind=kind.id if kind else "", name=name, teams=teams, line=line_of(key))

    def _person(self, id_: str, key: yaml.Node, node: yaml.Node) -> PersonOfCase:
        allowed = ("forename", "surname", "born", "expected", "sex", "nhs_number", "addresses", "registered")
        fields = self.reader.fields(node, id_, allowed)
        sex = self.reader.word(fields["sex"], f"{id_}: sex", words.SEXES) if "sex" in fields else None
        return PersonOfCase(
            id=id_,
            forename=self._text(fields, "forename", id_),
            surname=self._text(fields, "surname", id_),
            born=self._day(fields, "born", id_),
            expected=self._day(fields, "expected", id_),
            **({"sex": sex} if sex else {}),
            nhs_number=self._nhs_number(fields, id_),
            addresses=self._addresses(fields, id_),
            registered=self._registered(fields, id_),
            line=line_of(key),
        )

    def _text(self, fields: Mapping[str, yaml.Node], name: str, what: str) -> str:
        return self.reader.text(fields[name], f"{what}: {name}") if name in fields else ""

    def _day(self, fields: Mapping[str, yaml.Node], name: str, what: str) -> date | None:
        return self.reader.day(fields[name], f"{what}: {name}") if name in fields else None

    def _nhs_number(self, fields: Mapping[str, yaml.Node], what: str) -> str:
        written = self._text(fields, "nhs_number", what)
        if written in ("", "unknown"):
            return ""
        try:
            number = identifiers.nhs_number(written)
        except identifiers.InvalidIdentifier as error:
            self.reader.fault(fields["nhs_number"], f"{what}: {error}")
            return ""
        if number in self.nhs_numbers:
            self.reader.fault(
                fields["nhs_number"], f"{what} has the NHS number of {self.nhs_numbers[number]}: correct one of them."
            )
        self.nhs_numbers[number] = what
        return number

    def _addresses(self, fields: Mapping[str, yaml.Node], what: str) -> tuple[AddressOfCase, ...]:
        found = []
        for node in self.reader.items(fields["addresses"], f"{what}: addresses") if "addresses" in fields else []:
            each = self.reader.fields(node, f"{what}: an address", ("at", "from", "until"), ("at",))
            first, last = self._period(each, "from", what)
            found.append(AddressOfCase(at=self._text(each, "at", what), from_date=first, until_date=last))
        return tuple(found)

    def _period(self, fields: Mapping[str, yaml.Node], starts: str, what: str) -> tuple[date | None, date | None]:
        first, last = self._day(fields, starts, what), self._day(fields, "until", what)
        if first and last and last <= first:
            self.reader.fault(
                fields["until"], f"{what}: the date 'until' must come after the date 'from': correct one."
            )
        return first, last

    def _registered(self, fields: Mapping[str, yaml.Node], what: str) -> dict[Function, str]:
        found: dict[Function, str] = {}
        if "registered" not in fields:
            return found
        for name, node in self.reader.fields(fields["registered"], f"{what}: registered", words.REGISTRATIONS).items():
            function = words.REGISTRATIONS[name]
            agency = self.reader.declared(node, f"{what}: registered: the agency", self.agency_ids)
            if agency in self.agencies and self.agencies[agency].kind and function not in self.agencies[agency].teams:
                self.reader.fault(node, f"{agency} has no team {function.value}: list it, or name another agency.")
            elif agency:
                found[function] = agency
        return found

    def _worker(self, id_: str, key: yaml.Node, node: yaml.Node) -> WorkerOfCase:
        fields = self.reader.fields(node, id_, ("agency", "team", "out_of_hours"), ("agency",))
        agency = team = out_of_hours = None
        if "agency" in fields:
            agency = self.reader.declared(fields["agency"], f"{id_}: the agency", self.agency_ids)
        if "team" in fields:
            teams = self.agencies[agency].teams if agency in self.agencies else tuple(words.FUNCTIONS.values())
            team = self.reader.word(fields["team"], f"{id_}: the team", {each.value: each for each in teams})
        if "out_of_hours" in fields:
            out_of_hours = self.reader.word(fields["out_of_hours"], f"{id_}: out_of_hours", words.TRUTH)
        return WorkerOfCase(id=id_, agency=agency or "", team=team, out_of_hours=bool(out_of_hours), line=line_of(key))

    def _relationship(self, node: yaml.Node) -> RelationshipOfCase | None:
        what = "a relationship"
        fields = self.reader.fields(
            _start_renamed(node), what, ("from", "to", "kind", "known_to", STARTS, "until"), ("from", "to", "kind")
        )
        ends = [
            self.reader.declared(fields[name], f"{what}: the person", self.people) if name in fields else None
            for name in ("from", "to")
        ]
        kind = self.reader.word(fields["kind"], f"{what}: the kind", words.RELATIONSHIPS) if "kind" in fields else None
        known_to = [
            self.reader.declared(item, f"{what}: the agency", self.agency_ids)
            for item in self._list(fields, "known_to")
        ]
        first, last = self._period(fields, STARTS, what)
        if ends[0] and ends[0] == ends[1]:
            self.reader.fault(node, f"{what} relates {ends[0]} to themselves: name two people.")
        if not (ends[0] and ends[1] and kind):
            return None
        return RelationshipOfCase(
            from_person=ends[0],
            to_person=ends[1],
            kind=kind,
            known_to=tuple(dict.fromkeys(agency for agency in known_to if agency)),
            from_date=first,
            until_date=last,
            line=line_of(node),
        )

    def _held(self, node: yaml.Node) -> HeldOfCase | None:
        fields = self.reader.fields(
            node, "held", ("by", "about", "what", "since", "para", "inferred"), ("by", "about", "what")
        )
        by = self.reader.declared(fields["by"], "held: the agency", self.agency_ids) if "by" in fields else None
        about = self.reader.declared(fields["about"], "held: the person", self.people) if "about" in fields else None
        what, since = self._text(fields, "what", "held"), self._day(fields, "since", "held")
        return HeldOfCase(by=by, about=about, what=what, since=since, line=line_of(node)) if by and about else None

    def _events(self, top: Mapping[str, yaml.Node], until: datetime | None) -> tuple[EventOfCase, ...]:
        declared = shapes.Declared(
            reader=self.reader,
            agencies=self.agency_ids,
            people=self.people,
            workers=self.workers,
            teams=sorted({team.value for agency in self.agencies.values() for team in agency.teams}),
        )
        return events.read(declared, self._list(top, "events"), until=until)


def _start_renamed(node: yaml.Node) -> yaml.Node:
    """Give the start of a relationship a name of its own, where `from` holds a date and not a person."""
    if not isinstance(node, yaml.MappingNode):
        return node
    pairs = []
    for key, value in node.value:
        is_start = (
            isinstance(key, yaml.ScalarNode)
            and key.value == "from"
            and isinstance(value, yaml.ScalarNode)
            and DATE.fullmatch(value.value)
        )
        pairs.append((yaml.ScalarNode(key.tag, STARTS, key.start_mark) if is_start else key, value))
    return yaml.MappingNode(node.tag, pairs, node.start_mark)
