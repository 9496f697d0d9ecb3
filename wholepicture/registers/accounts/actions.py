"""Every change of who signs in, with which role, and of the keys of agencies' systems.

A user who is deactivated is out at the next request, twice over: their session rows are deleted here, and Django's
ModelBackend answers no user for an inactive one, whatever session still names them.
"""

from collections.abc import Iterable
from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from wholepicture.lib.dates import london_day
from wholepicture.registers.accounts import keys, permissions
from wholepicture.registers.accounts.models import ApiKey, RoleHeld, User
from wholepicture.registers.accounts.roles import ROLES
from wholepicture.registers.agencies.models import Agency, Worker
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event


class UnknownRole(ValueError):
    """A role that is not registered."""


class EmailTaken(ValueError):
    """Two users would sign in with one e-mail address."""


class WeakPassword(ValueError):
    """A password that the rules refuse; its text says why."""


class NoLabel(ValueError):
    """A key without a label: nobody would know which system to stop."""


@transaction.atomic
def create_user(*, worker: Worker, email: str, password: str, roles: Iterable[str], by: Actor, now: datetime) -> User:
    """Let a worker sign in with this e-mail address and these roles (keys of roles.ROLES).

    Raises EmailTaken, WeakPassword, UnknownRole, permissions.NotYourAccounts.
    """
    permissions.check_can_manage_accounts(by=by)
    address = email.strip().lower()
    if User.objects.filter(email__iexact=address).exists():
        raise EmailTaken(f"E-mail address: {address} belongs to another user already. Accounts are never shared.")
    user = User(email=address, worker=worker)
    _check_password(password, user)
    user.set_password(password)
    user.save(force_insert=True)
    _audit(Event.ACCOUNT_CHANGED, by, now, user, change="created")
    for role in dict.fromkeys(roles):
        give_role(user=user, role=role, by=by, now=now)
    return user


@transaction.atomic
def give_role(*, user: User, role: str, by: Actor, now: datetime) -> None:
    """Let a user hold a role from today on; one they hold already stays. Raises UnknownRole, permissions.NotYourAccounts."""
    permissions.check_can_manage_accounts(by=by)
    if role not in ROLES:
        raise UnknownRole(f'Role: "{role}" is not registered. Use one of: {", ".join(ROLES)}.')
    if not RoleHeld.objects.filter(user=user, role=role, until_date=None).exists():
        RoleHeld.objects.create(user=user, role=role, from_date=london_day(now))
        _audit(Event.ACCOUNT_CHANGED, by, now, user, change="role given", role=role)


@transaction.atomic
def take_role(*, user: User, role: str, by: Actor, now: datetime) -> None:
    """End a role today: from the next request on the user does not have it. Raises permissions.NotYourAccounts."""
    permissions.check_can_manage_accounts(by=by)
    if RoleHeld.objects.filter(user=user, role=role, until_date=None).update(until_date=london_day(now)):
        _audit(Event.ACCOUNT_CHANGED, by, now, user, change="role taken", role=role)


@transaction.atomic
def deactivate(*, user: User, by: Actor, now: datetime) -> None:
    """End a user's sign-in and every session of theirs at once. Raises permissions.NotYourAccounts."""
    permissions.check_can_manage_accounts(by=by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    ended = _end_sessions(user, now)
    _audit(Event.ACCOUNT_CHANGED, by, now, user, change="deactivated", sessions_ended=ended)


@transaction.atomic
def issue_key(*, agency: Agency, label: str, by: Actor, now: datetime) -> tuple[ApiKey, str]:
    """Make a key for one agency's system; the second of the pair is the key itself, which is nowhere kept.

    Raises NoLabel, permissions.NotYourKeys.
    """
    permissions.check_can_issue_keys(by=by)
    if not label.strip():
        raise NoLabel("Label: write which system will use the key, so that the right one can be stopped.")
    raw = keys.new()
    key = ApiKey.objects.create(
        agency=agency, label=label.strip(), digest=keys.digest(raw), created_at=now, created_by=by.id
    )
    audit.record(event=Event.KEY_ISSUED, by=by, now=now, about=[f"key:{key.id}", f"agency:{agency.id}"])
    return key, raw


@transaction.atomic
def revoke_key(*, key: ApiKey, by: Actor, now: datetime) -> None:
    """Refuse a key from now on; a revoked one keeps the time of its first revocation. Raises permissions.NotYourKeys."""
    permissions.check_can_issue_keys(by=by)
    if ApiKey.objects.filter(id=key.id, revoked_at=None).update(revoked_at=now):
        audit.record(event=Event.KEY_REVOKED, by=by, now=now, about=[f"key:{key.id}", f"agency:{key.agency_id}"])


@transaction.atomic
def signed_in(*, by: Actor, now: datetime) -> None:
    """Write that somebody signed in."""
    audit.record(event=Event.SIGNED_IN, by=by, now=now)


@transaction.atomic
def signed_out(*, by: Actor, now: datetime) -> None:
    """Write that somebody signed out."""
    audit.record(event=Event.SIGNED_OUT, by=by, now=now)


@transaction.atomic
def sign_in_refused(*, email: str, by: Actor, now: datetime) -> None:
    """Write that a sign-in was refused: the user's id where the address is known, else nothing of what was typed.

    People type passwords into the wrong field: what was typed is not kept. `by` is the machine, nobody being known.
    """
    user = User.objects.filter(email__iexact=email.strip()).first()
    audit.record(event=Event.SIGN_IN_REFUSED, by=by, now=now, about=[f"user:{user.id}"] if user is not None else [])


def _audit(event: Event, by: Actor, now: datetime, user: User, **detail: object) -> None:
    audit.record(event=event, by=by, now=now, about=[f"user:{user.id}"], detail=detail)


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as refused:
        raise WeakPassword("Password: " + " ".join(refused.messages)) from None


def _end_sessions(user: User, now: datetime) -> int:
    """Delete this user's sessions. A session's user stands in its signed data only, so each one is opened to see."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    sessions = store.get_model_class().objects.filter(expire_date__gt=now)
    theirs = [s.session_key for s in sessions.iterator() if s.get_decoded().get(SESSION_KEY) == str(user.pk)]
    sessions.filter(session_key__in=theirs).delete()
    return len(theirs)
