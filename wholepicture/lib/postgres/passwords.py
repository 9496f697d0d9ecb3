"""The passwords of a server of our own: random, made once, in one file that only its owner may read."""

import json
import os
import secrets
import stat
from pathlib import Path

from wholepicture.lib.postgres import ServerProblem

SUPERUSER = "superuser"
KEYS = (SUPERUSER, "owner", "web", "worker", "auditor", "backup")


class PasswordsRefused(ServerProblem):
    """The file of passwords is missing, damaged or open to others."""


def make(path: Path) -> dict[str, str]:
    """Make a password for each role, keep them in a file of mode 0600, and return them by role."""
    made = {key: secrets.token_urlsafe(32) for key in KEYS}
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(made, file)
        file.flush()
        os.fsync(descriptor)
    beside.replace(path)
    return made


def read(path: Path) -> dict[str, str]:
    """Return the passwords by role. Raises PasswordsRefused with what to do about it."""
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise PasswordsRefused(f"The passwords in {path} can be read by others: run `chmod 600 {path}`.")
        found = json.loads(path.read_text())
        return {key: str(found[key]) for key in KEYS}
    except FileNotFoundError as error:
        raise PasswordsRefused(
            f"The file {path} with the database's passwords is missing: put it back from a backup, or remove the folder "
            f"{path.parent} to start afresh with an empty database."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise PasswordsRefused(f"The file {path} is damaged: put it back from a backup.") from error
