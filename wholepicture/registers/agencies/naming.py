"""Refuse whatever is called after a whole sector: nobody in "health" would know that they were told (review 2.6)."""

import unicodedata

SECTOR = "health"
# Words that add nothing to a sector's name: "Health services" names as little as "Health".
EMPTY_WORDS = frozenset(
    {
        "a", "agencies", "agency", "all", "and", "area", "care", "colleague", "colleagues", "department", "generic",
        "in", "kind", "local", "nhs", "of", "organisation", "organisations", "other", "partner", "partners",
        "professional", "professionals", "sector", "service", "services", "system", "team", "teams", "the", "trust",
        "worker", "workers",
    }
)  # fmt: skip
# Letters and digits that are read as those of the word, Cyrillic and Greek ones included.
READ_AS = {
    "h": "\u043d\u04bb\u03b7",
    "e": "3\u0435\u03b5",
    "a": "4@\u0430\u03b1",
    "l": "1|!",
    "t": "7+\u0442\u03c4",
}
LOOKALIKES = {ord(alike): letter for letter, many in READ_AS.items() for alike in many}


class CalledHealth(ValueError):
    """Something would be called after a whole sector; its text says what to do instead."""


def check_name(text: str, *, what: str) -> None:
    """Raise CalledHealth when a kind, function, agency or team would be called "health", however it is written.

    `what` names it in the sentence: `kind of agency`, `agency`, `team`, `function`.
    """
    if names_a_sector(text):
        raise CalledHealth(
            f'{what[:1].upper()}{what[1:]}: "{text.strip()}" names a whole sector, and nobody in it would know that '
            "they were told. Name the service instead, such as the GP practice, health visiting or midwifery."
        )


def names_a_sector(text: str) -> bool:
    """Say whether this reads as "health": in any case, spacing, punctuation, accents or lookalike letters."""
    plain = _plain(text)
    words = [word for word in "".join(c if c.isalpha() else " " for c in plain).split() if word not in EMPTY_WORDS]
    return SECTOR in ("".join(c for c in plain if c.isalpha()), "".join(words)) or "".join(words) == "healthcare"


def _plain(text: str) -> str:
    """Fold case, width, accents and lookalikes; drop what is not seen."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    seen = "".join(c for c in folded if unicodedata.category(c) not in ("Mn", "Cf", "Me"))
    return seen.translate(LOOKALIKES)
