"""What stands in quarantine is shown to its own agency, by a proof of this very look, and as a person corrected it."""

from uuid import uuid4

import pytest

from tests.factories import feeds
from tests.factories.agencies import make_agency
from tests.factories.feeds import fed, row, text
from tests.factories.incidents import told
from wholepicture.pathway.incidents import queries, rules
from wholepicture.pathway.incidents.actions import feeding
from wholepicture.pathway.incidents.facts import Telling
from wholepicture.pathway.incidents.models import Incident, Quarantined
from wholepicture.pathway.incidents.terms import RowState
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit.terms import MACHINE, Actor, Seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def police() -> Agency:
    """A police force of which one row waits in quarantine."""
    agency = make_agency(kind="police")
    fed(text([row(DOB="31/02/1997")]), agency)
    return agency


def officer(agency: Agency) -> Actor:
    """Somebody who mends files of this agency."""
    return Actor("officer", "Officer", agency=agency.id, permissions=frozenset({"MEND_FEEDS"}))


def seen(subject: object, by: Actor) -> Seen:
    """The proof of a look at this."""
    return Seen(by=by, why="quarantine", at=feeds.FED_AT, subject=subject)  # type: ignore[arg-type]


def test_whoever_works_for_no_agency_has_nothing_in_quarantine(police: Agency) -> None:
    assert (queries.quarantine_size(by=officer(police)).count, len(queries.quarantined(by=officer(police)))) == (1, 1)

    size = queries.quarantine_size(by=MACHINE)

    assert (size.count, size.oldest_at, queries.quarantined(by=MACHINE)) == (0, None, [])


def test_rows_are_shown_to_whoever_opened_them_alone(police: Agency) -> None:
    group, by = Quarantined.objects.get().id, officer(police)

    assert queries.quarantined_group(group, seen=seen(group, by)).rows[0].cells["birth_date"] == "31/02/1997"
    with pytest.raises(queries.NotOpened, match="what you opened was something else"):
        queries.quarantined_group(group, seen=seen(uuid4(), by))


def test_rows_that_are_not_there_are_not_found(police: Agency) -> None:
    group = uuid4()

    with pytest.raises(queries.NotFound):
        queries.quarantined_group(group, seen=seen(group, officer(police)))


def test_released_rows_are_shown_as_they_were_corrected_on_the_lines_where_they_stood(police: Agency) -> None:
    group, by = Quarantined.objects.get().id, officer(police)
    telling = Telling(key="CH-1", digest=rules.digest("CH-1"), raw="CH-1", told=told())
    (waiting,) = queries.quarantined_group(group, seen=seen(group, by)).rows
    corrected = {**waiting.cells, "birth_date": "28/02/1997"}

    feeding.release(group=group, telling=telling, corrected=[corrected], by=by, now=feeds.FED_AT)

    shown = queries.quarantined_group(group, seen=seen(group, by))
    (kept,) = shown.rows
    assert (kept.line, kept.cells, kept.reasons) == (waiting.line, corrected, ())
    assert waiting.reasons
    assert (shown.state, shown.incident) == (RowState.RELEASED, Incident.objects.get().id)


def test_an_incident_that_came_in_meanwhile_with_other_content_is_refused_and_the_rest_of_the_file_comes_in(
    police: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another file with the same reference was committed between the look and the writing."""
    fed(text(feeds.incident("CH-7")), police)
    monkeypatch.setattr(feeding.queries, "all_answered", lambda **_: {})

    summary, rejected = fed(text(feeds.incident("CH-7", "Ashby") + feeds.incident("CH-8", "Vale")), police)

    assert (summary.accepted, summary.rejected) == (3, 3)
    assert "was brought in before and said something else" in rejected
    assert sorted(Incident.objects.values_list("reference", flat=True)) == ["CH-7", "CH-8"]
