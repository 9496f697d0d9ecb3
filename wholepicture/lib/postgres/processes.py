"""Which processes belong to a server of ours, and signals that reach those and no other.

A process id in a file proves nothing: the number may have gone to somebody else since. Ours is a process that runs
`postgres` and whose working directory is our data directory, the same directory and not merely the same name.
"""

import contextlib
import os
import signal
import time
from pathlib import Path

GONE = " (deleted)"


def of(data: Path) -> list[int]:
    """Return the ids of all live processes of the server in this data directory (zombies are not alive)."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and is_ours(int(name), data)]


def is_ours(pid: int, data: Path) -> bool:
    """Tell whether this process is a live one of the server in this data directory."""
    try:
        program = os.readlink(f"/proc/{pid}/exe").removesuffix(GONE)
        return os.path.basename(program) == "postgres" and _works_in(pid, data)
    except OSError:
        return False


def _works_in(pid: int, data: Path) -> bool:
    place = os.readlink(f"/proc/{pid}/cwd")
    if place.endswith(GONE):  # somebody removed the folder under a running server
        same_view = os.readlink(f"/proc/{pid}/ns/mnt") == os.readlink("/proc/self/ns/mnt")
        return same_view and place.removesuffix(GONE) == str(data)
    return os.path.samestat(os.stat(f"/proc/{pid}/cwd"), data.stat())


def exists(pid: int) -> bool:
    """Tell whether any process, also a zombie or somebody else's, has this id."""
    return os.path.exists(f"/proc/{pid}")


def send(pid: int, data: Path, number: signal.Signals) -> None:
    """Send a signal to a process if it is ours; the id cannot change hands between the look and the signal."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        if is_ours(pid, data):
            signal.pidfd_send_signal(handle, number)
    except ProcessLookupError:
        pass
    finally:
        os.close(handle)


def kill_all(data: Path, *, limit_seconds: float) -> bool:
    """Kill every process of this data directory; tell whether all were gone within the limit."""
    until = time.monotonic() + limit_seconds
    while left := of(data):
        for pid in left:
            send(pid, data, signal.SIGKILL)
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def work_done(data: Path) -> int:
    """Return the processor time that all our processes have used, in clock ticks: it grows while they get on."""
    return sum(_ticks(pid) for pid in of(data))


def _ticks(pid: int) -> int:
    with contextlib.suppress(OSError, ValueError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
    return 0
