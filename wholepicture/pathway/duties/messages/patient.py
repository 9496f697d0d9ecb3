"""To the GP practice of a child, of a victim or of another parent at home: enough to act and to record safely (review 2.14)."""

from wholepicture.pathway.duties.facts import Adult, Child, Told
from wholepicture.pathway.duties.messages import words

ASKED_FOR_CHILD = (
    "Please think of this whenever the child or somebody with the child is seen, and link the records of the family's "
    "children and of those who live with them."
)
ASKED_FOR_ADULT = (
    "Please think of this at the next contact, see your patient alone, and link the records of the children."
)


def compose(told: Told, about: Child | Adult) -> tuple[str, str]:
    """Title and text: what happened and how to keep the record safe; no account of it, no other parent's details."""
    whose = words.how_the_child_was(about) if isinstance(about, Child) else f"This is about your patient {about.name}."
    asked = ASKED_FOR_CHILD if isinstance(about, Child) else ASKED_FOR_ADULT
    return about.name, "\n\n".join(
        part for part in [words.what(told), whose, words.grades(told), asked, words.HANDLING] if part
    )
