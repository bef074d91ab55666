"""The workflow engine as a Django application; its only start-up duty is the check of open runs."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from workflows.startup import check_open_runs


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = _("Quy trình")

    def ready(self) -> None:
        checks.register(check_open_runs, checks.Tags.database, deploy=False)
