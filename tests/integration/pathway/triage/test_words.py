"""Words on a decision: saved for each user, so that two chairs at once lose no word, and closed to whoever may not triage."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.factories import access as given
from tests.factories import accounts, listings, worlds
from tests.factories import agencies as make
from wholepicture.pathway.families.models import Family
from wholepicture.pathway.triage import actions, permissions, queries
from wholepicture.pathway.triage.models import Words
from wholepicture.registers.access.permissions import NotAllowed
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import Actor, Event

pytestmark = pytest.mark.django_db
NOW = listings.NOW + timedelta(hours=1)


@pytest.fixture
def world() -> worlds.World:
    """One incident, listed."""
    made = worlds.make_world()
    made.report()
    return made


@pytest.fixture
def family(world: worlds.World) -> UUID:
    """Charlie's family."""
    return listings.charlies(world)


def at_the_table(world: worlds.World, function: Function = Function.FIRST_RESPONSE) -> Actor:
    """Somebody new in the team of a function that triages."""
    return accounts.make_actor(worker=make.make_worker(team=world.posts[function].team), roles=("practitioner",))


def test_what_was_saved_last_is_what_is_kept(world: worlds.World, family: UUID) -> None:
    ann = at_the_table(world)
    actions.save_words(family=family, words={"reasons": "Five"}, began_from=None, by=ann, now=NOW)
    later, seen = NOW + timedelta(minutes=1), uuid4()
    actions.save_words(family=family, words={"reasons": "Five in 38 days"}, began_from=seen, by=ann, now=later)
    assert queries.words_of(family, ann) == queries.WordsKept({"reasons": "Five in 38 days"}, seen, later)
    assert Words.objects.count() == 1


def test_two_at_once_keep_their_own_words_and_see_that_the_other_writes(world: worlds.World, family: UUID) -> None:
    ann, ben = at_the_table(world), at_the_table(world, Function.POLICE_SAFEGUARDING_UNIT)
    actions.save_words(family=family, words={"reasons": "Ann's"}, began_from=None, by=ann, now=NOW)
    actions.save_words(family=family, words={"reasons": "Ben's"}, began_from=None, by=ben, now=NOW)
    for who, words, other in ((ann, "Ann's", ben), (ben, "Ben's", ann)):
        kept = queries.words_of(family, who)
        assert kept is not None
        assert kept.words == {"reasons": words}
        assert queries.others_writing(family, who, NOW) == [queries.Writing(other.name, NOW)]


def test_whoever_stopped_writing_an_hour_ago_is_no_longer_told_of_and_their_words_stay(
    world: worlds.World, family: UUID
) -> None:
    ann, ben = at_the_table(world), at_the_table(world, Function.POLICE_SAFEGUARDING_UNIT)
    actions.save_words(family=family, words={"reasons": "Ann's"}, began_from=None, by=ann, now=NOW)
    assert queries.others_writing(family, ben, NOW + timedelta(minutes=59))
    assert not queries.others_writing(family, ben, NOW + timedelta(hours=1))
    assert queries.words_of(family, ann)


def test_discarding_takes_ones_own_words_only_and_leaves_a_trace(world: worlds.World, family: UUID) -> None:
    ann, ben = at_the_table(world), at_the_table(world, Function.POLICE_SAFEGUARDING_UNIT)
    for who in (ann, ben):
        actions.save_words(family=family, words={"reasons": "Mine"}, began_from=None, by=who, now=NOW)
    actions.discard_words(family=family, by=ann, now=NOW)
    actions.discard_words(family=family, by=ann, now=NOW)
    assert queries.words_of(family, ann) is None
    assert queries.words_of(family, ben)
    told = [entry.detail["change"] for entry in audit.entries(event=Event.WORDS_SAVED)]
    assert sorted(told) == ["discarded", "saved", "saved"]


def test_the_audit_keeps_no_word_of_what_was_written(world: worlds.World, family: UUID) -> None:
    actions.save_words(family=family, words={"reasons": "SECRET"}, began_from=None, by=at_the_table(world), now=NOW)
    (entry,) = audit.entries(event=Event.WORDS_SAVED)
    assert entry.about == [f"family:{family}"]
    assert "SECRET" not in str(entry)


def test_too_many_words_are_refused_with_what_to_shorten(world: worlds.World, family: UUID) -> None:
    with pytest.raises(actions.TooManyWords, match="shorten the reasons"):
        actions.save_words(
            family=family, words={"reasons": "a" * 200_001}, began_from=None, by=at_the_table(world), now=NOW
        )
    assert not Words.objects.exists()


def test_a_role_without_triage_may_not_write(world: worlds.World, family: UUID) -> None:
    ann = at_the_table(world)
    officer = replace(ann, permissions=ann.permissions - {Permission.TRIAGE.value})
    with pytest.raises(permissions.NotAtTheTable, match="does not take part in triage"):
        actions.save_words(family=family, words={}, began_from=None, by=officer, now=NOW)


def test_a_team_that_was_not_granted_the_family_may_not_write(world: worlds.World, family: UUID) -> None:
    stranger = at_the_table(world, Function.PERPETRATOR_SERVICE)
    with pytest.raises(NotAllowed):
        actions.save_words(family=family, words={}, began_from=None, by=stranger, now=NOW)


def test_whoever_is_close_to_somebody_in_the_family_may_not_write(world: worlds.World, family: UUID) -> None:
    team = world.posts[Function.FIRST_RESPONSE].team
    worker = make.make_worker(team=team)
    given.make_conflict(worker=worker, record=world.records["Kyle"][0])
    given.make_grant(team=team, subject=family, subject_kind=Subject.FAMILY)
    with pytest.raises(NotAllowed):
        actions.save_words(family=family, words={}, began_from=None, by=accounts.make_actor(worker=worker), now=NOW)


def test_words_on_a_family_that_became_another_go_on_with_it(world: worlds.World, family: UUID) -> None:
    ann, ben = at_the_table(world), at_the_table(world, Function.POLICE_SAFEGUARDING_UNIT)
    gone = Family.objects.create(created_at=NOW, merged_into_id=family)
    Words.objects.create(family=gone, user=ann.id, name=ann.name, words={"reasons": "Mine"}, saved_at=NOW)
    kept = queries.words_of(family, ann)
    assert kept is not None
    assert kept.words == {"reasons": "Mine"}
    assert queries.others_writing(family, ben, NOW) == [queries.Writing(ann.name, NOW)]
    actions.discard_words(family=family, by=ann, now=NOW)
    assert not Words.objects.exists()


def test_what_was_never_sent_is_listed_for_whoever_wrote_it_and_for_nobody_who_has_no_team(
    world: worlds.World, family: UUID
) -> None:
    by = at_the_table(world)
    actions.save_words(family=family, words={"reasons": "Five"}, began_from=None, by=by, now=NOW)
    assert [one.family for one in queries.unsent(by, NOW)] == [family]
    assert queries.unsent(replace(by, teams=frozenset()), NOW) == []
    assert queries.unsent(replace(by, worker=None), NOW) == []
