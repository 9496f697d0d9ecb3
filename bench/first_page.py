"""From nothing to the first page: `python -m bench.first_page`.

Starts `wholepicture run` with the environment that is there and an empty folder for its data, and again with what it
kept; measured are the seconds until a page is answered and until Ctrl-C has ended everything, and the size on disk. The
baseline is a Python that only imports Django.
"""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.crash.programs import environment
from tests.smtp import free_port

ROOT = Path(__file__).resolve().parents[1]
LIMIT_SECONDS = 300
PAGE = "/sign-in"


def main() -> int:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="wp-bench-"))
    try:
        baseline = _seconds([sys.executable, "-c", "import django"])
        print(f"Baseline: a Python that only imports Django takes {baseline:.2f} s")
        for what in ("an empty folder", "the data it kept"):
            first, stopped = _start_and_stop(folder)
            print(
                f"First page with {what}: {first:.1f} s (x {first / baseline:.0f}); stopped by Ctrl-C in {stopped:.1f} s"
            )
        for name, place in ((".venv", ROOT / ".venv"), ("var", folder)):
            print(f"Size on disk of {name}: {_size(place) / 1e6:.0f} MB")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _seconds(command: list[str]) -> float:
    began = time.monotonic()
    subprocess.run(command, check=True)
    return time.monotonic() - began


def _start_and_stop(folder: Path) -> tuple[float, float]:
    """Seconds to the first page, and from Ctrl-C to the end."""
    port, console = free_port(), str(Path(sys.executable).parent / "wholepicture")
    began = time.monotonic()
    run = subprocess.Popen(
        [console, "run", "--port", str(port)], env=environment(WHOLEPICTURE_VAR=str(folder)), cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for_page(run, port)
        first = time.monotonic() - began
        # What comes after the first page (its greeting) is let past: Ctrl-C by hand is never faster.
        time.sleep(2)
    finally:
        began = time.monotonic()
        run.send_signal(signal.SIGINT)
        run.wait(60)
    return first, time.monotonic() - began


def _wait_for_page(run: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < until and run.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", PAGE)
            if connection.getresponse().status == http.client.OK:
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.05)
    raise SystemExit("No page came: run `wholepicture run` by hand and read what it says.")


def _size(place: Path) -> int:
    """Bytes on disk of all files below a folder."""
    return sum(os.lstat(file).st_blocks * 512 for file in place.rglob("*"))


if __name__ == "__main__":
    sys.exit(main())
