"""The shape of the code as the code itself says it: layers of the import contracts, folders, steps, tables, database roles."""

import importlib
import inspect
import re
from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings

from wholepicture.interfaces.cli import main
from wholepicture.lib.postgres import roles
from wholepicture.pathway.stages import STAGES, WATCHING

CONTRACTS = ".importlinter"
NOT_A_FOLDER = "stages"
LATER = "Filled by a later issue"
ROLES_FOR = {"backup": "pg_dump"}


@dataclass(frozen=True)
class Table:
    """One table of the database, and what one row of it is."""

    name: str
    about: str


@dataclass(frozen=True)
class Folder:
    """One folder: its name, its docstring's first sentence, whether it is still empty, and its tables."""

    name: str
    about: str
    is_later: bool
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Band:
    """One of the three folders: its layers from the top, each may use those below it."""

    name: str
    title: str
    about: str
    layers: tuple[tuple[Folder, ...], ...]

    def folders(self) -> Iterator[Folder]:
        """Every folder, from the top."""
        for layer in self.layers:
            yield from layer


@dataclass(frozen=True)
class Step:
    """One step of the machine: its place, its name, who owns its list, and the folder that does it."""

    number: int
    name: str
    owner: str
    folder: str


@dataclass(frozen=True)
class Shape:
    """Everything that the picture and its tables show."""

    doors: Band
    work: Band
    registers: Band
    steps: tuple[Step, ...]
    roles: Mapping[str, str]

    def bands(self) -> tuple[Band, Band, Band]:
        """The three folders, read from top to bottom."""
        return self.doors, self.work, self.registers


def read() -> Shape:
    """Read the shape of the code that runs."""
    contracts = ConfigParser()
    contracts.read(Path(settings.BASE) / CONTRACTS)
    return Shape(
        doors=_band(contracts, "indep", "interfaces", "The doors", "translate, and decide nothing"),
        work=_band(contracts, "pathway", "pathway", "The work", "one folder for each step of an incident's way"),
        registers=_band(contracts, "registers", "registers", "Registers", "what every step needs"),
        steps=_steps(),
        roles=_roles(),
    )


def _band(contracts: ConfigParser, contract: str, folder: str, title: str, about: str) -> Band:
    lines = contracts[f"importlinter:contract:{contract}"]["layers"].split("\n")
    layers = [[name.strip() for name in line.split("|")] for line in lines if line.strip() not in ("", NOT_A_FOLDER)]
    return Band(folder, title, about, tuple(tuple(_folder(folder, name) for name in layer) for layer in layers))


def _folder(band: str, name: str) -> Folder:
    module = f"wholepicture.{band}.{name}"
    said = inspect.getdoc(importlib.import_module(module)) or ""
    return Folder(name, first_sentence(said.split("\n\n")[0]), LATER in said, tuple(_tables(module)))


def _tables(module: str) -> Iterator[Table]:
    for app in apps.get_app_configs():
        if app.name == module:
            for model in app.get_models():
                yield Table(model._meta.db_table, first_sentence(inspect.getdoc(model) or ""))


def first_sentence(text: str) -> str:
    """The first sentence, without the paragraphs of the review that it names."""
    joined = re.sub(r"\s*\((?:review|design)[^)]*\)", "", " ".join(text.split()))
    return joined.split(". ")[0].rstrip(".")


def _steps() -> tuple[Step, ...]:
    """The machine's steps; the folder is where the query of what waits stands."""
    return tuple(
        Step(number, stage.name, stage.owner, inspect.unwrap(stage.waiting).__module__.split(".")[2])
        for number, stage in enumerate((*STAGES, *WATCHING), start=1)
    )


def _roles() -> Mapping[str, str]:
    """Each role of the database with the commands that work under it."""
    under = {
        role: [command for command in main.COMMANDS if main.ROLES.get(command, "owner") == role] for role in roles.NAMES
    }
    return {role: ROLES_FOR.get(role, ", ".join(commands)) for role, commands in under.items()}
