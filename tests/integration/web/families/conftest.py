"""What tests of a family's pages have: the family that the world of each file makes, and the team that triages it."""

from uuid import UUID

import pytest

from tests.factories import worlds
from tests.integration.web.browsing import family_of
from wholepicture.registers.agencies.models import Team
from wholepicture.registers.agencies.terms import Function


@pytest.fixture
def family(world: worlds.World) -> UUID:
    """The family in which the baby is placed."""
    return family_of("Charlie")


@pytest.fixture
def team(world: worlds.World) -> Team:
    """The team that triages."""
    return world.posts[Function.FIRST_RESPONSE].team
