"""The architecture in words and tables: the same facts as its picture."""

from collections.abc import Iterator

from wholepicture.interfaces.cli.reference import markdown, shape

ABOUT = (
    "Three folders, read from top to bottom: each may use what stands below it, never the reverse. For what it means, read "
    "[the architecture](../explanation/architecture.md).\n\n"
    "![Doors, the work with its steps in order, registers and the database, as in the tables below](architecture.svg)"
)


def page() -> str:
    """The page of the architecture."""
    found = shape.read()
    return markdown.page(
        "The architecture in tables",
        ABOUT,
        _steps(found),
        *(_band(band) for band in found.bands()),
        _roles(found),
        _tables(found),
    )


def _steps(found: shape.Shape) -> str:
    rows = [(step.number, step.name, f"`pathway/{step.folder}`", step.owner) for step in found.steps]
    table = markdown.table(["", "Step", "Folder that does it", "Owner of its list"], rows)
    return f"## What the machine does, in order\n\n{table}"


def _band(band: shape.Band) -> str:
    rows = [
        (layer, f"`{folder.name}`", _about(folder), len(folder.tables) or "")
        for layer, folders in enumerate(band.layers, start=1)
        for folder in folders
    ]
    about = f"`wholepicture/{band.name}/`: {band.about}. A layer uses those below it."
    return f"## {band.title}\n\n{about}\n\n{markdown.table(['Layer', 'Folder', 'What it is for', 'Tables'], rows)}"


def _about(folder: shape.Folder) -> str:
    return f"Later: {folder.about}" if folder.is_later else folder.about


def _roles(found: shape.Shape) -> str:
    rows = [(f"`{role}`", ", ".join(f"`{c}`" for c in commands.split(", "))) for role, commands in found.roles.items()]
    return f"## Database roles\n\n{markdown.table(['Role', 'Commands that work under it'], rows)}"


def _tables(found: shape.Shape) -> str:
    return "## Tables\n\n" + markdown.table(["Table", "One row is"], _table_rows(found))


def _table_rows(found: shape.Shape) -> Iterator[tuple[str, str]]:
    for band in found.bands():
        for folder in band.folders():
            for table in folder.tables:
                yield f"`{table.name}`", table.about
