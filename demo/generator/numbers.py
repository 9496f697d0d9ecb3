"""Numbers that nobody has: NHS numbers of the range for tests, telephone numbers that Ofcom keeps for drama."""

# 999 begins no number of a real patient; it leaves six digits and the check digit.
TEST_RANGE = "999"
BODIES = 1_000_000
OF_RANGE = 9 * (10 + 9 + 8)
WEIGHTS = tuple((weight, 10 ** (weight - 2)) for weight in range(7, 1, -1))
# Coprime with the number of bodies: neighbours of one family get numbers that look nothing alike, and none comes twice.
STRIDE = 618_033
# At most as many people of a family get one.
SLOTS = 12
MOBILES = "07700 900"


def nhs_number(family: int, slot: int) -> str:
    """The number of one person of a family, or "" where the range has none for them.

    One body in eleven has no check digit, and the range ends at the 83,333rd family: later people have none known.
    """
    place = family * SLOTS + slot
    if slot >= SLOTS or place >= BODIES:
        return ""
    body = place * STRIDE % BODIES
    check = -(OF_RANGE + sum(weight * (body // tens % 10) for weight, tens in WEIGHTS)) % 11
    return "" if check == 10 else f"{TEST_RANGE}{body:06d}{check}"


def mobile(lot: int) -> str:
    """A mobile number out of Ofcom's thousand for drama (07700 900000 to 900999)."""
    return f"{MOBILES}{lot % 1000:03d}"
