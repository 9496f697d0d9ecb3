"""Say to the database who acts, for one transaction, so that its policies can refuse everybody else.

The settings end with the transaction, so that nothing passes to the next request on the same connection. They are a
backstop: a statement that an attacker writes can set them too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction

from wholepicture.lib import once
from wholepicture.lib.postgres import statements

# The inner select is worked out once for a query, not for each row.
ACTOR_IS_SET = "nullif((select current_setting('app.actor', true)), '') is not null"


def AGENCY_MATCHES(column: str) -> str:  # noqa: N802  it stands among constants of policies
    """Return the condition that a text column holds the acting agency's id; false when none acts."""
    return f"{column} = nullif((select current_setting('app.agency', true)), '')"


class WritesInGet(Exception):
    """A statement would have changed, or locked, what this block may only read."""


@contextmanager
def acting(*, actor: str, agency: str | None, using: str = "default") -> Iterator[None]:
    """Open a transaction in which the database knows who acts and for which agency (None: for none).

    Inside another `acting` it is a savepoint, and the outer actor is put back at its end. Raises ValueError when the
    actor is empty.
    """
    if not actor:
        raise ValueError("Nobody was named as acting: name a user, a key or a machine step.")
    outer = _current(using) if connections[using].in_atomic_block else None
    with transaction.atomic(using=using):
        _set(using, actor, agency or "")
        yield
        if outer is not None and not connections[using].needs_rollback:
            _set(using, *outer)


@contextmanager
def read_only_except(allowed_tables: set[str], *, using: str = "default") -> Iterator[None]:
    """Refuse, in this block, every statement that writes to a table not named, or that locks rows.

    What may be asked only once (lib.once) is. Raises WritesInGet before the statement is sent. What a called function or
    a trigger writes is not seen here.
    """

    def look_first(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> object:  # noqa: ANN401
        text = sql if isinstance(sql, str) else sql.as_string(None)
        refused = sorted(statements.written(text) - allowed_tables)
        if refused:
            raise WritesInGet(
                f"Reading this page may not change anything, but a statement writes: {', '.join(refused)}."
            )
        return execute(sql, params, many, context)

    with once.asking(), connections[using].execute_wrapper(look_first):
        yield


def _current(using: str) -> tuple[str, str]:
    with connections[using].cursor() as cursor:
        cursor.execute("select current_setting('app.actor', true), current_setting('app.agency', true)")
        actor, agency = cursor.fetchone()
    return actor or "", agency or ""


def _set(using: str, actor: str, agency: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute("select set_config('app.actor', %s, true), set_config('app.agency', %s, true)", [actor, agency])
