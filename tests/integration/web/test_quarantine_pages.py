"""The quarantine: rows of the own agency are opened, corrected and released, or set aside and put back; nobody else's."""

from datetime import timedelta
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.test import Client

from tests.factories import agencies as make
from tests.factories import feeds
from tests.integration.web.browsing import Clock, signed_in
from tests.integration.web.browsing import a_clock as a_clock
from wholepicture.pathway.incidents.models import Incident, Quarantined
from wholepicture.pathway.incidents.terms import RowState
from wholepicture.registers.agencies.models import Agency
from wholepicture.registers.audit.models import Entry, Look
from wholepicture.registers.audit.terms import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def police() -> Agency:
    """A police force."""
    return make.make_agency(kind="police")


@pytest.fixture
def officer(clock: Clock, police: Agency) -> Client:
    """Its data officer, signed in an hour after the file came."""
    clock.at = feeds.FED_AT + timedelta(hours=1)
    return signed_in(team=make.make_team(agency=police), roles=("data_officer",))


def waiting(police: Agency, **changes: str) -> Quarantined:
    """An incident of three rows whose mother's date of birth and DASH grade are wrong."""
    rows = feeds.incident()
    rows[0] |= {"DOB": "31/02/1997", "DASH": "Hihg", **changes}
    rows[1] |= {"DASH": "Hihg"}
    rows[2] |= {"DASH": "Hihg"}
    feeds.fed(feeds.text(rows), police)
    return Quarantined.objects.get()


class Fields(HTMLParser):
    """What a browser would send of a page's fields as they stand."""

    def __init__(self, page: str) -> None:
        """Read a whole page."""
        super().__init__()
        self.sent: dict[str, str] = {}
        self._in = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a field, or the option chosen."""
        told = dict(attrs)
        if tag in ("input", "select", "textarea") and told.get("name"):
            self.sent[str(told["name"])] = told.get("value") or ""
        if tag in ("select", "textarea"):
            self._in = str(told["name"])
        if tag == "option" and "selected" in told:
            self.sent[self._in] = told.get("value") or ""

    def handle_data(self, data: str) -> None:
        """Take the text of a text area."""
        if self.lasttag == "textarea":
            self.sent[self._in] += data.strip()

    def handle_endtag(self, tag: str) -> None:
        """Leave the field."""
        self.lasttag = ""


def posted(client: Client, group: Quarantined, **changes: str) -> dict[str, str]:
    """What the browser sends: the page's fields as they stand, with these changed."""
    data = Fields(client.get(f"/quarantine/{group.id}").content.decode()).sent
    assert changes.keys() <= data.keys()
    return data | changes


MENDED = {"row-0-birth_date": "02/05/1997", "incident-dash": "HIGH"}


def test_the_list_says_what_waits_and_why_without_a_cell(officer: Client, police: Agency) -> None:
    waiting(police)

    page = officer.get("/quarantine").content.decode()

    assert "1 incident waits" in page
    assert "CH-1: 3 rows" in page
    assert "Line 2, Date of birth: There is no such day" in page
    assert not any(secret in page for secret in ("Jodie", "Marsh", "31/02/1997", "Hihg", "Invented Terrace"))


def test_opening_marks_the_faulty_cells_and_is_written_down(officer: Client, police: Agency) -> None:
    group = waiting(police)

    page = officer.get(f"/quarantine/{group.id}").content.decode()

    assert 'id="id_row-0-birth_date-error"' in page
    assert 'id="id_incident-dash-error"' in page
    assert 'id="id_row-1-birth_date-error"' not in page
    assert Look.objects.get(subject=group.id).subject_kind == "ROW"
    assert Entry.objects.filter(event=Event.RECORD_OPENED, about=[f"row:{group.id}"]).count() == 1


def test_corrected_rows_come_in_through_the_intake_as_one_incident(officer: Client, police: Agency) -> None:
    group = waiting(police)

    answer = officer.post(f"/quarantine/{group.id}", posted(officer, group, **MENDED))

    assert answer["Location"] == "/quarantine?done=released"
    incident = Incident.objects.get()
    assert (incident.reference, incident.dash, incident.involved.count()) == ("CH-1", "HIGH", 3)
    group.refresh_from_db()
    assert (group.state, group.incident_id) == (RowState.RELEASED, incident.id)
    assert group.corrected[0]["birth_date"] == "02/05/1997"
    assert group.rows[0]["cells"]["birth_date"] == "31/02/1997"
    assert Entry.objects.filter(event=Event.ROW_RELEASED).count() == 1


def test_what_is_still_wrong_stays_on_the_page_with_what_was_typed(officer: Client, police: Agency) -> None:
    group = waiting(police)

    answer = officer.post(f"/quarantine/{group.id}", posted(officer, group, **{"row-0-birth_date": "30/02/1997"}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="30/02/1997"' in page
    assert "There is no such day: check day and month." in page
    assert "“Hihg” as in the file" in page
    assert not Incident.objects.exists()


def test_a_word_that_nobody_chose_again_does_not_turn_into_nothing(officer: Client, police: Agency) -> None:
    group = waiting(police)

    answer = officer.post(f"/quarantine/{group.id}", posted(officer, group, **{"row-0-birth_date": "02/05/1997"}))

    assert answer.status_code == 422
    assert not Incident.objects.exists()


def test_a_cell_that_cannot_be_kept_is_refused_and_not_dropped(officer: Client, police: Agency) -> None:
    group = waiting(police)

    answer = officer.post(
        f"/quarantine/{group.id}", posted(officer, group, **MENDED, **{"row-0-forename": "Jo\x00die"})
    )

    assert answer.status_code == 422
    assert not Incident.objects.exists()


def test_rows_of_an_incident_told_otherwise_before_are_refused_beside_the_reference(
    officer: Client, police: Agency
) -> None:
    group = waiting(police)
    feeds.fed(feeds.text([feeds.row("CH-2", Parent_of="")]), police)

    data = posted(officer, group, **MENDED, **{"incident-reference": "CH-2"})
    answer = officer.post(f"/quarantine/{group.id}", data)

    assert answer.status_code == 422
    assert "was brought in before and said something else" in answer.content.decode()


def test_rows_are_set_aside_with_a_reason_and_put_back(officer: Client, police: Agency) -> None:
    group = waiting(police)

    refused = officer.post(f"/quarantine/{group.id}/set-aside", {"because": " "})
    aside = officer.post(f"/quarantine/{group.id}/set-aside", {"because": "Entered twice"})

    assert (refused.status_code, aside["Location"]) == (422, "/quarantine?done=aside")
    page = officer.get("/quarantine").content.decode()
    assert "Nothing waits" in page
    assert "Rows set aside" in page
    group.refresh_from_db()
    assert (group.state, group.because) == (RowState.DISCARDED, "Entered twice")
    officer.post(f"/quarantine/{group.id}/put-back")
    group.refresh_from_db()
    assert (group.state, group.because, group.decided_at) == (RowState.WAITING, "", None)


def test_rows_that_were_decided_on_cannot_be_released_again(officer: Client, police: Agency) -> None:
    group = waiting(police)
    data = posted(officer, group, **MENDED)
    officer.post(f"/quarantine/{group.id}/set-aside", {"because": "Entered twice"})

    answer = officer.post(f"/quarantine/{group.id}", data)

    assert answer.status_code == 422
    assert not Incident.objects.exists()


def test_rows_of_a_file_without_headings_can_only_be_set_aside_here(officer: Client, police: Agency) -> None:
    feeds.fed("1,2,3\n4,5,6\n", police)

    page = officer.get(f"/quarantine/{Quarantined.objects.get().id}").content.decode()

    assert "cannot be mended here" in page
    assert "Set aside" in page
    assert "Release" not in page


@pytest.mark.parametrize("where", ["", "/set-aside", "/put-back"])
def test_another_agencys_rows_are_closed(officer: Client, police: Agency, where: str) -> None:
    group = waiting(police)
    client = signed_in(team=make.make_team(kind="police"), roles=("data_officer",))

    answer = client.post(f"/quarantine/{group.id}{where}", {"because": "Mine"})

    assert answer.status_code in (403, 404)
    assert "CH-1" not in client.get("/quarantine").content.decode()
    group.refresh_from_db()
    assert group.state == RowState.WAITING


def test_whoever_mends_no_files_is_refused_and_what_is_not_there_is_not_found(officer: Client, police: Agency) -> None:
    assert officer.get(f"/quarantine/{uuid4()}").status_code == 404
    practitioner = signed_in(team=make.make_team(agency=police))
    assert practitioner.get("/quarantine").status_code == 403
    assert practitioner.get(f"/quarantine/{waiting(police).id}").status_code == 403


def test_what_waits_stands_on_what_is_stuck_for_the_own_agency_only(officer: Client, police: Agency) -> None:
    waiting(police)
    manager = signed_in(team=make.make_team(agency=police), roles=("team_manager",))
    other = signed_in(team=make.make_team(kind="police"), roles=("team_manager",))

    assert "Mend what files could not bring in" in manager.get("/stuck").content.decode()
    assert "Mend what files could not bring in" not in other.get("/stuck").content.decode()
