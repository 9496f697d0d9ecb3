"""Who is compared with whom: everybody who shares a key, each pair once; keys that too many share are taken finer."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholepicture.pathway.linkage.matcher.bulk.names import Bools, Ints
from wholepicture.pathway.linkage.matcher.bulk.table import Table
from wholepicture.registers.people import keys

CAP = 300
AT_ONCE = 12_000_000
LOOSE, LOOSE_KINDS = 1_000_000, 100
UInts = NDArray[np.uint64]


@dataclass
class Capped:
    """How many keys more than CAP people share, how many shared the finer ones too, and the size of the largest."""

    keys: int = 0
    still: int = 0
    largest: int = 0


@dataclass(frozen=True)
class Entries:
    """Keys with the row that each is of, sorted by key."""

    key: Ints
    row: Ints


def candidates(table: Table, capped: Capped, loose: int = LOOSE) -> Iterator[tuple[Ints, Ints]]:
    """Yield rows that share a key, each pair once, at most about AT_ONCE at a time.

    In a short list whoever shares less meets, too, as long as that adds no more than `loose` pairs.
    """
    entries = [_sorted(key, row) for key, row in _keys(table)]
    for each in (_sorted(key, row) for key, row in _loose_keys(table)):
        loose -= (more := _pairs_of(each))
        if loose < 0:
            break
        entries += [each] if more else []
    fine = [part for each in entries for part in _finer(each, table, capped)]
    several = len(np.unique(table.side)) > 1
    rounds = 1 + sum(_pairs_of(each) for each in fine) // AT_ONCE
    for turn in range(rounds):
        found = [pairs for each in fine for pairs in _pairs(each, table, several, turn, rounds)]
        if found:
            distinct = np.unique(np.concatenate(found))
            yield distinct // len(table), distinct % len(table)


def _keys(table: Table) -> Iterator[tuple[Ints, Ints]]:
    """Keys and rows of each kind, made of the same parts as registers.people.keys makes them of."""
    rows = np.arange(len(table))
    names = table.names
    fore, first, last = (
        names.first_stem[table.forename],
        names.first_stem[table.surname],
        names.last_stem[table.surname],
    )
    days = _days(table.written)
    year, district = days // 10_000, table.postcodes.district[table.postcode]
    yield _key(rows, keys.NUMBER, table.number)
    yield _both(*(_key(rows, keys.WORD_BORN, word, days) for word in (first, last, fore)))
    for kind, part in ((keys.NAMES_YEAR, year), (keys.NAMES_DAY, days % 10_000), (keys.NAMES_DISTRICT, district)):
        yield _both(*(_key(rows, kind, fore, word, part) for word in (first, last)))
    yield _key(rows, keys.FORENAME_POSTCODE, fore, table.postcode)
    yield _both(*(_key(rows, keys.SURNAME_POSTCODE, word, table.postcode) for word in (first, last)))
    yield _key(rows, keys.DISTRICT_BORN, district, days)
    yield _both(*(_key(rows, keys.NAME_PLACE, word, table.place) for word in (fore, first, last)))


def _loose_keys(table: Table) -> Iterator[tuple[Ints, Ints]]:
    """Keys of fewer parts than those that are stored, those that the fewest share first."""
    rows, names, days = np.arange(len(table)), table.names, _days(table.written)
    fore, sur = names.first_stem[table.forename], names.first_stem[table.surname]
    for at, parts in enumerate(
        ((fore, sur), (days,), (fore, days % 10_000), (sur, days // 10_000), (fore, days // 10_000),
         (table.postcode,), (sur,), (fore,), (days % 10_000,)), start=LOOSE_KINDS
    ):  # fmt: skip
        yield _key(rows, at, *parts)


def _days(written: Ints) -> Ints:
    """Each date as a number that is the same with day and month exchanged; 0 where it is not known."""
    month, day = written // 100 % 100, written % 100
    year, low, high = written // 10_000, np.minimum(month, day), np.maximum(month, day)
    return np.asarray(year * 10_000 + low * 100 + high, dtype=np.int64)


def _key(rows: Ints, kind: int, *parts: Ints) -> tuple[Ints, Ints]:
    """One key of each row that has all the parts; names may stand in either order, so parts are summed."""
    known = np.flatnonzero(np.logical_and.reduce([part > 0 for part in parts]))
    total = np.full(len(known), kind, dtype=np.uint64)
    spread = [_mix(part[known].astype(np.uint64) + np.uint64(place << 40)) for part, place in _placed(kind, parts)]
    for part in spread:
        total += part
    return _mix(total).view(np.int64), rows[known]


def _placed(kind: int, parts: tuple[Ints, ...]) -> Iterator[tuple[Ints, int]]:
    """Each part with its place, two names sharing one: numbers of names, days and districts must not be mistaken."""
    names = {keys.NAMES_YEAR: 2, keys.NAMES_DAY: 2, keys.NAMES_DISTRICT: 2}.get(kind, 1)
    for at, part in enumerate(parts):
        yield part, 0 if at < names else at


def _both(*found: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    return np.concatenate([key for key, _ in found]), np.concatenate([row for _, row in found])


def _mix(bits: UInts) -> UInts:
    """Spread 64 bits evenly (splitmix64)."""
    bits = bits + np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


def _sorted(key: Ints, row: Ints) -> Entries:
    order = np.argsort(key, kind="stable")
    return Entries(key[order], row[order])


def _sizes(entries: Entries) -> tuple[Ints, Ints]:
    """Where each key begins and how many share it."""
    begins = (
        np.flatnonzero(np.concatenate([[True], entries.key[1:] != entries.key[:-1]]))
        if len(entries.key)
        else np.zeros(0, np.int64)
    )
    return begins, np.diff(np.append(begins, len(entries.key)))


def _shared_by(entries: Entries) -> Ints:
    """For each entry how many share its key."""
    _, sizes = _sizes(entries)
    return np.repeat(sizes, sizes)


def _finer(entries: Entries, table: Table, capped: Capped) -> Iterator[Entries]:
    """Yield entries no key of which more than CAP share.

    A key that more share is split by each of forename, surname, date, postcode and number: whoever agrees in one of them
    as well still meets. Where even that is shared by more, only those next to each other in order meet.
    """
    shared = _shared_by(entries)
    yield Entries(entries.key[shared <= CAP], entries.row[shared <= CAP])
    hot = shared > CAP
    if not hot.any():
        return
    _, sizes = _sizes(entries)
    capped.keys += int((sizes > CAP).sum())
    capped.largest = max(capped.largest, int(sizes.max()))
    key, row = entries.key[hot].view(np.uint64), entries.row[hot]
    for part in _parts(table):
        told = part[row] > 0
        finer = _sorted(_mix(key[told] + _mix(part[row][told].astype(np.uint64))).view(np.int64), row[told])
        much = _shared_by(finer) > CAP
        yield Entries(finer.key[~much], finer.row[~much])
        if much.any():
            capped.still += len(np.unique(finer.key[much]))
            yield _neighbours(Entries(finer.key[much], finer.row[much]), table)


def _parts(table: Table) -> tuple[Ints, ...]:
    return table.forename, table.surname, table.born, table.postcode, table.number


def _neighbours(entries: Entries, table: Table) -> Entries:
    """Keys shared by at most CAP who stand next to each other, ordered by name and date."""
    row = entries.row
    order = np.lexsort((table.born[row], table.postcode[row], table.forename[row], table.surname[row], entries.key))
    part = (np.arange(len(row)) // CAP).astype(np.uint64)
    return _sorted(_mix(entries.key[order].view(np.uint64) + _mix(part)).view(np.int64), row[order])


def _pairs_of(entries: Entries) -> int:
    _, sizes = _sizes(entries)
    return int((sizes * (sizes - 1) // 2).sum())


def _pairs(entries: Entries, table: Table, several: bool, turn: int, rounds: int) -> Iterator[Ints]:
    """Yield pairs that share a key as one number each, of this turn only: lower row times the length plus higher row."""
    at, step = np.arange(len(entries.key)), 1
    while True:
        at = at[at + step < len(entries.key)]
        at = at[entries.key[at] == entries.key[at + step]]
        if not len(at):
            return
        one, other = entries.row[at], entries.row[at + step]
        low, high = np.minimum(one, other), np.maximum(one, other)
        kept: Bools = low != high
        if rounds > 1:
            kept &= low % rounds == turn
        if several:
            kept &= table.side[low] != table.side[high]
        yield low[kept] * len(table) + high[kept]
        step += 1
