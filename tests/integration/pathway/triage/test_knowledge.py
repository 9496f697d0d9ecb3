"""Who knows what, read from the chronology and the notices: every way in which an agency knows a fact, or does not."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.factories import agencies, deciding
from tests.factories import notifications as make
from wholepicture.pathway.families.queries import Lines
from wholepicture.pathway.notifications import actions, queries
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import AnswerKind, State
from wholepicture.pathway.triage import queries as triage
from wholepicture.pathway.triage.queries import Fact, Knows
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE, Seen
from wholepicture.registers.chronology import actions as chronology
from wholepicture.registers.chronology.facts import Line
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.people.models import Record

pytestmark = pytest.mark.django_db
NOW = make.NOW
LATER = NOW + timedelta(hours=1)
FAMILY, CAUSE = uuid4(), uuid4()


@pytest.fixture
def baby() -> Record:
    """The child that everything is about."""
    return make.make_resolved_record()


@pytest.fixture
def police(baby: Record) -> Agency:
    """Who reported the incident."""
    agency = agencies.make_agency(kind="police")
    add(baby, EntryKind.INCIDENT, agency, cause=CAUSE)
    return agency


def add(record: Record, kind: EntryKind, agency: Agency, *, cause: UUID, source: UUID | None = None) -> None:
    """One entry of the line."""
    line = Line(record=record.id, kind=kind, agency=agency.id, happened_at=NOW, known_at=NOW, cause=cause,
                source=source or cause, words="Said.")  # fmt: skip
    chronology.add_many(lines=[line], by=MACHINE, now=NOW)


def seen(subject: UUID = FAMILY) -> Seen:
    """The proof of a look, an hour later."""
    return Seen(by=MACHINE, why="test", at=LATER, subject=subject)


def lines_of(*own: Record, shared: tuple[Record, ...] = (), reports: tuple[UUID, ...] = ()) -> Lines:
    """The lines of a family made by hand."""
    persons = {each.id: each.person_id for each in (*own, *shared) if each.person_id}
    return Lines(frozenset(r.id for r in own), frozenset(r.id for r in shared), frozenset(reports), persons)


def facts(lines: Lines) -> tuple[Fact, ...]:
    """The first page."""
    return triage.facts(FAMILY, lines, seen=seen()).facts


def of(fact: Fact, notice: Notice) -> Knows:
    """What the agency of a notice has to do with a fact."""
    (found,) = [mark.knows for mark in fact.marks if mark.agency == notice.team.agency_id]
    return found


def staff(function: Function = Function.HEALTH_VISITOR) -> make.Staff:
    """A post of an agency of its own."""
    return make.make_staff(function=function)


def test_each_state_of_a_notice_is_a_way_of_knowing(baby: Record, police: Agency) -> None:
    waiting = make.make_notice(staff(Function.SCHOOL_NURSE), about=baby, cause=CAUSE)
    gone = make.make_notice(staff(Function.NURSERY), about=baby, cause=CAUSE)
    actions.supersede(notices=[gone.id], because="It no longer follows.", by=MACHINE, now=NOW)
    owner = staff(Function.POLICE_SAFEGUARDING_UNIT)
    held = make.make_held(staff(Function.PERPETRATOR_SERVICE), owner, about=baby, cause=CAUSE)
    reader, answerer, decliner = staff(), staff(Function.GP), staff(Function.ALLOCATED_WORKER)
    told, answered, declined = (
        make.make_notice(each, about=baby, cause=CAUSE) for each in (reader, answerer, decliner)
    )
    late = Notice.objects.filter(id__in=[waiting.id]).update(deliver_at=LATER + timedelta(days=1))
    make.deliver(NOW)
    make.answer(answerer.actor(), answered, AnswerKind.WILL_ACT, NOW)
    actions.open_item(item=declined.item_id, by=decliner.actor(), now=NOW)
    actions.decline(notice=declined.id, reason="She has moved to another team.", by=decliner.actor(), now=NOW)

    (fact,) = facts(lines_of(baby))

    assert late == 1
    assert {mark.knows for mark in fact.marks if mark.agency == police.id} == {Knows.ITSELF}
    assert of(fact, waiting) is Knows.ON_ITS_WAY
    assert of(fact, gone) is Knows.NO_LONGER
    assert of(fact, held) is Knows.HELD
    assert of(fact, told) is Knows.TOLD
    assert of(fact, answered) is Knows.ACKNOWLEDGED
    assert of(fact, declined) is Knows.DECLINED
    words = {mark.knows: mark.words for mark in fact.marks}
    assert words[Knows.DECLINED] == "She has moved to another team."
    assert words[Knows.ACKNOWLEDGED] == "I will visit tomorrow."
    assert next(mark.by for mark in fact.marks if mark.knows is Knows.HELD).startswith("Police safeguarding unit")


def test_whoever_was_told_in_error_stays_told_in_error_whatever_they_answered(baby: Record, police: Agency) -> None:
    told = make.make_delivered(staff(), about=baby, cause=CAUSE)
    add(baby, EntryKind.CORRECTED, told.team.agency, cause=told.id, source=uuid4())
    (fact,) = facts(lines_of(baby))
    assert of(fact, told) is Knows.CORRECTED
    assert next(mark.told_at for mark in fact.marks if mark.knows is Knows.CORRECTED) == NOW


def test_of_somebody_of_other_families_too_only_this_familys_reports_are_read(baby: Record, police: Agency) -> None:
    father = make.make_resolved_record(forename="Kyle")
    elsewhere = uuid4()
    add(father, EntryKind.INCIDENT, police, cause=elsewhere)
    add(father, EntryKind.CONTACT, police, cause=uuid4())
    theirs = make.make_delivered(staff(), about=father, cause=elsewhere)
    found = facts(lines_of(baby, shared=(father,), reports=(CAUSE,)))
    assert [fact.cause for fact in found] == [CAUSE]
    assert not [mark for fact in found for mark in fact.marks if mark.agency == theirs.team.agency_id]


def test_what_another_familys_child_was_told_about_in_a_shared_incident_is_not_read(
    baby: Record, police: Agency
) -> None:
    other = make.make_resolved_record(forename="Ben")
    told = make.make_delivered(staff(), about=other, cause=CAUSE)
    (fact,) = facts(lines_of(baby, reports=(CAUSE,)))
    assert not [mark for mark in fact.marks if mark.agency == told.team.agency_id]


def test_another_familys_proof_opens_no_facts_and_no_notices(baby: Record) -> None:
    with pytest.raises(ValueError, match="another family"):
        triage.facts(FAMILY, lines_of(baby), seen=seen(uuid4()))
    with pytest.raises(ValueError, match="another family"):
        queries.open_of_family([FAMILY], seen=seen(uuid4()))
    with pytest.raises(triage.NotOpened):
        triage.latest_decisions(triage.Lineage(FAMILY, frozenset({FAMILY})), seen=seen(uuid4()))


def test_what_is_open_is_due_first_and_counted_beyond_what_is_shown(baby: Record) -> None:
    many = 42
    post = staff()
    for number in range(many):
        make.make_notice(post, about=baby, family=FAMILY, reply_by=NOW + timedelta(hours=many - number))
    found = queries.open_of_family([FAMILY], seen=seen())
    assert (len(found.shown), found.count) == (40, many)
    assert [each.due_at for each in found.shown] == sorted(each.due_at for each in found.shown)


def test_a_decision_says_whom_it_asked_and_what_they_answered() -> None:
    table = deciding.make_table()
    table.open_meeting()
    batch = table.decide(table.actor(deciding.SOCIAL_CARE, roles=("practitioner", "triage_chair")))
    proof = Seen(by=MACHINE, why="test", at=table.at, subject=table.family)
    lineage = triage.lineage(table.family)
    (stands,) = triage.latest_decisions(lineage, seen=proof).latest
    (asked,) = stands.recipients
    assert (asked.asked, asked.answer, asked.state) == ("Please see the child this week.", "", State.QUEUED)
    (notice,) = [each for each in deciding.notices_of(batch) if each.function == deciding.HEALTH_VISITOR]
    make.deliver(table.at)
    make.answer(table.actor(deciding.HEALTH_VISITOR), notice, AnswerKind.WILL_ACT, table.at)
    (stands,) = triage.latest_decisions(lineage, seen=proof).latest
    assert stands.recipients[0].answer.startswith("We have read this and will act: I will visit tomorrow. (")


def test_older_facts_come_page_by_page_each_once_also_where_several_are_of_one_instant(
    baby: Record, police: Agency
) -> None:
    others = {uuid4() for _ in range(3)}
    for cause in others:
        add(baby, EntryKind.CONCERN, police, cause=cause)
    found: list[UUID] = []
    page = triage.facts(FAMILY, lines_of(baby), seen=seen(), limit=1)
    while page.next_key:
        found += [each.cause for each in page.facts]
        page = triage.facts(FAMILY, lines_of(baby), seen=seen(), before=page.next_key, limit=1)
    found += [each.cause for each in page.facts]
    assert len(found) == 4
    assert set(found) == {CAUSE, *others}


def test_a_notice_that_was_sent_after_the_look_is_not_in_its_picture(baby: Record, police: Agency) -> None:
    before = make.make_notice(staff(), about=baby, cause=CAUSE)
    after = make.make_notice(staff(Function.GP), about=baby, cause=CAUSE)
    Notice.objects.filter(id=after.id).update(created_at=LATER + timedelta(minutes=1))
    (fact,) = facts(lines_of(baby))
    assert of(fact, before) is Knows.ON_ITS_WAY
    assert not [mark for mark in fact.marks if mark.agency == after.team.agency_id]
