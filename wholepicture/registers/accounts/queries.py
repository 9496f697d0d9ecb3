"""Every read of accounts: who acts, with what permissions and teams, on which day."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from wholepicture.registers.accounts import keys
from wholepicture.registers.accounts.models import ApiKey, RoleHeld, User
from wholepicture.registers.accounts.roles import ROLES, Permission
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.audit.terms import Actor


def actor_for(user: User, on: date) -> Actor:
    """Return who this user is on this day: worker, agency, teams, and what their roles allow.

    Somebody deactivated, or whose worker has left or not yet begun, has no permission and no team.
    """
    worker = user.worker
    works = user.is_active and agencies.is_employed(worker.id, on)
    return Actor(
        id=str(user.id),
        name=worker.name,
        agency=worker.agency_id,
        worker=worker.id,
        teams=agencies.worker_teams(worker.id, on) if works else frozenset(),
        permissions=permissions_of(user.id, on) if works else frozenset(),
        out_of_hours=worker.out_of_hours,
    )


def permissions_of(user_id: UUID, on: date) -> frozenset[str]:
    """Return the values of the permissions that this user's roles hold on this day; a role no longer registered has none."""
    held = RoleHeld.objects.filter(Q(until_date=None) | Q(until_date__gt=on), user_id=user_id, from_date__lte=on)
    roles = (ROLES[role] for role in held.values_list("role", flat=True) if role in ROLES)
    return frozenset(permission.value for role in roles for permission in role.permissions)


def actor_of_email(email: str, on: date) -> Actor | None:
    """Return who this address belongs to on this day; None for nobody or a deactivated user."""
    user = User.objects.filter(email__iexact=email, is_active=True).select_related("worker").first()
    return actor_for(user, on) if user else None


def user_of_worker(worker_id: UUID) -> User | None:
    """Return the user that this worker signs in as, None for one who does not or may not."""
    return User.objects.filter(worker_id=worker_id, is_active=True).first()


def agency_of_key(raw_key: str) -> Actor | None:
    """Return who sends with this key: an agency's system that may report and nothing else; None for an unknown or revoked key."""
    key = ApiKey.objects.filter(digest=keys.digest(raw_key), revoked_at=None).select_related("agency").first()
    if key is None:
        return None
    return Actor(
        id=f"key:{key.id}",
        name=f"{key.agency.name}: {key.label}",
        agency=key.agency_id,
        permissions=frozenset({Permission.REPORT_INCIDENT.value}),
    )


def key(key_id: UUID | str) -> ApiKey | None:
    """Return the key with this id, revoked or not."""
    return ApiKey.objects.filter(id=key_id).first()


def keys_of(agency_id: UUID) -> list[ApiKey]:
    """Return an agency's keys, newest first, revoked ones included."""
    return list(ApiKey.objects.filter(agency_id=agency_id).order_by("-created_at", "id"))
