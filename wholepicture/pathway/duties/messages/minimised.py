"""To a service of the person causing harm, held until released: a different, minimised document (review 2.2, 2.14).

It says that a child is involved and what to think of; not what happened, who reported, nor anything of anybody else.
"""

from wholepicture.pathway.duties.facts import Adult

TEXT = (
    "Your patient or client {name} is a parent or carer, or lives with or near a child, and agencies are working to keep "
    "that child safe.\n\n"
    "Please consider what you know about alcohol, drugs, mental health and violence that bears on a child's safety, and "
    "what support to change you can offer.\n\n"
    "Do not tell your patient or client that you were told, do not record this where they can read it online, and do "
    "not contact anybody else of the family. If you must speak about it, first call those who released this notice."
)


def compose(about: Adult) -> tuple[str, str]:
    """Title and text, the same whatever happened."""
    return about.name, TEXT.format(name=about.name)
