"""The pages of docs/reference, each written from the code by one file here, so that they cannot say what is not so."""

from collections.abc import Callable

from wholepicture.interfaces.cli.reference import (
    addresses,
    api,
    architecture,
    architecture_picture,
    commands,
    directory,
    matching,
    matching_picture,
    police_feed,
    protocol,
    roles,
    rules,
    stages,
    states,
    words,
)

PAGES: dict[str, Callable[[], str]] = {
    "addresses.md": addresses.page,
    "openapi.json": api.page,
    "architecture.md": architecture.page,
    "architecture.svg": architecture_picture.page,
    "commands.md": commands.page,
    "functions-and-kinds.md": directory.page,
    "glossary.md": words.page,
    "matching.md": matching.page,
    "matching.svg": matching_picture.page,
    "police-feed.md": police_feed.page,
    "protocol.md": protocol.page,
    "roles.md": roles.page,
    "rules.md": rules.page,
    "stages.md": stages.page,
    "states.md": states.page,
}
