"""Items and minutes of each team this week and last, beside the agreed budget (design promise 14; review 3.7).

A manager or lead sees the teams of their agency; who chairs, or answers for the whole partnership, every team.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.interfaces.web.components import in_words
from wholepicture.lib.dates import london_day
from wholepicture.pathway.notifications import queries as notifications
from wholepicture.pathway.notifications.queries import Week, Weeks
from wholepicture.registers.access import queries as access
from wholepicture.registers.accounts.roles import Permission
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.audit.terms import Actor
from wholepicture.registers.protocol import queries as protocol

TEAMS_SHOWN = 6
FULL = 100
EVERY_TEAM = (Permission.CHAIR_TRIAGE, Permission.ADOPT_PROTOCOL)


@dataclass(frozen=True)
class TeamRow:
    """One team's week. `budget` None where none is agreed; `filled` is how much of the bar is full, 0 to 100."""

    team: str
    agency: str
    this: Week
    last: Week
    budget: int | None
    over: int
    over_last: int
    filled: int

    @property
    def state(self) -> str:
        """How the minutes of this week stand to the budget, in words."""
        if self.budget is None:
            return "No budget is agreed"
        return f"Over budget by {self.over} minutes" if self.over else "Within budget"


@dataclass(frozen=True)
class MinutesPicture:
    """The teams that were reached or have a budget, the fullest first; `hidden` is how many more there are."""

    rows: tuple[TeamRow, ...]
    since: str
    hidden: int
    how: str


def minutes(by: Actor, now: datetime, *, every_team: bool) -> MinutesPicture | None:
    """Compose the table for whoever answers for it; None for everybody else."""
    if Permission.SEE_MINUTES.value not in by.permissions:
        return None
    on, figures = london_day(now), protocol.current(now).parameters
    whole = any(each.value in by.permissions for each in EVERY_TEAM)
    teams: dict[UUID, tuple[str, str, list[int | None]]] = {
        team.id: (team.name, agency.name, [figures.weekly_minutes.get(function) for function in functions])
        for agency, team, functions in agencies.teams_with_functions(on)
        if whole or agency.id == by.agency
    }
    closed = access.closed_to(by.worker, on) if by.worker else set[UUID]()
    weeks = notifications.minutes_by_team(teams, on, minutes=figures.minutes_per_item, closed=closed)
    rows = [_row(*teams[team], weeks.get(team, Weeks())) for team in teams]
    shown = [row for row in rows if row.budget is not None or row.this.arrived or row.last.arrived]
    shown.sort(key=lambda row: (-row.filled, -row.over, -row.this.minutes, row.agency, row.team))
    first = tuple(shown if every_team else shown[:TEAMS_SHOWN])
    asked = "; ".join(f"{kind.value} {each}" for kind, each in figures.minutes_per_item.items())
    return MinutesPicture(
        rows=first,
        since=in_words.when(notifications.monday_of(on)),
        hidden=len(shown) - len(first),
        how=f"An item counts once, by the most that it asks, in minutes: {asked}. The protocol says the minutes and the budgets.",
    )


def _row(team: str, agency: str, budgets: list[int | None], weeks: Weeks) -> TeamRow:
    agreed = [each for each in budgets if each is not None]
    budget = sum(agreed) if agreed else None
    return TeamRow(
        team=team,
        agency=agency,
        this=weeks.this,
        last=weeks.last,
        budget=budget,
        over=max(0, weeks.this.minutes - budget) if budget is not None else 0,
        over_last=max(0, weeks.last.minutes - budget) if budget is not None else 0,
        filled=_filled(weeks.this.minutes, budget),
    )


def _filled(minutes: int, budget: int | None) -> int:
    if not budget:
        return FULL if budget == 0 and minutes else 0
    return min(FULL, round(FULL * minutes / budget))
