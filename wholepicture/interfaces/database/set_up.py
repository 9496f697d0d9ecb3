"""Bring a database to the state that this code needs: migrations, privileges, row-level security."""

from typing import Any

from django.conf import settings
from django.core.management import call_command

from wholepicture.interfaces.database import privileges as declared
from wholepicture.lib.postgres import privileges
from wholepicture.lib.postgres.environment import to_django


def migrate(connection: Any) -> None:  # noqa: ANN401  Django's connection proxy has no public type
    """Run all migrations as the owner, then grant exactly what is declared."""
    call_command("migrate", verbosity=0, skip_checks=True)
    apply_privileges(connection)


def apply_privileges(connection: Any) -> None:  # noqa: ANN401
    """Grant what interfaces.database.privileges declares to the roles that the environment names, and nothing else."""
    privileges.apply(connection, roles=role_names(), rules=declared.RULES, row_security=declared.ROW_SECURITY)


def role_names() -> dict[str, str]:
    """The database's names of our roles, from their URLs."""
    return {role: str(to_django(getattr(settings.URLS, role))["USER"]) for role in ("web", "worker", "auditor")}
