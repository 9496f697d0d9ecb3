"""That somebody checked and knows nothing is no thing that is known: who says so is said once."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from wholepicture.interfaces.web.families import brought
from wholepicture.pathway.triage.facts import ContributionPicture
from wholepicture.pathway.triage.terms import Known

AT = datetime(2020, 1, 6, 9, 0, tzinfo=UTC)


def said(agency: str, known: Known) -> ContributionPicture:
    """What a team of an agency brought."""
    return ContributionPicture(
        id=uuid4(), agency=agency, team_id=UUID(int=1), team="A team", known=known, what="", childs_day="", worries="",
        what_works="", proposal="", because="", at=AT, by="Somebody", is_sealed=False, after_decision=False,
    )  # fmt: skip


def test_what_says_nothing_is_left_out_and_who_said_so_is_named_once() -> None:
    knows = said("Police", Known.KNOWN)
    those = [
        knows,
        said("Police", Known.NOTHING_KNOWN),
        said("Nursery", Known.NOTHING_KNOWN),
        said("Housing", Known.NOTHING_KNOWN),
        said("Housing", Known.NOT_CHECKED),
        said("Surgery", Known.NOT_CHECKED),
    ]
    found = brought.empty(those)
    assert found.causes == {each.id for each in those} - {knows.id}
    assert found.lines == (
        ("2 agencies checked and know nothing", "Housing; Nursery"),
        ("1 agency has not checked", "Surgery"),
    )


def test_where_everybody_knows_something_nothing_is_said() -> None:
    assert brought.empty([said("Police", Known.KNOWN)]) == brought.Empty(frozenset(), ())
