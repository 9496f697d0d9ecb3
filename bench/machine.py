"""What a figure was measured on: the command, the machine and its load, printed before and after every run."""

import os
import platform
import sys
from datetime import UTC, datetime


def command_line() -> str:
    """The command as it was given, such as `python -m bench.intake --slices 5`."""
    main = sys.modules["__main__"].__spec__
    name = f"-m {main.name}" if main else sys.argv[0]
    return " ".join(["python", name, *sys.argv[1:]])


def heading() -> str:
    """The command, when, the machine, and what it was doing already: a run on a busy machine says so itself."""
    return (
        f"$ {command_line()}\n{datetime.now(UTC):%d %B %Y %H:%M} UTC, {os.cpu_count()} cores ({_processor()}), "
        f"Python {platform.python_version()}, {load()}"
    )


def load() -> str:
    """The load of the last minute; what is measured adds one or two to it."""
    return f"machine load {os.getloadavg()[0]:.1f}"


def _processor() -> str:
    with open("/proc/cpuinfo") as lines:
        found = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return found[0] if found else platform.machine()
