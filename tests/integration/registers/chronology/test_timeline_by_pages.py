"""The pages of a family's line: put together they are the whole, whatever is asked for; and what one agency knew by a day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.factories.people import TOLD_AT, make_record, make_teller
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit.terms import MACHINE, Actor, Seen
from wholepicture.registers.chronology import actions, queries
from wholepicture.registers.chronology.facts import Happening, Key, Line, Reach, Wanted
from wholepicture.registers.chronology.terms import ALONE, KEPT_FROM, KNOWLEDGE, REPORTS, EntryKind
from wholepicture.registers.people.models import Record

pytestmark = pytest.mark.django_db
SEEN = Seen(by=Actor(id="user-1", name="Ada"), why="timeline", at=TOLD_AT)
NOW = TOLD_AT + timedelta(days=900)


@dataclass
class Family:
    """A child, an adult of this family alone, one of several families, and three agencies."""

    child: Record
    adult: Record
    shared: Record
    agencies: list[Agency]

    @property
    def reach(self) -> Reach:
        """What belongs to it."""
        return Reach(frozenset({self.child.id}), frozenset({self.adult.id}), frozenset({self.shared.id}))

    def add(self, *lines: Line) -> None:
        """Write entries."""
        actions.add_many(lines=lines, by=MACHINE, now=NOW)

    def line(self, kind: EntryKind, *, agency: int = 0, record: Record | None = None, **values: object) -> Line:
        """One entry, about the child unless another is named."""
        told: dict[str, object] = {"happened_at": TOLD_AT, "known_at": TOLD_AT, "cause": uuid4(), "source": uuid4()}
        about = record or self.child
        return Line(record=about.id, kind=kind, agency=self.agencies[agency].id, **(told | values))  # type: ignore[arg-type]


@pytest.fixture
def family() -> Family:
    """Nobody has told anything yet."""
    return Family(make_record(), make_record(), make_record(), [make_teller() for _ in range(3)])


def page(family: Family, wanted: Wanted | None = None, **asked: object) -> tuple[Happening, ...]:
    """One page of the line."""
    return queries.page(family.reach, wanted or Wanted(), seen=SEEN, **asked).happenings  # type: ignore[arg-type]


def knows(family: Family, cause: UUID, *, agency: UUID, before: datetime) -> bool:
    """Whether an agency knew of this by an instant."""
    return agency in queries.knowing(family.reach.records, {cause}, before=before, seen=SEEN)[cause]


def days(number: int) -> timedelta:
    return timedelta(days=number)


# What the pages have to be, said again in the plainest way.


def belongs(lines: list[Line], reach: Reach) -> bool:
    records = {line.record for line in lines}
    ours = records & reach.children or {line.cause for line in lines} & reach.causes
    return bool(ours or (records & reach.adults and not any(line.kind in REPORTS for line in lines)))


def whole(lines: Iterable[Line], reach: Reach, wanted: Wanted) -> list[tuple[datetime, frozenset[UUID]]]:
    """Every happening that fits: when it was, and by which sources it was told."""
    causes: dict[UUID, list[Line]] = {}
    for line in lines:
        if line.record in reach.records:
            causes.setdefault(line.cause, []).append(line)
    groups: dict[object, list[Line]] = {}
    for cause, those in causes.items():
        at = min((line.happened_at for line in those if line.happened_at), default=None)
        alone = at is None or any(line.kind in ALONE for line in those)
        groups.setdefault(cause if alone else at, []).extend(those)
    found = []
    for those in groups.values():
        happened = [line.happened_at for line in those if line.happened_at]
        at = min(happened) if happened else min(line.known_at for line in those)
        hit = any(
            wanted.agency in (None, line.agency) and (not wanted.kinds or line.kind in wanted.kinds) for line in those
        )
        inside = (not wanted.since or at >= wanted.since) and (not wanted.until or at < wanted.until)
        if belongs(those, reach) and hit and inside:
            found.append((at, frozenset(line.source for line in those)))
    return sorted(found, key=lambda one: (one[0], sorted(one[1])), reverse=True)


offsets = st.integers(min_value=0, max_value=6)
entries = st.tuples(
    st.sampled_from(EntryKind),
    st.integers(0, 2),
    st.sampled_from(["child", "adult", "shared"]),
    st.none() | offsets,
    offsets,
    st.integers(0, 5),
)
asked_for = st.tuples(
    st.none() | st.integers(0, 2),
    st.frozensets(st.sampled_from(EntryKind), max_size=4),
    st.none() | offsets,
    st.none() | offsets,
)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(entries, max_size=18), asked=asked_for, limit=st.integers(1, 4))
def test_pages_put_together_are_the_whole_whatever_is_asked_for(
    family: Family, told: list[tuple[EntryKind, int, str, int | None, int, int]], asked: object, limit: int
) -> None:
    with transaction.atomic():
        agency, kinds, since, until = asked  # type: ignore[misc]
        causes = [uuid4() for _ in range(6)]
        lines = [
            family.line(
                kind, agency=who, record=getattr(family, about), cause=causes[cause],
                happened_at=None if happened is None else TOLD_AT + days(happened), known_at=TOLD_AT + days(known),
            )
            for kind, who, about, happened, known, cause in told
        ]  # fmt: skip
        family.add(*lines)
        wanted = Wanted(
            agency=None if agency is None else family.agencies[agency].id,
            kinds=kinds,
            since=None if since is None else TOLD_AT + days(since),
            until=None if until is None else TOLD_AT + days(until),
        )
        forward, back = walk(family, wanted, limit)
        expected = whole(lines, family.reach, wanted)
        assert sorted(shown(forward), key=str) == sorted(expected, key=str)
        assert [one.key for one in forward] == sorted((one.key for one in forward), reverse=True)
        assert len({one.key for one in forward}) == len(forward)
        assert back == forward
        transaction.set_rollback(True)


def walk(family: Family, wanted: Wanted, limit: int) -> tuple[list[Happening], list[Happening]]:
    """Every page from the newest to the oldest, and back again."""
    forward: list[Happening] = []
    found = queries.page(family.reach, wanted, seen=SEEN, limit=limit)
    assert found.newer is None
    forward += found.happenings
    while found.older:
        assert len(found.happenings) == limit
        found = queries.page(family.reach, wanted, seen=SEEN, limit=limit, older_than=found.older)
        forward += found.happenings
    back = list(found.happenings)
    while found.newer:
        found = queries.page(family.reach, wanted, seen=SEEN, limit=limit, newer_than=found.newer)
        back = [*found.happenings, *back]
    return forward, back


def shown(those: Iterable[Happening]) -> list[tuple[datetime, frozenset[UUID]]]:
    return [(one.key.at, frozenset(line.source for line in one.lines)) for one in those]


def test_one_event_told_to_nine_and_asked_about_is_one_happening(family: Family) -> None:
    family.agencies = [make_teller() for _ in range(10)]
    told = family.line(EntryKind.INCIDENT)
    family.add(told)
    family.add(*(family.line(EntryKind.TOLD, agency=n, cause=told.cause) for n in range(1, 10)))
    family.add(*(family.line(EntryKind.TOLD, agency=n, known_at=TOLD_AT + days(2)) for n in range(10)))
    (one,) = page(family)
    assert len(one.lines) == 20


def test_a_contact_at_the_same_minute_stays_a_happening_of_its_own(family: Family) -> None:
    family.add(family.line(EntryKind.INCIDENT), family.line(EntryKind.CONTACT))
    assert len(page(family)) == 2


def test_what_has_no_date_stands_where_it_became_known(family: Family) -> None:
    undated = family.line(EntryKind.CONTRIBUTION, happened_at=None, known_at=TOLD_AT + days(3))
    family.add(undated, family.line(EntryKind.INCIDENT), family.line(EntryKind.INCIDENT, happened_at=TOLD_AT + days(5)))
    assert [one.key.at for one in page(family)] == [TOLD_AT + days(5), TOLD_AT + days(3), TOLD_AT]


def test_a_newborn_of_whom_nothing_is_told_has_an_empty_page(family: Family) -> None:
    found = queries.page(family.reach, seen=SEEN)
    assert (found.happenings, found.newer, found.older) == ((), None, None)


def test_another_familys_matter_never_comes_in_by_an_adult(family: Family) -> None:
    elsewhere = make_record()
    of_father, of_mother = (
        [family.line(kind, record=who, cause=UUID(int=n), happened_at=TOLD_AT + days(n)) for kind in (EntryKind.INCIDENT, EntryKind.TOLD)]
        for n, who in ((1, family.shared), (2, family.adult))
    )  # fmt: skip
    contact = family.line(EntryKind.CONTACT, record=family.shared, cause=UUID(int=3))
    own = family.line(EntryKind.CONTACT, record=family.adult, cause=UUID(int=4))
    family.add(
        *of_father, *of_mother, contact, own, family.line(EntryKind.INCIDENT, record=elsewhere, cause=UUID(int=1))
    )
    assert [line.cause for one in page(family) for line in one.lines] == [UUID(int=4)]

    known = replace(family.reach, causes=frozenset({UUID(int=1)}))
    found = queries.page(known, seen=SEEN).happenings
    assert {line.cause for one in found for line in one.lines} == {UUID(int=1), UUID(int=4)}
    assert all(line.record != elsewhere.id for one in found for line in one.lines)
    assert queries.agencies_of(known, seen=SEEN) == {family.agencies[0].id}


def test_what_an_agency_knew_of_another_familys_matter_is_not_shown_as_its_knowledge_of_this_one(
    family: Family,
) -> None:
    for record in (family.adult, family.shared):
        report = family.line(EntryKind.INCIDENT, record=record)
        family.add(report, family.line(EntryKind.TOLD, agency=1, cause=report.cause, record=record))
    agency, by = family.agencies[1].id, TOLD_AT + days(1)
    assert page(family, Wanted(known_before=by, known_to=agency)) == ()
    assert not queries.told_about(family.reach, agency=agency, before=by, seen=SEEN)
    assert not queries.agencies_of(family.reach, seen=SEEN)
    around = (TOLD_AT + days(2), TOLD_AT + days(3))
    assert queries.changes(family.reach, agency=agency, around=around, seen=SEEN) == (None, None)


def test_entries_leave_with_a_record_whose_link_is_undone_and_nothing_of_them_is_lost(family: Family) -> None:
    mistaken = make_record()
    family.add(family.line(EntryKind.TOLD, record=mistaken, words="Told."))
    with_it = replace(family.reach, children=frozenset({family.child.id, mistaken.id}))
    assert len(queries.page(with_it, seen=SEEN).happenings) == 1
    assert page(family) == ()
    assert [line.words for line in queries.for_record(mistaken.id, seen=SEEN)] == ["Told."]


def test_a_page_says_which_of_it_was_told_in_error_also_where_that_stands_on_another_page(family: Family) -> None:
    told = family.line(EntryKind.TOLD, agency=1)
    mended = family.line(EntryKind.CORRECTED, agency=1, cause=told.source, happened_at=None, known_at=TOLD_AT + days(9))
    family.add(told, mended)
    first, second = page(family)
    assert first.lines == (mended,)
    assert (second.lines, second.corrections) == ((told,), (mended,))


@pytest.mark.parametrize("kind", EntryKind)
def test_being_kept_from_something_is_not_knowing_it(family: Family, kind: EntryKind) -> None:
    told = family.line(EntryKind.INCIDENT, agency=0)
    family.add(told, family.line(kind, agency=1, cause=told.cause))
    agency, by = family.agencies[1].id, TOLD_AT + days(1)
    knew = page(family, Wanted(known_before=by, known_to=agency))
    unknown = page(family, Wanted(known_before=by, unknown_to=agency, until=by))
    is_known = kind not in KEPT_FROM
    assert (bool(knew), knows(family, told.cause, agency=agency, before=by)) == (is_known, is_known)
    assert bool(unknown) is not is_known
    assert (kind in KNOWLEDGE) is is_known


@pytest.mark.parametrize(("day", "is_known"), [(0, False), (1, False), (2, True), (3, True)])
def test_nothing_is_known_before_the_day_on_which_it_was_told(family: Family, day: int, is_known: bool) -> None:
    report = family.line(EntryKind.INCIDENT)
    family.add(report, family.line(EntryKind.TOLD, agency=1, cause=report.cause, known_at=TOLD_AT + days(2)))
    agency, by = family.agencies[1].id, TOLD_AT + days(day) + timedelta(seconds=1)
    assert bool(page(family, Wanted(known_before=by, known_to=agency))) is is_known
    assert bool(page(family, Wanted(known_before=by, unknown_to=agency, until=by))) is not is_known
    assert knows(family, report.cause, agency=agency, before=by) is is_known
    assert bool(queries.told_about(family.reach, agency=agency, before=by, seen=SEEN)) is is_known


def test_of_what_one_agency_knew_only_its_own_entries_of_that_day_are_read(family: Family) -> None:
    report = family.line(EntryKind.INCIDENT)
    told = family.line(EntryKind.TOLD, agency=1, cause=report.cause)
    answered = family.line(EntryKind.ACKNOWLEDGED, agency=1, cause=report.cause, known_at=TOLD_AT + days(5))
    family.add(report, told, answered)
    (one,) = page(family, Wanted(known_before=TOLD_AT + days(1), known_to=family.agencies[1].id))
    assert one.lines == (told,)


def test_a_notice_that_was_held_says_only_whom_it_is_about_and_an_ask_nothing_of_the_report(family: Family) -> None:
    report = family.line(EntryKind.INCIDENT)
    notice = uuid4()
    held = family.line(EntryKind.HELD, agency=1, cause=report.cause, source=notice)
    released = family.line(EntryKind.TOLD, agency=1, cause=report.cause, source=notice, known_at=TOLD_AT + days(1))
    family.add(report, held, released, family.line(EntryKind.TOLD, agency=2))
    by = TOLD_AT + days(3)
    for agency in family.agencies[1:]:
        assert not knows(family, report.cause, agency=agency.id, before=by)
        assert len(page(family, Wanted(known_before=by, unknown_to=agency.id, until=by))) == 1


@pytest.mark.parametrize(("day", "is_known"), [(1, True), (5, False)])
def test_what_was_told_in_error_is_known_until_it_is_corrected(family: Family, day: int, is_known: bool) -> None:
    report = family.line(EntryKind.INCIDENT)
    told = family.line(EntryKind.TOLD, agency=1, cause=report.cause)
    mended = family.line(EntryKind.CORRECTED, agency=1, cause=told.source, happened_at=None, known_at=TOLD_AT + days(3))
    family.add(report, told, mended)
    agency, by = family.agencies[1].id, TOLD_AT + days(day)
    assert knows(family, report.cause, agency=agency, before=by) is is_known
    reports = Wanted(known_before=by, unknown_to=agency, until=by, kinds=frozenset(REPORTS))
    assert bool(page(family, reports)) is not is_known


def test_who_knows_is_said_for_each_cause_with_since_when_from_these_records_alone(
    family: Family, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    report, other = family.line(EntryKind.INCIDENT), uuid4()
    family.add(
        report,
        family.line(EntryKind.TOLD, agency=1, cause=report.cause, known_at=TOLD_AT + days(1)),
        family.line(EntryKind.ACKNOWLEDGED, agency=1, cause=report.cause, known_at=TOLD_AT + days(2)),
        family.line(EntryKind.TOLD, agency=2, cause=report.cause, record=make_record()),
    )
    police, practice, _ = (agency.id for agency in family.agencies)
    with django_assert_num_queries(1):
        found = queries.knowing(family.reach.records, {report.cause, other}, before=TOLD_AT + days(3), seen=SEEN)
    assert found == {report.cause: {police: TOLD_AT, practice: TOLD_AT + days(1)}, other: {}}


steps = st.tuples(
    st.sampled_from([*KEPT_FROM, EntryKind.TOLD, EntryKind.ACKNOWLEDGED, EntryKind.DECLINED, EntryKind.CORRECTED]),
    st.integers(1, 2),
    st.integers(0, 2),
    offsets,
)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(steps, max_size=10, unique_by=lambda step: step[:3]), day=offsets)
def test_what_an_agency_did_not_know_is_what_it_is_not_said_to_know(
    family: Family, told: list[tuple[EntryKind, int, int, int]], day: int
) -> None:
    with transaction.atomic():
        report, notices = family.line(EntryKind.INCIDENT), [uuid4() for _ in range(3)]
        lines = [report]
        # The last of the three is an ask, which is a cause of its own.
        causes = (report.cause, report.cause, uuid4())
        for kind, agency, number, at in told:
            mends = kind is EntryKind.CORRECTED
            cause = notices[number] if mends else causes[number]
            source = uuid4() if mends else notices[number]
            lines.append(family.line(kind, agency=agency, cause=cause, source=source, known_at=TOLD_AT + days(at)))
        family.add(*lines)
        by = TOLD_AT + days(day) + timedelta(seconds=1)
        for agency in family.agencies:
            wanted = Wanted(known_before=by, unknown_to=agency.id, until=by, kinds=frozenset(REPORTS))
            assert bool(page(family, wanted)) is not knows(family, report.cause, agency=agency.id, before=by)
        transaction.set_rollback(True)


def test_a_page_is_as_if_some_causes_were_not_there(family: Family) -> None:
    empty, other = family.line(EntryKind.CONTRIBUTION, happened_at=None), family.line(EntryKind.CONTACT)
    family.add(empty, other)
    assert [one.key.id for one in page(family, without={empty.cause})] == [other.cause]
    assert len(page(family)) == 2


def test_the_days_on_which_something_changed_are_found_on_both_sides(family: Family) -> None:
    for day in (0, 4, 9):
        family.add(family.line(EntryKind.TOLD, agency=1, known_at=TOLD_AT + days(day)))
    family.add(family.line(EntryKind.HELD, agency=1, known_at=TOLD_AT + days(5)), family.line(EntryKind.TOLD, agency=2))
    around = (TOLD_AT + days(3), TOLD_AT + days(4) + timedelta(hours=1))
    agency = family.agencies[1].id
    assert queries.changes(family.reach, agency=agency, around=around, seen=SEEN) == (TOLD_AT, TOLD_AT + days(9))
    outside = (TOLD_AT - days(5), TOLD_AT + days(50))
    assert queries.changes(family.reach, agency=agency, around=outside, seen=SEEN) == (None, None)


def test_causes_are_told_apart_by_what_they_are(family: Family) -> None:
    decision, contact = family.line(EntryKind.DECISION), family.line(EntryKind.CONTACT)
    family.add(decision, contact)
    found = queries.causes_of(EntryKind.DECISION, {decision.cause, contact.cause}, seen=SEEN)
    assert found == {decision.cause}


def test_a_page_takes_three_statements_of_five_entries_and_of_two_thousand(
    family: Family, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for many in (5, 1995):
        family.add(*(family.line(EntryKind.CONTACT, happened_at=TOLD_AT + timedelta(minutes=n)) for n in range(many)))
        with django_assert_num_queries(3):
            found = queries.page(family.reach, seen=SEEN)
    assert len(found.happenings) == 40
    assert found.older


def test_a_key_that_leads_past_the_end_shows_nothing_and_leads_nowhere(family: Family) -> None:
    family.add(family.line(EntryKind.CONTACT))
    found = queries.page(family.reach, seen=SEEN, older_than=Key(TOLD_AT - days(1), UUID(int=0)))
    assert (found.happenings, found.newer, found.older) == ((), None, None)
