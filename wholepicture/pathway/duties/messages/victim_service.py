"""To the domestic abuse service: somebody who may need support, and that contact has to be safe first."""

from wholepicture.pathway.duties.facts import Adult, Told
from wholepicture.pathway.duties.messages import words


def compose(told: Told, about: Adult) -> tuple[str, str]:
    """Title and text; no telephone number or address: safe contact is agreed with the police safeguarding unit."""
    text = (
        f"{words.what(told)}\n\n{about.name} may need your support. {words.grades(told)}\n\n"
        "Contact has to be safe first: agree with the police safeguarding unit how and when. Do not write, telephone or "
        "leave a message before that."
    )
    return about.name, text
