"""How often what happens in the judging data: households, what is told about them, and mistakes, with one variant of everything."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Source:
    """What one kind of agency holds: the share of people whose number, date, sex and postcode it has, and how it writes names."""

    name: str
    share: float
    nhs: float
    born: float
    sex: float
    postcode: float
    everyday: float


SOURCES = (
    Source("health", 0.55, nhs=0.96, born=0.995, sex=0.99, postcode=0.97, everyday=0.02),
    Source("school", 0.20, nhs=0.25, born=0.99, sex=0.97, postcode=0.95, everyday=0.06),
    Source("police", 0.25, nhs=0.02, born=0.90, sex=0.95, postcode=0.86, everyday=0.15),
)


@dataclass(frozen=True)
class Rates:
    """Each a share of those to whom it can happen."""

    # Households.
    kinds: tuple[tuple[str, float], ...] = (
        ("couple with children", 0.34), ("couple", 0.16), ("one parent", 0.18), ("alone", 0.20),
        ("three generations", 0.05), ("sharers", 0.07),
    )  # fmt: skip
    children: tuple[float, ...] = (0.38, 0.37, 0.16, 0.06, 0.03)
    twins: float = 0.03
    twins_alike: float = 0.35
    named_after_parent: float = 0.05
    couple_of_two_surnames: float = 0.30
    child_of_another_surname: float = 0.10
    kin_nearby: float = 0.10
    households_a_postcode: int = 14
    # What is told later: records beyond each person's first, as a share of all, and what changed until then.
    told_again: float = 0.18
    moved: float = 0.28
    surname_changed: float = 0.10
    # Mistakes in one record.
    forename_typed_wrongly: float = 0.035
    surname_typed_wrongly: float = 0.035
    another_spelling: float = 0.20
    second_name_as_first: float = 0.015
    initial_only: float = 0.012
    forename_missing: float = 0.004
    part_of_a_double_name: float = 0.25
    names_swapped: float = 0.008
    day_and_month_swapped: float = 0.012
    date_typed_wrongly: float = 0.018
    only_the_year_known: float = 0.006
    sex_wrong: float = 0.003
    postcode_typed_wrongly: float = 0.015
    nhs_typed_wrongly: float = 0.006
    nhs_of_a_relative: float = 0.0015
    baby_without_a_name: float = 0.35
    sources: tuple[Source, ...] = SOURCES


ORDINARY = Rates()

# Larger families, more twins and changes, fewer numbers, more mistakes.
CHANGED = replace(
    ORDINARY,
    kinds=(
        ("couple with children", 0.30), ("couple", 0.08), ("one parent", 0.32), ("alone", 0.10),
        ("three generations", 0.12), ("sharers", 0.08),
    ),
    children=(0.25, 0.33, 0.22, 0.13, 0.07),
    twins=0.06,
    named_after_parent=0.09,
    couple_of_two_surnames=0.45,
    child_of_another_surname=0.20,
    told_again=0.25,
    moved=0.45,
    surname_changed=0.16,
    forename_typed_wrongly=0.06,
    surname_typed_wrongly=0.06,
    day_and_month_swapped=0.025,
    date_typed_wrongly=0.03,
    nhs_typed_wrongly=0.012,
    sources=(
        replace(SOURCES[0], share=0.35, nhs=0.85), replace(SOURCES[1], share=0.25), replace(SOURCES[2], share=0.40)
    ),
)  # fmt: skip

RATES = {"ordinary": ORDINARY, "changed": CHANGED}
