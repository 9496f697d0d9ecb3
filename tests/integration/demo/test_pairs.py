"""The demonstration has doubtful pairs of every kind, each with a household around it, for who tries clerical review."""

from datetime import UTC, datetime

import pytest

from demo import directory, families
from wholepicture.interfaces.cli import demo
from wholepicture.pathway.linkage import actions as linkage
from wholepicture.pathway.linkage.models import Pair
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people.models import Record, Relationship

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
# Twins, siblings a year apart, father and son of one name, a new surname, a baby not yet named, a mistyped number, names spelt anew.
DOUBTFUL = [
    {"Ellie Reeve", "Elsie Reeve"},
    {"Jayden Osgood", "Jaydon Osgood"},
    {"George Halloway"},
    {"Kayleigh Storer", "Kayleigh Brand"},
    {"Baby Storer", "Noah Storer"},
    {"Danika Fenwick", "Danica Fenwick"},
    {"Marta Sobel", "Martha Sobel"},
]


@pytest.mark.django_db
def test_there_is_a_doubtful_pair_of_every_kind_with_relatives_around_it() -> None:
    told = demo._told()
    made = directory.Builder("quite-a-long-demonstration", NOW).build(told["agencies"])
    for family in told["families"]:
        families.put_into_directories(family, made, NOW)
    linkage.link(records=Record.objects.values_list("id", flat=True), by=MACHINE, now=NOW)

    pairs = Pair.objects.select_related("newer", "older")
    asked = {frozenset(f"{one.forename} {one.surname}" for one in (pair.newer, pair.older)): pair for pair in pairs}

    for names in DOUBTFUL:
        pair = asked[frozenset(names)]
        persons = {pair.newer.person_id, pair.older.person_id}
        told_as = Relationship.objects.filter(from_record__person__in=persons) | Relationship.objects.filter(
            to_record__person__in=persons
        )
        assert told_as.exists() or Record.objects.filter(surname=pair.older.surname).exclude(person__in=persons), names
