"""What an engine needs and is not here is said with how to get it."""

import pytest

from wholepicture.pathway.linkage.auditor import requirements


@pytest.fixture(autouse=True)
def every_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every Python package is installed."""
    monkeypatch.setattr(requirements, "find_spec", lambda name: name)


def test_spark_asks_for_java_where_there_is_none_and_duckdb_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements.shutil, "which", lambda name: None)

    requirements.check("duckdb")
    with pytest.raises(requirements.NotInstalled, match="Spark needs Java 17 or later on the path"):
        requirements.check("spark")


def test_spark_with_java_lacks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "java" else None)

    requirements.check("spark")
