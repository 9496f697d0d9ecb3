"""Proposed decisions: what is still missing, whom to ask to agree, and whose time has come."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Min

from wholepicture.lib import work_list
from wholepicture.lib.dates import london_day
from wholepicture.lib.postgres import claims
from wholepicture.pathway.triage import rules
from wholepicture.pathway.triage.facts import Needed, Proposal, Speaker
from wholepicture.pathway.triage.models import Agreement, Ask, Attendance, Decision, DecisionFor
from wholepicture.pathway.triage.queries.deciding import decisions_of_families
from wholepicture.pathway.triage.queries.recipients import open_post
from wholepicture.pathway.triage.queries.situation import Situation
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Attends, Mode, Say
from wholepicture.registers.access import queries as access
from wholepicture.registers.access.terms import Subject
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.kinds import KINDS
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.agencies.terms import BY_REGISTRATION, Function
from wholepicture.registers.people import queries as people
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.parameters import Parameters, parse_stored
from wholepicture.registers.protocol.terms import Seat

NO_CHILD = "As is known now, no child belongs to this family any more, so no pattern is counted."


def waiting_proposals(now: datetime, limit: int, exclude: Sequence[UUID]) -> list[UUID]:
    """Return batches whose time to be agreed to has ended, the longest past first; claimed."""
    due = Decision.objects.filter(state=DecisionState.PROPOSED, agree_by__lte=now).exclude(batch__in=list(exclude))
    rows = due.values("batch").annotate(first=Min("agree_by")).order_by("first", "batch")
    return claims.claim("triage_proposals", [row["batch"] for row in rows[:limit]])


def size_proposals(now: datetime) -> work_list.Size:
    """Return how many proposed decisions are past their time, and since when the oldest is."""
    return work_list.size(Decision.objects.filter(state=DecisionState.PROPOSED, agree_by__lte=now), "agree_by")


def next_due_proposals(now: datetime) -> datetime | None:
    """Return when the next proposed decision comes to its time; None when none waits."""
    found: datetime | None = Decision.objects.filter(state=DecisionState.PROPOSED).aggregate(first=Min("agree_by"))[
        "first"
    ]
    return found


def proposed(batch: UUID) -> list[Decision]:
    """Return the decisions of a batch that wait for agreement, in the order in which they were made."""
    rows = Decision.objects.filter(batch=batch, state=DecisionState.PROPOSED).select_related("child", "agency")
    return list(rows.order_by("at", "id"))


def speakers(row: Decision) -> list[Speaker]:
    """Return who proposed a decision or agreed to it, in that order."""
    said = Agreement.objects.filter(decision=row, say__in=[Say.PROPOSED, Say.AGREED]).order_by("at", "id")
    told = [Speaker(one.worker_id, one.agency_id, Seat(one.seat) if one.seat else None) for one in said]
    return sorted(told, key=lambda one: one.worker != row.worker_id)


def missing(rows: Sequence[Decision], said: Sequence[Speaker], found: Situation) -> Needed:
    """Return what the decisions of one batch still need; what one child's needs, the whole batch waits for.

    Nobody close to the family counts, not even where that became known only after they spoke.
    """
    room = _present(rows[0].meeting_id, found.parameters) if rows[0].meeting_id else []
    spoke, present = ([one for one in those if one.worker not in found.conflicted] for those in (said, room))
    each = [rules.needed(_proposal(row, found), spoke, present) for row in rows]
    return max((one for one in each if not one.stands), key=lambda one: len(one.seats), default=each[0])


def in_words(found: Situation) -> str:
    """Return the family's pattern in the words that stand on the screen, with its last outcome."""
    decided = [one for those in decisions_of_families(found.every).values() for one in those]
    return "; ".join(rules.sentences(found.pattern, rules.last_outcome(decided))) if found.pattern else NO_CHILD


def later_than_any(every: Collection[UUID], now: datetime) -> datetime:
    """Return when a new decision counts as made: later than every other of the family, so that it is the latest."""
    last: datetime | None = Decision.objects.filter(family_id__in=every).aggregate(last=Max("at"))["last"]
    return now if last is None else max(now, last + timedelta.resolution)


def listings_of_standing(found: Situation, children: Iterable[UUID]) -> list[UUID]:
    """Return what the standing decisions of these children were about: a decision that revisits them is about it too."""
    standing = [found.standing[child].id for child in children if child in found.standing]
    rows = DecisionFor.objects.filter(decision_id__in=standing).values_list("listing_id", flat=True)
    return sorted(set(rows))


def releaser(parameters: Parameters, now: datetime) -> Post | None:
    """Return the post that releases what is held: the first that there is of those whom the protocol names."""
    return _first(parameters.release_owners, now)


def to_agree(needed: Needed, rows: Sequence[Decision], found: Situation, now: datetime) -> list[Post]:
    """Return the posts whose agreement is asked: of each seat that is missing, or of other employers that triage."""
    if needed.seats:
        posts = [post for seat in needed.seats for post in _of_seat(seat, found, now)]
    else:
        spoke = {one.agency for one in speakers(rows[0])}
        posts = _of_other_employers(spoke, found, now)
    return list({post.id: post for post in posts}.values())


def _proposal(row: Decision, found: Situation) -> Proposal:
    child = row.child.person_id
    outcomes = {each.id: each for each in _parameters(row.protocol, found).outcomes}
    before = found.level_before.get(child) if child else None
    return Proposal(outcomes[row.outcome], row.level, before, found.is_repeat, Mode(row.mode))


def _parameters(number: int, found: Situation) -> Parameters:
    """Those under which it was proposed: an outcome that left the list since still means what it meant."""
    return found.parameters if number == found.protocol else parse_stored(protocol.parameters_as_adopted(number))


def _present(meeting: UUID, parameters: Parameters) -> list[Speaker]:
    seat = {function.value: each.seat for each in parameters.seats for function in each.functions}
    rows = Attendance.objects.filter(meeting_id=meeting, attends=Attends.PRESENT, worker__isnull=False)
    return [
        Speaker(row.worker_id, row.worker.agency_id, seat.get(row.function))
        for row in rows.select_related("worker")
        if row.worker_id and row.worker
    ]


def _of_seat(seat: Seat, found: Situation, now: datetime) -> list[Post]:
    """With whom a child is registered, and the area's first team that may open the family, or can be let in."""
    on, functions = london_day(now), next(each.functions for each in found.parameters.seats if each.seat is seat)
    held = [one for one in people.registrations(found.children, on) if one.function in {f.value for f in functions}]
    theirs = [agencies.post_of(one.team_id, one.function) for one in held]
    may_open = access.teams_granted(Subject.FAMILY, found.family, now)
    known = [post for post in theirs if post and post.team_id in may_open and open_post(post.id, on)]
    area = [
        post for post in (agencies.area_post(each, on) for each in functions if each not in BY_REGISTRATION) if post
    ]
    if seat is not Seat.HEALTH_PROFESSIONAL:
        return [*area[:1], *known]
    return known or [post for post in area if _may_be_let_in(post, found)][:1]


def _may_be_let_in(post: Post, found: Situation) -> bool:
    """Never a team that serves somebody causing harm, nor one that was asked, held, about an adult of the family."""
    held = Ask.objects.filter(family_id__in=found.every, team_id=post.team_id, notice__owner__isnull=False)
    return not KINDS[post.team.agency.kind].serves_person_causing_harm and not held.exists()


def _of_other_employers(spoke: Collection[UUID], found: Situation, now: datetime) -> list[Post]:
    """Every other employer's team that triages; where there is none, the first standing member of another employer."""
    parameters, may_open = found.parameters, access.teams_granted(Subject.FAMILY, found.family, now)

    def others(functions: Iterable[Function]) -> list[Post]:
        posts = [post for post in (agencies.area_post(each, london_day(now)) for each in functions) if post]
        return [post for post in posts if post.team.agency_id not in spoke and post.team_id in may_open]

    return others(parameters.triage_functions) or others(parameters.standing_members)[:1]


def _first(functions: Iterable[Function], now: datetime) -> Post | None:
    on = london_day(now)
    return next((post for post in (agencies.area_post(each, on) for each in functions) if post), None)


def is_still_about_something(rows: Sequence[Decision], found: Situation) -> bool:
    """Tell whether anything that was proposed about is still listed, or a decision stands that it would replace."""
    listed = DecisionFor.objects.filter(decision__in=[row.id for row in rows], listing__withdrawn_at__isnull=True)
    return listed.exists() or any(row.child.person_id in found.standing for row in rows)


def social_care(now: datetime) -> Post | None:
    """Return who takes a referral of children's social care: First Response, else those who are there out of hours."""
    return _first((Function.FIRST_RESPONSE, Function.EMERGENCY_DUTY_TEAM), now)


def post_of_worker(worker: UUID, now: datetime) -> Post | None:
    """Return a post of a team of this worker, by which their team can be told; None where they have none."""
    teams = agencies.worker_teams(worker, london_day(now))
    posts = Post.objects.filter(team_id__in=teams).order_by("team_id", "function")
    return next((found for post in posts if (found := open_post(post.id, london_day(now)))), None)
