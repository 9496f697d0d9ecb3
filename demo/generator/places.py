"""Addresses that do not exist: no town of the country has these names, and no postcode begins with ZZ."""

from demo.generator.drawing import Lots

TOWNS = (
    "Harbour", "Saltmarsh Quay", "Nether Wick", "Upper Wick", "Cobbleford", "Ravensmere", "Tidesend", "Oakenhythe",
    "Millbeck Cross", "Stonecombe Vale", "Fernleigh Bottom", "Gullsworth",
)  # fmt: skip
STREETS = tuple(
    f"{first} {second}"
    for first in (
        "Anchor", "Bell", "Capstan", "Chandler", "Cooper", "Curlew", "Dunlin", "Elder", "Ferry", "Fuller", "Gannet",
        "Halyard", "Hazel", "Heron", "Kiln", "Lantern", "Linnet", "Mallow", "Mariner", "Meadow", "Netmaker", "Orchard",
        "Osier", "Plover", "Quarry", "Rope", "Sailcloth", "Samphire", "Signal", "Tanner", "Teasel", "Wherry",
    )
    for second in ("Street", "Row", "Lane", "Close", "Rise", "Court", "Walk", "View", "Terrace", "Gardens")
)  # fmt: skip
REFUGES = ("Safe address", "A refuge")
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def address(lots: Lots) -> str:
    """One home; one in five is a flat."""
    flat = f"Flat {lots.between(1, 12)}, " if lots.chance(0.2) else ""
    code = f"ZZ{lots.between(1, 9)} {lots.upto(10)}{lots.pick(LETTERS)}{lots.pick(LETTERS)}"
    return f"{flat}{lots.between(1, 140)} {lots.pick(STREETS)}, {lots.pick(TOWNS)} {code}"
