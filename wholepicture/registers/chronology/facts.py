"""One entry of the line, as steps write it and as readers get it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.registers.chronology.terms import EntryKind


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one agency knows (or was deliberately not told) about one person's record, since when and from which cause.

    `cause` is what made it known (an incident, a notice), `source` the row that wrote it. `happened_at` is None when
    not known. `function` is the function told, or empty for the agency as a whole.
    """

    record: UUID
    kind: EntryKind
    agency: UUID
    happened_at: datetime | None
    known_at: datetime
    cause: UUID
    source: UUID
    words: str = ""
    function: str = ""
