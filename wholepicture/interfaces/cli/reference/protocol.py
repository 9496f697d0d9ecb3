"""The shipped protocol in plain words."""

from wholepicture.interfaces.cli.reference import markdown
from wholepicture.registers.protocol import defaults, parameters, plain_words, rows


def page() -> str:
    """The page of who is told what, by when and why."""
    groups = plain_words.of_rows(rows.read(defaults.tables()))
    figures = plain_words.of_parameters(parameters.parse(defaults.parameters()))
    about = "The protocol as shipped. A partnership adopts its own version: see docs/how-to/change-who-is-told.md."
    parts = [
        f"## {group.heading}\n\n" + "\n".join(f"- {each.words} (`{each.row}`)" for each in group.sentences)
        for group in groups
    ]
    table = markdown.table(
        ["Parameter", "Value", "What it means"], [(f"`{f.name}`", f.value, f.about) for f in figures]
    )
    return markdown.page("Who is told what", about, *parts, "## Figures", table)
