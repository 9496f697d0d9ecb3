"""Who can sign in, which roles they hold, and the keys of agencies' systems."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from wholepicture.registers.agencies.models import Agency, Worker


class UserManager(BaseUserManager["User"]):
    """Finds a user by e-mail address, as Django's sign-in expects."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this e-mail address, in any case of letters."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in: always a named worker of one agency, never a shared account."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    email = models.EmailField(unique=True)
    worker = models.OneToOneField(Worker, models.PROTECT, related_name="user")
    is_active = models.BooleanField(default=True)

    objects = UserManager()
    USERNAME_FIELD = "email"

    class Meta:
        db_table = "accounts_user"
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")]


class RoleHeld(models.Model):
    """A user holds a role (a key of roles.ROLES) from the first date until (not including) the second."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    user = models.ForeignKey(User, models.PROTECT, related_name="roles")
    role = models.TextField()
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        db_table = "accounts_role_held"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role"], name="accounts_role_open_once", condition=Q(until_date__isnull=True)
            )
        ]


class ApiKey(models.Model):
    """The key of one agency's system: only its SHA-256 is kept; it may send, and reads nothing but its own answers."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="keys")
    label = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.TextField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_api_key"
        indexes: ClassVar = []
