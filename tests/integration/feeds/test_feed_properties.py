"""Whatever a file holds, every row is accepted or rejected, nothing fails, and what is mended comes in (design promise 12)."""

import csv
import io
from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import feeds
from tests.factories.agencies import make_agency
from wholepicture.interfaces.feeds.police.feed import Summary
from wholepicture.interfaces.feeds.police.file import PoliceFile
from wholepicture.pathway.incidents.models import FeedFile, Incident, Involved, Quarantined
from wholepicture.pathway.incidents.terms import RowState
from wholepicture.registers.agencies.models import Agency

pytestmark = pytest.mark.django_db

# What stands in real exports where it should not.
CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "?", "N/A", "NULL", "=1+1", "+44", "-", "'x", "\t=1", '"', "O'Neill", "Zoë", "a;b", "a,b", "one\ntwo",
         "31/02/2019", "12/16/2019", "43815.8", "########", "1.2E+11", "Suspect", "Victim", "Child", "CH-1", "A", "B",
         "High", "31/03/2019", "01:30", "27/10/2019", "x" * 301, "\x00", "Jo\x00", "\x1a", "\ufffd", "\u2028", "\ufeff",
         "rejected_group", "00000000-0000-0000-0000-000000000000"]
    ),
    st.text(max_size=12),
)  # fmt: skip
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])


@st.composite
def exports(draw: st.DrawFn) -> bytes:
    """A real-looking file of a few incidents, some cells spoilt, some bytes lost, doubled or changed."""
    rows = [row for number in range(draw(st.integers(0, 3))) for row in feeds.incident(f"CH-{number}", "Marsh")]
    for _ in range(draw(st.integers(0, 4)) if rows else 0):
        draw(st.sampled_from(rows))[draw(st.sampled_from(feeds.HEADINGS))] = draw(CELLS)
    delimiter, end = draw(st.sampled_from(",;\t|")), draw(st.sampled_from(["\r\n", "\n", "\r"]))
    text = feeds.text(draw(st.permutations(rows)), delimiter=delimiter, end=end)
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(text)))
        text = (
            text[:at]
            + draw(CELLS | st.sampled_from(['"', delimiter, end, end * 2]))
            + text[at + draw(st.integers(0, 3)) :]
        )
    raw = text.encode(draw(ENCODINGS), errors="replace")
    cut = draw(st.integers(0, len(raw)) | st.just(len(raw)))
    return raw[:cut]


def in_a_savepoint(check: Callable[[Agency], None]) -> None:
    """Run this with a force of its own, and leave nothing behind."""
    with transaction.atomic():
        check(make_agency(kind="police"))
        transaction.set_rollback(True)


def holds(summary: Summary, raw: bytes, rejected: str) -> None:
    """Every row went one way; quarantine, the file of rejected rows and the feed's own entry say the same."""
    file = FeedFile.objects.order_by("received_at").last()
    assert file is not None
    assert bytes(file.raw) == raw
    assert summary.rows_in == summary.accepted + summary.rejected == file.rows_in
    assert (file.rows_accepted, file.rows_rejected) == (summary.accepted, summary.rejected)
    assert summary.rows_in == sum(1 for _ in PoliceFile(raw, {}).entries())
    written = PoliceFile(rejected.encode(), {}) if rejected else None
    assert sum(1 for _ in written.entries() if written) if written else summary.rejected == 0
    assert Involved.objects.count() == summary.accepted
    assert Incident.objects.count() == summary.incidents


@settings(max_examples=120)
@given(exports())
def test_rows_in_are_rows_accepted_and_rows_rejected(raw: bytes) -> None:
    def check(police: Agency) -> None:
        summary, rejected = feeds.fed(raw, police)
        holds(summary, raw, rejected)
        assert Quarantined.objects.count() <= summary.refused
        again, _ = feeds.fed(raw, police)
        assert (again.accepted, again.rejected, again.repeated) == (
            summary.accepted,
            summary.rejected,
            summary.incidents,
        )
        assert Incident.objects.count() == summary.incidents

    in_a_savepoint(check)


@settings(max_examples=60)
@given(st.binary(max_size=400) | st.text(alphabet='ab",;\n\r\t|\x00é', max_size=200).map(str.encode))
def test_bytes_of_any_kind_are_kept_and_every_row_is_rejected(raw: bytes) -> None:
    def check(police: Agency) -> None:
        summary, rejected = feeds.fed(raw, police)
        holds(summary, raw, rejected)
        assert (summary.accepted, Incident.objects.count()) == (0, 0)

    in_a_savepoint(check)


@settings(max_examples=60)
@given(st.data())
def test_the_file_of_rejected_rows_mended_comes_in_whole(data: st.DataObject) -> None:
    """Spoil cells of good incidents, feed them, put the good cells back into the file of rejected rows, and feed that."""
    good = [row for number in range(3) for row in feeds.incident(f"CH-{number}", "=Marsh")]
    bad = [dict(row) for row in good]
    for _ in range(data.draw(st.integers(1, 5))):
        row = data.draw(st.sampled_from(bad))
        row[data.draw(st.sampled_from([name for name in feeds.HEADINGS if name != "Incident Ref"]))] = data.draw(CELLS)

    def check(police: Agency) -> None:
        delimiter = data.draw(st.sampled_from(",;\t|"))
        summary, rejected = feeds.fed(feeds.text(bad, delimiter=delimiter), police)
        if not rejected:
            return
        again, rest = feeds.fed(mended(rejected, good, delimiter), police)
        assert (again.accepted, again.rejected, rest) == (summary.rejected, 0, "")
        assert not Quarantined.objects.filter(state=RowState.WAITING).exists()
        assert Incident.objects.count() == 3

    in_a_savepoint(check)


def mended(rejected: str, good: list[dict[str, str]], delimiter: str) -> str:
    """The file with every cell as it should be, and what was added to it left as it is."""
    rows = list(csv.DictReader(io.StringIO(rejected.removeprefix("\ufeff"), newline=""), delimiter=delimiter))
    to = io.StringIO(newline="")
    writer = csv.DictWriter(to, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    # Each row was fed from the line after the headings of its place; quoted line ends move none of these.
    places = {row["rejected_line"]: row for row in rows}
    lines = line_of_each(good, delimiter, rows)
    for line, row in places.items():
        writer.writerow(row | lines[line])
    return to.getvalue()


def line_of_each(good: list[dict[str, str]], delimiter: str, rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    """The good row for each rejected line: found by reference and by the order within it."""
    left = {row["Incident Ref"]: [one for one in good if one["Incident Ref"] == row["Incident Ref"]] for row in rows}
    return {row["rejected_line"]: left[row["Incident Ref"]].pop(0) for row in rows}
