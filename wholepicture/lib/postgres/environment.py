"""Which database this process uses: the one that the environment names, else a server of our own."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from wholepicture.lib.postgres import ServerProblem, launcher, roles

VARIABLES = {
    "owner": "DATABASE_URL",
    "web": "DATABASE_URL_WEB",
    "worker": "DATABASE_URL_WORKER",
    "auditor": "DATABASE_URL_AUDITOR",
}
DATABASE = "wholepicture"
SCHEMES = ("postgres", "postgresql")


class BadEnvironment(ServerProblem):
    """A variable that names the database is missing or cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Urls:
    """The connection URL of each role. Not to be printed: they hold passwords."""

    owner: str
    web: str
    worker: str
    auditor: str

    def __repr__(self) -> str:
        """Show nothing, so that no traceback or log has a password in it."""
        return "Urls(...)"


def resolve(environ: Mapping[str, str], data_dir: Path, *, database: str = DATABASE) -> Urls:
    """Return the URLs that the environment names, else those of our own server in `data_dir`, started if need be.

    Raises BadEnvironment, naming the variable and the remedy, or another ServerProblem from the launcher.
    """
    if not environ.get(VARIABLES["owner"]):
        _refuse_half_named(environ)
        info = launcher.start_or_join(data_dir)
        roles.ensure(info)
        roles.ensure_database(info, database)
        return Urls(**roles.urls(info, database))
    named = {role: _named(environ, role) for role in VARIABLES}
    for role in ("web", "worker", "auditor"):
        if to_django(named[role])["USER"] == to_django(named["owner"])["USER"]:
            raise BadEnvironment(
                f"{VARIABLES[role]} names the same user as DATABASE_URL: give {role} a role of its own, because the "
                "owner may change every table."
            )
    return Urls(**named)


def _refuse_half_named(environ: Mapping[str, str]) -> None:
    for variable in VARIABLES.values():
        if environ.get(variable):
            raise BadEnvironment(
                f"{variable} is set but DATABASE_URL is not: set DATABASE_URL to the owner's URL, or unset {variable} to "
                "use the embedded server."
            )


def _named(environ: Mapping[str, str], role: str) -> str:
    variable = VARIABLES[role]
    url = environ.get(variable)
    if not url:
        raise BadEnvironment(
            f"DATABASE_URL is set but {variable} is not: set it to the URL of the {role} role on the same database."
        )
    try:
        to_django(url)
    except BadEnvironment as error:
        raise BadEnvironment(f"{variable}: {error}") from None
    return url


def to_django(url: str) -> dict[str, object]:
    """Return Django's settings for the database that a URL names; no pool, and no password in any error.

    Understands percent-encoding, `?host=/folder/of/the/socket`, and passes every other parameter (sslmode,
    connect_timeout, ...) to the driver. Raises BadEnvironment when the URL cannot be read.
    """
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise BadEnvironment("a database is named by a URL that starts with postgresql://")
    user, password, host, port = _split_authority(parts.netloc)
    options: dict[str, object] = dict(parse_qsl(parts.query, keep_blank_values=True))
    found: dict[str, object] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": str(options.pop("dbname", unquote(parts.path.removeprefix("/")))),
        "USER": str(options.pop("user", user)),
        "PASSWORD": str(options.pop("password", password)),
        "HOST": str(options.pop("host", host)),
        "PORT": str(options.pop("port", port)),
        "OPTIONS": options,
    }
    for field, what in (("NAME", "database"), ("USER", "user")):
        if not found[field]:
            raise BadEnvironment(f"the URL has no {what}: write postgresql://user:password@host:port/database")
    return found


def _split_authority(authority: str) -> tuple[str, str, str, str]:
    """Split by hand: the standard library lowers the host, which may be a folder, and reads the port as a number."""
    credentials, _, address = authority.rpartition("@")
    user, _, password = credentials.partition(":")
    host, _, port = address.rpartition(":") if _has_port(address) else (address, "", "")
    if port and not port.isdigit():
        raise BadEnvironment("the port in the URL is not a number; a ':' or '/' in a password is written %3A or %2F")
    return unquote(user), unquote(password), unquote(host).strip("[]"), port


def _has_port(address: str) -> bool:
    return ":" in address.rpartition("]")[2]
