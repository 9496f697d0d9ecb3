"""Users, roles by date, and the end of every session with the account."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth import authenticate, get_user, login
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from tests.factories import accounts as make
from tests.factories import agencies as make_agencies
from wholepicture.registers.accounts import actions, permissions, queries
from wholepicture.registers.accounts.models import RoleHeld, User
from wholepicture.registers.accounts.roles import ROLES
from wholepicture.registers.agencies import actions as agencies
from wholepicture.registers.audit import queries as audit
from wholepicture.registers.audit.terms import MACHINE, Actor, Event

pytestmark = pytest.mark.django_db
TODAY = date(2019, 12, 16)


def signed_in_request(user: User) -> HttpRequest:
    """A request of somebody who has just signed in."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    return request


def next_request(request: HttpRequest) -> HttpRequest:
    """The next request of the same browser."""
    following = HttpRequest()
    following.session = SessionStore(request.session.session_key)
    return following


def test_a_user_signs_in_in_any_case_of_their_address() -> None:
    user = make.make_user()

    assert authenticate(HttpRequest(), username=user.email.upper(), password=make.PASSWORD) == user
    assert authenticate(HttpRequest(), username=user.email, password="wrong") is None


def test_an_actor_has_worker_agency_teams_and_what_their_roles_allow() -> None:
    team = make_agencies.make_team()
    user = make.make_user(team=team, roles=("team_manager", "reporting_officer"))

    actor = queries.actor_for(user, TODAY)

    assert (actor.id, actor.worker, actor.agency, actor.teams) == (
        str(user.id), user.worker_id, team.agency_id, {team.id},
    )  # fmt: skip
    assert actor.permissions == {p.value for p in ROLES["team_manager"].permissions}


def test_roles_count_by_date(now: datetime) -> None:
    user = make.make_user(roles=())
    actions.give_role(user=user, role="practitioner", by=MACHINE, now=now)
    tomorrow = now + timedelta(days=1)

    assert queries.permissions_of(user.id, TODAY - timedelta(days=1)) == frozenset()
    assert "READ_NOTICES" in queries.permissions_of(user.id, TODAY)
    actions.take_role(user=user, role="practitioner", by=MACHINE, now=tomorrow)
    assert "READ_NOTICES" in queries.permissions_of(user.id, TODAY)
    assert queries.permissions_of(user.id, tomorrow.date()) == frozenset()


def test_a_role_taken_is_gone_the_same_day(now: datetime) -> None:
    user = make.make_user(roles=())
    actions.give_role(user=user, role="specialist_releaser", by=MACHINE, now=now)
    actions.take_role(user=user, role="specialist_releaser", by=MACHINE, now=now)

    assert queries.permissions_of(user.id, TODAY) == frozenset()


def test_taking_a_role_that_is_not_held_changes_and_records_nothing(now: datetime) -> None:
    user = make.make_user(roles=("practitioner",))
    before = audit.entries(event=Event.ACCOUNT_CHANGED).count()
    actions.take_role(user=user, role="triage_chair", by=MACHINE, now=now)

    assert RoleHeld.objects.get().until_date is None
    assert audit.entries(event=Event.ACCOUNT_CHANGED).count() == before


def test_a_role_given_twice_is_held_once(now: datetime) -> None:
    user = make.make_user(roles=("practitioner", "practitioner"))
    actions.give_role(user=user, role="practitioner", by=MACHINE, now=now)

    row = RoleHeld.objects.get()
    with pytest.raises(IntegrityError, match="role_open_once"), transaction.atomic():
        RoleHeld.objects.create(user=user, role=row.role, from_date=TODAY)


def test_a_role_no_longer_registered_allows_nothing() -> None:
    user = make.make_user(roles=())
    RoleHeld.objects.create(user=user, role="administrator", from_date=TODAY)

    assert queries.permissions_of(user.id, TODAY) == frozenset()


def test_an_unknown_role_is_refused_and_no_user_is_left(now: datetime) -> None:
    worker = make_agencies.make_worker()
    with pytest.raises(actions.UnknownRole, match="administrator"), transaction.atomic():
        actions.create_user(
            worker=worker, email="a@a.example", password=make.PASSWORD, roles=["administrator"], by=MACHINE, now=now
        )
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["short", "passwordpassword1"[:13], "123456"])
def test_a_weak_password_is_refused_with_why(password: str, now: datetime) -> None:
    worker = make_agencies.make_worker()
    with pytest.raises(actions.WeakPassword, match="at least 14 characters"):
        actions.create_user(worker=worker, email="a@a.example", password=password, roles=[], by=MACHINE, now=now)


def test_an_address_belongs_to_one_user_whatever_its_case(now: datetime) -> None:
    user = make.make_user()
    with pytest.raises(actions.EmailTaken, match="never shared"):
        actions.create_user(
            worker=make_agencies.make_worker(), email=user.email.upper(), password=make.PASSWORD, roles=[],
            by=MACHINE, now=now,
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="email_once"), transaction.atomic():
        User.objects.create(email=user.email.upper(), worker=make_agencies.make_worker())


def test_deactivating_ends_every_session_of_this_user_and_no_other(now: datetime) -> None:
    user, other = make.make_user(), make.make_user()
    theirs = [signed_in_request(user), signed_in_request(user)]
    others = signed_in_request(other)
    # The session rows are dated by the real clock.
    actions.deactivate(user=user, by=MACHINE, now=now)

    assert [row.session_key for row in Session.objects.all()] == [others.session.session_key]
    assert all(not get_user(next_request(request)).is_authenticated for request in theirs)
    assert get_user(next_request(others)) == other


def test_an_inactive_user_is_refused_even_with_a_session_that_was_left_over() -> None:
    user = make.make_user()
    request = signed_in_request(user)
    assert get_user(next_request(request)) == user
    User.objects.filter(id=user.id).update(is_active=False)

    assert not get_user(next_request(request)).is_authenticated
    assert authenticate(HttpRequest(), username=user.email, password=make.PASSWORD) is None


def test_who_is_deactivated_has_no_permission_and_no_team(now: datetime) -> None:
    user = make.make_user(team=make_agencies.make_team())
    actions.deactivate(user=user, by=MACHINE, now=now)

    actor = queries.actor_for(user, TODAY)

    assert (actor.permissions, actor.teams) == (frozenset(), frozenset())
    assert actor.agency is not None, "an actor without agency would be taken for the platform"
    assert queries.user_of_worker(user.worker_id) is None


def test_who_has_left_has_no_permission_and_no_team_from_that_day(now: datetime) -> None:
    user = make.make_user(team=make_agencies.make_team())
    agencies.worker_leaves(worker=user.worker, left_date=TODAY, by=MACHINE, now=now)

    before, since = (queries.actor_for(user, day) for day in (TODAY - timedelta(days=1), TODAY))

    assert before.permissions
    assert before.teams
    assert (since.permissions, since.teams) == (frozenset(), frozenset())


def test_a_worker_is_found_as_user() -> None:
    user = make.make_user()

    assert queries.user_of_worker(user.worker_id) == user
    assert queries.user_of_worker(make_agencies.make_worker().id) is None


@pytest.mark.parametrize("role", list(ROLES))
def test_nobody_who_signs_in_changes_accounts(role: str, now: datetime) -> None:
    user = make.make_user(roles=(role,))
    by = queries.actor_for(user, TODAY)
    for change in (
        lambda: actions.give_role(user=user, role="specialist_releaser", by=by, now=now),
        lambda: actions.take_role(user=user, role=role, by=by, now=now),
        lambda: actions.deactivate(user=user, by=by, now=now),
        lambda: actions.create_user(
            worker=make_agencies.make_worker(), email="a@a.example", password=make.PASSWORD, roles=[], by=by, now=now
        ),
    ):
        with pytest.raises(permissions.NotYourAccounts):
            change()
    assert queries.actor_for(user, TODAY) == by


def test_every_change_and_sign_in_is_in_the_audit_without_what_was_typed(now: datetime) -> None:
    user = make.make_user(roles=("practitioner",))
    by = Actor(id=str(user.id), name="Somebody", agency=user.worker.agency_id, worker=user.worker_id)
    actions.take_role(user=user, role="practitioner", by=MACHINE, now=now)
    actions.deactivate(user=user, by=MACHINE, now=now)
    actions.signed_in(by=by, now=now)
    actions.signed_out(by=by, now=now)
    actions.sign_in_refused(email=user.email.upper(), by=MACHINE, now=now)
    actions.sign_in_refused(email="my secret pass phrase", by=MACHINE, now=now)

    changes = audit.entries(event=Event.ACCOUNT_CHANGED, about=f"user:{user.id}")
    assert sorted(str(entry.detail["change"]) for entry in changes) == [
        "created", "deactivated", "role given", "role taken",
    ]  # fmt: skip
    assert [e.chain for e in audit.entries(actor=str(user.id))] == [str(by.agency)] * 2
    refused = audit.entries(event=Event.SIGN_IN_REFUSED)
    assert sorted(entry.about for entry in refused) == [[], [f"user:{user.id}"]]
    assert not any("secret" in f"{entry.about}{entry.detail}" for entry in refused)


def test_an_actor_is_found_by_address_unless_deactivated(now: datetime) -> None:
    user = make.make_user()
    found = queries.actor_of_email(user.email.upper(), TODAY)
    assert found == queries.actor_for(user, TODAY)
    assert queries.actor_of_email("nobody@agency.example", TODAY) is None

    actions.deactivate(user=user, by=MACHINE, now=now)
    assert queries.actor_of_email(user.email, TODAY) is None
