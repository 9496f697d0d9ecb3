"""Records that come near to each other, for tests of clerical review: made by the real linkage; everybody is invented."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from tests.factories import people
from wholepicture.pathway.linkage import actions as linkage
from wholepicture.pathway.linkage import matcher
from wholepicture.pathway.linkage.facts import Weighed, Weight
from wholepicture.pathway.linkage.models import Pair
from wholepicture.registers.audit.terms import MACHINE
from wholepicture.registers.people.described import Described
from wholepicture.registers.people.models import Record
from wholepicture.registers.people.terms import IdentifierKind, Sex

HOME = "4 Invented Terrace, Nowhere, ZZ1 1ZZ"
NUMBER = "9990000018"
# The twins and the mistyped woman below, as the matcher sees them.
ELLIE = Described(forename="Ellie", surname="Vale", sex="F", born=date(2018, 10, 1), places=frozenset({"home"}))
ELSIE = replace(ELLIE, forename="Elsie")
JODIE = Described(
    forename="Jodie", surname="Marsh", sex="F", born=date(1997, 5, 2), numbers={"nhs_number": frozenset({"1"})}
)
JODIE_MISTYPED = Described(forename="Jodie", surname="Marsh", sex="F", born=date(1997, 5, 12))
BORN, MISTYPED = date(1997, 5, 2), date(1997, 5, 12)


def link(*records: Record, now: datetime = people.TOLD_AT) -> None:
    """Let the machine link these, one after the other."""
    for record in records:
        linkage.link(records=[record.id], by=MACHINE, now=now)
        record.refresh_from_db()


def make_mistyped(*, now: datetime = people.TOLD_AT, forename: str = "Jodie") -> Pair:
    """One woman at two agencies, her date of birth typed wrongly at the second, a day later; one has her number."""
    is_jodie = forename == "Jodie"
    older = people.make_record(
        agency=people.make_teller("surgeries", "gp_practice"), forename=forename, surname="Marsh", sex=Sex.FEMALE,
        birth_date=BORN, address=HOME if is_jodie else f"7 {forename} Road, Nowhere",
        identifiers={IdentifierKind.NHS_NUMBER: NUMBER} if is_jodie else None,
        now=now,
    )  # fmt: skip
    newer = people.make_record(
        agency=people.make_teller("housing", "housing"), forename=forename, surname="Marsh", sex=Sex.FEMALE,
        birth_date=MISTYPED, now=now + timedelta(days=1),
    )  # fmt: skip
    link(older, newer, now=now + timedelta(days=1))
    return Pair.objects.get(newer=newer, older=older)


def make_twins(*, now: datetime = people.TOLD_AT) -> Pair:
    """Two children of nearly one name, one birth date and one home, each told by another agency."""
    tellers = (people.make_teller("surgeries", "gp_practice"), people.make_teller("nursing", "health_visiting"))
    older, newer = (
        people.make_record(agency=teller, forename=forename, surname="Vale", sex=Sex.FEMALE,
                           birth_date=date(2018, 10, 1), address=HOME, now=now)
        for teller, forename in zip(tellers, ("Ellie", "Elsie"), strict=True)
    )  # fmt: skip
    link(older, newer, now=now)
    return Pair.objects.get(newer=newer, older=older)


def weigh(pair: Pair, one: Described, other: Described, *, capped: tuple[str, ...] = ()) -> Weighed:
    """Let the real matcher weigh two descriptions, and keep what it found with the pair."""
    found = weighed(one, other, capped=capped)
    Pair.objects.filter(id=pair.id).update(evidence=found.as_json())
    return found


def weighed(one: Described, other: Described, *, capped: tuple[str, ...] = ()) -> Weighed:
    """What the real matcher makes of two descriptions, as a decision or a question keeps it."""
    found = matcher.compare(one, other, matcher.load())
    prior = Weight("PRIOR", "PRIOR", "Two records taken at random", found.prior)
    weights = [Weight(each.field.value, each.level.value, each.label, each.weight) for each in found.evidence]
    return Weighed(found.odds, found.probability, found.cls.value, found.model, (prior, *weights), capped)


def make_linked(*, now: datetime = people.TOLD_AT) -> tuple[Record, Record]:
    """Two records that the machine links by name and date of birth."""
    older, newer = (
        people.make_record(agency=people.make_teller(slug, kind), forename="Robin", surname="Denham",
                           birth_date=date(2012, 3, 9), now=now)
        for slug, kind in (("surgeries", "gp_practice"), ("school", "school"))
    )  # fmt: skip
    link(older, newer, now=now)
    return older, newer


def make_copy(record: Record, *, now: datetime = people.TOLD_AT) -> Record:
    """The same person as a third agency tells them, linked by name and date of birth."""
    made = people.make_record(
        agency=people.make_teller("nursing", "health_visiting"), forename=record.forename, surname=record.surname,
        sex=Sex(record.sex), birth_date=record.birth_date, now=now,
    )  # fmt: skip
    link(made, now=now)
    return made
