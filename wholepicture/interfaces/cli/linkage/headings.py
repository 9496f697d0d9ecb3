"""What a list's first line lacks, said before anybody trusts what was matched: columns missing, not used, and how to name them."""

from collections.abc import Iterable, Iterator

from wholepicture.pathway.linkage.matcher.bulk.reading import COLUMNS, Header

# How lists call a column, written small and without spaces and signs.
OTHERWISE = {
    "forename": ("forenames", "firstname", "first", "givenname", "given", "christianname"),
    "surname": ("lastname", "last", "familyname", "family"),
    "dob": ("dateofbirth", "birthdate", "birthday", "born", "birth"),
    "sex": ("gender",),
    "postcode": ("postalcode", "zip", "zipcode"),
    "address": ("addressline", "addressline1", "address1", "street", "homeaddress"),
    "nhs_number": ("nhsnumber", "nhsno", "nhs", "nhsnum"),
}
NAMES_MISSING = (
    "Names are missing, so relatives cannot be told apart: brothers and sisters, twins, or parent and child, may be called "
    "SAME. Do not use what is found without names."
)
FORENAME_MISSING = (
    "Without forename, brothers and sisters, or parent and child, may be called SAME: look at every pair."
)


def warnings(header: Header) -> Iterator[str]:
    """Yield what is missing, what was not used and how it is mapped, and what cannot be told without names."""
    if header.missing:
        yield f"columns missing: {', '.join(header.missing)}. {_unused(header)}".strip()
    if "forename" not in header.found:
        yield NAMES_MISSING if "surname" not in header.found else FORENAME_MISSING


def _unused(header: Header) -> str:
    if not header.unused:
        return ""
    meant = " ".join(f"{column}={_quoted(title)}" for column, title in _guesses(header))
    what = (
        f"If these are meant: --map {meant}" if meant else f"If one of these is meant: --map {header.missing[0]}=TITLE"
    )
    return f"Not used: {', '.join(header.unused)}. {what}"


def _guesses(header: Header) -> Iterable[tuple[str, str]]:
    """Each missing column with the first title that such a column often has."""
    for column in (each for each in COLUMNS if each in header.missing):
        title = next((title for title in header.unused if _bare(title) in {*OTHERWISE[column], _bare(column)}), None)
        if title:
            yield column, title


def _bare(title: str) -> str:
    return "".join(letter for letter in title.casefold() if letter.isalnum())


def _quoted(title: str) -> str:
    return f'"{title}"' if " " in title else title
