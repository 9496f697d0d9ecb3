"""Undo what a reviewer or the machine joined, so that everything stands exactly as it did (review 2.14)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wholepicture.pathway.linkage import permissions, queries, rules
from wholepicture.pathway.linkage.actions import moving
from wholepicture.pathway.linkage.actions.moving import CannotDecide
from wholepicture.pathway.linkage.facts import Apart, Candidate
from wholepicture.pathway.linkage.models import Link, Pair, Review
from wholepicture.pathway.linkage.terms import Basis, Verdict
from wholepicture.registers.audit import actions as audit
from wholepicture.registers.audit.terms import Actor, Event
from wholepicture.registers.people import actions as people
from wholepicture.registers.people.facts import RecordTold


@transaction.atomic
def undo_review(*, review: UUID, because: str, by: Actor, now: datetime) -> Review:
    """Take back what a reviewer said: the question waits again, and records that it moved go back to whom they belonged.

    Raises NotPermitted, CannotDecide (a later decision was built on it: the text says which to undo first), and
    Review.DoesNotExist.
    """
    row = Review.objects.select_related("pair").get(id=review)
    before = Link.objects.filter(review=row, before__isnull=False).values_list("before_id", flat=True)
    held = moving.hold([row.pair.newer_id, row.pair.older_id], also={person for person in before if person})
    permissions.check_can_review(by=by, persons=set(held.values()), now=now)
    reason = moving.checked_reason(because)
    row.refresh_from_db()
    if row.undone_at is not None:
        raise CannotDecide("This decision has already been undone.")
    moved: list[UUID] = []
    if Verdict(row.verdict) is Verdict.SAME and not row.second:
        _check_nothing_built_on(row)
        moved = moving.restore(review=row, because=reason, by=by, now=now)
    row.undone_at, row.undone_by, row.undone_because = now, by.id, reason
    row.save(update_fields=["undone_at", "undone_by", "undone_because"])
    _record(row.pair, moved, held.values(), {"review": str(row.id), "verdict": row.verdict}, by=by, now=now)
    return row


@transaction.atomic
def undo_link(*, link: UUID, because: str, by: Actor, now: datetime) -> Link:
    """Take a record back out of the person that the machine joined it to: it gets a person of its own.

    The two records count as decided to be two people, so that no machine joins them again. Returns the link that stands
    now. Raises NotPermitted, CannotDecide, and Link.DoesNotExist.
    """
    row = Link.objects.select_related("record", "person").get(id=link)
    held = moving.hold([row.record_id, *([row.matched_id] if row.matched_id else [])])
    worker = permissions.check_can_review(by=by, persons=set(held.values()), now=now)
    reason = moving.checked_reason(because)
    row.refresh_from_db()
    matched = _check_can_be_undone(row)
    if built := _built_on({row.record_id}, row.person_id):
        raise CannotDecide(_undo_first(built))
    row.undone_at, row.undone_by, row.undone_because = now, by.id, reason
    row.save(update_fields=["undone_at", "undone_by", "undone_because"])
    person = people.resolve(record=row.record, person=row.before, by=by, now=now)
    own = Link.objects.create(
        record=row.record,
        person=person,
        basis=Basis.UNDONE,
        because=reason,
        score=0.0,
        model=rules.MODEL,
        before=row.person,
        by=by.id,
        at=now,
    )
    pair = _decide_different(row, matched, worker, reason, by=by, now=now)
    _record(pair, [row.record_id], {row.person_id, person.id}, {"link": str(row.id)}, by=by, now=now)
    return own


def _check_can_be_undone(link: Link) -> UUID:
    """Return the record that it was matched with, or raise CannotDecide."""
    if link.undone_at is not None:
        raise CannotDecide("This link no longer stands: it was undone, or a reviewer's decision took its place.")
    if link.review_id:
        raise CannotDecide("A reviewer made this link: undo that decision instead, so that all of it is undone.")
    if link.matched_id is None or Basis(link.basis) in (Basis.ALONE, Basis.UNDONE):
        raise CannotDecide("This record was joined to nobody: there is nothing to undo.")
    return link.matched_id


def _check_nothing_built_on(review: Review) -> None:
    """Raise CannotDecide when a later decision moved these records on, or joined others by them alone."""
    moved = list(Link.objects.filter(review=review))
    later = {link.record_id for link in moved if link.undone_at is not None}
    if later:
        standing = Link.objects.filter(record__in=later, undone_at__isnull=True)
        raise CannotDecide(_undo_first(list(standing)))
    records = {link.record_id for link in moved}
    if moved and (built := _built_on(records, moved[0].person_id)):
        raise CannotDecide(_undo_first(built))


def _built_on(records: Collection[UUID], person: UUID) -> list[Link]:
    """Return the links to this person that would stand on nothing without these records.

    Whoever was joined to nobody stands by themselves. What has evidence of its own with one of those stays where it is;
    so does what a reviewer joined because of one of them.
    """
    rows = Link.objects.filter(person_id=person, undone_at__isnull=True, matched__isnull=False)
    joined = {row.record_id: row for row in rows.exclude(record__in=records)}
    told = {record: one for record, one in queries.of_persons([person]).items() if record not in records}
    firm = set(told) - set(joined)
    while found := {record for record in joined if record not in firm and _stands_on(firm, joined[record], told)}:
        firm |= found
    return [row for record, row in joined.items() if record not in firm]


def _stands_on(firm: Collection[UUID], link: Link, told: Mapping[UUID, RecordTold]) -> bool:
    """Whether a link was matched with one of these records, or the machine could have matched it so."""
    if link.matched_id in firm:
        return True
    if link.review_id or not firm:
        return False
    candidate = Candidate(link.person_id, tuple(told[record] for record in firm))
    return rules.compare(told[link.record_id], candidate, Apart()).basis is not None


def _undo_first(links: Collection[Link]) -> str:
    """Say which later decision stands on this one."""
    last = max(links, key=lambda link: (link.at, link.id))
    what = "a reviewer's decision" if last.review_id else "a link by the machine"
    more = f", and {len(links) - 1} more" if len(links) > 1 else ""
    return (
        f"Something later was built on this: {what} of {last.at:%d %B %Y at %H:%M} UTC{more}. Undo that first: it stands "
        "under Links made."
    )


def _decide_different(link: Link, matched: UUID, worker: UUID, because: str, *, by: Actor, now: datetime) -> Pair:
    """Keep that these two records are two people, as the answer to the question that they are from now on."""
    pair = queries.pair_of(link.record_id, matched) or Pair.objects.create(
        newer=link.record,
        older_id=matched,
        reasons_for=[Basis(link.basis).label],
        reasons_against=["the link between them was undone"],
        score=link.score,
        model=link.model,
        evidence=link.evidence,
        by=by.id,
        asked_at=now,
    )
    # Nobody has answered it: a link of two who were decided to be one is the reviewer's, and of two who are two is not made.
    Review.objects.create(pair=pair, verdict=Verdict.DIFFERENT.value, because=because, worker=worker, by=by.id, at=now)
    return pair


def _record(
    pair: Pair, records: Iterable[UUID], persons: Iterable[UUID], detail: dict[str, str], *, by: Actor, now: datetime
) -> None:
    about = [f"pair:{pair.id}", *(f"record:{record}" for record in sorted({pair.newer_id, pair.older_id, *records}))]
    about += [f"person:{person}" for person in sorted(set(persons))]
    audit.record(event=Event.LINK_UNDONE, by=by, now=now, about=about, detail=detail)
