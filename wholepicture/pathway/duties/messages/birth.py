"""To the GP of each parent when a child is born: only that the patient is a parent or carer (review 2.2, 2.14).

It goes to every parent's practice, so that being told says nothing about abuse.
"""

from wholepicture.pathway.duties.facts import Adult, Told


def compose(told: Told, about: Adult) -> tuple[str, str]:
    """Title and text, the same for every parent."""
    born = f" A child was born on {told.born_on.day} {told.born_on:%B %Y}." if told.born_on else ""
    text = (
        f"Your patient {about.name} is a parent or carer.{born}\n\n"
        "Please note it in the record, and think of the child whenever you see your patient. This notice goes to the "
        "practice of every parent."
    )
    return about.name, text
