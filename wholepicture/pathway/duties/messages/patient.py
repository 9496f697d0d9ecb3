"""To the GP practice of a child, of a victim or of another parent at home: enough to act and to record safely (review 2.14)."""

from datetime import date

from wholepicture.pathway.duties.facts import Adult, Child, Told
from wholepicture.pathway.duties.messages import words

ASKED_FOR_CHILD = (
    "Please think of this whenever the child or somebody with the child is seen, and link the records of the family's "
    "children and of those who live with them."
)
ASKED_FOR_UNBORN = (
    "Please think of this whenever the mother is seen, see her alone, and link the records of the family's children and "
    "of those who live with them."
)
ASKED_FOR_OVERDUE = f"Please see in your records whether the child has been born. {ASKED_FOR_CHILD}"
ASKED_FOR_ADULT = (
    "Please think of this at the next contact, see your patient alone, and link the records of the children."
)


def compose(told: Told, about: Child | Adult, on: date) -> tuple[str, str]:
    """Title and text: what happened and how to keep the record safe; no account of it, no other parent's details."""
    whose = f"This is about your patient {about.name}."
    if isinstance(about, Child):
        whose = words.how_the_child_was(told, about, on)
    asked = _asked_for_child(about, on) if isinstance(about, Child) else ASKED_FOR_ADULT
    return about.name, "\n\n".join(
        part for part in [words.what(told), whose, words.grades(told), asked, words.HANDLING] if part
    )


def _asked_for_child(child: Child, on: date) -> str:
    if words.is_overdue(child, on):
        return ASKED_FOR_OVERDUE
    return ASKED_FOR_UNBORN if words.is_expected(child) else ASKED_FOR_CHILD
