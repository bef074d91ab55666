"""`manage.py worker`: the one process beside the web server."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from jobs.crew import Crew, children_for


class Command(BaseCommand):
    """Runs jobs, periodic work and the reaper until it is told to stop (SIGTERM, Ctrl-C)."""

    help = "Run the jobs of every queue, or of those named."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the queues, all by default."""
        parser.add_argument("--queues", default=",".join(settings.JOB_WORKERS), help="comma-separated")

    def handle(self, *args: Any, queues: str, **options: Any) -> None:
        """Keep the crew working."""
        chosen = {name: settings.JOB_WORKERS[name] for name in queues.split(",")}
        Crew(children_for(chosen)).run()
