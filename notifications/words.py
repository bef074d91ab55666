"""What a message says, in the reader's language, at the moment it is shown.

`settings.NOTIFICATION_TEXTS` names a mapping kind → (title, text) with %(name)s for parameters. A
message whose parameters carry "title" and "body" as {vi, en, km} maps brings its own words (a
procedure's edition does). A parameter that is such a map is worded in the same language; one
named …_at is a moment and is shown in local time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from notifications.errors import NoWords

SOURCE_LANGUAGE = "vi"


@dataclass(frozen=True)
class Words:
    """One message, worded."""

    title: str
    text: str


def check_has_words(kind: str, params: Mapping[str, Any]) -> None:
    """Raise NoWords for a kind that could not be shown."""
    if "title" not in params and kind not in texts():
        raise NoWords(kind)


def texts() -> Mapping[str, tuple[str | Promise, str | Promise]]:
    """Return the words of every kind."""
    found: Mapping[str, tuple[str | Promise, str | Promise]] = import_string(settings.NOTIFICATION_TEXTS)
    return found


def words_of(kind: str, params: Mapping[str, Any]) -> Words:
    """Word a message in the active language. Raises NoWords."""
    check_has_words(kind, params)
    shown = Shown({name: worded(name, value) for name, value in params.items()})
    if "title" in params:
        return Words(shown["title"], shown["body"])
    title, text = texts()[kind]
    return Words(str(title) % shown, str(text) % shown)


class Shown(dict[str, str]):
    """Parameters as they are shown; one that is missing shows as nothing."""

    def __missing__(self, name: str) -> str:
        return ""


def worded(name: str, value: Any) -> str:
    """Return one parameter as the reader sees it."""
    if isinstance(value, Mapping):
        language = (get_language() or SOURCE_LANGUAGE).split("-")[0]
        return str(value.get(language) or value.get(SOURCE_LANGUAGE, ""))
    if name.endswith("_at") and isinstance(value, str) and (moment := parse_datetime(value)):
        return formats.date_format(timezone.localtime(moment), "H:i d/m/Y")
    return "" if value is None else str(value)
