"""The picture of what is stuck."""

from dataclasses import dataclass
from datetime import date, datetime

from wholepicture.interfaces.web.components import in_words
from wholepicture.lib.dates import london_day
from wholepicture.pathway import stages
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.oversight import queries as oversight
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.terms import Function

OWNERS = {stage.name: stage.owner for stage in (*stages.STAGES, *stages.WATCHING)}


@dataclass(frozen=True)
class StuckPage:
    """Everything that the page shows, as rows of its tables."""

    lists: list[tuple[object, ...]]
    items: list[tuple[object, ...]]
    workers: list[tuple[object, ...]]
    gaps: list[str]
    has_living_worker: bool


def stuck(now: datetime) -> StuckPage:
    """Compose the page."""
    signs = oversight.heartbeats(now=now)
    return StuckPage(
        lists=[*(_list(stage, now) for stage in (*stages.STAGES, *stages.WATCHING)), *_files(now)],
        items=[
            (item.stage, OWNERS.get(item.stage, "Operator on duty"), item.error, _since(item.since, now), item.attempts,
             in_words.short_when(item.next_try_at))
            for item in oversight.stuck()
        ],
        workers=[(sign.worker, _state(sign), in_words.short_when(sign.beat_at), in_words.short_when(sign.started_at)) for sign in signs],
        gaps=_gaps(london_day(now)),
        has_living_worker=any(not sign.stopped and not sign.silent for sign in signs),
    )  # fmt: skip


def _list(stage: stages.Stage, now: datetime) -> tuple[object, ...]:
    size = stage.size(now)
    oldest = f"Since {in_words.short_when(size.oldest_at)}" if size.oldest_at else "Nothing waits"
    return stage.name, stage.owner, size.count, oldest


def _files(now: datetime) -> list[tuple[object, ...]]:
    """What files of the reader's own agency wait for: the database shows nobody another's."""
    waiting = [size for _, size in incidents.quarantine_waiting(now)]
    begun = incidents.unfinished_files(now)
    sizes = [("Mend what files could not bring in", size) for size in waiting]
    sizes += [("Feed again files that were not finished", begun)] if begun.count else []
    return [
        (name, "Data officer", size.count, f"Since {in_words.short_when(size.oldest_at)}")
        for name, size in sizes
        if size.oldest_at
    ]


def _gaps(on: date) -> list[str]:
    """Functions that nobody holds, and posts that nobody answers for today: somebody would not be told."""
    directory = agencies.directory(on)
    held = {post.function for agency in directory.agencies for team in agency.teams for post in team.posts}
    lacking = [f"No team of the directory is {function.label}." for function in Function if function not in held]
    return [*directory.warnings(), *lacking]


def _since(at: datetime, now: datetime) -> str:
    return f"{in_words.short_when(at)} ({_age(at, now)})"


def _age(at: datetime, now: datetime) -> str:
    minutes = int((now - at).total_seconds() // 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"


def _state(sign: oversight.Sign) -> str:
    if sign.stopped:
        return "Stopped in order"
    return "Silent: it may be dead" if sign.silent else "Working"
