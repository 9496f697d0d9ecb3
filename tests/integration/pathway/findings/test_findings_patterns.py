"""The pattern of a family gathered from real reports: what counts, who is linked, and how many statements it takes."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import incidents as told
from tests.factories import people
from tests.factories.people import make_teller
from tests.integration.pathway.findings import looking
from tests.integration.pathway.findings.looking import NOW, family_of, other_family, report
from wholepicture.pathway.families import actions as families
from wholepicture.pathway.families.facts import ArrangementTold
from wholepicture.pathway.families.models import Family
from wholepicture.pathway.families.terms import Contact, Mode
from wholepicture.pathway.findings import pattern as shown
from wholepicture.pathway.findings import queries
from wholepicture.pathway.findings.facts import Pattern
from wholepicture.pathway.incidents.facts import RelationTold
from wholepicture.pathway.incidents.terms import Brag, Category, Dash
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import RelationshipKind, Role, Sex

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def protocol() -> None:
    looking.begin()


def pattern(incident: UUID) -> Pattern:
    family = family_of(incident)
    return queries.patterns([family], NOW + timedelta(days=60))[family]


def test_five_reports_of_one_family_are_its_five_incidents_with_their_intervals() -> None:
    found = pattern(looking.case()[0])
    assert shown.intervals(found) == (1, 12, 17, 8)
    assert [found.people[child].name for child in found.children] == ["Charlie"]
    assert {each.agency for each in found.reports} == {"Police"}


def test_what_police_did_not_class_as_domestic_abuse_is_in_scope_because_the_two_are_parents_of_one_child() -> None:
    people_told = (
        told.mother_told(role=Role.NOT_KNOWN),
        told.father_told(role=Role.NOT_KNOWN, alleged_by=""),
        told.child_told(),
    )
    found = pattern(report(people=people_told, category=Category.OTHER, brag=Brag.GREEN))
    assert found.reports[0].in_scope
    assert "both are parents of Charlie" in found.reports[0].connected
    assert shown.nth(found, found.reports[0].incident) == 1


def test_a_report_keeps_who_alleges_it_what_was_believed_done_and_how_the_child_was() -> None:
    found = pattern(report(dash=Dash.BELIEVED_DONE, dash_perceived="STANDARD", brag=Brag.GREEN))
    (only,) = found.reports
    mother = next(part.person for part in only.parts if part.role is Role.VICTIM)
    assert {part.alleged_by for part in only.parts if part.role is Role.CAUSING_HARM} == {str(mother)}
    assert (only.dash, only.dash_perceived, only.brag) == (Dash.BELIEVED_DONE, "STANDARD", Brag.GREEN)
    assert set(only.presences) == set(found.children)


def test_the_parents_live_apart_and_the_father_elsewhere() -> None:
    found = pattern(report())
    (charlie,) = found.children
    (elsewhere,) = shown.parents_elsewhere(found, charlie)
    assert found.people[elsewhere].name == "Kyle"


def test_what_was_told_of_contact_is_in_it_by_the_name_of_the_agency() -> None:
    incident = report()
    records = {record.forename: record for record in Record.objects.all()}
    visiting = make_teller("nurses", "health_visiting")
    own = {
        name: people.make_record(agency=visiting, forename=name, surname=records[name].surname,
                                 birth_date=records[name].birth_date, sex=records[name].sex, address=None)
        for name in ("Charlie", "Kyle")
    }  # fmt: skip
    told.link_and_place(NOW)
    families.tell_contact(
        agency=visiting, mode=Mode.TEXT, people=[], child=own["Charlie"], summary="", happened_at=NOW,
        arrangement=ArrangementTold(
            adult=own["Kyle"], day=Contact.CONDITIONAL, day_words="none while he drinks", overnight=Contact.NOT_ASKED,
            overnight_words="", supported_by=None, supported_by_words="", source="mother", from_date=None,
        ),
        cause=uuid4(), by=MACHINE, now=NOW,
    )  # fmt: skip
    found = pattern(incident)
    (charlie,) = found.children
    (father,) = shown.parents_elsewhere(found, charlie)
    latest = shown.latest_arrangement(found, charlie, father)
    assert latest is not None
    assert (latest.day, latest.day_words, latest.told_by) == (Contact.CONDITIONAL, "none while he drinks", "Nurses")
    assert shown.overnight_asked(found, charlie, father) is None


def test_a_family_of_the_same_man_is_linked_and_nobody_of_it_is_named() -> None:
    here = report()
    there = other_family()
    (link,) = pattern(here).linked
    assert (link.family, link.is_parent_there, link.incidents_there) == (family_of(there), True, 1)
    assert link.incidents_here == (here,)
    assert pattern(here).people[link.through].name == "Kyle"
    assert not {someone.name for someone in pattern(here).people.values()} & {"Nia", "Wren"}
    (back,) = pattern(there).linked
    assert (back.family, back.incidents_there) == (family_of(here), 1)


def test_a_family_that_he_is_alleged_to_harm_is_linked_though_he_is_no_parent_there() -> None:
    here = report()
    there = other_family(is_father=False)
    (link,) = pattern(here).linked
    assert (link.family, link.is_parent_there, link.incidents_there) == (family_of(there), False, 1)


def test_a_witness_links_no_families() -> None:
    here = report()
    there = other_family(harms=False, is_father=False)
    assert pattern(here).linked == ()
    assert pattern(there).linked == ()


def test_the_victims_own_other_children_are_no_linked_family() -> None:
    """Only whoever is alleged to cause harm ties families: a victim's children elsewhere are concerned themselves."""
    older = told.child_told(
        key="older", forename="Lee", surname="Marsh", birth_date=date(2010, 1, 1), address="1 Far Road"
    )
    ties = (
        RelationTold("mother", "charlie", RelationshipKind.PARENT_OF),
        RelationTold("mother", "older", RelationshipKind.PARENT_OF),
    )
    both = report(people=(told.mother_told(), told.father_told(), told.child_told(), older), relationships=ties)
    assert Family.objects.count() == 2
    told_of = queries.patterns(Family.objects.values_list("id", flat=True), NOW).values()
    assert [each.reports[0].incident for each in told_of] == [both, both]
    assert [each.linked for each in told_of] == [(), ()]


def test_a_family_without_children_has_no_pattern() -> None:
    assert queries.patterns([uuid4()], NOW) == {}


def test_as_many_statements_for_many_families_and_incidents_as_for_one() -> None:
    first = report(look_at=False)
    one = _statements([family_of(first)])
    for day in (3, 9, 20, 41):
        report(day, look_at=False)
    there = other_family(look_at=False)
    for number in range(3):
        other_family(
            60 + number,
            look_at=False,
            harms=bool(number),
        )
    many = _statements([family_of(first), family_of(there)])
    assert many == one


def _statements(ids: list[UUID]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as run:
        found = queries.patterns(ids, NOW)
    assert len(found) == len(ids)
    return len(run)


def test_an_unborn_child_is_a_child_of_the_pattern() -> None:
    unborn = told.child_told(
        forename="", surname="Marsh", birth_date=None, expected_date=date(2020, 5, 1), sex=Sex.NOT_KNOWN, child=None
    )
    found = pattern(report(people=(told.mother_told(), told.father_told(), unborn)))
    (child,) = found.children
    assert shown.is_under(found.people[child], years=2, on=found.on)
