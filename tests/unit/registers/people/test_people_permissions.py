"""Which agency may read which protected fact: the whole table, and never against a never-to entry."""

from uuid import UUID

import pytest

from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people.permissions import (
    NotYours,
    Reader,
    check_can_resolve,
    check_can_tell,
    may_read,
)
from wholepicture.registers.people.terms import ProtectedKind

OWN, OTHER, TEAM, WORKER = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
ACTOR = Actor(id="user-1", name="Ada", agency=OWN, worker=WORKER, teams=frozenset({TEAM}))
DECIDERS = {"police", "childrens_social_care"}
WITH_THE_CHILD = DECIDERS | {"health_visiting", "school_nursing", "midwifery", "domestic_abuse_service"}
NEVER = {
    "gp_practice",
    "adult_mental_health",
    "substance_misuse",
    "perpetrator_service",
    "housing",
    "school",
    "nursery",
    "education_safeguarding",
    "safeguarding_partnership",
    "",
    "a kind added later",
}


@pytest.mark.parametrize("agency_kind", sorted(WITH_THE_CHILD | NEVER))
@pytest.mark.parametrize("kind", ProtectedKind)
def test_a_protected_fact_of_another_agency_reaches_only_the_kinds_listed(
    kind: ProtectedKind, agency_kind: str
) -> None:
    allowed = DECIDERS if kind is ProtectedKind.REFERRER else WITH_THE_CHILD
    reader = Reader(by=ACTOR, agency_kind=agency_kind)
    assert may_read(reader, kind=kind, told_by=OTHER, never_to=[]) is (agency_kind in allowed)


@pytest.mark.parametrize("kind", ProtectedKind)
def test_an_agency_reads_what_it_told_itself(kind: ProtectedKind) -> None:
    assert may_read(Reader(by=ACTOR, agency_kind="gp_practice"), kind=kind, told_by=OWN, never_to=[])


@pytest.mark.parametrize("entry", [f"agency:{OWN}", f"team:{TEAM}", f"worker:{WORKER}", "function:first_response"])
@pytest.mark.parametrize("told_by", [OWN, OTHER])
def test_a_never_to_entry_wins_over_everything(entry: str, told_by: UUID) -> None:
    reader = Reader(by=ACTOR, agency_kind="police", functions=frozenset({"first_response"}))
    assert not may_read(reader, kind=ProtectedKind.ADDRESS, told_by=told_by, never_to=[f"team:{OTHER}", entry])


def test_never_to_somebody_else_shuts_out_nobody_here() -> None:
    reader = Reader(by=ACTOR, agency_kind="police")
    assert may_read(reader, kind=ProtectedKind.ADDRESS, told_by=OTHER, never_to=[f"agency:{OTHER}", "function:gp"])


def test_whoever_belongs_to_no_agency_reads_nothing() -> None:
    assert not may_read(Reader(by=MACHINE, agency_kind="police"), kind=ProtectedKind.PHONE, told_by=OTHER, never_to=[])


def test_nobody_tells_in_another_agencys_name_but_the_machine() -> None:
    check_can_tell(by=ACTOR, agency=OWN)
    check_can_tell(by=MACHINE, agency=OTHER)
    with pytest.raises(NotYours, match="your own agency"):
        check_can_tell(by=ACTOR, agency=OTHER)
    with pytest.raises(NotYours):
        check_can_tell(by=Actor(id="user-9", name="Nobody's"), agency=OTHER)


def test_only_the_machine_joins_records() -> None:
    check_can_resolve(by=MACHINE)
    with pytest.raises(NotYours, match="linkage"):
        check_can_resolve(by=ACTOR)
