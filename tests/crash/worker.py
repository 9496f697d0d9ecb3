"""`wholepicture worker`, with what `planting` does to it."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "wholepicture.config.settings"
    os.environ["WHOLEPICTURE_ROLE"] = "worker"
    django.setup()

    from tests.crash import planting
    from wholepicture.interfaces.cli import main

    planting.plant("worker")
    sys.exit(main.main(["worker"]))
