"""`manage.py messages [--expired]`: the messages that no run has taken, as JSON lines.

One line a message: `{"id", "name", "key", "arrived_at", "expires_at", "state"}`, the state being "waiting", "expired" or
"failed" (a job tries to give it to who waits; its incident says why not). Values are not printed: they are the case's.
"""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from workflows.models import FlowMessage
from workflows.selectors import unconsumed_messages


class Command(BaseCommand):
    """List messages that wait for somebody, or waited in vain."""

    help = "List the messages that no run has taken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether only those that waited in vain are wanted."""
        parser.add_argument("--expired", action="store_true", help="only those whose time is over")

    def handle(self, *args: Any, expired: bool, **options: Any) -> None:
        """Print a line a message."""
        now = timezone.now()
        for message in unconsumed_messages():
            state = state_of(message, now)
            if not expired or state == "expired":
                self.stdout.write(json.dumps(line_of(message, state), ensure_ascii=False))


def state_of(message: FlowMessage, now: datetime) -> str:
    """Return where a message that nobody has taken stands."""
    if message.expires_at <= now:
        return "expired"
    return "failed" if message.failed_at else "waiting"


def line_of(message: FlowMessage, state: str) -> dict[str, Any]:
    """Return what is printed of a message."""
    moments = {name: getattr(message, name).isoformat() for name in ("arrived_at", "expires_at")}
    return {"id": message.message_id, "name": message.name, "key": message.key, **moments, "state": state}
