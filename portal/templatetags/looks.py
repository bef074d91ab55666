"""How values look on a page: icons, moments, texts in the reader's language, states in words.

Templates of every face load this library; it holds no queries and decides nothing.
"""

import math
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.grouping import grouped
from portal.icons import PATHS

register = template.Library()
register.filter("grouped", grouped)

MINUTE, HOUR, DAY = 60, 3600, 86400
HOURS_A_DAY = 8
SOON_HOURS = 4
BAR_WIDTH = 72


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return the drawing of an icon; the words beside it say what it means, so it is hidden from readers."""
    return format_html(
        '<svg class="mc-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(PATHS[name]),  # noqa: S308 our own constants
    )


@register.filter
def in_language(text: object) -> str:
    """Return a text of a package in the language of the page."""
    if text is None:
        return ""
    language = get_language() or "vi"
    if isinstance(text, dict):
        return text.get(language[:2]) or text.get("vi", "")
    choose = getattr(text, "in_language", None)
    return choose(language) if choose else str(text)


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Return `24/11/2026 14:30` of the local clock, inside a <time>."""
    if value is None:
        return "–"
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), f"{local:%d/%m/%Y %H:%M}"
    )


@register.filter
def day(value: object) -> str:
    """Return `24/11/2026`."""
    if value is None:
        return "–"
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return f"{local:%d/%m/%Y}"


@register.filter
def days_left(value: date) -> int:
    """Return how many days a day is ahead of today; below zero when it is over."""
    return (value - timezone.localdate()).days


@register.simple_tag(takes_context=True)
def ago(context: template.Context, value: datetime | None) -> str:
    """Return how long ago a moment was, in words, by the clock of the page."""
    if value is None:
        return ""
    seconds = int((context.get("now", timezone.now()) - value).total_seconds())
    if seconds < MINUTE:
        return _("vừa xong")
    if seconds < HOUR:
        minutes = seconds // MINUTE
        return ngettext("%(n)d phút trước", "%(n)d phút trước", minutes) % {"n": minutes}
    if seconds < DAY:
        hours = seconds // HOUR
        return ngettext("%(n)d giờ trước", "%(n)d giờ trước", hours) % {"n": hours}
    days = seconds // DAY
    return ngettext("%(n)d ngày trước", "%(n)d ngày trước", days) % {"n": days}


@register.filter
def vnd(amount: int | None) -> str:
    """Return an amount of money, or that nothing is owed."""
    if not amount:
        return _("Miễn phí")
    return f"{grouped(amount)} đ"


@register.filter
def file_size(size: int) -> str:
    """Return a size in kB or MB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{number_format(Decimal(size) / 1_000_000, 1)} MB"


def working_time(hours: Decimal, rounded: Callable[[Decimal], int] = math.floor) -> str:
    """Return an amount of working time in the unit that reads best; never rounds up to more than there is."""
    if hours < 1:
        minutes = rounded(hours * 60)
        return ngettext("%(n)d phút làm việc", "%(n)d phút làm việc", minutes) % {"n": minutes}
    if hours <= 2 * HOURS_A_DAY:
        whole = rounded(hours)
        return ngettext("%(n)d giờ làm việc", "%(n)d giờ làm việc", whole) % {"n": whole}
    days = rounded(hours / HOURS_A_DAY)
    return ngettext("%(n)d ngày làm việc", "%(n)d ngày làm việc", days) % {"n": days}


@register.filter
def within(hours: Decimal) -> str:
    """Return a measured working time in words, rounded up: what is said to have been enough was enough."""
    return working_time(max(hours, Decimal(1) / 60), math.ceil)


@register.inclusion_tag("components/due.html")
def due(
    due_at: datetime | None, hours_left: Decimal | float | None, hours_given: Decimal | float | None = None
) -> dict:
    """Show what is left of a term: word, icon, colour and a bar.

    due_at       the promised moment
    hours_left   working hours until it, negative when it has passed, None when no calendar covers it
    hours_given  working hours of the whole term; without it a working day fills the bar
    """
    if due_at is None or hours_left is None:
        return {"due_at": due_at, "kind": "none"}
    left = Decimal(str(hours_left))
    given = Decimal(str(hours_given)) if hours_given else Decimal(HOURS_A_DAY)
    if left < 0:
        words, kind = _("Quá hạn %(time)s") % {"time": working_time(-left)}, "late"
    else:
        words, kind = (
            _("Còn %(time)s") % {"time": working_time(left)},
            "soon" if left <= SOON_HOURS else "calm",
        )
    share = min(Decimal(1), max(Decimal(0), left / given)) if left >= 0 else Decimal(1)
    return {
        "due_at": due_at,
        "kind": kind,
        "words": words,
        "bar": max(4, int(share * BAR_WIDTH)),
        "width": BAR_WIDTH,
    }


@register.filter
def term_words(term: object) -> str:
    """Return a procedure's term as a promise in words."""
    if term.kind == "same_day":
        words = _("Trong ngày. Nhận sau %(time)s thì trả trong ngày làm việc tiếp theo")
        return words % {"time": f"{term.cut_off:%H:%M}"}
    return ngettext("%(n)d ngày làm việc", "%(n)d ngày làm việc", term.working_days) % {
        "n": term.working_days
    }


@register.filter
def identity_words(level: str) -> str:
    """Return what a person must have proved about himself before applying."""
    return {
        "self_asserted": _("Chỉ cần một tài khoản, chưa cần xác minh danh tính."),
        "counter": _("Cần tài khoản đã xác minh danh tính tại quầy hoặc bằng định danh điện tử."),
        "national_eid": _("Cần đăng nhập bằng tài khoản định danh điện tử quốc gia."),
    }.get(level, level)


@register.filter
def score_words(score: int) -> str:
    """Return what a rating's number means."""
    return {
        1: _("Rất không hài lòng"),
        2: _("Không hài lòng"),
        3: _("Bình thường"),
        4: _("Hài lòng"),
        5: _("Rất hài lòng"),
    }[int(score)]


STATUS_LOOKS = {
    1: ("active", "send"),
    2: ("active", "inbox"),
    3: ("wrong", "cross"),
    4: ("active", "clock"),
    5: ("attention", "alert"),
    6: ("attention", "alert"),
    7: ("plain", "cross"),
    8: ("wrong", "pause"),
    9: ("done", "check"),
    10: ("done", "check"),
}


@register.filter
def status_look(status: int) -> dict[str, str]:
    """Return the colour and icon that go with a dossier's status; its word is shown beside them."""
    kind, drawing = STATUS_LOOKS.get(int(status), ("plain", "folder"))
    return {"kind": kind, "icon": drawing}
