"""One function for each shape: what it changes in an ordinary family, and why a system has to bear it."""

from collections.abc import Callable
from datetime import timedelta

from demo.generator import names, numbers, places
from demo.generator.household import YEAR, Household, Person
from demo.generator.plans import PersonPlan, Registration, Works
from demo.generator.shapes import Shape
from wholepicture.registers.agencies.terms import Function
from wholepicture.registers.people.terms import Precision, RelationshipKind, Sex

Shaping = Callable[[Household], None]
SHAPING: dict[Shape, Shaping] = {}


def shapes(shape: Shape) -> Callable[[Shaping], Shaping]:
    """Enter the function of a shape; each has exactly one."""

    def enter(function: Shaping) -> Shaping:
        SHAPING[shape] = function
        return function

    return enter


@shapes(Shape.ORDINARY)
def ordinary(home: Household) -> None:
    """Two parents in one home; now and then a service works with one of them, or with the child."""
    services = (Function.ADULT_MENTAL_HEALTH, Function.SUBSTANCE_MISUSE)
    if home.lots.chance(0.25):
        home.people[home.lots.pick(("mother", "father"))].more.append(Registration(home.lots.pick(services), 0))
    if home.lots.chance(0.1):
        for child in home.children():
            child.more.append(Registration(Function.ALLOCATED_WORKER, 0))


@shapes(Shape.SEPARATED)
def separated(home: Household) -> None:
    """A separation raises the danger, and contact with the child is where it goes on (review 2.8)."""
    home.apart()


@shapes(Shape.LARGE)
def large(home: Household) -> None:
    """Six to eight children: each of them has their own school, their own notice, their own line."""
    wanted = home.lots.between(6, 8)
    home.keep_to(1)
    first = home.children()[0]
    first.born = home.lots.day(home.on, 30, 700)
    while len(home.parents) < wanted:
        oldest = min(each.born for each in home.children() if each.born)
        home.child(home.lots.day(oldest, 340, 760))
    home.older_than_their_children()


@shapes(Shape.TWINS)
def twins(home: Household) -> None:
    """Born on one day with nearly one name: two people, whatever their records have in common."""
    one = home.youngest()
    two = home.child(one.born)
    one.sex = two.sex = Sex.FEMALE
    one.forename, two.forename = home.lots.pick(names.ALIKE)


@shapes(Shape.UNBORN)
def unborn(home: Household) -> None:
    """A child not yet born is a person with an expected date; the midwife is the one to be told."""
    home.expecting(home.lots.between(20, 200))
    home.people["father"].address = home.home


@shapes(Shape.UNNAMED_BABY)
def unnamed_baby(home: Household) -> None:
    """Days old, called "Baby" with the mother's surname by the ward, without a number: still must be found again."""
    home.keep_to(home.lots.between(1, 2))
    baby = home.children()[0]
    baby.born = home.lots.day(home.on, 2, 12)
    baby.forename, baby.surname, baby.nhs_number = "Baby", home.people["mother"].surname, ""
    baby.more.append(Registration(Function.SAFEGUARDING_MIDWIFE, home.places[2]))


@shapes(Shape.BORN_SINCE)
def born_since(home: Household) -> None:
    """Told of as expected first, then as born: the same child, with one line of life."""
    home.keep_to(1)
    home.children()[0].born = home.lots.day(home.on, 8, 25)
    home.people["mother"].more.append(Registration(Function.SAFEGUARDING_MIDWIFE, home.places[2]))
    home.style.before_birth, home.style.reports = True, home.lots.between(2, 3)
    home.older_than_their_children()


@shapes(Shape.CLOSE_SIBLINGS)
def close_siblings(home: Household) -> None:
    """Two children born ten to twelve months apart look like one with a mistyped date of birth."""
    home.keep_to(1)
    first = home.children()[0]
    home.child(home.lots.day(first.born or home.on, 300, 364))
    home.older_than_their_children()


@shapes(Shape.TWO_FATHERS)
def two_fathers(home: Household) -> None:
    """An assessment of two children went to both fathers once (Nottinghamshire): each may learn of his own child only."""
    _more_fathers(home, 1)


@shapes(Shape.THREE_FATHERS)
def three_fathers(home: Household) -> None:
    """Three fathers in three homes, and one of them causes harm."""
    _more_fathers(home, 2)


def _more_fathers(home: Household, how_many: int) -> None:
    home.keep_to(1)
    for number in range(2, 2 + how_many):
        key = f"father{number}"
        home.adult(key, Sex.MALE, names.group(home.lots), places.address(home.lots)).gp = number
        home.older_child(("mother", key)).surname = home.people[home.lots.pick(("mother", key))].surname
    home.older_than_their_children()


@shapes(Shape.STEP_PARENT)
def step_parent(home: Household) -> None:
    """Whoever causes harm lives with the children and is parent of none; their father lives elsewhere and is to be asked."""
    home.apart()
    home.adult("partner", Sex.MALE, names.group(home.lots), home.home).gp = 1
    home.relate("partner", "mother", RelationshipKind.PARTNER_OF)
    home.style.harm = "partner"


@shapes(Shape.TWO_MOTHERS)
def two_mothers(home: Household) -> None:
    """Two mothers: a form that asks for mother and father loses one of them."""
    other = home.people["father"]
    other.sex, other.forename = Sex.FEMALE, home.lots.pick(home.names.girls)
    home.relate("mother", "father", RelationshipKind.PARTNER_OF)


@shapes(Shape.TWO_DADS)
def two_dads(home: Household) -> None:
    """Two fathers who bring up a child; no mother is there to be the one who is told."""
    other = home.people["mother"]
    other.sex, other.forename = Sex.MALE, home.lots.pick(home.names.boys)
    home.relate("mother", "father", RelationshipKind.PARTNER_OF)


@shapes(Shape.SON_NAMED_AFTER_FATHER)
def son_named_after_father(home: Household) -> None:
    """Father and son have one name at one address: a letter or a link must never take one for the other."""
    son, father = home.children()[-1], home.people["father"]
    son.sex, son.forename, son.surname = Sex.MALE, father.forename, father.surname


@shapes(Shape.MOTHER_CHANGED_NAME)
def mother_changed_name(home: Household) -> None:
    """Half of the agencies know her under the name that she had before."""
    mother = home.people["mother"]
    mother.earlier_surname, mother.surname = mother.surname, names.surname(home.lots, home.names)
    if mother.earlier_surname == mother.surname:
        mother.surname = "Thistlewood"
    mother.changed = home.lots.day(home.on, 40, 400)


@shapes(Shape.KINSHIP_CARER)
def kinship_carer(home: Household) -> None:
    """A grandmother brings the children up; both parents live elsewhere, and contact is at her door."""
    grandmother = home.adult("grandmother", Sex.FEMALE, home.names, home.home)
    grandmother.surname = home.people["mother"].surname
    born = home.people["mother"].born or home.on
    grandmother.born = home.lots.day(born, int(17.5 * YEAR), 30 * 365)
    home.apart("mother")
    home.people["father"].address = home.people["mother"].address
    for child in home.parents:
        home.relate("grandmother", child, RelationshipKind.CARER_OF)
    home.relate("grandmother", "mother", RelationshipKind.PARENT_OF)


@shapes(Shape.EX_AT_SHARED_ADDRESS)
def ex_at_shared_address(home: Household) -> None:
    """She and the children left; he still lives where letters to her go (Charnwood)."""
    old, new = home.home, places.address(home.lots)
    for person in [home.people["mother"], *home.children()]:
        person.address, person.earlier_address = new, old
        person.changed = home.on - timedelta(days=20)
    home.home = new


@shapes(Shape.TWO_HOMES)
def two_homes(home: Household) -> None:
    """The children live with each parent in turn, so that what happens in either home happens at theirs."""
    other = home.apart()
    for child in home.children()[1::2]:
        child.address = other


@shapes(Shape.MOVED)
def moved(home: Household) -> None:
    """The whole family moved: agencies hold two addresses, and the older is no longer theirs."""
    old, new = home.home, places.address(home.lots)
    on = home.lots.day(home.on, 10, 120)
    for person in home.people.values():
        person.address, person.earlier_address, person.changed = new, old, on
    home.home = new


@shapes(Shape.HOME_EDUCATED)
def home_educated(home: Household) -> None:
    """No school sees the child: the education safeguarding service is the one to ask."""
    child = home.children()[-1]
    child.born, child.school = home.lots.day(home.on, 6 * 366, 15 * 365), False
    home.keep_to(len(home.parents))
    home.older_than_their_children()


@shapes(Shape.NO_GP)
def no_gp(home: Household) -> None:
    """No practice knows the child: a task with an owner and a clock, never a silence (promise 3)."""
    for child in home.children():
        child.gp = None


@shapes(Shape.DIFFERENT_PRACTICES)
def different_practices(home: Household) -> None:
    """The father's own practice knew of no child and no incident (review 2.14)."""
    home.people["father"].gp, home.people["mother"].gp = 1, 2


@shapes(Shape.TWO_FAMILIES)
def two_families(home: Household) -> None:
    """He does so in another family too: each triage may know that the other exists, and nobody learns of the other victim.

    `join` puts in the very person of the other family.
    """
    home.apart()
    # The ordinary family before it.
    home.linked_to = home.number - home.number % 3


def join(home: Household, other: PersonPlan) -> None:
    """Let the person causing harm of this family be that of another one."""
    own = home.people[home.style.harm]
    own.forename, own.surname, own.sex, own.born = other.forename, other.surname, other.sex, other.birth_date
    own.precision, own.nhs_number, own.phone, own.address = (
        other.birth_precision, other.nhs_number, other.phone, other.address,
    )  # fmt: skip
    own.gp, own.more = None, list(other.registered)


@shapes(Shape.COUNTER_ALLEGATIONS)
def counter_allegations(home: Household) -> None:
    """Each accuses the other: neither count may be raised by it (promise 2), and in doubt both are told the least."""
    home.style.counter, home.style.reports = True, home.lots.between(2, 5)


@shapes(Shape.MOTHER_CAUSES_HARM)
def mother_causes_harm(home: Household) -> None:
    """The father is the victim, and the children live with her."""
    home.style.victim, home.style.harm = "father", "mother"


@shapes(Shape.ADULT_SON)
def adult_son(home: Household) -> None:
    """A grown-up son causes harm to his mother; his small sisters and brothers are in the home."""
    home.keep_to(2)
    mother = home.people["mother"]
    mother.born = home.lots.day(home.on, 38 * 366, 46 * 365)
    son = home.adult("son", Sex.MALE, home.names, home.home)
    son.born, son.surname = home.lots.day(home.on, 18 * 366, 21 * 365), home.childrens_surname
    home.relate("mother", "son", RelationshipKind.PARENT_OF)
    home.apart()
    home.style.harm = "son"


@shapes(Shape.OFFICER_IS_PARTY)
def officer_is_party(home: Household) -> None:
    """Police sit at triage: whoever causes harm and is a police officer sees nothing of his own family (safety A3)."""
    home.people["father"].works = Works("police", "Police constable")


@shapes(Shape.RECEPTIONIST_IS_RELATIVE)
def receptionist_is_relative(home: Household) -> None:
    """His sister opens the practice's letters: she may open none about them (the ex-partner's friend, Evans)."""
    sister = home.adult("sister", Sex.FEMALE, home.names, places.address(home.lots))
    sister.surname = home.people["father"].surname
    sister.works = Works("gp_practice", "Receptionist")
    home.relate("sister", "father", RelationshipKind.SIBLING_OF)


@shapes(Shape.REFUGE)
def refuge(home: Household) -> None:
    """Where mother and children are now is nowhere on any page: the address is withheld by whoever knows it."""
    old, safe = home.home, home.lots.pick(places.REFUGES)
    for person in [home.people["mother"], *home.children()]:
        person.address, person.earlier_address = safe, old
        person.changed = home.on - timedelta(days=9)
    home.style.reports = home.lots.between(3, 6)
    home.home = safe


@shapes(Shape.FAR_NAMES)
def far_names(home: Household) -> None:
    """Names with letters that some systems cannot write: the same person under two spellings."""
    home.names = home.lots.pick(names.FAR)
    for key in ("mother", "father"):
        person = home.people[key]
        of = home.names.girls if person.sex is Sex.FEMALE else home.names.boys
        person.forename, person.surname = home.lots.pick(of), names.surname(home.lots, home.names)
    for child in home.children():
        child.surname = home.people["father"].surname


@shapes(Shape.DOUBLE_BARRELLED)
def double_barrelled(home: Household) -> None:
    """The longest names that a line, a column and an inbox have to hold, and an apostrophe in two spellings."""
    home.people["mother"].surname = home.lots.pick(names.DOUBLE)
    home.people["father"].surname = home.lots.pick(names.APOSTROPHES)
    for child in home.children():
        child.surname = f"{home.people['mother'].surname}-{home.people['father'].surname}"


@shapes(Shape.ONE_NAME)
def one_name(home: Household) -> None:
    """A parent with one name only: a form that needs two makes one up."""
    home.people["mother"].forename, home.people["mother"].surname = "", home.lots.pick(names.SINGLE)


@shapes(Shape.BIRTH_DATE_NOT_KNOWN)
def birth_date_not_known(home: Household) -> None:
    """Nobody knows the father's date of birth, and of the mother the year only: no machine may link by a guess."""
    home.people["father"].born = None
    mother = home.people["mother"]
    mother.born = mother.born.replace(month=1, day=1) if mother.born else None
    mother.precision = Precision.YEAR if mother.born else None
    home.people["father"].nhs_number = ""


@shapes(Shape.ADDRESS_NOT_KNOWN)
def address_not_known(home: Household) -> None:
    """They stay with friends: an unknown address is a value, and two without one do not live together."""
    for person in home.people.values():
        person.address = ""
    home.home = ""


@shapes(Shape.CONCERNS_ONLY)
def concerns_only(home: Household) -> None:
    """No call to the police at all: a nursery, a school or a ward saw something (review 2.1)."""
    home.style.concerns_only, home.style.reports = True, home.lots.between(1, 3)


@shapes(Shape.NOT_CLASSED)
def not_classed(home: Household) -> None:
    """Police classed each call as something else: the pattern counts it all the same (review 2.4 row 4)."""
    home.style.classed, home.style.reports = False, home.lots.between(1, 3)


@shapes(Shape.MANY_REPORTS)
def many_reports(home: Household) -> None:
    """Nine to twelve reports: the Nth of a pattern, never the Nth single event."""
    home.style.reports = home.lots.between(9, 12)


@shapes(Shape.CHILD_REPORTED)
def child_reported(home: Household) -> None:
    """The child rang: who reported is the fact to protect most."""
    child = home.children()[0]
    child.born = home.lots.day(home.on, 7 * 366, 14 * 365)
    home.keep_to(1)
    home.style.child_reports = True
    home.older_than_their_children()


def different_people(home: Household) -> None:
    """Let no two people of one household share everything: whoever drew one name and date again gets another number."""
    seen: dict[tuple[str, str, object], Person] = {}
    for slot, person in enumerate(home.people.values()):
        told = (person.forename, person.surname, person.born)
        if told in seen and not person.expected:
            person.forename = f"{person.forename} {home.names.boys[slot % len(home.names.boys)]}".strip()
            person.nhs_number = numbers.nhs_number(home.number, slot)
        seen[told] = person


def freeze(home: Household) -> tuple[PersonPlan, ...]:
    """Every person as a plan, in the order in which they were added."""
    return tuple(home.plan_of(each) for each in home.people.values())
