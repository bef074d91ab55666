"""Migrates the configured database, prepares it as the supervisor does, and fills it with a population.

python -m benchmarks.fill 100000      that many dossiers
python -m benchmarks.fill --tables    the tables alone, brought up to date
"""

import argparse
import os
import time

import django
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from config.supervisor import prepare


def main() -> None:
    """Migrate, fill, say how long it took."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("dossiers", type=int, nargs="?", default=0)
    arguments.add_argument("--tables", action="store_true")
    asked = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("MOTCUA_DEMO", "1")
    if asked.tables:
        django.setup()
        call_command("migrate", verbosity=0)
        return
    prepare()
    django.setup()
    from benchmarks.population import populate  # noqa: PLC0415  models need django.setup()

    began = time.perf_counter()
    populate(asked.dossiers, timezone.now())
    tidy()
    print(f"{asked.dossiers} dossiers in {time.perf_counter() - began:.0f} s")


def tidy() -> None:
    """Do what PostgreSQL's own cleaner would have done by the next day: index-only scans need it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
