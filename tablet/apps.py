"""The inspectors' face."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TabletConfig(AppConfig):
    """The tablet application of inspectors: its shell here, its data under tablet/api/."""

    name = "tablet"
    verbose_name = _("Máy tính bảng kiểm tra")
