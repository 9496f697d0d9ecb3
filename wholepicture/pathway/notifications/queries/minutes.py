"""How many items reached each team in a week, how many of them are answered, and the minutes they take (design promise 14).

An item counts in the week of its day, once, by the most that its notices ask: what is held or withheld has reached nobody.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from wholepicture.pathway.notifications.queries import looks
from wholepicture.pathway.notifications.queries.items import NEEDS_ANSWER
from wholepicture.pathway.notifications.rules import STRENGTH
from wholepicture.registers.protocol.terms import NoticeKind

A_WEEK = timedelta(days=7)
ITEMS = """
with reached as (
  select i.id, i.team_id as team, i.day >= %(monday)s as this_week,
    max(array_position(%(kinds)s, n.kind)) as kind,
    bool_or(n.kind <> %(inform)s) as asked,
    bool_or(n.kind <> %(inform)s and n.state = any(%(waiting)s)) as waits
  from notifications_item i join notifications_notice n on n.item_id = i.id
  where i.day >= %(first)s and i.day < %(after)s and i.team_id = any(%(teams)s) and n.state = any(%(shown)s)
    and not exists (
      select from people_record r where r.id = n.about_id and r.person_id = any(%(closed)s))
    and not n.parties ?| %(closed_words)s
  group by i.id
)
select team, this_week, kind, count(*), count(*) filter (where asked), count(*) filter (where asked and not waits)
from reached group by team, this_week, kind
"""


@dataclass(frozen=True)
class Week:
    """What reached one team in one week: items, how many of them asked for an answer and have it, and the minutes of all."""

    arrived: int = 0
    asked: int = 0
    answered: int = 0
    minutes: int = 0

    def plus(self, other: "Week") -> "Week":
        """Both counted together."""
        return Week(
            self.arrived + other.arrived,
            self.asked + other.asked,
            self.answered + other.answered,
            self.minutes + other.minutes,
        )


@dataclass(frozen=True)
class Weeks:
    """One team's week so far, and the one before."""

    this: Week = Week()
    last: Week = Week()


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def minutes_by_team(
    teams: Collection[UUID], on: date, *, minutes: Mapping[NoticeKind, int], closed: Collection[UUID]
) -> dict[UUID, Weeks]:
    """The week of this day so far and the one before, for each of these teams that anything reached; one statement.

    `closed` are persons whose matters the reader may not know of: they are counted nowhere.
    """
    monday = monday_of(on)
    asked = {
        "monday": monday,
        "first": monday - A_WEEK,
        "after": monday + A_WEEK,
        "teams": sorted(teams),
        "kinds": [kind.value for kind in STRENGTH],
        "inform": NoticeKind.INFORM.value,
        "waiting": sorted(state.value for state in NEEDS_ANSWER),
        "shown": sorted(state.value for state in looks.SHOWN),
        "closed": sorted(closed),
        "closed_words": sorted(str(person) for person in closed),
    }
    found: dict[tuple[UUID, bool], Week] = {}
    with connection.cursor() as cursor:
        cursor.execute(ITEMS, asked)
        for team, is_this, kind, arrived, wanted, answered in cursor.fetchall():
            week = Week(arrived, wanted, answered, arrived * minutes[STRENGTH[kind - 1]])
            found[team, is_this] = found.get((team, is_this), Week()).plus(week)
    return {
        team: Weeks(found.get((team, True), Week()), found.get((team, False), Week()))
        for team in {key[0] for key in found}
    }
