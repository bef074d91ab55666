"""The entrance: the pages this reader may open."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import permissions
from accounts.policies import may_everywhere
from accounts.selectors import permissions_anywhere, years_to_announce

PAGES: tuple[tuple[str, str, Promise, Promise], ...] = (
    (
        permissions.ADMINISTER_PEOPLE,
        "administration:people",
        _("Người dùng và phân công"),
        _("Ai giữ vai trò nào, ở đâu, từ ngày nào, theo căn cứ nào."),
    ),
    (
        permissions.ADMINISTER_PEOPLE,
        "administration:delegations",
        _("Ủy quyền"),
        _("Ai làm thay ai, trong thời gian nào, cho loại văn bản nào."),
    ),
    (
        permissions.ADMINISTER_AGENCIES,
        "administration:agencies",
        _("Cơ quan"),
        _("Cây cơ quan, mã đơn vị, thời gian hiệu lực, cơ quan kế thừa."),
    ),
    (
        permissions.ADMINISTER_CALENDAR,
        "administration:calendar",
        _("Lịch làm việc"),
        _("Giờ làm việc, ngày nghỉ, ngày hoán đổi, năm đã công bố."),
    ),
    (
        permissions.ADMINISTER_REGISTERS,
        "administration:registers",
        _("Sổ số văn bản"),
        _("Số đang giữ, đã phát hành, đã hủy và lý do."),
    ),
    (
        permissions.ADMINISTER_CERTIFICATES,
        "administration:certificates",
        _("Chứng thư số"),
        _("Chứng thư của người ký và của cơ quan, thời hạn, trạng thái."),
    ),
    (
        permissions.ADMINISTER_INCIDENTS,
        "administration:incidents",
        _("Sự cố"),
        _("Việc nền không làm được: nguyên nhân, thử lại hoặc đóng."),
    ),
)


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the pages the reader may open; 404 for who may open none."""
    now = timezone.now()
    held = permissions_anywhere(request.user, now)
    if not may_everywhere(request.user, permissions.ADMINISTER_INCIDENTS, now):
        held -= {permissions.ADMINISTER_INCIDENTS}
    pages = [{"url": url, "title": title, "text": text} for right, url, title, text in PAGES if right in held]
    if not pages:
        raise Http404
    waiting = years_to_announce(now) if permissions.ADMINISTER_CALENDAR in held else []
    return render(request, "desk/administration/index.html", {"pages": pages, "years_to_announce": waiting})
