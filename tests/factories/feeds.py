"""Police files for tests, as real systems export them; everybody is invented."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime

from tests.factories import incidents as make
from tests.factories.agencies import make_agency
from wholepicture.interfaces.feeds.police import feed, headings
from wholepicture.registers.agencies.models import Agency

HEADINGS = (
    "Incident Ref", "Incident Date", "Incident Time", "Category", "DASH", "BRAG", "Location", "Narrative", "Person",
    "Role", "Alleged by", "Forename", "Surname", "Sex", "DOB", "NHS No", "Address", "Parent of", "Presence", "Sleeps asked",
)  # fmt: skip
FED_AT = make.RECEIVED_AT


def row(reference: str = "CH-1", **changes: str) -> dict[str, str]:
    """A row of the mother, by heading."""
    values = dict.fromkeys(HEADINGS, "") | {
        "Incident Ref": reference,
        "Incident Date": "16/12/2019",
        "Incident Time": "20:15",
        "Category": "Domestic abuse",
        "DASH": "Medium",
        "Location": make.HOME,
        "Person": "A",
        "Role": "Victim",
        "Forename": "Jodie",
        "Surname": "Marsh",
        "Sex": "F",
        "DOB": "02/05/1997",
        "Address": make.HOME,
        "Parent of": "C",
    }
    return values | {name.replace("_", " "): text for name, text in changes.items()}


def incident(reference: str = "CH-1", surname: str = "Marsh") -> list[dict[str, str]]:
    """Mother, father and baby."""
    blank = {"Parent of": "", "NHS No": ""}
    father = blank | {
        "Person": "B",
        "Role": "Suspect",
        "Alleged by": "A",
        "Forename": "Kyle",
        "Sex": "M",
        "DOB": "20/09/1995",
        "Address": "9 Elsewhere Road",
    }
    baby = blank | {
        "Person": "C",
        "Role": "Child",
        "Forename": "Charlie",
        "Sex": "",
        "DOB": "14/11/2019",
        "Presence": "In arms",
        "Sleeps asked": "Not asked",
    }
    mother, anybody = row(reference, Surname=surname), row(reference)
    return [mother, anybody | {"Surname": "Denham"} | father, anybody | {"Surname": surname} | baby]


def text(rows: Iterable[Mapping[str, str]], *, delimiter: str = ",", end: str = "\r\n") -> str:
    """The rows under their headings."""
    to = io.StringIO(newline="")
    writer = csv.DictWriter(to, HEADINGS, delimiter=delimiter, lineterminator=end, extrasaction="raise")
    writer.writeheader()
    writer.writerows(rows)
    return to.getvalue()


def fed(
    raw: bytes | str,
    agency: Agency | None = None,
    *,
    name: str = "export.csv",
    pairs: Iterable[str] = (),
    now: datetime = FED_AT,
) -> tuple[feed.Summary, str]:
    """Feed these bytes and return what became of them, and the file of rejected rows."""
    to = io.StringIO(newline="")
    summary = feed.feed(
        raw=raw.encode() if isinstance(raw, str) else raw,
        name=name,
        mapping=headings.mapped(list(pairs)),
        agency=(agency or make_agency(kind="police")).id,
        rejected=to,
        clock=lambda: now,
    )
    return summary, to.getvalue()
