"""Read the audit: its chains checked, their heads to be copied outside, who looked when."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Max, QuerySet

from wholepicture.registers.audit import chain as chains
from wholepicture.registers.audit.models import Entry, Head, Look, Seal
from wholepicture.registers.audit.terms import Event

VISIT = timedelta(minutes=30)
LOOKS_OF_A_VISIT = 200
# The same text as the trigger's in migration 0002: written out here, so that a changed function in the database
# cannot make its own check agree with it.
LINKS = """
select coalesce(s.chain, h.chain, e.chain), coalesce(s.number, h.number), e.id,
       case when e.id is null then null else jsonb_build_object(
           'id', e.id,
           'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
           'actor', e.actor,
           'chain', e.chain,
           'event', e.event,
           'about', e.about,
           'detail', e.detail
       )::text end,
       s.previous, s.hash, s.entry, h.hash, h.chain is not null
from audit_entry e
full join audit_seal s on s.entry = e.id
full join audit_head h on h.chain = s.chain and h.number = s.number
where %(chain)s::text is null or coalesce(s.chain, h.chain, e.chain) = %(chain)s::text
order by 1, 2 nulls last
"""


def verify_chain(chain: str | None = None, copied: Iterable[chains.CopiedHead] = ()) -> list[str]:
    """Return a sentence for every breach of one chain (an agency's id, or `machine`) or of all; empty when whole.

    `copied` are heads kept outside the database: only against these does a cut-off end, or a chain written wholly
    anew, show (design promise 11). Call it in a transaction that has written no audit itself: what is not yet
    committed is not yet sealed. Needs to read all four tables: the auditor's.
    """
    heads = [head for head in copied if chain is None or head.chain == chain]
    found = list(chains.breaches(_links(chain)))
    return found + list(chains.compare(heads, _hashes_at(heads)))


def heads() -> tuple[chains.CopiedHead, ...]:
    """Return the end of every chain, by name, to be copied outside the database."""
    return tuple(
        chains.CopiedHead(chain=head.chain, number=head.number, hash=bytes(head.hash))
        for head in Head.objects.order_by("chain")
    )


def last_look(*, user: str, subject: UUID) -> datetime | None:
    """When this user (an Actor's id) last looked at this subject, or None for never."""
    found: datetime | None = Look.objects.filter(user=user, subject=subject).aggregate(last=Max("at"))["last"]
    return found


def visit_before(*, user: str, subject: UUID, now: datetime, apart: timedelta = VISIT) -> datetime | None:
    """When this user's visit before this one ended, or None where there was none: looks less than `apart` apart are one.

    So that a page read twice, or a page beside it, does not hide what is new. One statement.
    """
    looks = Look.objects.filter(user=user, subject=subject, at__lt=now).order_by("-at")
    begun = now
    for at in looks.values_list("at", flat=True)[:LOOKS_OF_A_VISIT]:
        if begun - at > apart:
            return at
        begun = at
    return None


def entries(
    *, event: Event | None = None, about: str | None = None, chain: str | None = None, actor: str | None = None
) -> QuerySet[Entry]:
    """The entries of this event, about this `kind:<uuid>`, in this chain, by this actor; oldest first."""
    found = Entry.objects.order_by("at", "id")
    if about is not None:
        found = found.filter(about__contains=[about])
    wanted = {"event": event, "chain": chain, "actor": actor}
    return found.filter(**{field: str(value) for field, value in wanted.items() if value is not None})


def _links(chain: str | None) -> Iterator[chains.Link]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(LINKS, {"chain": chain})
        for name, number, entry, text, previous, digest, sealed, head, is_head in cursor:
            yield chains.Link(
                chain=name,
                number=number,
                entry=entry,
                text=text,
                previous=bytes(previous or b""),
                hash=bytes(digest or b""),
                sealed_entry=sealed,
                head=bytes(head) if head is not None else None,
                is_head=is_head,
            )


def _hashes_at(heads: list[chains.CopiedHead]) -> dict[tuple[str, int], bytes]:
    found = Seal.objects.filter(
        chain__in={head.chain for head in heads}, number__in={head.number for head in heads}
    ).values_list("chain", "number", "hash")
    return {(chain, number): bytes(digest) for chain, number, digest in found}
