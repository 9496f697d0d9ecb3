"""Facts are open to everybody at once; conclusions open once one's own are in, or at once in an emergency (promise 10)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from wholepicture.pathway.triage.facts import ContributionPicture


def is_sealed(asked_at: Iterable[datetime], unsealed_at: Iterable[datetime]) -> bool:
    """Tell whether others' conclusions are closed to a reader.

    `asked_at`: when the reader's own teams were asked what they have not answered yet. `unsealed_at`: when this reader
    opened the seal of this family. It stays open until their team is asked anew.
    """
    asked = list(asked_at)
    return bool(asked) and not any(opened >= max(asked) for opened in unsealed_at)


def seal(one: ContributionPicture, *, own_teams: Iterable[UUID], closed: bool) -> ContributionPicture:
    """Return a contribution as a reader of these teams may read it: facts whole, conclusions empty where they are closed.

    What one's own team brought is never sealed; nor is what holds no conclusion called so.
    """
    if not closed or one.team_id in set(own_teams) or not (one.worries or one.what_works or one.proposal):
        return replace(one, is_sealed=False)
    return replace(one, worries="", what_works="", proposal="", is_sealed=True)
