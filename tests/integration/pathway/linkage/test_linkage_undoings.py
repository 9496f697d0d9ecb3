"""Which links were undone, the last first; and a link's two records are shown to whoever opened that link alone."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.pairs import link, make_linked, make_mistyped
from tests.factories.people import make_record
from tests.integration.pathway.linkage.test_linkage_review import LATER, reviewer
from wholepicture.pathway.linkage import actions, queries
from wholepicture.pathway.linkage.models import Link
from wholepicture.registers.access import actions as access
from wholepicture.registers.audit.terms import Seen
from wholepicture.registers.people.models import Record

pytestmark = pytest.mark.django_db

BORN = date(2012, 3, 9)


def joined(record: Record) -> Link:
    """The link by which the machine joined a record to somebody."""
    return Link.objects.get(record=record, undone_at__isnull=True)


def seen(made: Link) -> Seen:
    """The proof that a reviewer opened a link."""
    parties = queries.persons_of_link(made.id)
    return access.open_pair(pair=made.id, parties=parties, by=reviewer(), why="undo", now=LATER)


def linked(forename: str) -> Link:
    """The link of two records of one name and date of birth, which the machine joins."""
    one, other = (make_record(forename=forename, surname="Denham", birth_date=BORN) for _ in range(2))
    link(one, other)
    return joined(other)


def test_of_the_links_that_were_undone_the_latest_are_told_and_no_more_are_looked_at_than_asked(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    links, by = [linked(forename) for forename in ("Robin", "Amina", "Lee")], reviewer()
    for number, wrong in enumerate(links):
        at = LATER + timedelta(hours=number)
        actions.undo_link(link=wrong.id, because="Two of one name", by=by, now=at)
    latest_first = [wrong.id for wrong in reversed(links)]

    with django_assert_num_queries(2):
        assert [undoing.link for undoing in queries.undoings(1)] == latest_first[:1]
    assert [undoing.link for undoing in queries.undoings(2)] == latest_first[:2]
    assert [undoing.link for undoing in queries.undoings(9)] == latest_first


def test_a_link_shows_its_records_to_whoever_opened_it_and_to_nobody_who_opened_another_thing() -> None:
    older, newer = make_linked()
    made, pair = joined(newer), make_mistyped()
    line = queries.link_line(made.id)

    assert queries.link_fields(line, seen=seen(made))
    opened = access.open_pair(
        pair=pair.id, parties=queries.persons_of_pair(pair.id), by=reviewer(), why="undo", now=LATER
    )
    with pytest.raises(queries.NotOpened, match="what you opened was something else"):
        queries.link_fields(line, seen=opened)
    alone = joined(older)
    with pytest.raises(queries.NotOpened):
        queries.link_fields(queries.link_line(alone.id), seen=seen(alone))
