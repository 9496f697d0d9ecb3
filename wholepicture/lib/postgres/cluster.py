"""Make the data directory of a server of our own, and the command line that its programs are started with."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from wholepicture.lib.postgres import ServerProblem, binaries, layout, passwords

SUPERUSER_NAME = "wp_launcher"
BUILTIN_LOCALE_SINCE = 17
NOBODY = 65534
AS_NOBODY = ("--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")


class CannotRunAsRoot(ServerProblem):
    """PostgreSQL does not run as root, and here nothing can be put between."""


class WrongVersion(ServerProblem):
    """The data directory was made by another major version than the programs are of."""


class NotMade(ServerProblem):
    """The data directory could not be made."""


def prefix() -> list[str]:
    """Return what a command must start with so that PostgreSQL accepts the user it runs as.

    As root it is a user namespace in which root has another number: no user is made and no folder's mode is changed.
    Raises CannotRunAsRoot where the kernel or the container forbids that.
    """
    if os.geteuid() != 0:
        return []
    program = shutil.which("unshare")
    wanted = [program, *AS_NOBODY] if program else []
    if not wanted or subprocess.run([*wanted, "true"], capture_output=True, check=False).returncode:  # noqa: S603
        raise CannotRunAsRoot(
            "PostgreSQL does not run as root and user namespaces are switched off here: start as an ordinary user, "
            "or set DATABASE_URL to a server."
        )
    return wanted


def environment() -> dict[str, str]:
    """Return the environment of the server's programs: nothing of PG*, so that no setting slips in unseen."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG", "TZ"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def ensure(place: layout.Layout, programs: binaries.Binaries, *, alive: int) -> None:
    """Make the data directory and its passwords unless they are there.

    `alive` is the descriptor of the held alive lock, which the program inherits: an `initdb` that outlives a killed
    launcher keeps the next one waiting. Raises WrongVersion, NotMade or passwords.PasswordsRefused.
    """
    version_file = place.data / "PG_VERSION"
    if version_file.exists():
        _check_version(place, programs, version_file.read_text().strip())
        passwords.read(place.passwords)
        return
    if place.data.exists():
        raise NotMade(f"{place.data} is there but holds no database: look what it is, and move it away.")
    shutil.rmtree(place.staging, ignore_errors=True)
    superuser = passwords.make(place.passwords)[passwords.SUPERUSER]
    _initdb(place, programs, superuser=superuser, alive=alive)
    place.staging.rename(place.data)


def _check_version(place: layout.Layout, programs: binaries.Binaries, made_by: str) -> None:
    if made_by != str(programs.major):
        raise WrongVersion(
            f"The database in {place.home} was made by PostgreSQL {made_by} and the programs in {programs.folder} are "
            f"version {programs.major}: set PGBIN to programs of version {made_by}, or name another folder."
        )


def _initdb(place: layout.Layout, programs: binaries.Binaries, *, superuser: str, alive: int) -> None:
    with _password_file(place.home / "initdb.password", superuser) as file:
        command = [*prefix(), programs.program("initdb"), "-D", str(place.staging), "-U", SUPERUSER_NAME]
        command += ["-A", "scram-sha-256", f"--pwfile={file}", "--data-checksums", *_locale(programs.major)]
        done = subprocess.run(  # noqa: S603  no shell, and no part from outside
            command, capture_output=True, text=True, check=False, env=environment(), cwd="/", umask=0o077,
            pass_fds=[alive], start_new_session=True,
        )  # fmt: skip
    if done.returncode:
        said = (done.stderr.strip().splitlines() or done.stdout.strip().splitlines() or ["nothing"])[-1]
        raise NotMade(f"The database could not be made in {place.home}; initdb said: {said}")


def _locale(major: int) -> list[str]:
    if major >= BUILTIN_LOCALE_SINCE:
        return ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8"]


@contextlib.contextmanager
def _password_file(path: Path, password: str) -> Iterator[Path]:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(password)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
