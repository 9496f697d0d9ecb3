"""What every test of pages has: the folder of collected files, which the server wants to find even when it is empty."""

from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(scope="session", autouse=True)
def static_root() -> None:
    """Make the folder, so that the first test in a fresh clone does not fail for the want of it."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
