"""Load the days off that came with the program."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.services import import_days_off


class Command(BaseCommand):
    """Add the days the table does not have yet."""

    help = "Nạp lịch nghỉ lễ kèm chương trình / load the days off that came with the program"

    def handle(self, *args: Any, **options: Any) -> None:
        """Load them and say how many were new."""
        self.stdout.write(str(import_days_off(at=timezone.now())))
