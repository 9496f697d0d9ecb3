"""Feed a police file: keep it, bring in each incident whole, and put aside with its reasons what cannot be brought in."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum
from itertools import islice
from json import dumps
from typing import IO, Any
from uuid import UUID

from wholepicture.interfaces.feeds.police import reasons, telling
from wholepicture.interfaces.feeds.police.file import Group, PoliceFile
from wholepicture.interfaces.feeds.police.rejected import Writer
from wholepicture.interfaces.feeds.police.telling import Fault, Reading
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway.incidents import rules
from wholepicture.pathway.incidents.actions import NotAccepted, feeding
from wholepicture.pathway.incidents.facts import Receipt, RefusedGroup, RefusedRow, Telling, Told
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.audit.terms import Actor

NAME = "police"
INCIDENTS_IN_A_BATCH = 100
LARGEST_BYTES = 32 * 1024 * 1024


class TooLarge(ValueError):
    """The file is larger than can be taken at once; its text is for the user."""


@dataclass
class Summary:
    """What became of a file: its rows, its incidents, those told before, and what to say of the file as a whole."""

    rows_in: int = 0
    accepted: int = 0
    rejected: int = 0
    incidents: int = 0
    repeated: int = 0
    refused: int = 0
    problem: str = ""
    untaken: tuple[str, ...] = ()
    lacks_sleeps_asked: bool = False


@dataclass
class _Case:
    """One incident on its way: its rows, what they tell, and what has to be mended."""

    group: Group
    cells: list[dict[str, str]]
    reading: Reading
    faults: list[Fault]


def actor(agency: UUID) -> Actor:
    """Who feeds: a file of this agency, which may report and nothing else."""
    allowed = frozenset({Permission.REPORT_INCIDENT.value})
    return Actor(id=f"feed:{NAME}", name="Police file", agency=agency, permissions=allowed)


def feed(
    *,
    raw: bytes,
    name: str,
    mapping: Mapping[str, str],
    agency: UUID,
    rejected: IO[str],
    clock: Callable[[], datetime],
    progress: Callable[[Summary], None] = lambda _: None,
) -> Summary:
    """Bring in a file and return what became of its rows: rows in = accepted + rejected, always.

    Raises TooLarge before anything is kept. Killed on the way, it is fed again: what came in is only counted then.
    """
    if len(raw) > LARGEST_BYTES:
        raise TooLarge(f"The file is larger than {LARGEST_BYTES // 2**20} MB: save it in several parts.")
    by = actor(agency)
    with acting(actor=by.id, agency=by.chain):
        file_id = feeding.keep_file(feed=NAME, agency=agency, name=name, raw=raw, by=by, now=clock())
    file = PoliceFile(raw, mapping)
    summary = Summary(
        problem=file.heading.problem,
        untaken=file.heading.untaken,
        lacks_sleeps_asked=not file.heading.problem and "sleeps_asked" not in file.heading.names,
    )
    feeder = _Feeder(file, file_id, agency, by, Writer(rejected, file), summary)
    for batch in _batches(file.groups()):
        feeder.take(batch, clock())
        progress(summary)
    with acting(actor=by.id, agency=by.chain):
        feeding.finish_file(
            file=file_id,
            encoding=file.encoding,
            delimiter="" if file.heading.problem else file.delimiter,
            accepted=summary.accepted,
            rejected=summary.rejected,
            by=by,
            now=clock(),
        )
    return summary


def telling_of(told: Told, rows: Sequence[Mapping[str, str]], mends: Mapping[UUID, int] | None = None) -> Telling:
    """Return the report with the key under which it is kept once for ever, and what tells it from others.

    The key holds blanks, so that no key of an agency's system is ever the same. Whose turn it is in the file makes no
    other report, nor does the spelling of a heading or a date.
    """
    raw = dumps([dict(row) for row in rows], ensure_ascii=False)
    return Telling(f"feed {NAME} {told.reference}", rules.digest(_canonical(told)), raw, told, mends or {})


class _Feeder:
    """Takes batch after batch, each in one transaction."""

    def __init__(
        self, file: PoliceFile, file_id: UUID, agency: UUID, by: Actor, writer: Writer, summary: Summary
    ) -> None:
        self.file, self.file_id, self.agency, self.by = file, file_id, agency, by
        self.writer, self.summary = writer, summary
        self.mended = file.mended()

    def take(self, groups: Sequence[Group], now: datetime) -> None:
        """Bring in what can be, put aside the rest, and only then count and write it down."""
        cases = [self._case(group) for group in groups]
        with acting(actor=self.by.id, agency=self.by.chain):
            receipts = self._bring_in([case for case in cases if case.reading.told and not case.faults], now)
            refused = [case for case in cases if case.faults]
            written = [self._refused(case) for case in refused]
            ids = feeding.put_in_quarantine(file=self.file_id, groups=written, agency=self.agency, by=self.by, now=now)
        for case, group in zip(refused, ids, strict=True):
            self.writer.write(case.group.entries, self._reasons(case, with_values=True), group)
        self._count(cases, receipts)

    def _case(self, group: Group) -> _Case:
        cells = [self.file.cells(entry) for entry in group.entries]
        faults = [Fault(number, "", text) for number, entry in enumerate(group.entries) for text in entry.faults]
        if self.file.heading.problem:
            return _Case(group, cells, Reading(), faults)
        reading = telling.read(cells)
        return _Case(group, cells, reading, faults + reading.faults)

    def _bring_in(self, cases: Sequence[_Case], now: datetime) -> list[Receipt]:
        """Receive what reads well; what the intake refuses has faults from then on."""
        tellings = [
            telling_of(case.reading.told, case.cells, self._mends(case.group)) for case in cases if case.reading.told
        ]
        outcomes = feeding.bring_in(tellings=tellings, agency=self.agency, by=self.by, now=now)
        for case, outcome in zip(cases, outcomes, strict=True):
            if isinstance(outcome, NotAccepted):
                lines = [entry.line for entry in case.group.entries]
                case.faults = reasons.of_problems(outcome.problems, case.reading, case.cells, lines)
            elif not isinstance(outcome, Receipt):
                case.faults = [Fault(0, "reference", reasons.USED, case.cells[0].get("reference", ""))]
        return [outcome for outcome in outcomes if isinstance(outcome, Receipt)]

    def _mends(self, group: Group) -> dict[UUID, int]:
        return {each: self.mended[each] for each in self.file.mends(group.entries)}

    def _refused(self, case: _Case) -> RefusedGroup:
        said = self._reasons(case, with_values=False)
        rows = tuple(
            RefusedRow(entry.line, cells, tuple(because))
            for entry, cells, because in zip(case.group.entries, case.cells, said, strict=True)
        )
        return RefusedGroup(case.group.key, rows, self._mends(case.group))

    def _reasons(self, case: _Case, *, with_values: bool) -> list[list[str]]:
        """The reasons of each row; in the file of rejected rows one without says which line of its incident is wrong."""
        entries = case.group.entries
        found: list[list[str]] = [[] for _ in entries]
        for fault in case.faults:
            line = entries[fault.row].line
            heading = self.file.heading.text_of(fault.column) if fault.column else ""
            said = reasons.with_value(fault, line, heading) if with_values else reasons.without_value(fault, line)
            found[fault.row].append(said)
        if not with_values:
            return found
        faulty = [entry.line for entry, said in zip(entries, found, strict=True) if said]
        return [said or [reasons.of_others(faulty)] for said in found]

    def _count(self, cases: Sequence[_Case], receipts: Sequence[Receipt]) -> None:
        rejected = sum(len(case.group.entries) for case in cases if case.faults)
        rows = sum(len(case.group.entries) for case in cases)
        self.summary.rows_in += rows
        self.summary.rejected += rejected
        self.summary.accepted += rows - rejected
        self.summary.refused += sum(1 for case in cases if case.faults)
        self.summary.incidents += len(receipts)
        self.summary.repeated += sum(1 for receipt in receipts if receipt.repeated)


def _batches(groups: Iterable[Group]) -> Iterator[list[Group]]:
    left = iter(groups)
    while batch := list(islice(left, INCIDENTS_IN_A_BATCH)):
        yield batch


def _canonical(told: Told) -> dict[str, object]:
    """The report as a JSON value that does not depend on the order of its rows."""
    body: dict[str, Any] = asdict(told, dict_factory=lambda pairs: {name: _plain(value) for name, value in pairs})
    named = Counter(key for relation in told.relationships for key in (relation.from_key, relation.to_key))
    named.update(person.alleged_by for person in told.people)
    for person in body["people"]:
        # A key that nothing refers to is only the place of a row.
        person["key"] = person["key"] if named[person["key"]] else ""
    body["people"] = sorted(body["people"], key=lambda person: dumps(person, sort_keys=True))
    body["relationships"] = sorted(body["relationships"], key=lambda relation: dumps(relation, sort_keys=True))
    return body


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset | set):
        return sorted(str(each) for each in value)
    if isinstance(value, dict):
        return {str(key): each for key, each in value.items()}
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
