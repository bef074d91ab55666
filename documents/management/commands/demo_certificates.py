"""manage.py demo_certificates: certificates of the demonstration authority for leaders and agencies."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.services import give_demo_certificates


class Command(BaseCommand):
    help = "Make a demonstration authority and give leaders and agencies certificates (demonstration only)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MOTCUA_DEMO:
            raise CommandError(_("Chứng thư thử chỉ dành cho bản trình diễn: đặt MOTCUA_DEMO=yes."))
        made = give_demo_certificates(timezone.now())
        self.stdout.write(_("Đã cấp %(count)d chứng thư thử.") % {"count": made})
