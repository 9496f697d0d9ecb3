"""Where a server of our own keeps its things: one private folder, and a short one for the socket.

A socket's path may have 107 bytes at most, so that it cannot lie inside a deep clone.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from wholepicture.lib.postgres import ServerProblem

SHORT_ROOT = Path("/tmp")  # noqa: S108  a folder made here is checked for its owner and mode before use
PORT = 5432


class FolderRefused(ServerProblem):
    """A folder is not ours alone, so that nothing secret may be put there."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The files of one server; `home` is the folder that was asked for, without symbolic links."""

    home: Path

    @property
    def data(self) -> Path:
        """The server's own data directory."""
        return self.home / "data"

    @property
    def staging(self) -> Path:
        """Where a new data directory is made before it is moved into place, so that half of one is never used."""
        return self.home / "data.new"

    @property
    def passwords(self) -> Path:
        """The passwords of all roles, readable by the owner of the folder only."""
        return self.home / "passwords.json"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "server.log"

    @property
    def start_lock(self) -> Path:
        """Held by whoever starts or stops the server."""
        return self.home / "start.lock"

    @property
    def alive_lock(self) -> Path:
        """Held by the server's processes themselves, as long as one of them lives."""
        return self.home / "alive.lock"

    @property
    def pid_file(self) -> Path:
        """The server's own lock file."""
        return self.data / "postmaster.pid"

    @property
    def socket_dir(self) -> Path:
        """The short folder of the socket, its name made from user and place."""
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:10]
        return SHORT_ROOT / f"wp-{os.getuid()}-{digest}"


def of(data_dir: Path) -> Layout:
    """Return the layout of the server in this folder, which need not exist yet."""
    return Layout(home=Path(os.path.realpath(data_dir)))


def prepare(layout: Layout) -> None:
    """Make the folders. Raises FolderRefused when one belongs to somebody else or is open to others."""
    try:
        layout.home.parent.mkdir(parents=True, exist_ok=True)
        layout.home.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise FolderRefused(f"The folder {layout.home} cannot be made: {error.strerror}.") from error
    if layout.home.stat().st_uid != os.geteuid():
        raise FolderRefused(
            f"The folder {layout.home} belongs to another user: start as that user, or name another folder."
        )
    private_folder(layout.socket_dir)


def private_folder(folder: Path) -> None:
    """Make a folder for us alone in a place where anybody may write. Raises FolderRefused when it cannot be ours."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    except OSError as error:
        raise FolderRefused(
            f"The folder {folder} for the database's socket cannot be made: {error.strerror}."
        ) from error
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise FolderRefused(
            f"{folder} is there already and is not a folder for you alone, so the database's socket is not put there: "
            "find out who made it, and remove it."
        )
