"""Every function that can be told and every kind of agency."""

from wholepicture.interfaces.cli.reference import markdown
from wholepicture.registers.agencies.kinds import KINDS
from wholepicture.registers.agencies.terms import BY_REGISTRATION, Function


def page() -> str:
    """The page of functions and kinds."""
    functions = [
        (f"`{function}`", function.label, "the person's registration" if function in BY_REGISTRATION else "the area")
        for function in Function
    ]
    kinds = [
        (f"`{kind.id}`", kind.label, ", ".join(f"`{f}`" for f in kind.functions) or "none") for kind in KINDS.values()
    ]
    about = (
        "A function is a role that can be told something, held by a named team with an inbox, a named person and cover. "
        'There is none called "health", and none can be made (review 2.6).'
    )
    return markdown.page(
        "Functions and kinds of agency",
        about,
        markdown.table(["Function", "In words", "Found through"], functions),
        markdown.table(["Kind of agency", "In words", "Functions it can hold"], kinds),
    )
