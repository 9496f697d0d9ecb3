"""What reviewers say of one pair without knowing of each other, whom they see around it, and what is decided first."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.factories import people
from tests.factories.pairs import HOME, make_mistyped, make_twins
from tests.integration.pathway.linkage.test_linkage_review import LATER, reviewer, say
from wholepicture.pathway.linkage import actions, queries
from wholepicture.pathway.linkage.actions import CannotDecide
from wholepicture.pathway.linkage.models import Pair
from wholepicture.pathway.linkage.queries.opinions import kappa
from wholepicture.pathway.linkage.terms import Verdict
from wholepicture.registers.access import actions as access
from wholepicture.registers.audit.terms import Actor, Seen
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import RelationshipKind, Sex

pytestmark = pytest.mark.django_db

SAME, DIFFERENT, CANNOT_TELL = Verdict.SAME, Verdict.DIFFERENT, Verdict.CANNOT_TELL


def second(pair: Pair, verdict: Verdict, by: Actor) -> None:
    actions.second_opinion(pair=pair.id, verdict=verdict, because="Seen both cards", by=by, now=LATER)


def seen(pair: Pair, by: Actor) -> Seen:
    return access.open_pair(pair=pair.id, parties=queries.persons_of_pair(pair.id), by=by, why="review", now=LATER)


def test_a_second_opinion_moves_nothing_and_ends_no_question() -> None:
    pair, first, other = make_mistyped(), reviewer(), reviewer()
    say(pair, DIFFERENT, first)
    before = dict(Record.objects.values_list("id", "person_id"))

    second(pair, SAME, other)

    assert dict(Record.objects.values_list("id", "person_id")) == before
    assert queries.pairs_waiting(reviewer(), LATER, 10) == []
    assert queries.disagreed(10) == [pair.id]
    decided = queries.decision_on(pair.id)
    assert decided is not None
    actions.undo_review(review=decided.id, because="Look again", by=first, now=LATER)
    assert [line.pair for line in queries.pairs_waiting(reviewer(), LATER, 10)] == [pair.id]


def test_a_second_opinion_is_asked_of_another_reviewer_and_once() -> None:
    twins, plain, first, other = make_twins(), make_mistyped(), reviewer(), reviewer()
    for pair in (twins, plain):
        say(pair, DIFFERENT, first)

    assert [line.pair for line in queries.seconds_waiting(other, 10)] == [twins.id, plain.id]
    assert (queries.seconds_waiting(first, 10), queries.seconds_size()) == ([], 2)
    second(twins, DIFFERENT, other)

    assert [line.pair for line in queries.seconds_waiting(reviewer(), 10)] == [plain.id]
    assert queries.disagreed(10) == []
    for by in (first, other):
        with pytest.raises(CannotDecide):
            second(twins, SAME, by)


def test_nobody_gives_a_second_opinion_before_the_first() -> None:
    with pytest.raises(CannotDecide):
        second(make_mistyped(), SAME, reviewer())


def test_whoever_is_no_worker_of_an_agency_is_asked_for_no_second_opinion() -> None:
    say(make_mistyped(), DIFFERENT, reviewer())
    nobody = reviewer(worker=None)

    assert (queries.seconds_waiting(nobody, 10), queries.seconds_count(nobody)) == ([], 0)
    assert queries.seconds_count(reviewer()) == 1


def test_agreement_is_of_the_first_two_answers_to_each_pair() -> None:
    twins, plain, first, other = make_twins(), make_mistyped(), reviewer(), reviewer()
    say(twins, DIFFERENT, first)
    say(plain, CANNOT_TELL, first)
    assert queries.agreement().pairs == 0
    second(twins, DIFFERENT, other)
    after = LATER + timedelta(hours=1)
    actions.review(pair=plain.id, verdict=SAME, because="Seen both cards", by=other, now=after)

    found = queries.agreement()

    assert (found.pairs, found.agreed, found.kappa) == (2, 1, 0.333)
    assert found.table == {(DIFFERENT, DIFFERENT): 1, (CANNOT_TELL, SAME): 1}
    assert queries.agreement(since=LATER + timedelta(days=1)).pairs == 0


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        ([], None),
        ([(SAME, SAME)], None),
        ([(SAME, SAME)] * 5, None),
        ([(SAME, SAME), (DIFFERENT, DIFFERENT)], 1.0),
        ([(SAME, DIFFERENT), (DIFFERENT, SAME)], -1.0),
        ([(SAME, SAME)] * 20 + [(SAME, DIFFERENT)] * 5 + [(DIFFERENT, SAME)] * 10 + [(DIFFERENT, DIFFERENT)] * 15, 0.4),
    ],
)
def test_kappa_is_cohens(answers: list[tuple[Verdict, Verdict]], value: float | None) -> None:
    assert kappa(answers) == value


def test_the_household_around_each_side_shows_who_else_is_told_there_and_never_where() -> None:
    pair, by = make_twins(), reviewer()
    older = Record.objects.get(id=pair.older_id)
    mother = people.make_record(agency=older.agency, forename="Lorna", surname="Vale", sex=Sex.FEMALE, address=HOME)
    people.make_relation(RelationshipKind.PARENT_OF, mother, older)
    person = people.make_resolved(mother)

    newer_side, older_side = queries.households(pair.id, seen=seen(pair, by))

    around = {member.forename: member for member in older_side.members}
    assert around["Lorna"].ties == ("Parent of", "Told with the same home")
    assert around["Lorna"].around_both
    assert {member.forename for member in newer_side.members} == {"Lorna"}, (
        "the two themselves are not around each other"
    )
    assert newer_side.to_other == older_side.to_other == ("Told with the same home",)
    assert person.id in queries.persons_around(pair.id)
    assert "Invented" not in str((newer_side, older_side))
    assert "Vale" not in str((newer_side, older_side))


def test_the_household_shows_no_answer_to_a_second_reviewer() -> None:
    pair, first, other = make_twins(), reviewer(), reviewer()
    older = Record.objects.get(id=pair.older_id)
    mother = people.make_record(agency=older.agency, forename="Lorna", surname="Vale", sex=Sex.FEMALE)
    people.make_relation(RelationshipKind.PARENT_OF, mother, older)
    people.make_resolved(mother)
    before = queries.households(pair.id, seen=seen(pair, other))

    say(pair, SAME, first)

    assert queries.households(pair.id, seen=seen(pair, other)) == before


def test_what_is_closed_to_a_reviewer_is_neither_asked_nor_counted_and_never_hides_what_follows() -> None:
    twins, plain, by = make_twins(), make_mistyped(), reviewer()
    closed = set(queries.persons_of_pair(twins.id))

    assert [line.pair for line in queries.pairs_waiting(by, LATER, 1, closed=closed)] == [plain.id]
    assert [line.pair for line in queries.pairs_waiting(by, LATER, 1, begin=1)] == [plain.id]
    assert (queries.pairs_count(by), queries.pairs_count(by, closed=closed)) == (2, 1)


def test_a_second_opinion_that_was_asked_for_comes_first_and_never_one_that_is_closed() -> None:
    twins, plain, first, other = make_twins(), make_mistyped(), reviewer(), reviewer()
    say(twins, DIFFERENT, first)
    actions.review(pair=plain.id, verdict=DIFFERENT, because="Seen", by=first, now=LATER, asks_second=True)
    closed = set(queries.persons_of_pair(plain.id))

    assert [(line.pair, line.wanted) for line in queries.seconds_waiting(other, 10)] == [
        (plain.id, True),
        (twins.id, False),
    ]
    assert [line.pair for line in queries.seconds_waiting(other, 10, closed=closed)] == [twins.id]
    assert (queries.seconds_count(other), queries.seconds_count(other, closed=closed)) == (2, 1)
    assert (queries.seconds_count(first), queries.seconds_waiting(other, 10, begin=2)) == (0, [])


def test_the_cut_offs_are_those_of_the_parameters() -> None:
    found = queries.cut_offs()
    assert found.review < found.link
    assert 0 < found.review_precision < found.link_precision <= 1


def test_the_household_is_shown_to_whoever_opened_the_pair_alone() -> None:
    pair, other = make_twins(), make_mistyped()

    with pytest.raises(queries.NotOpened):
        queries.households(pair.id, seen=seen(other, reviewer()))


def test_a_family_under_triage_comes_before_any_other_child() -> None:
    twins, plain = make_twins(), make_mistyped(now=people.TOLD_AT - timedelta(days=9))
    grave: list[UUID] = list(queries.persons_of_pair(plain.id))

    plain_first = queries.pairs_waiting(reviewer(), LATER, 10, under_triage=grave)

    assert [(line.pair, line.under_triage) for line in plain_first] == [(plain.id, True), (twins.id, False)]
    assert [line.pair for line in queries.pairs_waiting(reviewer(), LATER, 10)] == [twins.id, plain.id]
