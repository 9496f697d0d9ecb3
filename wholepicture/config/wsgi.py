"""The door for web servers: the process that serves pages and the API, under the web role of the database."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholepicture.config.settings")
os.environ.setdefault("WHOLEPICTURE_ROLE", "web")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
