"""The same code on a server that somebody else runs: Debian's own PostgreSQL over TCP, named by DATABASE_URL and its sisters."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from wholepicture.lib.postgres import roles

CONSOLE = Path(sys.executable).parent / "wholepicture"
DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
CASE = Path(__file__).resolve().parents[2] / "cases"
pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(not DEBIAN, reason="Debian's PostgreSQL is not installed: apt-get install postgresql"),
]


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_server_user(*line: str) -> list[str]:
    """PostgreSQL does not run as root: drop to nobody for this test's own server."""
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *line] if os.getuid() == 0 else list(line)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A server of Debian's in a folder of its own, with our roles made by its administrator; gives the four URLs."""
    folder = Path("/tmp") / f"wp-debian-{secrets.token_hex(4)}"  # noqa: S108  nobody must be able to reach it
    folder.mkdir(mode=0o700)
    data, port, password = folder / "data", free_port(), secrets.token_hex(8)
    (folder / "password").write_text(password)
    if os.getuid() == 0:
        for path in (folder, folder / "password"):
            os.chown(path, 65534, 65534)
    binaries = DEBIAN[-1]
    initdb = [
        str(binaries / "initdb"),
        "-D",
        str(data),
        "-A",
        "scram-sha-256",
        "-U",
        "administrator",
        "--pwfile",
        str(folder / "password"),
    ]
    subprocess.run(as_server_user(*initdb), check=True, capture_output=True, cwd="/")
    line = [str(binaries / "postgres"), "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(folder)]
    process = subprocess.Popen(as_server_user(*line), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
    try:
        yield _set_up(f"postgresql://administrator:{password}@127.0.0.1:{port}", port)
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _set_up(administrator: str, port: int) -> dict[str, str]:
    _wait(f"{administrator}/postgres")
    passwords = {role: secrets.token_hex(8) for role in roles.NAMES}
    roles.create(superuser_url=f"{administrator}/postgres", secrets=passwords)
    with psycopg.connect(f"{administrator}/postgres", autocommit=True) as connection:
        connection.execute(f"create database partnership owner {roles.NAMES['owner']}")
    named = {
        "owner": "DATABASE_URL",
        "web": "DATABASE_URL_WEB",
        "worker": "DATABASE_URL_WORKER",
        "auditor": "DATABASE_URL_AUDITOR",
    }
    return {
        variable: f"postgresql://{roles.NAMES[role]}:{passwords[role]}@127.0.0.1:{port}/partnership"
        for role, variable in named.items()
    }


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("Debian's server did not start.")


def run(server: dict[str, str], var: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One command against the named server."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_URL", "WHOLEPICTURE", "DJANGO"))}
    return subprocess.run(
        [str(CONSOLE), *arguments],
        env=environment | server | {"WHOLEPICTURE_VAR": str(var)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_named_server_is_migrated_filled_verified_and_replayed_on(server: dict[str, str], tmp_path: Path) -> None:
    for arguments in (["migrate"], ["demo", "--families", "0"], ["verify"]):
        done = run(server, tmp_path, *arguments)
        assert done.returncode == 0, done.stderr + done.stdout
    played = run(server, tmp_path, "replay", str(next(CASE.glob("*.yaml"))), "--json")
    assert played.returncode == 0, played.stderr
    assert json.loads(played.stdout)["verify"] == {"breaches": []}
    assert not (tmp_path / "postgres").exists(), "no embedded server is started when one is named"


def test_an_unsafe_server_is_refused_with_what_to_change(server: dict[str, str], tmp_path: Path) -> None:
    with psycopg.connect(server["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("alter role wp_owner in database partnership set synchronous_commit = off")
    try:
        refused = run(server, tmp_path, "verify")
    finally:
        with psycopg.connect(server["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("alter role wp_owner in database partnership reset synchronous_commit")
    assert refused.returncode == 1
    assert "synchronous_commit" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_half_named_server_is_refused_by_the_name_of_the_missing_variable(
    server: dict[str, str], tmp_path: Path
) -> None:
    half = {variable: url for variable, url in server.items() if variable != "DATABASE_URL_WORKER"}
    refused = run(half, tmp_path, "migrate")
    assert refused.returncode == 1
    assert "DATABASE_URL_WORKER" in refused.stderr
    assert "Traceback" not in refused.stderr
