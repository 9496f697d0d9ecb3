"""The door for web servers: the process that serves pages and the API, under the web role of the database."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholepicture.config.settings")
os.environ.setdefault("WHOLEPICTURE_ROLE", "web")

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

OBJECTS_BEFORE_A_ROUND = 50_000

application = get_wsgi_application()
# A full round of garbage collection over all that was loaded took up to 80 ms in the middle of a page. So everything is
# loaded now, kept out of the rounds from here on, and a page makes no round for its own few objects.
get_resolver().url_patterns  # noqa: B018  importing every view is its effect
gc.collect()
gc.freeze()
gc.set_threshold(OBJECTS_BEFORE_A_ROUND)
