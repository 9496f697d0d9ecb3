"""The platform's own door for gunicorn, with what `planting` does to it; loaded by every web process anew."""

from wholepicture.config.wsgi import application

from tests.crash import planting  # isort: skip  it needs settings

planting.plant("web")
__all__ = ["application"]
