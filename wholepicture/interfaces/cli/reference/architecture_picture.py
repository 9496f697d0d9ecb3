"""The architecture as a picture: three folders as bands, the machine's steps in order, the database below."""

from collections.abc import Iterator

from wholepicture.interfaces.cli.reference import drawing, shape

WIDTH = 980
EDGE = 20
INNER = 16
GAP = 10
ROW = 62
HEADING = 40
BETWEEN = 44
STEPS_WIDTH = 440
ABOUT = (
    "From top to bottom: the doors (pages, API, files, commands), the work (the machine's steps in order beside the "
    "folders that do them), the registers that every step needs, and the database with its roles. Each may use what "
    "stands below it, never the reverse. The tables of the same page say the same."
)


def page() -> str:
    """The picture of the code that runs."""
    found = shape.read()
    parts: list[str] = []
    y: float = EDGE
    for draw, arrow_says in (
        (_doors, "reads through queries, writes through actions"),
        (_work, "uses, never the reverse"),
        (_registers, "every transaction says who acts"),
    ):
        drawn, bottom = draw(found, y)
        parts += [*drawn, drawing.arrow(WIDTH / 2, bottom + 4, bottom + BETWEEN - 4)]
        parts.append(drawing.words(WIDTH / 2 + 14, bottom + BETWEEN / 2 + 4, arrow_says, size=13, style="soft"))
        y = bottom + BETWEEN
    drawn, bottom = _database(found, y)
    return drawing.picture(WIDTH, int(bottom + EDGE), "How Whole Picture is built", ABOUT, [*parts, *drawn])


def _doors(found: shape.Shape, y: float) -> tuple[list[str], float]:
    return _layered(found.doors, y)


def _registers(found: shape.Shape, y: float) -> tuple[list[str], float]:
    return _layered(found.registers, y)


def _layered(band: shape.Band, y: float) -> tuple[list[str], float]:
    """A band whose layers are rows; folders of one layer share the row."""
    height = HEADING + len(band.layers) * (ROW + GAP) - GAP + INNER
    parts = _band(band.title, f"{band.name}/: {band.about}", y, height)
    top = y + HEADING
    for layer in band.layers:
        width = (WIDTH - 2 * EDGE - 2 * INNER - GAP * (len(layer) - 1)) / len(layer)
        for place, folder in enumerate(layer):
            parts += _folder(folder, EDGE + INNER + place * (width + GAP), top, width)
        top += ROW + GAP
    return parts, y + height


def _work(found: shape.Shape, y: float) -> tuple[list[str], float]:
    """The band of the work: what the machine does, in order, and beside it the folders by who may use whom."""
    folders = list(found.work.folders())
    rows = max(len(folders), len(found.steps))
    height = HEADING + 28 + rows * (ROW + GAP) - GAP + INNER
    parts = _band(found.work.title, f"{found.work.name}/: {found.work.about}", y, height)
    left, top = EDGE + INNER, y + HEADING
    right = left + STEPS_WIDTH + 2 * GAP
    parts.append(drawing.words(left, top + 14, "What the machine does, in order (stages.py)", style="strong"))
    parts.append(drawing.words(right, top + 14, "Its folders: each may use those below it", style="strong"))
    parts += _steps(found.steps, left, top + 28)
    for place, folder in enumerate(folders):
        parts += _folder(folder, right, top + 28 + place * (ROW + GAP), WIDTH - EDGE - INNER - right)
    return parts, y + height


def _steps(steps: tuple[shape.Step, ...], x: float, y: float) -> Iterator[str]:
    for step in steps:
        yield drawing.box(x, y, STEPS_WIDTH, ROW)
        yield drawing.dot(x + 24, y + ROW / 2, step.number)
        yield drawing.words(x + 48, y + 24, step.name, size=14, style="strong")
        yield drawing.words(x + 48, y + 44, f"Owner: {step.owner}", size=12, style="soft")
        yield drawing.words(x + STEPS_WIDTH - 12, y + 24, step.folder, size=12, style="tag", anchor="end")
        if step.number < len(steps):
            yield drawing.line(x + 24, y + ROW, y + ROW + GAP)
        y += ROW + GAP


def _folder(folder: shape.Folder, x: float, y: float, width: float) -> Iterator[str]:
    yield drawing.box(x, y, width, ROW, "later" if folder.is_later else "box")
    yield drawing.words(x + 12, y + 20, folder.name, size=14, style="strong")
    yield drawing.words(x + width - 12, y + 20, _beside(folder), size=12, style="tag", anchor="end")
    yield drawing.wrapped(x + 12, y + 36, folder.about.replace("`", ""), width - 24)


def _beside(folder: shape.Folder) -> str:
    if folder.is_later:
        return "later"
    count = len(folder.tables)
    return f"{count} table{'s' if count > 1 else ''}" if count else ""


def _database(found: shape.Shape, y: float) -> tuple[list[str], float]:
    """The band of the database: its roles, and which commands work under each."""
    tables = sum(len(folder.tables) for band in found.bands() for folder in band.folders())
    height = HEADING + ROW + GAP + INNER
    about = f"{tables} tables, row-level security, five roles of which none is a superuser"
    parts = _band("PostgreSQL", about, y, height)
    width = (WIDTH - 2 * EDGE - 2 * INNER - GAP * (len(found.roles) - 1)) / len(found.roles)
    for place, (role, commands) in enumerate(found.roles.items()):
        x = EDGE + INNER + place * (width + GAP)
        parts.append(drawing.box(x, y + HEADING, width, ROW + GAP))
        parts.append(drawing.words(x + 12, y + HEADING + 20, role, size=14, style="strong"))
        parts.append(drawing.wrapped(x + 12, y + HEADING + 36, commands, width - 24))
    return parts, y + height


def _band(title: str, about: str, y: float, height: float) -> list[str]:
    return [
        drawing.box(EDGE, y, WIDTH - 2 * EDGE, height, "band", round_by=10),
        drawing.heading(EDGE + INNER, y + 26, title, about),
    ]
