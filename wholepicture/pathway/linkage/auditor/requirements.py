"""What an engine needs beyond the platform itself, and what to do where it is not there."""

import shutil
from importlib.util import find_spec

NEEDED = {
    "duckdb": ("requirements-bulk.txt", ("splink", "duckdb", "pyarrow")),
    "spark": ("requirements-spark.txt", ("splink", "pyspark", "pandas", "pyarrow")),
}


class NotInstalled(Exception):
    """What an engine needs is not here; its text says how to get it."""


def check(engine: str) -> None:
    """Raise NotInstalled unless everything that this engine needs is there."""
    file, packages = NEEDED[engine]
    missing = [package for package in packages if find_spec(package) is None]
    files = " -r ".join(dict.fromkeys(("requirements-bulk.txt", file)))
    if missing:
        raise NotInstalled(
            f"This needs {', '.join(missing)}, which a plain install leaves out. Install it with "
            f"`.venv/bin/python -m pip install --require-hashes --no-deps -r {files}`."
        )
    if engine == "spark" and shutil.which("java") is None:
        raise NotInstalled("Spark needs Java 17 or later on the path: install a Java runtime, such as openjdk-17-jre.")
