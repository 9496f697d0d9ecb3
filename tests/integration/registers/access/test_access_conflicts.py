"""No matter reaches or opens to a party, to somebody of their household or to a relative, whatever post they hold (promise 4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

import pytest

from tests.factories import access as make
from tests.factories import accounts as make_accounts
from tests.factories import agencies as make_agencies
from tests.factories import people as make_people
from wholepicture.registers.access import actions, permissions, queries
from wholepicture.registers.access.models import StaffLink
from wholepicture.registers.accounts import queries as accounts
from wholepicture.registers.agencies import actions as agencies
from wholepicture.registers.agencies.models import Worker
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Actor, Event
from wholepicture.registers.people.models import Person, Record
from wholepicture.registers.people.terms import RelationshipKind

pytestmark = pytest.mark.django_db
ON = date(2019, 12, 16)
LAST_YEAR = date(2018, 12, 16)
K = RelationshipKind


@dataclass(frozen=True)
class Known:
    """A record and the person it resolves to."""

    record: Record
    person: Person


def somebody(address: str | None = None) -> Known:
    record = make_people.make_record(address=address)
    return Known(record, make_people.make_resolved(record))


def related(kind: RelationshipKind, begin: Known, end: Known, *, until: date | None = None) -> None:
    make_people.make_relation(kind, begin.record, end.record, until_date=until)


def herself(party: Known, me: Known) -> Known:
    return party


def parent(party: Known, me: Known) -> Known:
    related(K.PARENT_OF, me, party)
    return me


def child(party: Known, me: Known) -> Known:
    related(K.PARENT_OF, party, me)
    return me


def partner(party: Known, me: Known) -> Known:
    related(K.PARTNER_OF, me, party)
    return me


def former_partner(party: Known, me: Known) -> Known:
    related(K.PARTNER_OF, party, me, until=LAST_YEAR)
    return me


def other_parent_of_the_child(party: Known, me: Known) -> Known:
    baby = somebody()
    related(K.PARENT_OF, party, baby)
    related(K.PARENT_OF, me, baby)
    return me


def brother_or_sister(party: Known, me: Known) -> Known:
    related(K.SIBLING_OF, me, party)
    return me


def brother_or_sister_by_a_parent(party: Known, me: Known) -> Known:
    mother = somebody()
    related(K.PARENT_OF, mother, party)
    related(K.PARENT_OF, mother, me)
    return me


def grandparent(party: Known, me: Known) -> Known:
    related(K.GRANDPARENT_OF, me, party)
    return me


def grandparent_by_a_parent(party: Known, me: Known) -> Known:
    mother = somebody()
    related(K.PARENT_OF, me, mother)
    related(K.PARENT_OF, mother, party)
    return me


def mother_of_the_former_partner(party: Known, me: Known) -> Known:
    former = somebody()
    related(K.PARTNER_OF, former, party, until=LAST_YEAR)
    related(K.PARENT_OF, me, former)
    return me


def other_relative(party: Known, me: Known) -> Known:
    related(K.RELATIVE_OF, me, party)
    return me


TIES: list[Callable[[Known, Known], Known]] = [
    herself, parent, child, partner, former_partner, other_parent_of_the_child, brother_or_sister,
    brother_or_sister_by_a_parent, grandparent, grandparent_by_a_parent, mother_of_the_former_partner, other_relative,
]  # fmt: skip


@pytest.mark.parametrize("tie", TIES)
def test_whoever_is_close_to_a_party_is_found(tie: Callable[[Known, Known], Known]) -> None:
    party, worker = somebody(), make_agencies.make_worker()
    me = tie(party, somebody())
    make.make_conflict(worker=worker, record=me.record)

    assert queries.conflicted_workers([somebody().person.id, party.person.id], ON) == {worker.id}


def test_whoever_shares_a_home_with_a_party_is_found_and_a_stranger_is_not() -> None:
    party, lodger, stranger = (
        somebody("1 Mill Lane, Bath"),
        somebody("1 Mill Lane, Bath"),
        somebody("2 Mill Lane, Bath"),
    )
    workers = [make_agencies.make_worker() for _ in range(2)]
    for worker, known in zip(workers, (lodger, stranger), strict=True):
        make.make_conflict(worker=worker, record=known.record)

    assert queries.conflicted_workers([party.person.id], ON) == {workers[0].id}


def test_nobody_is_found_for_no_party_and_for_one_without_ties() -> None:
    make.make_conflict(worker=make_agencies.make_worker(), record=somebody().record)

    assert queries.conflicted_workers([], ON) == set()
    assert queries.conflicted_workers([somebody().person.id], ON) == set()


def test_a_record_that_another_agency_holds_of_the_same_person_counts() -> None:
    own, of_police = make_people.make_record(), make_people.make_record()
    person = make_people.make_resolved(own, of_police)
    worker = make_agencies.make_worker()
    make.make_conflict(worker=worker, record=own)

    assert queries.conflicted_workers([person.id], ON) == {worker.id}


def of_post(rung: str, team_worker: Worker, now: datetime) -> Actor:
    """The actor of a worker on this rung of the ladder, with a grant-bearing team."""
    team = team_worker.memberships.get().team
    if rung == "manager":
        agencies.set_manager(team=team, worker=team_worker, by=MACHINE, now=now)
    if rung in ("lead", "executive"):
        agencies.set_lead(agency=team.agency, worker=team_worker, by=MACHINE, now=now)
    roles = {"manager": "team_manager", "lead": "agency_lead", "executive": "executive"}
    return make_accounts.make_actor(worker=team_worker, roles=(roles.get(rung, "specialist_releaser"),))


@pytest.mark.parametrize("rung", ["worker", "manager", "lead", "executive"])
@pytest.mark.parametrize("kind", ["health_visiting", "police", "safeguarding_partnership"])
def test_a_former_partner_opens_nothing_whatever_post_they_hold(rung: str, kind: str, now: datetime) -> None:
    mother, me = somebody(), somebody()
    team = make_agencies.make_team(kind=kind)
    by = of_post(rung, make_agencies.make_worker(team=team), now)
    notice, incident = uuid4(), uuid4()
    make.make_grant(team=team, subject=notice)
    former_partner(mother, me)
    parties = [mother.person.id]
    assert actions.open_notice(notice=notice, item_parties=parties, by=by, why="Work list", now=now)

    make.make_conflict(worker=Worker.objects.get(id=by.worker), record=me.record)

    with pytest.raises(actions.NotAllowed) as refused:
        actions.open_notice(notice=notice, item_parties=parties, by=by, why="Work list", now=now)
    assert refused.value.refused_for == permissions.CONFLICT
    with pytest.raises(actions.NotAllowed):
        actions.open_incident(
            incident=incident, parties=parties, by=by, why="Own report", now=now, told_by=team.agency_id
        )


def test_a_tie_learnt_later_closes_at_the_next_look(now: datetime) -> None:
    party, me = somebody(), somebody()
    team = make_agencies.make_team()
    worker = make_agencies.make_worker(team=team)
    by = make_accounts.make_actor(worker=worker)
    notice = uuid4()
    make.make_grant(team=team, subject=notice)
    make.make_conflict(worker=worker, record=me.record)
    actions.open_notice(notice=notice, item_parties=[party.person.id], by=by, why="Work list", now=now)

    brother_or_sister(party, me)

    with pytest.raises(actions.NotAllowed):
        actions.open_notice(notice=notice, item_parties=[party.person.id], by=by, why="Work list", now=now)


def test_the_refusal_does_not_tell_a_conflict_from_a_missing_grant(now: datetime) -> None:
    party, team = somebody(), make_agencies.make_team()
    worker = make_agencies.make_worker(team=team)
    by = make_accounts.make_actor(worker=worker)
    granted, other = uuid4(), uuid4()
    make.make_grant(team=team, subject=granted)
    make.make_conflict(worker=worker, record=party.record)
    sentences = set()
    for notice in (granted, other):
        with pytest.raises(actions.NotAllowed) as refused:
            actions.open_notice(notice=notice, item_parties=[party.person.id], by=by, why="Work list", now=now)
        sentences.add(str(refused.value))

    assert len(sentences) == 1


def test_a_conflict_is_declared_once_by_oneself_ones_manager_or_the_platform(now: datetime) -> None:
    team, me = make_agencies.make_team(), somebody()
    worker = make_agencies.make_worker(team=team)
    for by in (
        make_accounts.make_actor(worker=worker),
        make_accounts.make_actor(team=team, roles=("team_manager",)),
        MACHINE,
    ):
        actions.declare_conflict(worker=worker, record=me.record, by=by, now=now)

    assert StaffLink.objects.get().worker == worker
    assert audit.entries(event=Event.CONFLICT_DECLARED, about=f"worker:{worker.id}").count() == 1


def test_nobody_declares_a_conflict_for_a_colleague_or_another_agency(now: datetime) -> None:
    team, me = make_agencies.make_team(), somebody()
    worker = make_agencies.make_worker(team=team)
    for by in (
        make_accounts.make_actor(team=team),
        make_accounts.make_actor(team=make_agencies.make_team(), roles=("team_manager",)),
        accounts.agency_of_key(make_accounts.make_key(agency=team.agency)),
    ):
        assert by is not None
        with pytest.raises(permissions.NotYourConflict):
            actions.declare_conflict(worker=worker, record=me.record, by=by, now=now)
    assert not StaffLink.objects.exists()
