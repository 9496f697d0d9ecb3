"""A file of parameters that cannot be used is named, with the command that writes it anew, and nothing else is believed."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from wholepicture.pathway.linkage.matcher import parameters

Spoil = Callable[[dict[str, Any]], object]


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file that a deployment names as its own."""
    file = tmp_path / "ours.json"
    monkeypatch.setenv(parameters.OF_DEPLOYMENT, str(file))
    parameters._of_deployment.cache_clear()
    yield file
    monkeypatch.delenv(parameters.OF_DEPLOYMENT)
    parameters._of_deployment.cache_clear()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told.pop("version"),
        lambda told: told["fields"]["BORN"].pop("EXACT"),
        lambda told: told["pairs"].update(COUSIN=1.0),
        lambda told: told.update(people="many"),
        lambda told: told["link"].update(recall=1.0),
    ],
    ids=["no version", "a level left out", "an unknown kind", "words for a number", "more than a cut-off"],
)
def test_a_deployments_file_that_cannot_be_used_says_how_to_write_it_anew(named: Path, spoil: Spoil) -> None:
    told = json.loads(parameters.SHIPPED.read_text(encoding="utf-8"))
    spoil(told)
    named.write_text(json.dumps(told), encoding="utf-8")

    with pytest.raises(parameters.InvalidParameters, match=r"ours\.json cannot be used.*`wholepicture linkage learn`"):
        parameters.load()


def test_a_deployments_file_that_is_no_json_says_so_and_the_shipped_one_is_not_taken_for_it(named: Path) -> None:
    named.write_text('{"version": ', encoding="utf-8")

    with pytest.raises(parameters.InvalidParameters, match="JSONDecodeError"):
        parameters.load()
