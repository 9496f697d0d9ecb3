"""A partnership that can triage: every function that is asked in post, two families, chairs, and the machine's own clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from tests.factories import accounts, incidents, listings, people, worlds
from tests.factories import agencies as make
from wholepicture.pathway import stages
from wholepicture.pathway.incidents.models import Incident
from wholepicture.pathway.triage import actions, queries
from wholepicture.pathway.triage.facts import RecipientChoice, RecipientWanted
from wholepicture.pathway.triage.models import Ask
from wholepicture.pathway.triage.terms import Known
from wholepicture.registers.accounts import queries as users
from wholepicture.registers.agencies import actions as agencies
from wholepicture.registers.agencies.models import Post, Worker
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.audit.terms import MACHINE, Actor
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import RelationshipKind, Sex

# Asked about each adult, and no agency of worlds.make_world's.
ASKED_BESIDES = (Function.ADULT_MENTAL_HEALTH, Function.SUBSTANCE_MISUSE)
PATIENCE = timedelta(minutes=5)
# So that somebody looks even where the machine believes that nothing is due.
LONGEST_WAIT = timedelta(hours=6)
SHORTEST_WAIT = timedelta(minutes=1)
SAM_BORN = date(2012, 3, 1)


@dataclass
class Table:
    """The partnership with its two families: Charlie's (a baby, fast) and Sam's (of school age, standard)."""

    world: worlds.World
    sam: Record

    def post(self, function: Function) -> Post:
        """Who holds a function."""
        return self.world.posts[function.value]

    def actor(self, post: Post) -> Actor:
        """The named person of a post, who signs in as practitioner; the same one when asked again."""
        worker = named(post)
        user = users.user_of_worker(worker.id)
        return users.actor_for(user, make.NOW.date()) if user else accounts.make_actor(worker=worker)

    def charlies(self) -> UUID:
        """The family of Charlie."""
        return listings.charlies(self.world)

    def sams(self) -> UUID:
        """The family of Sam."""
        return listings.family_of(self.sam)

    def report_sams(self, now: datetime, **changes: object) -> Incident:
        """Police report harm to Sam's mother by her partner; the machine then runs until nothing waits."""
        ned = {"forename": "Ned", "surname": "Orr", "birth_date": date(1988, 4, 9), "address": listings.OTHER_HOME}
        alex = {"forename": "Alex", "surname": "Vale", "birth_date": date(1990, 2, 3), "address": listings.OTHER_HOME}
        told = (
            incidents.mother_told(**alex),
            incidents.father_told(**ned),
            incidents.child_told(forename="Sam", surname="Vale", birth_date=SAM_BORN, address=listings.OTHER_HOME),
        )
        happened = now - timedelta(hours=1)
        return self.world.report(now=now, people=told, place=listings.OTHER_HOME, happened_at=happened, **changes)

    def report_charlies(self, now: datetime, **changes: object) -> Incident:
        """Police report harm to Charlie's mother by his father."""
        return self.world.report(now=now, happened_at=now - timedelta(hours=1), **changes)


def make_table(*, without: Sequence[Function] = ()) -> Table:
    """Everybody in post but the functions named; both families known to their practices, Sam's to a school too."""
    world = worlds.make_world(without=tuple(without))
    for function in ASKED_BESIDES:
        if function not in without:
            world.posts[function.value] = make.make_staffed_post(function=function)
    practice = world.posts["practice_b"]
    sam = _known(practice, "Sam", Sex.NOT_KNOWN, SAM_BORN)
    alex = _known(practice, "Alex", Sex.FEMALE, date(1990, 2, 3))
    people.make_relation(RelationshipKind.PARENT_OF, alex, sam, now=make.NOW)
    if Function.SCHOOL_SAFEGUARDING_LEAD not in without:
        school = world.posts[Function.SCHOOL_SAFEGUARDING_LEAD]
        people.make_registration(sam, school.team, Function.SCHOOL_SAFEGUARDING_LEAD, now=make.NOW)
    stages.run_until_quiet(now=make.NOW)
    return Table(world, sam)


def _known(post: Post, forename: str, sex: Sex, born: date) -> Record:
    record = people.make_record(
        agency=post.team.agency, forename=forename, surname="Vale", sex=sex, birth_date=born,
        address=listings.OTHER_HOME, now=make.NOW,
    )  # fmt: skip
    people.make_registration(record, post.team, Function(post.function), now=make.NOW)
    return record


def named(post: Post) -> Worker:
    """The named person of a post."""
    return post.rota.order_by("position", "order").filter(position="PRIMARY").get().worker


def everybody_away(first: date, until: date) -> int:
    """Every worker of every agency is away from the first day until, not including, the second; returns how many."""
    workers = list(Worker.objects.all())
    for worker in workers:
        agencies.record_absence(
            worker=worker, from_date=first, until_date=until, reason="Leave", by=MACHINE, now=make.NOW
        )
    return len(workers)


def steps(begin: datetime, end: datetime) -> Iterator[datetime]:
    """Let the machine's clock go from one moment to another, as a replay does; yields each moment once nothing waits then."""
    now = begin
    while now <= end:
        stages.run_until_quiet(now=now)
        yield now
        due = stages.next_due(now)
        soonest = now + SHORTEST_WAIT
        now = min(max(due, soonest), now + LONGEST_WAIT) if due else now + LONGEST_WAIT


def let_pass(begin: datetime, end: datetime) -> None:
    """Let the machine do all that falls due between two moments, the second included."""
    for _ in steps(begin, end):
        pass
    stages.run_until_quiet(now=end)


def asked(family: UUID, function: Function) -> Ask:
    """The latest ask of a function about a family."""
    return Ask.objects.filter(family_id=family, function=function).latest("asked_at", "id")


def say(by: Actor, family: UUID, team: UUID, now: datetime, known: Known = Known.KNOWN, **words: str) -> UUID:
    """Open what a team is asked, and answer it."""
    given = words or ({"what": "Seen at home on Monday."} if known is Known.KNOWN else {})
    actions.open_asks(family=family, team=team, by=by, now=now)
    return actions.contribute(family=family, team=team, known=known, **given, by=by, now=now).id


def choice(family: UUID, function: Function, now: datetime) -> RecipientChoice:
    """The first of those whom a decision can ask that holds this function and needs nobody's release."""
    found = queries.recipient_choices(family, now=now)
    return next(each for each in found if each.function is function and not each.held)


def wanted(
    family: UUID, function: Function, now: datetime, asked_for: str = "See the child this week."
) -> RecipientWanted:
    """A recipient for a decision."""
    chosen = choice(family, function, now)
    return RecipientWanted(post=chosen.post, asked=asked_for, about=chosen.about)


def make_post(function: Function) -> Post:
    """Another agency's post of a function, with everybody."""
    return make.make_staffed_post(function=function)
