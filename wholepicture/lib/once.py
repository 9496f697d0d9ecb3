"""Ask the database once for the same thing while one page is made: a page that may not write cannot make it another."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def asking() -> Iterator[None]:
    """Keep, in this block, what functions marked with `once` answer; nothing of it may be written meanwhile."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once(ask: Callable[P, T]) -> Callable[P, T]:
    """Mark a read of which the arguments are plain values, or collections of them in any order.

    Whoever asks again within `asking` gets the first answer, a list, dict or set as a copy. Elsewhere it is as if it were
    not marked.
    """

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        answers = _answers.get()
        if answers is None:
            return ask(*args, **kwargs)
        given = [_kept(each) for each in args]
        named = {name: _kept(each) for name, each in kwargs.items()}
        key = ask, tuple(map(_same, given)), frozenset((name, _same(each)) for name, each in named.items())
        if key not in answers:
            answers[key] = ask(*given, **named)  # type: ignore[arg-type]
        found: T = answers[key]
        return copy(found) if isinstance(found, list | dict | set) else found

    return asked


def _kept(value: object) -> object:
    """The value, read once if it can be read only once."""
    return tuple(value) if isinstance(value, Iterable) and not isinstance(value, str | frozenset) else value


def _same(value: object) -> object:
    return frozenset(value) if isinstance(value, tuple) else value
