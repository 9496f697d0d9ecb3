"""The markup of a replay: the part that the page and the file share, and the file that stands alone."""

import base64
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2
from django.conf import settings
from markupsafe import Markup

from wholepicture.interfaces.replay.html import picture
from wholepicture.interfaces.replay.html.picture import Picture
from wholepicture.lib import moments

Json = Mapping[str, Any]
STYLES = "wholepicture.css"
# An address in the style sheet; what is no font of ours is left out, so that the file needs nothing outside it.
ADDRESS = re.compile(r"url\((?P<quote>[\"']?)(?P<path>[^)\"']+)(?P=quote)\)")
ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
ENVIRONMENT.filters["iso"] = lambda at: at.isoformat()


def body(page: Picture) -> Markup:
    """Return what page and file share: everything below the heading."""
    return Markup(ENVIRONMENT.get_template("body.jinja").render(page=page))  # noqa: S704  our own template escapes it


def whole(document: Json, *, played_at: datetime, code: str, protocol: str) -> str:
    """Return one HTML file that opens from a disk without a network: style and typeface are inside it."""
    page = picture.of(document)
    played = played_in_words(played_at, code, protocol)
    styles = Markup(_styles())  # noqa: S704  our own style sheet, which cannot end its element
    return ENVIRONMENT.get_template("file.jinja").render(page=page, body=body(page), styles=styles, played=played)


def played_in_words(at: datetime, code: str, protocol: str) -> str:
    """Say when a replay was played, and with what."""
    return f"Played {moments.short_when(at)} with version {code} of Whole Picture, under the protocol {protocol}."


def _styles() -> str:
    """The pages' own style sheet with its typeface inside."""
    static = Path(settings.STATICFILES_DIRS[0])
    text = (static / STYLES).read_text(encoding="utf-8")
    if "</" in text:
        raise ValueError(f"{STYLES} would end the style element of a file: build it again.")
    return ADDRESS.sub(lambda found: _inside(static, found.group("path")), text)


def _inside(static: Path, path: str) -> str:
    if path.startswith("data:"):
        return f'url("{path}")'
    file = (static / path.split("?")[0].split("#")[0]).resolve()
    if file.suffix != ".woff2" or not file.is_relative_to(static.resolve()):
        return "none"
    return f'url("data:font/woff2;base64,{base64.b64encode(file.read_bytes()).decode()}")'
