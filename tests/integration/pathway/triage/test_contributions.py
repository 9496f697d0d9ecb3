"""What teams say that they know: kept whatever happens, facts at once, conclusions sealed, and asked again after the decision."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import access as grants
from tests.factories import accounts, agencies, asks, notifications
from tests.factories import contributions as make
from tests.factories.families import make_child
from tests.factories.listings import charlies
from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.models import Family
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.notifications import actions as notices
from wholepicture.pathway.notifications.models import Answer, Notice
from wholepicture.pathway.notifications.terms import AnswerKind, State
from wholepicture.pathway.triage import actions, permissions, queries
from wholepicture.pathway.triage.facts import ContributionPicture
from wholepicture.pathway.triage.models import Ask, Contribution, Unsealing
from wholepicture.pathway.triage.terms import AskState, Cause, Known
from wholepicture.registers.access import actions as access
from wholepicture.registers.agencies import actions as directory
from wholepicture.registers.agencies.models import Team
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.models import Entry, Look
from wholepicture.registers.audit.terms import MACHINE, Actor, Event
from wholepicture.registers.chronology.models import Entry as Line
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.protocol.terms import NoticeKind

pytestmark = pytest.mark.django_db
NOW = make.NOW
LATER = NOW + timedelta(hours=2)
HV, POLICE, GP = Function.HEALTH_VISITOR, Function.POLICE_SAFEGUARDING_UNIT, Function.GP
WHOLE = {
    "what": "Seen on 12 December.", "childs_day": "Carried by his grandmother.", "worries": "Nobody saw where he sleeps.",
    "what_works": "His grandmother.", "proposal": "A visit to each parent.",
}  # fmt: skip


@pytest.fixture
def of() -> make.Asked:
    """The family that is asked about."""
    return make.make_family()


def as_read_by(reader: Actor, of: make.Asked, now: object = NOW) -> list[ContributionPicture]:
    """What was brought of the family, opened as a family page does."""
    parties = [one.person for one in families.members([of.family]).get(of.family, ())]
    seen = access.open_family(family=of.family, parties=parties, by=reader, why="family", now=now)  # type: ignore[arg-type]
    return queries.contributions(of.family, seen=seen, now=now)  # type: ignore[arg-type]


def reader_of(staff: notifications.Staff, of: make.Asked) -> Actor:
    """The named person of a team that may open the family."""
    make.may_open(staff.post.team, of)
    return staff.actor()


# What is said.


def test_what_is_said_is_kept_and_answers_everything_the_team_is_asked_about_the_family(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    about_mother = make.ask(visitor, of, about=of.mother)
    given = make.say(visitor.actor(), visitor, of, now=LATER, **{k: f"  {v} " for k, v in WHOLE.items()})
    assert {k: getattr(given, k) for k in WHOLE} == WHOLE
    assert (given.known, given.worker, given.at, given.after_decision) == ("KNOWN", visitor.named.id, LATER, False)
    assert set(Ask.objects.values_list("contribution", flat=True)) == {given.id}
    assert {notice.state for notice in Notice.objects.all()} == {State.ANSWERED}
    assert make.notice_of(about_mother).next_at is None
    assert {(a.kind, a.words) for a in Answer.objects.all()} == {(AnswerKind.KNOWN, "We know something")}


def test_everybody_asked_about_gets_a_line_without_a_word_of_a_conclusion_and_the_audit_says_who_spoke(
    of: make.Asked,
) -> None:
    visitor = make.asked(HV, of)
    make.ask(visitor, of, about=of.mother)
    given = make.say(visitor.actor(), visitor, of, now=LATER, **WHOLE)
    lines = Line.objects.filter(kind=EntryKind.CONTRIBUTION)
    assert {line.record_id for line in lines} == {of.baby.id, of.mother.id}
    assert {(line.agency_id, line.function, line.known_at, line.cause, line.words) for line in lines} == {
        (visitor.post.team.agency_id, HV.value, LATER, given.id, "We know something")
    }
    entry = Entry.objects.get(event=Event.CONTRIBUTION_GIVEN)
    assert {f"contribution:{given.id}", f"family:{of.family}", f"record:{of.baby.id}"} <= set(entry.about)
    assert not any(words in f"{entry.about}{entry.detail}" for words in WHOLE.values())


def test_not_checked_is_an_answer_with_its_reason(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    given = make.say(visitor.actor(), visitor, of, known=Known.NOT_CHECKED, what="", because="Our records are down.")
    assert (given.known, given.because) == ("NOT_CHECKED", "Our records are down.")
    answer = Answer.objects.get()
    assert (answer.kind, answer.words) == (AnswerKind.READ, "We have not checked: Our records are down.")
    assert Notice.objects.get().state == State.ANSWERED


@pytest.mark.parametrize(
    ("said", "field", "remedy"),
    [
        ({"known": Known.KNOWN, "what": " \n"}, "what", "say it in a few words"),
        ({"known": Known.KNOWN, "what": "", "worries": "Much."}, "what", "say it in a few words"),
        ({"known": Known.NOT_CHECKED, "what": "", "because": " "}, "because", "by when you can"),
        ({"known": Known.NOTHING_KNOWN, "what": "Seen."}, "known", "We know something"),
        ({"known": Known.NOTHING_KNOWN, "what": "", "proposal": "Visit."}, "known", "We know something"),
        ({"known": Known.NOT_CHECKED, "what": "Seen.", "because": "No time."}, "known", "We know something"),
        ({"known": Known.KNOWN, "because": "No time."}, "known", "not checked"),
        ({"known": Known.NOTHING_KNOWN, "what": "", "because": "No time."}, "known", "not checked"),
    ],
)
def test_what_is_missing_or_contradicts_the_answer_is_refused_by_the_name_of_its_box(
    of: make.Asked, said: dict[str, object], field: str, remedy: str
) -> None:
    visitor = make.asked(HV, of)
    with pytest.raises(actions.NotSaid, match=remedy) as refused:
        make.say(visitor.actor(), visitor, of, **said)
    assert refused.value.field == field
    assert not Contribution.objects.exists()
    assert Notice.objects.get().state == State.DELIVERED


def test_what_two_of_a_team_say_at_once_is_both_kept_and_only_the_first_answers(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    first = make.say(visitor.actor(), visitor, of, what="One.")
    second = make.say(visitor.actor(visitor.cover), visitor, of, what="Two.")
    assert [one.what for one in Contribution.objects.order_by("what")] == ["One.", "Two."]
    assert Ask.objects.get().contribution_id == first.id
    assert second.id != first.id
    assert Answer.objects.count() == 1


def test_the_same_form_sent_twice_makes_nothing_twice_and_an_addition_does(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    first, again = (make.say(visitor.actor(), visitor, of, what="One.") for _ in range(2))
    assert again.id == first.id
    assert make.say(visitor.actor(), visitor, of, what="One.", worries="Two.").id != first.id
    assert Contribution.objects.count() == 2
    make.say(visitor.actor(visitor.cover), visitor, of, what="One.", worries="Two.")
    assert Contribution.objects.count() == 3, "a colleague's own word is theirs, whatever it says"


def test_asked_anew_the_same_words_answer_anew(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    first = make.say(visitor.actor(), visitor, of)
    row = make.ask(visitor, of, now=LATER)
    again = make.say(visitor.actor(), visitor, of, now=LATER)
    assert again.id != first.id
    assert Ask.objects.get(id=row.id).contribution_id == again.id


# Who may.


def test_only_a_named_worker_of_the_team_who_has_the_role_and_is_close_to_nobody_may(of: make.Asked) -> None:
    visitor, gp = make.asked(HV, of), notifications.make_staff(function=GP)
    relative = visitor.actor(visitor.cover)
    grants.make_conflict(worker=visitor.cover, record=of.mother)
    for by, why in (
        (gp.actor(), permissions.NotAllowed),
        (make.somebody(visitor, roles=("analyst",)), permissions.NotYourContribution),
        (MACHINE, permissions.NotYourContribution),
        (relative, permissions.NotAllowed),
    ):
        with pytest.raises(why):
            make.say(by, visitor, of)
        with pytest.raises(why):
            actions.open_asks(family=of.family, team=visitor.post.team_id, by=by, now=NOW)
    assert not Contribution.objects.exists()


def climbed_to(staff: notifications.Staff) -> Actor:
    """The partnership's lead, whom what this team was asked has climbed to."""
    office = agencies.make_team(agency=staff.partnership.agency)
    directory.join_team(
        team=office, worker=staff.partnership, from_date=agencies.LONG_AGO, by=MACHINE, now=agencies.NOW
    )
    notifications.run_until(NOW + timedelta(hours=60), NOW)
    return staff.actor(staff.partnership, roles=("executive",))


def test_whoever_it_climbed_to_may_answer_and_reads_nothing_that_the_team_brought(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    lead = climbed_to(visitor)
    make.say(visitor.actor(), visitor, of, now=NOW + timedelta(hours=61), what="A secret of the team.")
    assert make.say(lead, visitor, of, now=NOW + timedelta(hours=62), what="Mine.").worker == visitor.partnership.id
    seen = actions.open_asks(family=of.family, team=visitor.post.team_id, by=lead, now=NOW + timedelta(hours=63))
    form = queries.contribution_form(of.family, visitor.post.team_id, seen=seen)
    assert [one.what for one in form.given] == ["Mine."]


def test_one_who_triages_may_say_something_unasked_and_it_stands_in_the_line_of_each_child(of: make.Asked) -> None:
    desk = make.triages(of)
    seen = actions.open_asks(family=of.family, team=desk.post.team_id, by=desk.actor(), now=NOW)
    assert seen.subject == queries.form_id(of.family, desk.post.team_id)
    assert Look.objects.filter(subject=of.family, subject_kind="FAMILY").count() == 1, "there is no notice to open"
    given = make.say(desk.actor(), desk, of)
    assert Line.objects.get(kind=EntryKind.CONTRIBUTION).record_id == of.baby.id
    assert [one.id for one in as_read_by(desk.actor(), of)] == [given.id]


def test_a_team_that_may_open_the_family_is_not_spoken_for_by_others(of: make.Asked) -> None:
    desk, visitor = make.triages(of), notifications.make_staff(function=HV)
    for by, staff in ((visitor.actor(), desk), (visitor.actor(), visitor), (desk.actor(), visitor)):
        with pytest.raises(permissions.NotAllowed):
            make.say(by, staff, of)


def test_a_held_ask_is_as_if_it_were_not_there_until_it_is_released(of: make.Asked) -> None:
    owner, gp = notifications.make_staff(function=POLICE), notifications.make_staff(function=GP)
    row = make.ask(gp, of, about=of.father, owner=owner)
    with pytest.raises(permissions.NotAllowed):
        make.say(gp.actor(), gp, of)
    notices.release(notice=row.notice_id, by=owner.actor(roles=("specialist_releaser",)), now=LATER)
    given = make.say(gp.actor(), gp, of, now=LATER)
    assert Ask.objects.get(id=row.id).contribution_id == given.id


def test_a_held_ask_is_not_answered_by_what_the_same_team_says_of_the_child(of: make.Asked) -> None:
    owner, gp = notifications.make_staff(function=POLICE), make.asked(GP, of)
    held = make.ask(gp, of, about=of.father, owner=owner)
    make.say(gp.actor(), gp, of)
    assert Ask.objects.get(id=held.id).contribution_id is None
    assert make.notice_of(held).state == State.HELD
    assert {line.record_id for line in Line.objects.filter(kind=EntryKind.CONTRIBUTION)} == {of.baby.id}


def test_what_was_declined_can_still_be_answered(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    row = Ask.objects.get()
    notices.decline(notice=row.notice_id, reason="She has moved away.", by=visitor.actor(), now=NOW)
    make.say(visitor.actor(), visitor, of, now=LATER)
    assert make.notice_of(row).state == State.ANSWERED


# What has vanished.


def test_a_team_that_is_no_longer_asked_is_told_why_and_what_to_do(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    Ask.objects.update(ended_at=NOW, ended_because="The agency has left the partnership.")
    with pytest.raises(permissions.NotYourContribution, match=r"has left the partnership\. .*report it as a concern"):
        make.say(visitor.actor(), visitor, of)
    stranger = notifications.make_staff(function=HV)
    with pytest.raises(permissions.NotAllowed):
        make.say(stranger.actor(), visitor, of)


def test_a_held_ask_that_ended_is_never_told_of(of: make.Asked) -> None:
    owner, gp = notifications.make_staff(function=POLICE), notifications.make_staff(function=GP)
    make.ask(gp, of, about=of.father, owner=owner)
    Ask.objects.update(ended_at=NOW, ended_because="The agency has left the partnership.")
    with pytest.raises(permissions.NotAllowed):
        make.say(gp.actor(), gp, of)


def test_nobody_of_a_closed_team_speaks_for_it_and_whoever_it_climbed_to_still_can(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    lead = climbed_to(visitor)
    Team.objects.filter(id=visitor.post.team_id).update(closed_date=london_day(NOW))
    with pytest.raises(permissions.NotAllowed):
        make.say(visitor.actor(), visitor, of)
    make.say(lead, visitor, of, now=NOW + timedelta(hours=61))
    assert Ask.objects.get().contribution_id


def merged(of: make.Asked) -> make.Asked:
    """The family turned out to be another's, and is that one from now on."""
    other = make.make_family()
    Family.objects.filter(id=of.family).update(merged_into_id=other.family)
    return other


def test_what_was_asked_about_a_family_that_became_another_is_answered_for_the_other(of: make.Asked) -> None:
    visitor, row = make.asked(HV, of), Ask.objects.get()
    other = merged(of)
    given = make.say(visitor.actor(), visitor, of)
    assert given.family_id == other.family
    assert Ask.objects.get(id=row.id).contribution_id == given.id
    desk = make.triages(other)
    assert [one.id for one in as_read_by(desk.actor(), other)] == [given.id]


def test_what_was_brought_before_families_became_one_stands_with_the_one_and_is_sealed_there(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    police = make.asked(POLICE, of)
    make.say(visitor.actor(), visitor, of, **WHOLE)
    other = merged(of)
    (found,) = as_read_by(reader_of(police, other), other)
    assert (found.what, found.worries, found.is_sealed) == (WHOLE["what"], "", True)
    make.say(police.actor(), police, other)
    assert Ask.objects.filter(contribution=None).count() == 0
    assert WHOLE["worries"] in {one.worries for one in as_read_by(police.actor(), other)}


# The seal.


@pytest.fixture
def brought(of: make.Asked) -> Contribution:
    """What the health visitor brought."""
    visitor = make.asked(HV, of)
    return make.say(visitor.actor(), visitor, of, **WHOLE)


def is_open(everything: list[ContributionPicture]) -> bool:
    """Whether the conclusions of what was brought whole are there; its facts always have to be."""
    (found,) = [one for one in everything if one.childs_day]
    assert (found.what, found.childs_day) == (WHOLE["what"], WHOLE["childs_day"])
    shown = [found.worries, found.what_works, found.proposal]
    assert (
        shown == ["", "", ""] if found.is_sealed else shown == [WHOLE[k] for k in ("worries", "what_works", "proposal")]
    )
    return not found.is_sealed


@pytest.mark.usefixtures("brought")
def test_conclusions_are_sealed_for_a_team_that_is_asked_and_open_once_its_own_are_in(of: make.Asked) -> None:
    police = make.asked(POLICE, of)
    reader = reader_of(police, of)
    assert not is_open(as_read_by(reader, of))
    make.say(police.actor(police.cover), police, of, known=Known.NOTHING_KNOWN, what="")
    assert is_open(as_read_by(reader, of))


@pytest.mark.usefixtures("brought")
def test_conclusions_are_open_to_whoever_is_not_asked_and_to_whoever_is_asked_only_by_what_is_held(
    of: make.Asked,
) -> None:
    assert is_open(as_read_by(make.triages(of).actor(), of))
    owner, gp = notifications.make_staff(function=POLICE), notifications.make_staff(function=GP)
    make.ask(gp, of, about=of.father, owner=owner)
    assert is_open(as_read_by(reader_of(gp, of), of))


@pytest.mark.usefixtures("brought")
def test_the_seal_holds_before_the_carrier_came_and_after_declining(of: make.Asked) -> None:
    police = notifications.make_staff(function=POLICE)
    row = make.ask(police, of, deliver=False)
    reader = reader_of(police, of)
    assert make.notice_of(row).state == State.QUEUED
    assert not is_open(as_read_by(reader, of))
    notices.decline(notice=row.notice_id, reason="Not our area at all.", by=reader, now=NOW)
    assert not is_open(as_read_by(reader, of))


@pytest.mark.usefixtures("brought")
def test_what_is_no_longer_asked_seals_nothing(of: make.Asked) -> None:
    police = make.asked(POLICE, of)
    Ask.objects.filter(contribution=None).update(ended_at=NOW, ended_because="Closed.")
    assert is_open(as_read_by(reader_of(police, of), of))


def test_what_ones_own_team_brought_is_open_to_it_though_it_is_asked_anew(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    make.say(visitor.actor(), visitor, of, **WHOLE)
    make.ask(visitor, of, now=LATER)
    assert is_open(as_read_by(reader_of(visitor, of), of, LATER))


def make_other_team(staff: notifications.Staff) -> Team:
    """Another team of the same agency, to which the named person belongs too."""
    team = agencies.make_team(agency=staff.post.team.agency)
    directory.join_team(team=team, worker=staff.named, from_date=agencies.LONG_AGO, by=MACHINE, now=agencies.NOW)
    return team


@pytest.mark.usefixtures("brought")
def test_one_open_ask_of_any_of_the_readers_teams_seals(of: make.Asked) -> None:
    desk = make.triages(of)
    post = agencies.make_staffed_post(function=Function.EMERGENCY_DUTY_TEAM, team=make_other_team(desk))
    make.ask(replace(desk, post=post), of)
    reader = desk.actor()
    assert {desk.post.team_id, post.team_id} <= reader.teams
    assert not is_open(as_read_by(reader, of))


@pytest.mark.usefixtures("brought")
def test_in_an_emergency_the_seal_opens_at_once_for_whoever_opened_it_until_their_team_is_asked_anew(
    of: make.Asked,
) -> None:
    police = make.asked(POLICE, of)
    reader, colleague = reader_of(police, of), police.actor(police.cover)
    actions.unseal(family=of.family, because="The baby is in hospital.", by=reader, now=NOW)
    assert is_open(as_read_by(reader, of))
    assert not is_open(as_read_by(colleague, of))
    make.say(police.actor(), police, of)
    make.ask(police, of, now=LATER)
    assert not is_open(as_read_by(reader, of, LATER))
    row, entry = Unsealing.objects.get(), Entry.objects.get(event=Event.SEAL_OPENED)
    assert (row.worker, row.because, row.at) == (police.named.id, "The baby is in hospital.", NOW)
    assert entry.about == [f"family:{of.family}", f"unsealing:{row.id}"]
    assert "hospital" not in str(entry.detail)


def test_the_seal_is_opened_with_a_reason_by_those_who_triage_the_family_alone(of: make.Asked) -> None:
    desk, visitor = make.triages(of), make.asked(HV, of)
    grants.make_conflict(worker=desk.cover, record=of.mother)
    with pytest.raises(actions.NotSaid, match="Reason") as refused:
        actions.unseal(family=of.family, because="urgent", by=desk.actor(), now=NOW)
    assert refused.value.field == "because"
    for by, why in (
        (visitor.actor(), permissions.NotAllowed),
        (desk.actor(desk.cover), permissions.NotAllowed),
        (make.somebody(desk, roles=("analyst",)), permissions.NotYourContribution),
    ):
        with pytest.raises(why):
            actions.unseal(family=of.family, because="The baby is in hospital.", by=by, now=NOW)
    assert not Unsealing.objects.exists()


def test_the_proof_of_another_look_opens_nothing(of: make.Asked) -> None:
    visitor, other = make.asked(HV, of), make.make_family()
    make.say(visitor.actor(), visitor, of, **WHOLE)
    seen = actions.open_asks(family=of.family, team=visitor.post.team_id, by=visitor.actor(), now=NOW)
    with pytest.raises(queries.NotOpened):
        queries.contributions(of.family, seen=seen, now=NOW)
    with pytest.raises(queries.NotOpened):
        queries.contribution_form(other.family, visitor.post.team_id, seen=seen)
    desk = make.triages(of).actor()
    for_family = access.open_family(family=of.family, parties=[], by=desk, why="family", now=NOW)
    with pytest.raises(queries.NotOpened):
        queries.contribution_form(of.family, visitor.post.team_id, seen=for_family)
    with pytest.raises(queries.NotOpened):
        queries.contributions(other.family, seen=for_family, now=NOW)


def test_what_is_brought_later_is_not_in_the_picture_of_an_earlier_moment(of: make.Asked) -> None:
    visitor, desk = make.asked(HV, of), make.triages(of)
    make.say(visitor.actor(), visitor, of, now=LATER, **WHOLE)
    assert as_read_by(desk.actor(), of, NOW) == []
    assert len(as_read_by(desk.actor(), of, LATER)) == 1


def test_a_picture_says_who_brought_it_when_and_for_which_team(of: make.Asked) -> None:
    visitor, desk = make.asked(HV, of), make.triages(of)
    make.say(visitor.actor(), visitor, of, now=LATER, **WHOLE)
    (found,) = as_read_by(desk.actor(), of, LATER)
    assert (found.agency, found.team, found.team_id) == (
        visitor.post.team.agency.name, visitor.post.team.name, visitor.post.team_id,
    )  # fmt: skip
    assert (found.by, found.at, found.known) == (visitor.named.name, LATER, Known.KNOWN)


# The form.


def test_opening_the_form_opens_the_notices_and_is_recorded(of: make.Asked) -> None:
    visitor, row = make.asked(HV, of), Ask.objects.get()
    actions.open_asks(family=of.family, team=visitor.post.team_id, by=visitor.actor(), now=NOW)
    assert Look.objects.filter(subject=row.notice_id, subject_kind="NOTICE_AS_TOLD").count() == 1
    assert Entry.objects.get(event=Event.NOTICE_OPENED).about == [f"notice:{row.notice_id}"]
    assert make.notice_of(row).state == State.DELIVERED, "reading answers nothing"


def test_the_form_says_whom_it_is_about_and_shows_the_teams_own_words_and_nobody_elses(
    of: make.Asked, brought: Contribution
) -> None:
    police = make.asked(POLICE, of)
    make.ask(police, of, about=of.mother, now=LATER)
    team = police.post.team_id
    form = _form(police, of)
    assert [(one.about, one.function, one.waits is None) for one in form.asked] == [
        (of.baby.id, POLICE, False), (of.mother.id, POLICE, False),
    ]  # fmt: skip
    assert (form.given, form.is_minimised, form.team_id) == ((), False, team)
    own = make.say(police.actor(), police, of, now=LATER)
    form = _form(police, of)
    assert [one.id for one in form.given] == [own.id]
    assert own.id != brought.id
    assert {one.waits for one in form.asked} == {None}


def test_a_form_of_nothing_but_released_asks_is_minimised_and_one_with_another_ask_is_not(of: make.Asked) -> None:
    owner, gp = notifications.make_staff(function=POLICE), notifications.make_staff(function=GP)
    row = make.ask(gp, of, about=of.father, owner=owner)
    notices.release(notice=row.notice_id, by=owner.actor(roles=("specialist_releaser",)), now=NOW)
    form = _form(gp, of)
    assert form.is_minimised
    assert [one.about for one in form.asked] == [of.father.id]
    make.ask(gp, of)
    form = _form(gp, of)
    assert not form.is_minimised
    assert {one.about: one.is_minimised for one in form.asked} == {of.father.id: True, of.baby.id: False}


def _form(staff: notifications.Staff, of: make.Asked) -> queries.FormPicture:
    team = staff.post.team_id
    seen = actions.open_asks(family=of.family, team=team, by=staff.actor(), now=LATER)
    return queries.contribution_form(of.family, team, seen=seen)


# After the decision.


def late(of: make.Asked) -> list[Notice]:
    """What was sent because of a contribution after the decision."""
    return list(Notice.objects.filter(cause_kind=Cause.CONTRIBUTION.value))


def test_what_is_known_after_the_decision_is_kept_and_the_chair_is_asked_whether_it_stands(of: make.Asked) -> None:
    desk, visitor = notifications.make_staff(function=Function.FIRST_RESPONSE), make.asked(HV, of)
    make.make_listing(of, decided_at=NOW)
    given = make.say(visitor.actor(), visitor, of, now=LATER, **WHOLE)
    assert given.after_decision
    (told,) = late(of)
    assert (told.cause, told.function, told.team_id) == (given.id, Function.FIRST_RESPONSE, desk.post.team_id)
    assert (told.kind, told.about_id, told.item.family, told.state) == (
        NoticeKind.ACT, of.baby.id, of.family, State.QUEUED,
    )  # fmt: skip
    assert told.reply_by == LATER + timedelta(hours=24)
    assert "decision stands" in told.text
    assert not any(words in f"{told.title}{told.text}{told.because}" for words in WHOLE.values())


@pytest.mark.parametrize("known", [Known.NOTHING_KNOWN, Known.NOT_CHECKED])
def test_nobody_is_asked_again_when_nothing_is_known_after_the_decision(of: make.Asked, known: Known) -> None:
    notifications.make_staff(function=Function.FIRST_RESPONSE)
    visitor = make.asked(HV, of)
    make.make_listing(of, decided_at=NOW)
    because = "No records." if known is Known.NOT_CHECKED else ""
    assert make.say(visitor.actor(), visitor, of, now=LATER, known=known, what="", because=because).after_decision
    assert late(of) == []


@pytest.mark.parametrize(
    "listed",
    [
        lambda of: None,
        lambda of: make.make_listing(of),
        lambda of: (make.make_listing(of, decided_at=NOW), make.make_listing(of)),
    ],
)
def test_what_comes_while_anything_is_undecided_is_not_late(
    of: make.Asked, listed: Callable[[make.Asked], object]
) -> None:
    notifications.make_staff(function=Function.FIRST_RESPONSE)
    visitor = make.asked(HV, of)
    listed(of)
    assert not make.say(visitor.actor(), visitor, of, now=LATER).after_decision
    assert late(of) == []


def test_where_the_first_to_chair_is_gone_the_next_is_asked_and_where_nobody_is_the_words_are_kept(
    of: make.Asked,
) -> None:
    visitor = make.asked(HV, of)
    make.make_listing(of, decided_at=NOW)
    assert make.say(visitor.actor(), visitor, of, now=LATER, what="One.").after_decision
    assert late(of) == []
    unit = notifications.make_staff(function=POLICE)
    make.say(visitor.actor(), visitor, of, now=LATER, what="Two.")
    assert [told.team_id for told in late(of)] == [unit.post.team_id]


def test_the_chair_is_asked_about_the_youngest_child_where_no_decision_says_which(of: make.Asked) -> None:
    notifications.make_staff(function=Function.FIRST_RESPONSE)
    elder = make_child("Mia", of.mother)
    make.join(of.family, elder, Part.CHILD)
    visitor = make.asked(HV, of, about=elder)
    make.make_listing(of, decided_at=NOW)
    make.say(visitor.actor(), visitor, of, now=LATER)
    assert [told.about_id for told in late(of)] == [of.baby.id]


def test_a_team_that_is_asked_again_after_a_decision_may_read_what_it_brought(of: make.Asked) -> None:
    visitor = make.asked(HV, of)
    make.say(visitor.actor(), visitor, of, what="One.")
    make.ask(visitor, of, now=LATER)
    assert [one.what for one in _form(visitor, of).given] == ["One."]


# As the machine asks.


def test_what_the_machine_asks_because_of_an_incident_is_answered_with_its_notices_and_seen_by_those_who_triage() -> (
    None
):
    world = asks.make_world()
    world.report()
    asks.ask()
    family = charlies(world)
    post = world.posts[HV]
    by = accounts.make_actor(team=post.team)
    at = asks.NOW + timedelta(hours=1)
    given = actions.contribute(family=family, team=post.team_id, known=Known.KNOWN, **WHOLE, by=by, now=at)
    mine = [one for one in queries.asks_of_family(family) if one.team_id == post.team_id]
    assert {one.state for one in mine} == {AskState.KNOWN}
    assert {Notice.objects.get(id=one.notice).state for one in mine} == {State.ANSWERED}
    desk = accounts.make_actor(team=world.posts[Function.FIRST_RESPONSE].team)
    (found,) = as_read_by(desk, make.Asked(family, *[world.records["Charlie"][0]] * 3), at)
    assert (found.id, found.is_sealed, found.worries) == (given.id, True, ""), "First Response is a standing member"
    practice = world.posts["practice_b"].team
    held = {one.team_id for one in queries.asks_of_family(family) if one.state is AskState.HELD}
    assert practice.id in held, "the father's practice is asked when a specialist releases it"
    with pytest.raises(permissions.NotAllowed):
        actions.open_asks(family=family, team=practice.id, by=accounts.make_actor(team=practice), now=at)
