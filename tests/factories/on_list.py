"""A daily list for tests: many families at once, listed for one incident; decisions and asks as rows of their own."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from wholepicture.pathway.triage.models import Ask, AskFor, Contribution, Decision, DecisionFor, Listing
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Change, Known, Mode
from wholepicture.registers.agencies.models import Agency, Team, Worker
from wholepicture.registers.people.models import Record
from wholepicture.registers.protocol.terms import Lane

# Each family has a mother and a child called "Child 1" and so on; every fifth is in the fast lane, and what is new goes
# through all words. The first was listed now, each further one so many minutes earlier.
FILL = """
with made as (
  select n, gen_random_uuid() as family, gen_random_uuid() as mother, gen_random_uuid() as child,
    %(now)s::timestamptz - (n - 1) * %(minutes)s * interval '1 minute' as at,
    case when n %% 5 = 0 then 'fast' else 'standard' end as lane
  from generate_series(1, %(count)s) as n
), families as (
  insert into families_family (id, version, created_at) select family, 1, at from made
), people as (
  select n, family, at, mother as person, 'ADULT' as part, 'PARENT' as reason, 'Mother ' || n as forename from made
  union all select n, family, at, child, 'CHILD', 'SUBJECT', 'Child ' || n from made
), persons as (
  insert into people_person (id, version, created_at) select person, 1, at from people
), records as (
  insert into people_record (id, agency_id, forename, surname, name_key, sex, birth_precision, told_at, person_id)
  select gen_random_uuid(), %(agency)s, forename, 'Sample', '', 'NOT_KNOWN', 'NOT_KNOWN', at, person from people
), memberships as (
  insert into families_membership (id, family_id, person_id, part, reason, from_at)
  select gen_random_uuid(), family, person, part, reason, at from people
), placed as (
  insert into families_placed (person_id, version, at) select person, 1, at from people
), granted as (
  insert into access_grant (id, team_id, subject_kind, subject, reason, from_at, by)
  select gen_random_uuid(), team, 'FAMILY', family, 'triage list', at, 'machine' from made, unnest(%(teams)s::uuid[]) team
)
insert into triage_listing (id, incident_id, family_id, family_version, linked, lane, lane_because, because, listed_at,
  due_at, change, change_words, decided_at, mode, withdrawn_because)
select gen_random_uuid(), %(incident)s, family, 1, false, lane, 'For a test.', 'For a test.', at,
  at + case lane when 'fast' then interval '24 hours' else interval '72 hours' end,
  (%(changes)s::text[])[1 + n %% array_length(%(changes)s::text[], 1)], n || 'th, as a test has it', %(decided_at)s,
  %(mode)s, ''
from made
"""


def fill(
    count: int,
    *,
    incident: UUID,
    agency: Agency,
    teams: Iterable[Team],
    now: datetime,
    minutes: int = 1,
    decided_at: datetime | None = None,
) -> None:
    """List so many made-up families for one incident, open to these teams; decided where a time is given."""
    told = {
        "count": count,
        "now": now,
        "minutes": minutes,
        "agency": agency.id,
        "teams": [team.id for team in teams],
        "incident": incident,
        "changes": list(Change.values()),
        "decided_at": decided_at,
        "mode": Mode.MEETING.value if decided_at else "",
    }
    with connection.cursor() as cursor:
        cursor.execute(FILL, told)


def decide(
    listings: Iterable[Listing],
    child: Record,
    *,
    worker: Worker,
    at: datetime,
    state: DecisionState = DecisionState.STANDING,
) -> Decision:
    """A decision about a child for these listings, as rows; the listings are decided where it stands."""
    those = list(listings)
    stands = state is DecisionState.STANDING
    made = Decision.objects.create(
        batch=uuid4(), family_id=those[0].family_id, child=child, outcome="early_help", label="Early help",
        reasons="For a test.", pattern="1st", mode=Mode.MEETING, protocol=1, lane=Lane.FAST, state=state,
        agree_by=None if stands else at, worker=worker, agency=worker.agency, by="a test", at=at,
        stands_at=at if stands else None,
    )  # fmt: skip
    for row in those:
        DecisionFor.objects.create(decision=made, listing=row)
    if stands:
        Listing.objects.filter(id__in=[row.id for row in those]).update(decided_at=at, mode=Mode.MEETING)
    return made


def ask(listing: Listing, team: Team | None, about: Record, *, at: datetime, answered: bool = False) -> Ask:
    """An ask that serves a listing, answered or not; without a team it is a gap."""
    contribution = None
    if answered and team:
        contribution = Contribution.objects.create(
            family_id=listing.family_id, team=team, known=Known.NOTHING_KNOWN, worker=uuid4(), by="a test", at=at
        )
    made = Ask.objects.create(
        family_id=listing.family_id, function="gp", team=team, about=about, because="For a test.",
        gap="" if team else "No GP is known.", protocol=1, asked_at=at, reply_by=at, contribution=contribution,
    )  # fmt: skip
    AskFor.objects.create(ask=made, listing=listing)
    return made
