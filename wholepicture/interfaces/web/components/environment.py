"""The Jinja2 environment of the pages: the design system's macros, ours, and times in plain words.

A subject's templates stand in its own folder: `web/notices/templates/notice.jinja` is "notices/notice.jinja".
"""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import jinja2
from django.templatetags.static import static
from django.urls import reverse

from wholepicture.interfaces.web.components import fields, in_words

WEB = Path(__file__).resolve().parent.parent
PRODUCT = "Whole Picture"


class Loud(jinja2.Undefined):
    """A name that a template expects and nobody gave: an error, because a blank would read as "nothing known".

    Missing keys of the parameter dictionaries of the design system's macros stay quiet, as those macros rely on it.
    """

    def _missing_attribute(self) -> bool:
        quiet = (Mapping, jinja2.Undefined)
        return (
            self._undefined_name is not None
            and self._undefined_obj is not jinja2.utils.missing
            and not isinstance(self._undefined_obj, quiet)
        )

    def _missing_name(self) -> bool:
        return self._undefined_name is not None and self._undefined_obj is jinja2.utils.missing

    def _refuse(self) -> NoReturn:
        self._fail_with_undefined_error()

    def __bool__(self) -> bool:
        if self._missing_attribute():
            self._refuse()
        return False

    def __str__(self) -> str:
        if self._missing_attribute() or self._missing_name():
            self._refuse()
        return ""

    def __iter__(self) -> Iterator[Any]:
        if self._missing_attribute() or self._missing_name():
            self._refuse()
        return iter(())


def environment(**options: Any) -> jinja2.Environment:  # noqa: ANN401  whatever the backend passes
    """Make the environment for settings.TEMPLATES; `options` are Django's own for its Jinja2 backend."""
    options |= {"loader": _loader(options.get("loader")), "undefined": Loud}
    options.pop("autoescape", None)
    made = jinja2.Environment(autoescape=True, **options)
    made.globals.update(static=static, url=url, product=PRODUCT, component=fields.component)
    made.filters.update(
        when=in_words.when,
        short_when=in_words.short_when,
        clock_time=in_words.clock_time,
        age_in_words=in_words.age_in_words,
        due_in_words=in_words.due_in_words,
        due_state=in_words.due_state,
        opening=in_words.opening,
        ordinal=in_words.ordinal,
        iso=in_words.iso,
    )
    return made


def url(name: str, *args: object, **kwargs: object) -> str:
    """Give the path of a named address: `url("notices:notice", notice.id)`."""
    return reverse(name, args=args, kwargs=kwargs)


def _loader(given: jinja2.BaseLoader | None) -> jinja2.BaseLoader:
    folder = partial(jinja2.FileSystemLoader, encoding="utf-8")
    subjects: dict[str, jinja2.BaseLoader] = {found.parent.name: folder(found) for found in WEB.glob("*/templates")}
    subjects["govuk_frontend_jinja"] = jinja2.PackageLoader("govuk_frontend_jinja")
    ours = [folder(WEB / "templates"), jinja2.PrefixLoader(subjects)]
    return jinja2.ChoiceLoader([*ours, given] if given else ours)
