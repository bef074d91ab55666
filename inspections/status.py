"""The states of an inspection and of each institution inspected, as the flows set them.

An institution has a state of its own because one decision covers several (INSPECTION §0.1); what it may
end in at once (handed over, remedies, closed) is no state but a row of its own. Source: NĐ 217/2025 Đ7, Đ11 to Đ16.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InspectionStatus(models.TextChoices):
    """Where the inspection as a whole stands."""

    PROPOSED = "proposed", _("Đề xuất")
    SHELVED = "shelved", _("Không đủ căn cứ, lưu")
    CHOOSING = "choosing", _("Chọn đối tượng, rà chồng chéo")
    TEAM = "team", _("Dự kiến đoàn")
    DECIDING = "deciding", _("Trình quyết định")
    PLANNING = "planning", _("Lập kế hoạch tiến hành")
    IN_PROGRESS = "in_progress", _("Đang kiểm tra")
    REPORTING = "reporting", _("Báo cáo kết quả")
    NOTIFYING = "notifying", _("Thông báo kết quả")
    FOLLOWING = "following", _("Theo dõi khắc phục")
    FILING = "filing", _("Lập hồ sơ kết thúc")
    STOPPED = "stopped", _("Đình chỉ")
    CLOSED = "closed", _("Kết thúc")


class TargetStatus(models.TextChoices):
    """Where the inspection of one institution stands."""

    WAITING = "waiting", _("Chưa công bố")
    NOTIFIED = "notified", _("Đã thông báo trước")
    IN_PROGRESS = "in_progress", _("Đang kiểm tra")
    SUSPENDED = "suspended", _("Tạm dừng")
    EXPLAINING = "explaining", _("Chờ giải trình")
    MINUTES = "minutes", _("Lập biên bản")
    UNSIGNED = "unsigned", _("Chờ xác nhận không ký")
    CLASSIFYING = "classifying", _("Phân loại kết quả")
    HANDED_TO_INSPECTORATE = "handed_to_inspectorate", _("Chuyển cơ quan thanh tra")
    HANDED_TO_POLICE = "handed_to_police", _("Chuyển cơ quan điều tra")
    INSPECTED = "inspected", _("Đã kiểm tra xong")
    REMEDYING = "remedying", _("Theo dõi khắc phục")
    STOPPED = "stopped", _("Đình chỉ")
    DROPPED = "dropped", _("Không kiểm tra do chồng chéo")
    CLOSED = "closed", _("Kết thúc")


OVER_INSPECTION = frozenset({InspectionStatus.SHELVED, InspectionStatus.STOPPED, InspectionStatus.CLOSED})
NOT_A_CHECK = frozenset({TargetStatus.STOPPED, TargetStatus.DROPPED})
"""What counts as no check of an institution."""
OVER_TARGET = NOT_A_CHECK | {TargetStatus.CLOSED}
ANSWERABLE = frozenset({TargetStatus.IN_PROGRESS, TargetStatus.EXPLAINING, TargetStatus.MINUTES})
"""While a visit takes answers from a tablet: announced, and the minutes not yet signed."""
UNDER_WAY = ANSWERABLE | {TargetStatus.SUSPENDED, TargetStatus.UNSIGNED}
"""While the days of an inspection matter: announced, and the minutes not settled."""
