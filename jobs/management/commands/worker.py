"""`manage.py worker`: the one process beside the web server.

What the database's own checks find at the start (an open run whose flow version is gone) goes into the log;
the worker starts all the same, since everybody else's work does not depend on it.
"""

import logging
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.management.base import BaseCommand

from jobs.crew import Crew, children_for

logger = logging.getLogger("motcua.worker")


class Command(BaseCommand):
    """Runs jobs, periodic work and the reaper until it is told to stop (SIGTERM, Ctrl-C)."""

    help = "Run the jobs of every queue, or of those named."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the queues, all by default."""
        parser.add_argument("--queues", default=",".join(settings.JOB_WORKERS), help="comma-separated")

    def handle(self, *args: Any, queues: str, **options: Any) -> None:
        """Keep the crew working."""
        report_problems()
        chosen = {name: settings.JOB_WORKERS[name] for name in queues.split(",")}
        Crew(children_for(chosen)).run()


def report_problems() -> None:
    """Log the errors that the database's checks find."""
    for problem in checks.run_checks(tags=[checks.Tags.database], databases=["default"]):
        if problem.is_serious():
            logger.error("%s: %s", problem.id, problem.msg)
