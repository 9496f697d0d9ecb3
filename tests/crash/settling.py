"""Wait, a bounded time, until the machine has nothing left to do, or until it has stopped getting on."""

import contextlib
import time
from collections.abc import Callable

import psycopg

# What waits for each step, by the definitions of their work lists but without their code, which may be at fault.
WORK = (
    "select (select count(*) from people_record where person_id is null), "
    "(select count(*) from people_person p where not exists "
    "(select 1 from families_placed f where f.person_id = p.id and f.version = p.version)), "
    "(select count(*) from incidents_incident i where not exists "
    "(select 1 from duties_derivation d where d.incident_id = i.id)), "
    "(select count(*) from duties_source s join people_person p on p.id = s.person_id where p.version <> s.version), "
    "(select count(*) from notifications_notice where deliver_at is not null), "
    "(select count(*) from oversight_stuck_item where cleared_at is null and next_try_at > now())"
)
DONE = (
    "select (select count(*) from linkage_link), (select count(*) from families_placed), "
    "(select count(*) from duties_derivation), (select count(*) from notifications_step), "
    "(select count(*) from notifications_attempt where finished_at is not null)"
)
LOOK_SECONDS = 0.1


def settle(url: str, mend: Callable[[], None], *, limit_seconds: float, still_seconds: float) -> bool:
    """Return True when nothing waits, False when nothing has moved for `still_seconds` or the limit has passed."""
    until = time.monotonic() + limit_seconds
    seen: tuple[int, ...] = ()
    moved = time.monotonic()
    while time.monotonic() < until:
        mend()
        time.sleep(LOOK_SECONDS)
        with contextlib.suppress(psycopg.OperationalError):
            work, done = _look(url)
            if not any(work):
                return True
            if (*work, *done) != seen or work[-1]:
                seen, moved = (*work, *done), time.monotonic()
            elif time.monotonic() - moved > still_seconds:
                return False
    return False


def _look(url: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(WORK).fetchone() or (1,), connection.execute(DONE).fetchone() or ()
