"""Say that a family has been on the list for longer than it may: to whoever chairs, then up to the partnership (promise 7).

The list is worked through nights, weekends, holidays and suspensions; where nobody decides, somebody is told by name.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from wholepicture.pathway.duties.messages.words import name_of
from wholepicture.pathway.families import queries as families
from wholepicture.pathway.families.facts import Member
from wholepicture.pathway.families.terms import Part
from wholepicture.pathway.incidents import queries as incidents
from wholepicture.pathway.notifications import actions as notifications
from wholepicture.pathway.notifications.facts import NoticeTold
from wholepicture.pathway.notifications.models import Notice
from wholepicture.pathway.notifications.terms import Form, State
from wholepicture.pathway.triage import permissions, queries
from wholepicture.pathway.triage.messages import overdue
from wholepicture.pathway.triage.models import Listing
from wholepicture.pathway.triage.models.listing import OPEN
from wholepicture.pathway.triage.terms import Cause, Change
from wholepicture.registers.agencies.models import Post
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.people import queries as people
from wholepicture.registers.people.facts import PersonFacts
from wholepicture.registers.protocol import queries as protocol
from wholepicture.registers.protocol.engine import Protocol
from wholepicture.registers.protocol.terms import Lane, NoticeKind

BECAUSE = "The family is past the time by which triage has to decide about it."
ROW = "overdue"


class NobodyToTell(LookupError):
    """The directory has nobody who chairs, attends or finds recipients; its text is for the page What is stuck."""


@transaction.atomic
def raise_alarm(*, listings: Sequence[UUID], by: Actor, now: datetime) -> None:
    """Tell whoever chairs of each family of these listings that is undecided past its time, once for all it is listed for.

    One alarm for a family: what comes to its time later joins it. Doing it again tells nobody twice; what was decided
    or withdrawn meanwhile is left alone. For the machine only: raises permissions.OnlyTheMachine; NobodyToTell where
    the directory has nobody.
    """
    permissions.check_can_list(by)
    late = _late(listings, now)
    if not late:
        return
    post = queries.alarm_post(now)
    if post is None:
        raise NobodyToTell("Nobody in the directory chairs triage: add a team that holds one of its functions.")
    alarming = _Alarming({row.family_id for row in late}, post, by, now)
    by_family: dict[UUID, list[Listing]] = defaultdict(list)
    for row in late:
        by_family[row.family_id].append(row)
    for family, rows in by_family.items():
        alarm = alarming.standing.get(family) or alarming.tell(family, rows).id
        Listing.objects.filter(id__in=[row.id for row in rows]).update(alarm_id=alarm)
    about = [f"family:{family}" for family in by_family] + [f"listing:{row.id}" for row in late]
    audit.record(event=Event.LISTING_OVERDUE, by=by, now=now, about=about)


def _late(listings: Sequence[UUID], now: datetime) -> list[Listing]:
    rows = Listing.objects.filter(OPEN, id__in=list(listings), due_at__lte=now, alarm__isnull=True)
    return list(rows.order_by("due_at", "id").select_for_update(of=("self",)))


class _Alarming:
    """What is needed to tell of a number of families, read once for all of them."""

    def __init__(self, family_ids: set[UUID], post: Post, by: Actor, now: datetime) -> None:
        self.agreed: Protocol = protocol.current(now)
        self.post, self.by, self.now = post, by, now
        self.listed = _undecided(family_ids)
        rows = [row for those in self.listed.values() for row in those]
        self.standing = _standing(rows)
        self.members = families.members(family_ids)
        told = incidents.facts({row.incident_id for row in rows})
        self.involved = {incident: [each for each in facts.people if each.person] for incident, facts in told.items()}
        self.known = people.facts({m.person for those in self.members.values() for m in those})
        self.records = people.records_of_persons(self.known)

    def tell(self, family: UUID, rows: Sequence[Listing]) -> Notice:
        """Tell of one family because of what is overdue the longest; returns the notice."""
        first, every = rows[0], self.listed[family]
        lane = Lane.FAST if any(row.lane == Lane.FAST for row in every) else Lane.STANDARD
        members = self.members.get(family, ())
        children = _youngest_first(members, self.known)
        title, text = overdue.compose(
            children=[_called(child) for child in children],
            change=_newest(every),
            listed_at=min(row.listed_at for row in every),
            due_at=first.due_at,
        )
        told = NoticeTold(
            cause=first.id,
            cause_kind=Cause.OVERDUE.value,
            row=ROW,
            protocol=self.agreed.number,
            function=self.post.function,
            post=self.post.id,
            about=self._about(children, members, first),
            kind=NoticeKind.ACT,
            lane=lane,
            title=title,
            text=text,
            because=BECAUSE,
            family=family,
            reply_by=self.now + timedelta(hours=self.agreed.parameters.overdue_hours[lane]),
            parties=self._parties(members, every),
            answered_on=Form.DECISION,
        )
        return notifications.send(told=told, by=self.by, now=self.now)

    def _about(self, children: Sequence[PersonFacts], members: Sequence[Member], listing: Listing) -> UUID:
        """A record of the youngest child; of anybody of the family, or of the incident, where it has no child now."""
        persons = [child.person for child in children] + [member.person for member in members]
        found = next((records for each in persons if (records := self.records.get(each))), None)
        return min(found) if found else self.involved[listing.incident_id][0].record

    def _parties(self, members: Sequence[Member], every: Sequence[Listing]) -> tuple[UUID, ...]:
        """Everybody of the family and of what it is listed for: none of theirs is ever told (design promise 4)."""
        involved = {each.person for row in every for each in self.involved.get(row.incident_id, ()) if each.person}
        return tuple(sorted(involved | {member.person for member in members}))


def _called(child: PersonFacts) -> str:
    is_expected = child.birth_date is None and child.expected_date is not None
    named = child.forename or child.surname or is_expected
    return child.forename or (name_of("", child.surname, is_expected=is_expected) if named else "")


def _undecided(family_ids: set[UUID]) -> Mapping[UUID, list[Listing]]:
    found: dict[UUID, list[Listing]] = defaultdict(list)
    for row in Listing.objects.filter(OPEN, family_id__in=family_ids).order_by("due_at", "id"):
        found[row.family_id].append(row)
    return found


def _standing(rows: Sequence[Listing]) -> dict[UUID, UUID]:
    """The alarm that stands for each family, if any."""
    found = {row.family_id: row.alarm_id for row in rows if row.alarm_id}
    ended = set(Notice.objects.filter(id__in=found.values(), state=State.SUPERSEDED).values_list("id", flat=True))
    return {family: alarm for family, alarm in found.items() if alarm not in ended}


def _newest(rows: Sequence[Listing]) -> str:
    """What is new, as the list says it: the first word of its order, of those the latest."""
    order = list(Change.values())
    latest = sorted(rows, key=lambda row: row.listed_at, reverse=True)
    return min(latest, key=lambda row: order.index(row.change)).change_words or "not known"


def _youngest_first(members: Sequence[Member], known: Mapping[UUID, PersonFacts]) -> list[PersonFacts]:
    """The children of a family; an unborn one, or one whose age is not known, comes first."""
    those = [known[each.person] for each in members if each.part is Part.CHILD and each.person in known]
    dated = [each for each in those if each.birth_date]
    undated = sorted((each for each in those if not each.birth_date), key=lambda each: str(each.person))
    return undated + sorted(dated, key=lambda each: (each.birth_date, str(each.person)), reverse=True)
