"""What every page needs: which face it is, the way around, the number of unread messages, the page's moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.permissions import (
    HANDLE_COMPLAINTS,
    KEEP_LICENCES,
    KEEP_REGISTER,
    VIEW_FIGURES,
    VIEW_INSPECTIONS,
    VIEW_LICENCES,
)
from accounts.representing import may_verify
from accounts.selectors import permissions_anywhere, standings
from inspections.selectors.lists import has_inspections
from notifications.selectors import unread_count

DESK_PREFIX = "/desk/"
MENU_SECONDS = 600


@dataclass(frozen=True)
class Entry:
    """One entry of the menu."""

    url: str
    label: str
    current: bool


def face(request: HttpRequest) -> dict[str, object]:
    """Return the context of every page; what costs a query is worked out only when the page asks."""
    now = timezone.now()
    is_desk = request.path.startswith(DESK_PREFIX)
    return {
        "face": "desk" if is_desk else "portal",
        "now": now,
        "navigation": SimpleLazyObject(
            lambda: desk_menu(request, now) if is_desk else portal_menu(request, now)
        ),
        "rights": SimpleLazyObject(lambda: permissions_anywhere(request.user, now)),
        "unread": SimpleLazyObject(lambda: unread(request)),
    }


def unread(request: HttpRequest) -> int:
    """Return how many messages the person has not read."""
    return unread_count(request.user) if request.user.is_authenticated else 0


def portal_menu(request: HttpRequest, now: datetime) -> list[Entry]:
    """Return the citizens' menu; an officer finds the way to the desk there too."""
    entry = entries_at(request.path)
    menu = [entry("portal:home", _("Thủ tục"), exact=True)]
    if request.user.is_authenticated:
        menu.append(entry("portal:dossiers", _("Hồ sơ của tôi")))
    menu += [entry("portal:lookup", _("Tra cứu")), entry("portal:verify", _("Kiểm tra văn bản"))]
    if request.user.is_authenticated and standings(request.user, now):
        menu.append(entry("desk:inbox", _("Bàn làm việc")))
    return menu


def desk_menu(request: HttpRequest, now: datetime) -> list[Entry]:
    """Return the officers' menu; administration only for who may administer something."""
    entry = entries_at(request.path)
    menu = [entry("desk:inbox", _("Hộp việc"), exact=True), entry("desk:dossiers", _("Hồ sơ"))]
    held = permissions_anywhere(request.user, now)
    if VIEW_LICENCES in held:
        menu.append(entry("desk:institutions", _("Cơ sở")))
    if VIEW_INSPECTIONS in held or is_in_inspections(request, now):
        menu.append(entry("desk:inspections:inspections", pgettext("inspections", "Kiểm tra")))
    if held & {KEEP_REGISTER, KEEP_LICENCES}:
        menu.append(entry("desk:imports", _("Nhập sổ")))
    if may_verify(request.user, now):
        menu.append(entry("desk:representations", _("Nộp thay")))
    if HANDLE_COMPLAINTS in held:
        menu.append(entry("desk:complaints", _("Phản ánh")))
    if VIEW_FIGURES in held:
        menu.append(entry("desk:ratings", _("Đánh giá")))
    if any(name.startswith("administer_") for name in held):
        menu.append(entry("administration:index", _("Quản trị")))
    return menu + [entry("portal:home", _("Cổng người dân"), exact=True)]


def is_in_inspections(request: HttpRequest, now: datetime) -> bool:
    """Say whether an officer has anything of inspections; asked anew every ten minutes, since every page has a menu and a message leads there at once."""
    key = f"menu.inspections:{request.user.pk}"
    return bool(cache.get_or_set(key, lambda: has_inspections(request.user, now), MENU_SECONDS))


def entries_at(path: str) -> Callable[..., Entry]:
    """Return a maker of menu entries that knows where the reader is."""

    def entry(name: str, label: str, exact: bool = False) -> Entry:
        url = reverse(name)
        return Entry(url, label, path == url if exact else path.startswith(url))

    return entry
