"""Every address and who may use it."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from wholepicture.interfaces.cli.reference import markdown


def page() -> str:
    """The page of addresses."""
    rows = sorted((f"`/{where}`", _who(entry)) for where, entry in _patterns(get_resolver()))
    return markdown.page("Addresses", "Every address declares who may use it; one that did not would be refused.",
                         markdown.table(["Address", "Who may use it"], rows))  # fmt: skip


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, where)
        else:
            yield where, entry


def _who(entry: URLPattern) -> str:
    access = getattr(entry.callback, "access", None)
    if isinstance(access, str):
        return access
    return ", ".join(str(permission) for permission in access) if isinstance(access, tuple) else "nobody"
