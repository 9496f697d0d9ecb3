"""Play families of the generator through the platform, so that they can be copied: told, contributed to, decided, answered.

What people do they do within the hours of one afternoon, so that no meeting waits for them and nothing is left running.
"""

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID, uuid4

from demo.directory import Directory
from demo.generator import FamilyPlan, Registration, ReportPlan, Shape, family, told
from wholepicture.lib.dates import at_london, london_day
from wholepicture.lib.postgres.session import acting
from wholepicture.pathway import stages
from wholepicture.pathway.families import queries as placed
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.incidents import actions as incidents
from wholepicture.pathway.incidents import rules
from wholepicture.pathway.incidents.models import Involved
from wholepicture.pathway.incidents.terms import Door
from wholepicture.pathway.notifications import actions as notices
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import AnswerKind, Form, State
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.facts import RecipientChoice, RecipientWanted
from wholepicture.pathway.triage.terms import Known
from wholepicture.registers.accounts import queries as accounts
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people import actions as people
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import RelationshipKind

Moment = tuple[datetime, Callable[[], object]]
# Of these shapes every copy is a family of its own, with names of one word each.
PLAIN = frozenset({Shape.ORDINARY, Shape.SEPARATED, Shape.DIFFERENT_PRACTICES, Shape.CLOSE_SIBLINGS, Shape.TWO_FATHERS,
                   Shape.EX_AT_SHARED_ADDRESS, Shape.COUNTER_ALLEGATIONS, Shape.CHILD_REPORTED, Shape.MANY_REPORTS})  # fmt: skip
MOST_REPORTS = 5
AGES = (2, 30, 90, 250, 400, 700, 1000, 1400)
# After the meetings of the day, so that everything is done before the next.
TOLD_AT = time(14)
BEFORE_TOLD = timedelta(hours=3)
KNOWN_BEFORE = timedelta(days=60)
AFTER_CONTRIBUTING, AFTER_DECIDING, AFTER_AGREEING = timedelta(hours=1), timedelta(hours=2), timedelta(hours=3)
AFTER_ANSWERING = timedelta(hours=4)
WORDS = "Seen last week, as every family of this demonstration was."
PROPOSERS = (Function.POLICE_SAFEGUARDING_UNIT, Function.FIRST_RESPONSE)


def plans(count: int, *, seed: int, now: datetime) -> list[FamilyPlan]:
    """Choose so many plain families of a seed: no post in an agency, no other family, names of one word.

    Their last reports lie further and further back, over years, so that copies can be spread over them.
    """
    found: list[FamilyPlan] = []
    taken: set[str] = set()
    for number in itertools.count():
        each = family(seed, number, now=now - timedelta(days=AGES[len(found) % len(AGES)]))
        names = {person.surname for person in each.people}
        if _is_plain(each) and not names & taken:
            taken |= names
            found.append(replace(each, reports=each.reports[-MOST_REPORTS:]))
        if len(found) == count:
            break
    return found


def _is_plain(plan: FamilyPlan) -> bool:
    """Whether every copy of a family is one of its own, and everybody was born before anything was known of it."""
    if not PLAIN.issuperset(plan.shapes) or plan.linked_to is not None:
        return False
    known = london_day(plan.reports[0].happened_at - 2 * KNOWN_BEFORE)
    born = all(person.birth_date and person.birth_date < known for person in plan.people)
    return born and all(person.surname.isascii() and person.surname.isalpha() for person in plan.people)


def heavy(plan: FamilyPlan, reports: int, *, now: datetime) -> FamilyPlan:
    """The same family with so many reports, about two weeks apart."""
    last = plan.reports[-1]
    days = [timedelta(days=14 * (reports - number)) for number in range(reports)]
    told_ = [replace(last, happened_at=now - day - timedelta(hours=5), reported_at=now - day) for day in days]
    return replace(plan, reports=tuple(told_))


@dataclass(frozen=True)
class Cast:
    """Who acts for which team or function: the first named person of each post who signs in."""

    directory: Directory

    def register(self, plan: FamilyPlan, at: datetime) -> None:
        """Everybody is known where they are registered, and parents stand in the children's records there."""
        records: dict[tuple[UUID, str], Record] = {}
        for person in plan.people:
            for one in person.registered:
                team = self._team(one)
                if team is None:
                    continue
                place = team.agency_id, person.key
                if place not in records:
                    records[place] = people.add_record(
                        agency=team.agency, forename=person.forename, surname=person.surname, sex=person.sex,
                        birth_date=person.birth_date, expected_date=person.expected_date, address=person.address,
                        by=MACHINE, now=at,
                    )  # fmt: skip
                people.register(
                    record=records[place],
                    function=one.function,
                    team=team.team,
                    told_by=team.agency,
                    by=MACHINE,
                    now=at,
                )
        for relation in plan.relations:
            for (agency, key), record in records.items():
                if key == relation.from_key and (agency, relation.to_key) in records:
                    people.relate(
                        from_record=record, to_record=records[agency, relation.to_key], kind=RelationshipKind(relation.kind),
                        told_by=record.agency, by=MACHINE, now=at,
                    )  # fmt: skip

    def _team(self, one: Registration) -> "_Held | None":
        posts = list(Post.objects.filter(function=one.function).select_related("team__agency").order_by("id"))
        return _Held(posts[one.place % len(posts)]) if posts else None

    def of_team(self, team: UUID, on: date) -> Actor | None:
        """Somebody of the team who signs in."""
        for post in Post.objects.filter(team_id=team).order_by("function"):
            if actor := self._of_post(post, on):
                return actor
        return None

    def of_function(self, function: Function, on: date) -> Actor:
        """The named person of a function that the area has once. Raises LookupError."""
        for post in Post.objects.filter(function=function).order_by("id"):
            if actor := self._of_post(post, on):
                return actor
        raise LookupError(f"Nobody of {function.label} signs in.")

    def _of_post(self, post: Post, on: date) -> Actor | None:
        for turn in post.rota.order_by("-position", "order"):
            if user := accounts.user_of_worker(turn.worker_id):
                return accounts.actor_for(user, on)
        return None


class _Held:
    """A post with its team and agency."""

    def __init__(self, post: Post) -> None:
        self.team, self.agency, self.agency_id = post.team, post.team.agency, post.team.agency_id


@dataclass(frozen=True)
class Afternoon:
    """What people do about one report: say what they know, decide, agree, and answer what they are told."""

    cast: Cast
    plan: FamilyPlan

    def steps(self, report: ReportPlan, at: datetime, *, decided: bool) -> Iterator[Moment]:
        """The report and, where it is `decided`, everything until nothing waits."""
        yield at, partial(self._receive, report, at)
        if decided:
            yield at + AFTER_CONTRIBUTING, partial(self._contribute, at + AFTER_CONTRIBUTING)
            yield at + AFTER_DECIDING, partial(self._decide, at + AFTER_DECIDING)
            yield at + AFTER_AGREEING, partial(self._agree, at + AFTER_AGREEING)
            for number in range(2):  # what was released in the first hour is answered in the second
                then = at + AFTER_ANSWERING + timedelta(hours=number)
                yield then, partial(self._answer, then)

    def _receive(self, report: ReportPlan, at: datetime) -> None:
        agency = next(each for each in self.cast.directory.agencies.values() if each.kind == "police")
        by = Actor("bulk", "Bulk", agency=agency.id, permissions=frozenset({"REPORT_INCIDENT"}))
        said = told(self.plan, report)
        raw = json.dumps(asdict(said), default=_plain)
        incidents.receive(
            told=said, agency=agency, key=str(uuid4()), digest=rules.digest({"told": raw}), raw=raw, door=Door.DEMO,
            by=by, now=at,
        )  # fmt: skip

    def _contribute(self, at: datetime) -> None:
        for of in self._families():
            for number, team in enumerate(
                sorted({each.team_id for each in queries.asks_of_family(of) if each.team_id})
            ):
                by = self.cast.of_team(team, london_day(at))
                if by is None or not queries.open_asks(of, team):
                    continue
                actions.open_asks(family=of, team=team, by=by, now=at)
                known = Known.NOTHING_KNOWN if number % 2 else Known.KNOWN
                words = {"what": WORDS, "childs_day": WORDS, "proposal": WORDS} if known is Known.KNOWN else {}
                actions.contribute(family=of, team=team, known=known, **words, by=by, now=at)

    def _decide(self, at: datetime) -> None:
        by = self.cast.of_function(PROPOSERS[0], london_day(at))
        for of in self._families():
            members = placed.members([of])[of]
            children = [each.person for each in members if each.part is Part.CHILD]
            choices = queries.recipient_choices(of, now=at)
            actions.decide(
                family=of, children=children, outcome="named_services", level=3, reasons=WORDS,
                recipients=[_wanted(choices)], began_from=queries.latest_decision(of), by=by, now=at,
            )  # fmt: skip

    def _agree(self, at: datetime) -> None:
        by = self.cast.of_function(PROPOSERS[1], london_day(at))
        mine = set(self._families())
        for batch in {each.batch for each in queries.proposals_for(by, at) if each.family in mine}:
            actions.agree(batch=batch, words="Agreed.", by=by, now=at)

    def _answer(self, at: datetime) -> None:
        """Release what is held, and answer what still waits for somebody and has no form of its own."""
        records = Record.objects.filter(person__in=self._persons())
        for row in Notice.objects.filter(about__in=records, next_at__isnull=False).order_by("created_at", "id"):
            if row.state == State.HELD and row.owner is not None:
                by = self.cast.of_team(row.owner.team_id, london_day(at))
                if by is not None:
                    notices.release(notice=row.id, by=by, now=at)
            elif row.state in (State.DELIVERED, State.OPENED) and row.answered_on != Form.CONTRIBUTION:
                by = self.cast.of_team(row.team_id, london_day(at))
                if by is not None:
                    notices.answer_on_form(notices=[row.id], kind=AnswerKind.WILL_ACT, words=WORDS, by=by, now=at)
        self._contribute(at)

    def _families(self) -> Sequence[UUID]:
        return sorted(set(placed.family_ids_of(self._persons()).values()))

    def _persons(self) -> list[UUID]:
        """Everybody of the plan who was told of: no other family of this play has their surnames."""
        names = [each.surname for each in self.plan.people]
        rows = Record.objects.filter(surname__in=names, id__in=Involved.objects.values("record"))
        return sorted({row.person_id for row in rows if row.person_id})


def run(cast: Cast, settled: Iterable[FamilyPlan], waiting: Iterable[FamilyPlan], *, now: datetime) -> None:
    """Play these families up to now: the settled to their end, of the waiting the last report is still on the list."""
    every: list[Moment] = []
    for plan, decided in [*((each, True) for each in settled), *((each, False) for each in waiting)]:
        afternoon, moments = Afternoon(cast, plan), _moments(plan, now, decided=decided)
        every.append((moments[0] - KNOWN_BEFORE, partial(cast.register, plan, moments[0] - KNOWN_BEFORE)))
        for number, (report, at) in enumerate(zip(plan.reports, moments, strict=True)):
            is_last = number == len(moments) - 1
            moved = replace(report, happened_at=at - BEFORE_TOLD, reported_at=at)
            every += afternoon.steps(moved, at, decided=decided or not is_last)
    for at, do in sorted(every, key=lambda step: step[0]):
        _acting(do)
        stages.run_until_quiet(now=at)
    # Between the afternoons nothing runs whose time could come: there is no need to let every day pass.
    stages.run_until_quiet(now=now)


def _acting(do: Callable[[], object]) -> None:
    """Each in a transaction of its own: thousands in one would slow each other."""
    with acting(actor=MACHINE.id, agency=MACHINE.chain):
        do()


def _moments(plan: FamilyPlan, now: datetime, *, decided: bool) -> list[datetime]:
    """When each report comes in: after the meetings of its day, no two on one day; the last that waits, an hour ago."""
    days = [london_day(each.happened_at) for each in plan.reports]
    latest = london_day(now) - timedelta(days=2)
    moments: list[datetime] = []
    for day in reversed(days):
        day = _working(min(day + timedelta(days=1), latest))
        moments.append(at_london(day, TOLD_AT))
        latest = day - timedelta(days=1)
    moments.reverse()
    return moments if decided else [*moments[:-1], now - timedelta(hours=1)]


def _working(day: date) -> date:
    """The day, or the Friday before its weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _wanted(choices: Sequence[RecipientChoice]) -> RecipientWanted:
    chosen = next(each for each in choices if not each.held)
    return RecipientWanted(post=chosen.post, asked="Ring this week and say what was agreed.", about=chosen.about)


def _plain(value: object) -> object:
    """What JSON has no word for."""
    return sorted(value) if isinstance(value, frozenset) else str(value)
