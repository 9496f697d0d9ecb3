"""What must hold when all has settled, asked of the database by plain SQL past every policy, and of the mail server."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg

Effects = Counter[tuple[str, ...]]

KEPT = (
    "select s.key, s.answer, i.id::text, (select count(*) from incidents_involved v where v.incident_id = i.id) "
    "from incidents_submission s left join incidents_incident i on i.submission_id = s.id"
)
ABOUT = "case when r.expected_date is not null then 'unborn' else r.forename end"
# Where a notice stands: still with its owner, or given to the carrier. A held one's own duty is part of the fan-out too.
NOTICES = (
    f"select n.cause::text, 'notice', n.function, a.slug, {ABOUT}, n.kind, n.cause_kind, n.row, n.owner_id is not null "
    "from notifications_notice n join agencies_team t on t.id = n.team_id join agencies_agency a on a.id = t.agency_id "
    "join people_record r on r.id = n.about_id"
)
DUTIES = (
    f"select d.incident_id::text, 'duty', d.function, coalesce(a.slug, 'nobody'), {ABOUT}, d.kind, d.row, "
    "d.notice_id is not null, d.task_id is not null, d.dropped_at is not null "
    "from duties_duty d left join agencies_team t on t.id = d.team_id left join agencies_agency a on a.id = t.agency_id "
    "join people_record r on r.id = d.about_id"
)
# Who is asked to find out whom to tell; several duties may share one task.
TASKS = (
    f"select d.incident_id::text, 'task', n.function, a.slug, {ABOUT}, n.kind, d.function "
    "from duties_duty d join notifications_notice n on n.id = d.task_id join agencies_team t on t.id = n.team_id "
    "join agencies_agency a on a.id = t.agency_id join people_record r on r.id = n.about_id"
)
CHRONOLOGY = (
    "select c.cause::text, 'chronology', c.kind, c.function, a.slug, "
    f"{ABOUT} from chronology_entry c join agencies_agency a on a.id = c.agency_id join people_record r on r.id = c.record_id"
)
RECEIVED = "select about ->> 0 from audit_entry where event = 'INCIDENT_RECEIVED'"
# A notice that nobody holds back is delivered when a carrier's receipt for it is written down.
UNDELIVERED = (
    "select n.id::text from notifications_notice n where n.state not in ('HELD', 'WITHHELD', 'SUPERSEDED') and not ("
    "exists (select 1 from notifications_step s where s.notice_id = n.id and s.kind = 'DELIVERED') and "
    "exists (select 1 from notifications_attempt t where t.notice_id = n.id and t.outcome = 'DELIVERED'))"
)
BY_MAIL = "select reference from notifications_attempt where route = 'EMAIL' and outcome = 'DELIVERED'"
TRIED_BY_MAIL = "select distinct reference from notifications_attempt where route = 'EMAIL'"
TWICE = {
    "incidents of one key": "select key from incidents_submission s join incidents_incident i on i.submission_id = s.id "
    "group by s.agency_id, key having count(*) > 1",
    "notices of one cause, function, team and person": f"select cause || function from notifications_notice n "
    f"join people_record r on r.id = n.about_id group by cause, function, team_id, {ABOUT} having count(*) > 1",
    "deliveries of one notice": "select notice_id::text from notifications_step where kind = 'DELIVERED' "
    "group by notice_id having count(*) > 1",
    "receipts of one message": "select reference from notifications_attempt where outcome = 'DELIVERED' "
    "group by reference having count(*) > 1",
    "lines of a chronology": "select source::text from chronology_entry group by source, kind, record_id, agency_id "
    "having count(*) > 1",
    "items of a team, family and day": "select family::text from notifications_item group by team_id, family, day "
    "having count(*) > 1",
    "audit entries of one incident": f"select about from ({RECEIVED}) as told(about) group by about having count(*) > 1",
}


@dataclass(frozen=True)
class Check:
    """One thing that must hold: what would break it, and where it is broken."""

    name: str
    broken: tuple[str, ...]


class Picture:
    """What stands in the database, read once."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        """Read it."""
        self._connection = connection
        self.kept = {key: (answer, incident, people) for key, answer, incident, people in self._rows(KEPT)}
        self.effects: dict[str, Effects] = defaultdict(Counter)
        for query in (NOTICES, TASKS, DUTIES, CHRONOLOGY):
            for incident, *effect in self._rows(query):
                self.effects[incident][tuple(str(part) for part in effect)] += 1

    def fan_out(self, key: str) -> Effects:
        """Everything that followed from the incident of this key."""
        return self.effects[self.kept[key][1]]

    def first(self, query: str) -> list[str]:
        """The first column of a query, as texts."""
        return [str(one) for one, *_ in self._rows(query)]

    def _rows(self, query: str) -> Iterable[tuple[Any, ...]]:
        return self._connection.execute(query).fetchall()


def lost(picture: Picture, answers: dict[str, bytes]) -> Check:
    """Acknowledged, and not kept as acknowledged."""
    gone = [key for key, answer in answers.items() if key not in picture.kept or not _as_answered(picture, key, answer)]
    return Check("acknowledged incidents lost", tuple(gone))


def _as_answered(picture: Picture, key: str, answer: bytes) -> bool:
    kept, incident, people = picture.kept[key]
    return incident is not None and kept.encode() == answer and people == 3


def incomplete(picture: Picture, reference: dict[str, Effects]) -> Check:
    """Kept, and not everything followed from it, or more than that."""
    return Check("incidents without full fan-out", tuple(_differences(picture, reference)))


def _differences(picture: Picture, reference: dict[str, Effects]) -> Iterator[str]:
    for key in picture.kept:
        found, wanted = picture.fan_out(key), reference[key.partition("-")[0]]
        if found != wanted:
            missing, extra = wanted - found, found - wanted
            yield f"{key}: missing {sorted(missing)[:3]}, too much {sorted(extra)[:3]}"


def undelivered(picture: Picture, received: set[str]) -> Check:
    """Notices that no carrier has taken, whatever the database says of them."""
    untold = [f"notice {notice}: never delivered" for notice in picture.first(UNDELIVERED)]
    marked = [f"message {sent}: marked, never received" for sent in picture.first(BY_MAIL) if sent not in received]
    return Check("notices lost", tuple(untold + marked))


def doubled(picture: Picture) -> Check:
    """Effects that happened twice."""
    found = [f"{what}: {one}" for what, query in TWICE.items() for one in picture.first(query)]
    return Check("effects twice", tuple(found))


def unregistered(picture: Picture, received: set[str]) -> Check:
    """Messages that the mail server took and for which no try is written down."""
    return Check("messages sent without a registered try", tuple(received - set(picture.first(TRIED_BY_MAIL))))
