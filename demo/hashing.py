"""Work out the one password of the demonstration once, not once for each of a hundred people: it takes a quarter of a second."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test.utils import override_settings
from django.utils.crypto import get_random_string

_SALT = get_random_string(22)


class OneSalt(PBKDF2PasswordHasher):
    """Django's own hashing in its full strength, with one salt: everybody here has one password, and it is printed."""

    def salt(self) -> str:
        """The salt of this load."""
        return _SALT

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        """The hash, worked out once."""
        return _encoded(password, salt, iterations)


@cache
def _encoded(password: str, salt: str, iterations: int | None) -> str:
    return PBKDF2PasswordHasher().encode(password, salt, iterations)


@contextmanager
def once() -> Iterator[None]:
    """Let accounts that are made here share the work."""
    with override_settings(PASSWORD_HASHERS=[f"{__name__}.{OneSalt.__name__}"]):
        yield
