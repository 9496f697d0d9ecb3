"""Fresh databases on a server of the tests' own."""

import itertools
from dataclasses import dataclass

import psycopg

from wholepicture.lib.postgres import launcher, roles

_numbers = itertools.count()


@dataclass(frozen=True)
class Database:
    """A fresh database, and the URL of each role on it."""

    info: launcher.ServerInfo
    name: str
    urls: dict[str, str]

    def connect(self, role: str) -> "psycopg.Connection[tuple[object, ...]]":
        """Connect as one of the roles."""
        return psycopg.connect(self.urls[role], autocommit=True)


def make_database(server: launcher.ServerInfo) -> Database:
    """Make a database of the owner's that no other test has."""
    name = f"test_{next(_numbers)}"
    roles.ensure_database(server, name)
    return Database(info=server, name=name, urls=roles.urls(server, name))
