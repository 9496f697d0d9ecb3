"""The API as OpenAPI."""

import json


def page() -> str:
    """The schema that agencies' developers read, as JSON."""
    from wholepicture.interfaces.api.api import api  # ninja cannot be imported before settings exist

    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=2, sort_keys=True, default=str) + "\n"
