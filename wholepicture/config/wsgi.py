"""The door for web servers: the process that serves pages and the API, under the web role of the database."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholepicture.config.settings")
os.environ.setdefault("WHOLEPICTURE_ROLE", "web")

from django.core.wsgi import get_wsgi_application  # noqa: E402  the role has to be known before settings are read

application = get_wsgi_application()
