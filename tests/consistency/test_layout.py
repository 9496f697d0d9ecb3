"""House rules that imports cannot say: sizes, docstrings, clocks, foreign keys, registered files (design 2 and 6)."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "wholepicture"
STEPS = [
    "notifications",
    "incidents",
    "linkage",
    "families",
    "findings",
    "duties",
    "triage",
    "involvements",
    "assessments",
    "plans",
    "closures",
    "oversight",
]
REGISTERS = ["audit", "agencies", "accounts", "people", "access", "chronology", "protocol"]
LINES_IN_A_FILE = 400
LINES_IN_A_FUNCTION = 50
BELOW_THE_DOORS = ("registers", "pathway", "lib")


def modules() -> Iterator[Path]:
    """Every module of the package but the generated migrations."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts or path.name == "0002_chain.py":
            yield path


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def named(path: Path) -> str:
    """The path as it is said in an error."""
    return str(path.relative_to(PACKAGE.parent))


@pytest.mark.parametrize("path", list(modules()), ids=named)
def test_a_file_has_at_most_400_lines_and_its_functions_at_most_50(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= LINES_IN_A_FILE
    long = [f.name for f in functions(ast.parse(text)) if (f.end_lineno or 0) - f.lineno >= LINES_IN_A_FUNCTION]
    assert not long


@pytest.mark.parametrize("path", list(modules()), ids=named)
def test_every_module_and_every_action_and_rule_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert (path.name == "__init__.py" and not tree.body) or ast.get_docstring(tree), "a module without a docstring"
    if path.stem in ("actions", "rules", "route") or path.parent.name in ("actions", "rules"):
        mute = [
            f.name
            for f in tree.body
            if isinstance(f, ast.FunctionDef) and f.name[0] != "_" and not ast.get_docstring(f)
        ]
        assert not mute


@pytest.mark.parametrize(
    "path", [p for p in modules() if p.relative_to(PACKAGE).parts[0] in BELOW_THE_DOORS], ids=named
)
def test_nothing_below_the_doors_reads_the_clock(path: Path) -> None:
    allowed = {"processes.py", "launcher.py", "locks.py", "wake.py", "clone.py", "postmaster.py"}
    found = re.findall(r"timezone\.now\(|datetime\.now\(|date\.today\(|auto_now|default=timezone", path.read_text())
    assert not found or path.name in allowed


@pytest.mark.parametrize("path", list(modules()), ids=named)
def test_no_folder_or_file_is_called_utils_helpers_or_common(path: Path) -> None:
    assert not {part.removesuffix(".py") for part in path.parts} & {"utils", "helpers", "common", "signals"}


def _foreign_keys() -> Iterator[tuple[str, str, str]]:
    from django.apps import apps  # settings exist only inside a test

    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model:
                yield model._meta.app_label, field.name, field.related_model._meta.app_label


def test_no_line_is_left_out_of_the_coverage_without_a_reason() -> None:
    left_out = re.compile(r"#\s*pragma: no (cover|branch)\s*(.*)")
    silent = [named(path) for path in modules() for found in left_out.findall(path.read_text()) if not found[1].strip()]
    assert silent == []


def test_no_foreign_key_points_up_the_pathway_or_out_of_the_registers() -> None:
    order = [*REGISTERS, *STEPS]
    wrong = [
        (app, name, other)
        for app, name, other in _foreign_keys()
        if app in order and other in order and order.index(other) > order.index(app)
    ]
    assert not wrong


def test_the_audit_has_no_foreign_keys() -> None:
    assert not [pair for pair in _foreign_keys() if pair[0] == "audit"]


def test_every_kind_of_agency_in_its_folder_is_registered() -> None:
    from wholepicture.registers.agencies.kinds import KINDS

    files = {path.stem for path in (PACKAGE / "registers/agencies/kinds").glob("*.py")} - {"__init__", "kind"}
    assert files == set(KINDS)


def test_every_route_in_its_folder_is_registered() -> None:
    from wholepicture.pathway.notifications.routes import ROUTES

    folders = {path.parent.name for path in (PACKAGE / "pathway/notifications/routes").glob("*/route.py")}
    assert folders == {str(route).lower() for route in ROUTES}


def test_no_model_orders_by_default_or_overrides_save() -> None:
    from django.apps import apps
    from django.db.models import Model

    ours = [model for model in apps.get_models() if model.__module__.startswith("wholepicture.")]
    assert not [model for model in ours if model._meta.ordering]
    assert not [model for model in ours if "save" in vars(model) and model.save is not Model.save]


def test_every_table_says_who_may_use_it() -> None:
    from django.apps import apps

    from wholepicture.interfaces.database.privileges import PERSON_BEARING, ROW_SECURITY, RULES

    ours = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("wholepicture.")}
    assert ours <= set(RULES), "a table without declared privileges is closed to everybody"
    assert set(PERSON_BEARING) <= set(ROW_SECURITY) <= ours


def test_every_later_step_has_its_place_and_nothing_half_built_in_it() -> None:
    for step in ("involvements", "assessments", "plans", "closures"):
        assert {path.name for path in (PACKAGE / "pathway" / step).rglob("*.py")} == {"__init__.py"}
        assert importlib.import_module(f"wholepicture.pathway.{step}").__doc__


@pytest.mark.django_db
def test_migrations_say_what_the_models_say() -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
