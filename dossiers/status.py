"""The ten status codes of the national portal, as data.

A status is written by the flow alone (DossierEffects.set_status). Overdue is not a status: it is
computed from the due moment. Source: the portal's code table as seen in provincial systems.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.IntegerChoices):
    """Where a dossier stands, in the portal's words."""

    NEW = 1, _("Mới đăng ký")
    RECEIVED = 2, _("Được tiếp nhận")
    REFUSED_AT_INTAKE = 3, _("Không được tiếp nhận")
    IN_PROGRESS = 4, _("Đang xử lý")
    SUPPLEMENT_REQUIRED = 5, _("Yêu cầu bổ sung giấy tờ")
    PAYMENT_REQUIRED = 6, _("Yêu cầu thực hiện nghĩa vụ tài chính")
    WITHDRAWN = 7, _("Công dân yêu cầu rút hồ sơ")
    STOPPED = 8, _("Dừng xử lý")
    DONE = 9, _("Đã xử lý xong")
    RETURNED = 10, _("Đã trả kết quả")


TERMINAL = frozenset({Status.REFUSED_AT_INTAKE, Status.WITHDRAWN, Status.STOPPED, Status.RETURNED})
CLOCK_RUNS = frozenset({Status.RECEIVED, Status.IN_PROGRESS})
CLOCK_WAITS = frozenset({Status.SUPPLEMENT_REQUIRED, Status.PAYMENT_REQUIRED})
