"""What must be done first: whatever is due soonest stands at the top, each line names whom it waits for."""

from datetime import UTC, datetime, timedelta

from wholepicture.interfaces.web.families import first
from wholepicture.interfaces.web.families.asked import Asked
from wholepicture.interfaces.web.families.contact import ContactShown, Side
from wholepicture.interfaces.web.families.listed import ListingShown
from wholepicture.interfaces.web.families.open_now import DecisionShown, NoticeShown, OpenNow

AT = datetime(2020, 1, 6, 9, 0, tzinfo=UTC)
NOTHING = OpenNow(notices=(), more=0, overdue=0, waiting=(), answered=(), decisions=(), earlier=0)


def hours(number: int) -> datetime:
    """So many hours from now."""
    return AT + timedelta(hours=number)


def notice(who: str, due: int, *, kept: bool = False) -> NoticeShown:
    """A notice to a function of a team."""
    return NoticeShown(who, "A team", "Title", "Charlie", "To answer", ("Delivered", "delivered"), "", hours(due), kept)


def ask(who: str, due: int | None) -> Asked:
    """A function that was asked and is silent."""
    return Asked(who, "A team", "Charlie", ("No answer yet", "waiting"), "", None if due is None else hours(due))


def test_nothing_waits_for_anybody_in_a_family_of_which_nothing_is_open() -> None:
    assert first.first((), NOTHING, ()) == ()


def test_each_kind_of_thing_is_one_line_by_its_soonest_time_and_says_whom_it_waits_for() -> None:
    listing = ListingShown("3rd incident, 5 January 2020: 8 days after the one before", "", (), "", AT, hours(4))
    proposed = DecisionShown("Early help", "Charlie", "", ("Waits", "waiting"), "Somebody", AT, hours(2), ())
    now_open = OpenNow(
        notices=(notice("GP practice", 1, kept=True), notice("Health visitor", 3), notice("School nurse", 5)),
        more=2, overdue=0, waiting=(ask("Nobody found", None), ask("Midwife", -1)), answered=(), decisions=(proposed,),
        earlier=0,
    )  # fmt: skip
    side = Side("Not asked", True)
    contacts = [
        ContactShown("Charlie", "Kyle", side, side, None, None),
        ContactShown("Charlie", "Ann", Side("No contact", False), Side("No contact", False), "Somebody", AT),
    ]

    lines = first.first([listing], now_open, contacts)

    assert [(line.words, line.whom, line.part) for line in lines] == [
        ("2 asked and silent", "Midwife; Nobody found", "asked"),
        ("1 held or withheld", "GP practice", "kept"),
        ("1 decision to agree to", "Early help", "decisions"),
        ("4 told and not answered", "Health visitor; School nurse; and 2 more", "notices"),
        ("Decide about this family", "3rd incident, 5 January 2020", "listed"),
        ("1 of 2 contacts to ask about", "Charlie with Kyle", "contact"),
    ]
    assert [line.due_at for line in lines] == [hours(-1), hours(1), hours(2), hours(3), hours(4), None]
    assert [line.words for line in lines if line.is_decision] == ["1 decision to agree to", "Decide about this family"]


def test_of_many_the_first_are_named_and_the_others_counted() -> None:
    silent = tuple(ask(f"Function {number}", number) for number in range(5))
    (line,) = first.first((), OpenNow((), 0, 0, silent, (), (), 0), ())
    assert line.whom == "Function 0; Function 1; Function 2; and 2 more"


def test_the_number_and_the_names_agree_where_several_teams_have_one_function() -> None:
    functions = ("GP practice", "GP practice", "Midwife", "Nursery", "School nurse", "School nurse", "Housing")
    silent = tuple(ask(function, number) for number, function in enumerate(functions))
    (line,) = first.first((), OpenNow((), 0, 0, silent, (), (), 0), ())
    assert line.words == "7 asked and silent"
    assert line.whom == "GP practice (2); Midwife; Nursery; and 3 more"


def test_what_is_held_and_what_was_told_are_counted_apart_and_the_same_wherever_they_are_counted() -> None:
    those = (notice("GP practice", 1, kept=True), notice("Health visitor", 2), notice("Nursery", 3, kept=True))
    now_open = OpenNow(notices=those, more=4, overdue=0, waiting=(), answered=(), decisions=(), earlier=0)
    assert [line.words for line in first.first((), now_open, ())] == ["2 held or withheld", "5 told and not answered"]
    assert (len(now_open.kept), now_open.count_told) == (2, 5)
