"""What a team says that it knows of a family: facts for everybody at once, conclusions sealed (design promises 10 and 15).

Nothing said is ever refused because it is late, or because a colleague said something in the same minute.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from wholepicture.lib.dates import london_day
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.facts import NoticeTold
from wholepicture.pathway.notifications.queries import looks, who
from wholepicture.pathway.notifications.terms import AnswerKind
from wholepicture.pathway.triage import permissions, queries
from wholepicture.pathway.triage.messages import late
from wholepicture.pathway.triage.models import Ask, Contribution, Decision, Listing, Unsealing
from wholepicture.pathway.triage.queries import Lineage
from wholepicture.pathway.triage.states import DecisionState
from wholepicture.pathway.triage.terms import Cause, Known
from wholepicture.registers.access import actions as access
from wholepicture.registers.agencies import queries as agencies
from wholepicture.registers.agencies.models import Post, Team
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event, Seen
from wholepicture.registers.chronology import actions as chronology
from wholepicture.registers.chronology.facts import Line
from wholepicture.registers.chronology.terms import EntryKind
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import PersonFacts
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.terms import Lane, NoticeKind

LEAST_WORDS = 3
ROW = "late_contribution"
# Not checked is no answer of the recipient's to what was asked, so the notice says that it was read, and why not.
ANSWERS = {
    Known.KNOWN: AnswerKind.KNOWN,
    Known.NOTHING_KNOWN: AnswerKind.NOTHING_KNOWN,
    Known.NOT_CHECKED: AnswerKind.READ,
}


class NotSaid(ValueError):
    """Something is missing, or contradicts the answer; `field` names the box, the text says what to do."""

    def __init__(self, field: str, sentence: str) -> None:
        """Keep which box it is."""
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class _Said:
    """What was said, without blanks around it."""

    known: Known
    what: str
    childs_day: str
    worries: str
    what_works: str
    proposal: str
    because: str

    def check(self) -> None:
        """Refuse what says nothing, and words that the answer chosen would hide. Raises NotSaid."""
        told = {each.name for each in fields(self) if each.name != "known" and getattr(self, each.name)}
        if self.known is Known.KNOWN and not self.what:
            raise NotSaid("what", "What you know: say it in a few words. If it is nothing, choose that answer instead.")
        if self.known is Known.NOT_CHECKED and not self.because:
            raise NotSaid("because", "Why you have not checked: say it in a few words, and by when you can.")
        if self.known is not Known.NOT_CHECKED and "because" in told:
            raise NotSaid(
                "known", "You also wrote why you have not checked. Choose that answer, or take those words out."
            )
        if self.known is not Known.KNOWN and told - {"because"}:
            raise NotSaid(
                "known", f"You also wrote what you know. Choose “{Known.KNOWN.label}”, or take those words out."
            )


@transaction.atomic
def open_asks(*, family: UUID, team: UUID, by: Actor, now: datetime) -> Seen:
    """Open what a team is asked about a family, or the family for those who triage it; each look is recorded.

    Returns the proof for `queries.contribution_form`. Raises permissions.NotYourContribution and NotAllowed.
    """
    of = queries.lineage(family)
    asked = queries.asked_of(of, team)
    parties = _parties(of, asked)
    _check(of, team, asked, parties, by=by, now=now)
    notices = [ask.notice for ask in asked if ask.notice]
    for notice in notices:
        access.open_notice(notice=notice.id, item_parties=parties, by=by, why=queries.FORM, now=now)
    if notices:
        ids = [notice.id for notice in notices]
        audit.look(by=by, subject_kind=looks.OPENED_AS_TOLD, subjects=ids, now=now)
        audit.record(event=Event.NOTICE_OPENED, by=by, now=now, about=[f"notice:{each}" for each in ids])
    else:
        access.open_family(family=of.now_is, parties=parties, by=by, why=queries.FORM, now=now)
    return Seen(by=by, why=queries.FORM, at=now, subject=queries.form_id(family, team))


@transaction.atomic
def contribute(
    *,
    family: UUID,
    team: UUID,
    known: Known,
    what: str = "",
    childs_day: str = "",
    worries: str = "",
    what_works: str = "",
    proposal: str = "",
    because: str = "",
    by: Actor,
    now: datetime,
) -> Contribution:
    """Say what a team knows of a family; answers everything that this team is asked about it (review 2.4, 2.6).

    What a second worker says in the same minute is kept beside it; the very same words again make nothing twice. After
    the decision it is kept too, and whoever chairs is asked whether the decision stands. Raises NotSaid,
    permissions.NotYourContribution and NotAllowed.
    """
    said = _Said(known, *(words.strip() for words in (what, childs_day, worries, what_works, proposal, because)))
    said.check()
    of = queries.lineage(family)
    _hold(of)
    asked = queries.asked_of(of, team)
    worker = _check(of, team, asked, _parties(of, asked), by=by, now=now)
    waiting = [ask for ask in asked if ask.contribution_id is None]
    same = _said_already(of, team, said, by) if not waiting else None
    if same:
        return same
    given = Contribution.objects.create(
        family_id=of.now_is,
        team_id=team,
        worker=worker,
        after_decision=queries.is_decided(of),
        by=by.id,
        at=now,
        **asdict(said),
    )
    _settle(given, waiting, said, by=by, now=now)
    if given.after_decision and said.known is Known.KNOWN:
        _ask_whether_it_stands(given, of, asked, by=by, now=now)
    return given


@transaction.atomic
def unseal(*, family: UUID, because: str, by: Actor, now: datetime) -> None:
    """Open others' conclusions to this worker before their team has given its own: in an emergency, with the reason.

    It stays open until their team is asked anew. Raises NotSaid, permissions.NotYourContribution and NotAllowed.
    """
    if len(because.split()) < LEAST_WORDS:
        raise NotSaid("because", "Reason: say in a few words what cannot wait until your own team has answered.")
    of = queries.lineage(family)
    worker = permissions.check_can_unseal(by=by, family=of.now_is, parties=_parties(of, ()), now=now)
    row = Unsealing.objects.create(family_id=of.now_is, worker=worker, because=because.strip(), by=by.id, at=now)
    audit.record(event=Event.SEAL_OPENED, by=by, now=now, about=[f"family:{of.now_is}", f"unsealing:{row.id}"])


def _hold(of: Lineage) -> None:
    """Let one say what it knows of a family at a time, so that an ask is answered once and nothing is kept twice."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"contribution {of.now_is}"])


def _check(of: Lineage, team: UUID, asked: Sequence[Ask], parties: set[UUID], *, by: Actor, now: datetime) -> UUID:
    return permissions.check_can_contribute(
        by=by,
        team=team,
        family=of.now_is,
        items=[ask.notice.item for ask in asked if ask.notice],
        parties=parties,
        no_longer="" if asked else queries.no_longer_asked(of, team),
        now=now,
    )


def _parties(of: Lineage, asked: Iterable[Ask]) -> set[UUID]:
    """Everybody of the family, and whoever the asks' own notices are not to reach."""
    members = families.members([of.now_is]).get(of.now_is, ())
    notices = [ask.notice for ask in asked if ask.notice]
    return {member.person for member in members}.union(*(who.persons_of(notice) for notice in notices))


def _said_already(of: Lineage, team: UUID, said: _Said, by: Actor) -> Contribution | None:
    """The same words of the same user, where they were the last that this team said: a form that was sent twice."""
    last = Contribution.objects.filter(family_id__in=of.every, team_id=team).order_by("-at", "-id").first()
    is_same = last is not None and last.by == by.id and all(getattr(last, k) == v for k, v in asdict(said).items())
    return last if is_same else None


def _settle(given: Contribution, waiting: Sequence[Ask], said: _Said, *, by: Actor, now: datetime) -> None:
    """Answer what was asked, and write down who knows what since when, and who said so."""
    Ask.objects.filter(id__in=[ask.id for ask in waiting]).update(contribution=given)
    notices = [ask.notice_id for ask in waiting if ask.notice_id]
    kind, words = ANSWERS[said.known], said.known.label
    if said.because:
        words = f"{words}: {said.because}"
    notifications.answer_on_form(notices=notices, kind=kind, words=words, by=by, now=now)
    lines = _lines(given, waiting, words, now)
    chronology.add_many(lines=lines, by=by, now=now)
    about = [f"contribution:{given.id}", f"family:{given.family_id}", f"team:{given.team_id}"]
    about += sorted({f"record:{line.record}" for line in lines})
    audit.record(event=Event.CONTRIBUTION_GIVEN, by=by, now=now, about=about, detail={"known": said.known.value})


def _lines(given: Contribution, waiting: Sequence[Ask], words: str, now: datetime) -> list[Line]:
    """A line in the life of everybody asked about; of every child where nobody was asked about. It holds no conclusion."""
    agency = Team.objects.get(id=given.team_id).agency_id
    about = [(ask.about_id, ask.function, ask.id) for ask in waiting]
    return [
        Line(
            record=record,
            kind=EntryKind.CONTRIBUTION,
            agency=agency,
            function=function,
            happened_at=None,
            known_at=now,
            cause=given.id,
            source=source,
            words=words,
        )
        for record, function, source in about or [(child, "", given.id) for child in _children(given.family_id)]
    ]


def _children(family: UUID) -> list[UUID]:
    """A record of each child of a family, the youngest first; of several records one with a whole name."""
    members = families.members([family]).get(family, ())
    known = people.facts(member.person for member in members if member.part is Part.CHILD)
    ordered = sorted(known.values(), key=_how_young, reverse=True)
    told = people.as_told(record for child in ordered for record in child.records)
    return [
        max(child.records, key=lambda record: (bool(told[record].forename) + bool(told[record].surname), str(record)))
        for child in ordered
        if child.records
    ]


def _how_young(child: PersonFacts) -> tuple[str, str]:
    born = child.birth_date or child.expected_date
    return (born.isoformat() if born else "", str(child.person))


def _ask_whether_it_stands(given: Contribution, of: Lineage, asked: Iterable[Ask], *, by: Actor, now: datetime) -> None:
    """Ask whoever chairs whether the decision stands, as an act: only a named person's answer ends it (review 2.6)."""
    in_force = protocol.current(now)
    post, about = _chair(now), _decided_about(of)
    if post is None or about is None:
        return
    lane = _lane(of)
    title, text = late.compose(agency=given.team.agency.name, team=given.team.name)
    told = NoticeTold(
        cause=given.id,
        cause_kind=Cause.CONTRIBUTION.value,
        row=ROW,
        protocol=in_force.number,
        function=post.function,
        post=post.id,
        about=about,
        kind=NoticeKind.ACT,
        lane=lane,
        title=title,
        text=text,
        because="Whoever chairs triage says whether a decision stands when something becomes known after it.",
        family=of.now_is,
        reply_by=now + timedelta(hours=in_force.parameters.recipient_hours[lane]),
        parties=tuple(sorted(_parties(of, asked))),
    )
    notifications.send(told=told, by=by, now=now)


def _chair(now: datetime) -> Post | None:
    """The post that chairs, or where no agency holds such a function another that triages: somebody always hears of it."""
    parameters = protocol.current(now).parameters
    functions = (*parameters.chair_functions, *parameters.triage_functions, *parameters.standing_members)
    found = (agencies.area_post(function, london_day(now)) for function in functions)
    return next((post for post in found if post), None)


def _decided_about(of: Lineage) -> UUID | None:
    """A record of a child decided about, the latest decision first; else of the youngest child."""
    standing = Decision.objects.filter(family_id__in=of.every, state=DecisionState.STANDING).order_by("-at", "-id")
    record = standing.values_list("child_id", flat=True).first()
    return record or next(iter(_children(of.now_is)), None)


def _lane(of: Lineage) -> Lane:
    """The lane in which the family was listed last."""
    last = Listing.objects.filter(family_id__in=of.every).order_by("-listed_at", "-id").first()
    return Lane(last.lane) if last else Lane.STANDARD
