"""Migrates the configured database and fills it with a population.

python -m benchmarks.fill 100000
"""

import argparse
import os
import time

import django
from django.core.management import call_command
from django.utils import timezone


def main() -> None:
    """Migrate, fill, say how long it took."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("dossiers", type=int)
    asked = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from benchmarks.population import populate  # noqa: PLC0415  models need django.setup()

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    populate(asked.dossiers, timezone.now())
    print(f"{asked.dossiers} dossiers in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
