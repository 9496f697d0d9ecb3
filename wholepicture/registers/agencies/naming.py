"""Refuse whatever is called after a whole sector: nobody in "health" would know that they were told (review 2.6)."""

import re
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
    "h": "\u043d\u04bb\u03b7\u029c",
    "e": "3\u0435\u03b5\u1d07\u20ac",
    "a": "4@\u0430\u03b1\u1d00\u0251",
    "l": "1|!\u04cf\u029f\u0131",
    "t": "7+\u0442\u03c4\u1d1b",
}
LOOKALIKES = {ord(alike): letter for letter, many in READ_AS.items() for alike in many}
LETTERS_ALIKE = {alike: letter for alike, letter in LOOKALIKES.items() if chr(alike).isalpha()}
ENDS_A_WORD = re.compile(r"(?<=\w)[!|+@]+(?=\W|$)")


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
    return any(_is_the_sector(reading) for reading in readings(text))


def readings(text: str) -> tuple[str, ...]:
    """Return how a text can be read: lower case, without accents or what is not seen, lookalikes as letters.

    Once with digits and signs as what they are, once as the letters that they look like, and once as letters except
    where a sign ends a word ("!" may end a sentence).
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    seen = "".join(c for c in folded if unicodedata.category(c) not in ("Mn", "Cf", "Me"))
    return tuple(
        {seen.translate(LETTERS_ALIKE), seen.translate(LOOKALIKES), ENDS_A_WORD.sub(" ", seen).translate(LOOKALIKES)}
    )


def _is_the_sector(reading: str) -> bool:
    words = [word for word in "".join(c if c.isalpha() else " " for c in reading).split() if word not in EMPTY_WORDS]
    said = "".join(words)
    return SECTOR in ("".join(c for c in reading if c.isalpha()), said) or said == "healthcare"
