"""Real servers in folders of their own, stopped when the test ends."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import databases
from wholepicture.lib.postgres import launcher, roles


@pytest.fixture
def empty() -> Iterator[Path]:
    """A folder, not there yet, for one server, which is stopped afterwards."""
    with tempfile.TemporaryDirectory(prefix="wp test ") as name:
        path = Path(name) / "postgres"
        yield path
        launcher.stop(path)


@pytest.fixture(scope="session")
def cluster_as_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A server's folder just after it was made and stopped, to be copied: making one takes a second."""
    path = tmp_path_factory.mktemp("as made") / "postgres"
    launcher.start_or_join(path)
    launcher.stop(path)
    return path


@pytest.fixture
def folder(empty: Path, cluster_as_made: Path) -> Path:
    """The folder of a server that was made before and does not run."""
    shutil.copytree(cluster_as_made, empty)
    return empty


@pytest.fixture(scope="session")
def server() -> Iterator[launcher.ServerInfo]:
    """One server with its roles for all tests that do not harm it; unsafe, and therefore quick."""
    with tempfile.TemporaryDirectory(prefix="wp-test-") as name:
        path = Path(name) / "postgres"
        info = launcher.start_or_join(path, settings={"fsync": "off", "full_page_writes": "off"})
        roles.ensure(info)
        yield info
        launcher.stop(path)


@pytest.fixture
def database(server: launcher.ServerInfo) -> databases.Database:
    """A fresh database of the owner's."""
    return databases.make_database(server)


@pytest.fixture(scope="module")
def shared_database(server: launcher.ServerInfo) -> databases.Database:
    """One database for tests of a module that leave nothing behind that the others would notice."""
    return databases.make_database(server)
