"""Every command."""

from wholepicture.interfaces.cli import main
from wholepicture.interfaces.cli.reference import markdown


def page() -> str:
    """The page of commands."""
    rows = [
        (f"`wholepicture {name}`", words, main.ROLES.get(name, "owner"))
        for name, words in sorted(main.COMMANDS.items())
    ]
    about = "One console script, `.venv/bin/wholepicture`; each command says more with `--help`."
    return markdown.page("Commands", about, markdown.table(["Command", "What it does", "Database role"], rows))
