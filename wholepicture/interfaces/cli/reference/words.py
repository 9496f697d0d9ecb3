"""The glossary: every closed list of words, from the terms files."""

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import wholepicture
from wholepicture.interfaces.cli.reference import markdown
from wholepicture.lib.terms import Term

ROOT = Path(wholepicture.__file__).parent


def page() -> str:
    """The page of words."""
    parts = [f"## {_folder(module)}\n\n{module.__doc__}\n\n" + "\n\n".join(_lists(module)) for module in _modules()]
    about = "The words of the platform, in code, on screen and in the API; a value that is not listed is refused."
    return markdown.page("Glossary", about, *parts)


def _modules() -> Iterator[ModuleType]:
    for file in sorted(ROOT.glob("*/*/terms.py")):
        yield importlib.import_module(".".join(("wholepicture", *file.relative_to(ROOT).with_suffix("").parts)))


def _folder(module: ModuleType) -> str:
    return module.__name__.split(".")[-2].capitalize()


def _lists(module: ModuleType) -> Iterator[str]:
    for name, found in vars(module).items():
        if inspect.isclass(found) and issubclass(found, Term) and found.__module__ == module.__name__:
            rows = [(f"`{term.value}`", term.label) for term in found]
            yield f"### {name}\n\n{inspect.getdoc(found)}\n\n{markdown.table(['Value', 'In words'], rows)}"
