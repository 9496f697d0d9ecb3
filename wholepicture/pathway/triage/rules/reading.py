"""Read what people write where a decision is made: an outcome of the list, a recipient of the directory, never a sector.

"Refer to health" meant a copy to one service, and two practices knew nothing of five incidents (review 2.4, 2.6, 2.14).
Pure functions; each refusal is a sentence for the user.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from wholepicture.pathway.triage.facts import RecipientChoice
from wholepicture.pathway.triage.rules.sectors import refers_to_a_sector
from wholepicture.registers.protocol.outcomes import Outcome

INSTEAD: Final = (
    "Say instead what the decision is, and name who is asked for what and by when: the GP practice, the health visitor, "
    "the midwife or the school nurse."
)
LISTED_AT_MOST = 12


class DecisionRefused(ValueError):
    """A decision cannot be taken so; its text is for the user, `field` names what to mend ("" for the whole)."""

    field = ""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        """Keep the sentence and the field."""
        super().__init__(sentence)
        self.field = field or type(self).field


class ReferredToASector(DecisionRefused):
    """Something would be passed to "health": nobody there would know that they were asked."""


class OutcomeNotKnown(DecisionRefused):
    """The words are no outcome of the partnership's list."""

    field = "outcome"


class RecipientNotKnown(DecisionRefused):
    """The words name nobody who can be asked about this family."""

    field = "recipients"


class RecipientNotClear(DecisionRefused):
    """The words name several who can be asked."""

    field = "recipients"


def check_names_no_sector(words: str, *, what: str, field: str) -> None:
    """Raise ReferredToASector where these words pass something to "health", however that is written.

    `what` begins the sentence: `Outcome`, `Reasons`, `Asked`; `field` names the field of the form.
    """
    if refers_to_a_sector(words):
        raise ReferredToASector(
            f"{what}: “{_short(words)}” passes this child to a whole sector, and nobody in it would know that they were "
            f"asked. {INSTEAD}",
            field=field,
        )


def outcome(words: str, outcomes: Sequence[Outcome]) -> Outcome:
    """Return the outcome that these words mean: its id, its label, or what else it is called.

    Raises ReferredToASector, OutcomeNotKnown with the outcomes that there are.
    """
    check_names_no_sector(words, what="Outcome", field="outcome")
    said = _plain(words)
    for each in outcomes:
        if said and said in map(_plain, (each.id, each.label, *each.also_called)):
            return each
    said_as = f"“{_short(words)}” is not on the partnership's list" if said else "none is chosen"
    listed = "; ".join(each.label for each in outcomes)
    raise OutcomeNotKnown(f"Outcome: {said_as}. Choose one of these: {listed}.")


def recipient(words: str, choices: Sequence[RecipientChoice]) -> RecipientChoice:
    """Return who is meant by these words among those who can be asked: by function, agency or team, or two of them.

    Raises ReferredToASector, RecipientNotKnown, RecipientNotClear with those who could be meant.
    """
    check_names_no_sector(words, what="Recipient", field="recipients")
    said = _plain(words)
    found = [choice for choice in choices if said and said in _names(choice)]
    if not found:
        raise RecipientNotKnown(
            f"Recipient: nobody called “{_short(words)}” can be asked about this family. {_listed(choices)}"
        )
    if len({choice.post for choice in found}) > 1:
        raise RecipientNotClear(f"Recipient: “{_short(words)}” can mean several. {_listed(found)}")
    return found[0]


def _names(choice: RecipientChoice) -> set[str]:
    """Every way to name a recipient without doubt of what is meant."""
    function, agency, team = choice.function.label, choice.agency, choice.team
    said = (choice.function.value, function, agency, team)
    of_two = (f"{function} {agency}", f"{function} {team}", f"{agency} {function}", f"{agency} {team}")
    return {_plain(words) for words in (*said, *of_two, f"{function} {agency} {team}")}


def _listed(choices: Iterable[RecipientChoice]) -> str:
    names = list(dict.fromkeys(f"{one.function.label} ({_where(one)})" for one in choices))
    more = f"; and {len(names) - LISTED_AT_MOST} more" if len(names) > LISTED_AT_MOST else ""
    listed = "; ".join(names[:LISTED_AT_MOST])
    return (
        f"Choose one of these: {listed}{more}." if names else "Nobody in the directory can be asked: tell the platform."
    )


def _where(choice: RecipientChoice) -> str:
    """An agency and its team; once where both are called the same, as in a small practice."""
    return choice.agency if choice.agency == choice.team else f"{choice.agency}, {choice.team}"


def _plain(words: str) -> str:
    """Fold case, and take anything but letters and digits as a space."""
    return " ".join("".join(c if c.isalnum() else " " for c in words.casefold()).split())


def _short(words: str) -> str:
    said = " ".join(words.split())
    return said if len(said) <= 80 else f"{said[:79]}…"
