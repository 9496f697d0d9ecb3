"""What every test of pages has: a template that asks the database fails the test, since pictures are frozen."""

import pytest
from django.db import connection
from django.template.backends.jinja2 import Template


@pytest.fixture(autouse=True)
def nothing_is_asked_while_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse each statement that is sent while a template is drawn, of whatever page."""
    draw = Template.render

    def watched(template: Template, *args: object, **kwargs: object) -> str:
        def refuse(*_: object) -> None:
            raise AssertionError(f"{template.template.name} asked the database.")

        with connection.execute_wrapper(refuse):
            return draw(template, *args, **kwargs)

    monkeypatch.setattr(Template, "render", watched)
