"""Whom a name typed with a slip may mean: one statement of bounded steps through an index, however many people there are.

Each word that may be meant (slips.meant) is asked for once; of those that anybody is called, the nearest MOST_WORDS go on,
in every pair. Under each pair EACH records are read, those born nearest to the day that is asked for, and MOST altogether,
the nearest names first; `more` says that some were not.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from wholepicture.registers.people import finding, slips
from wholepicture.registers.people.facts import RecordTold
from wholepicture.registers.people.searching import Born

MOST_WORDS, EACH, MOST = 30, 20, 200

# A word ends where a space or nothing follows: every letter and figure comes after "!".
_CALLED = """
with meant as materialized (
    select nth, word, word || '!' as ends, row_number() over (partition by nth) as place
    from unnest(%(nths)s::int[], %(words)s::text[]) as one(nth, word)
), held as materialized (
    select * from (
        select nth, word, ends, place, row_number() over (partition by nth order by place) as of_held from meant
        where exists (select from people_name_word as name
            where name.agency_id = %(agency)s and name.words >= meant.word and name.words < meant.ends)) as each
    where of_held <= %(most_words)s
), span as materialized (
    select word as begins, ends, place from held where %(alone)s
    union all
    select one.word || ' ' || other.word, one.word || ' ' || other.ends, one.place + other.place
    from held as one join held as other on other.nth <> one.nth
    union all
    select one.word || ' ' || typed.word, one.word || ' ' || typed.word || %(last)s, one.place + typed.place
    from held as one join meant as typed on typed.nth <> one.nth and typed.place = 1
), own as materialized (
    select under.record_id, span.place, row_number() over (partition by span.begins) > %(each)s as is_cut
    from span cross join lateral (
        select record_id from people_name_word as name
        where name.agency_id = %(agency)s and name.words >= span.begins and name.words < span.ends
            and (name.birth_date is null or name.birth_date between %(earliest)s and %(latest)s)
        {order} limit %(each)s + 1) as under
), others as materialized (
    select name.record_id, min(meant.place) as place from people_record as record
    join people_name_word as name on name.record_id = record.id
    join meant on meant.word = split_part(name.words, ' ', 1)
    where record.person_id = any(%(persons)s) and record.agency_id is distinct from %(agency)s
        and (name.birth_date is null or name.birth_date between %(earliest)s and %(latest)s)
    group by name.record_id having count(distinct meant.nth) >= %(least)s
), called as materialized (
    select record_id, min(place) as place from (
        select record_id, place from own where not is_cut union all select record_id, place from others) as either
    group by record_id order by min(place), record_id limit %(most)s + 1
)
"""
# All parts of these statements are constants.
_RECORDS = f"""{_CALLED}
select {finding.TOLD}, (select coalesce(bool_or(is_cut), false) from own) or (select count(*) > %(most)s from called)
from people_record as record where id in (select record_id from called order by place, record_id limit %(most)s)
"""  # noqa: S608
_IN_ORDER = _RECORDS.format(order="")
_NEAREST = _RECORDS.format(order="order by abs(name.birth_date - %(born)s)")


@dataclass(frozen=True)
class Misspelt:
    """The records that may be meant; `more`: others of such a name were not looked at."""

    records: tuple[RecordTold, ...] = ()
    more: bool = False


def called(typed: Sequence[str], born: Born | None, *, agency: UUID | None, persons: Collection[UUID]) -> Misspelt:
    """Return the records of this agency, and of these persons, that are called nearly so: one statement.

    Of more words than two the first two count; `born` leaves out who was certainly born in another year.
    """
    words = [(nth, word) for nth, one in enumerate(typed[:2]) for word in slips.meant(one, alone=len(typed) == 1)]
    earliest, latest = born.widest if born else (date.min, date.max)
    is_day = born is not None and born.earliest == born.latest
    values: dict[str, Any] = {
        "nths": [nth for nth, _ in words], "words": [word for _, word in words], "alone": len(typed) == 1,
        "least": min(len(typed), 2), "agency": agency, "persons": list(persons), "earliest": earliest, "latest": latest,
        "most_words": MOST_WORDS, "each": EACH, "most": MOST, "last": finding.LAST_LETTER,
        "born": born.earliest if born else None,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST if is_day else _IN_ORDER, values)
        rows = cursor.fetchall()
    return Misspelt(tuple(finding.told_in(row) for row in rows), more=any(row[-1] for row in rows))
