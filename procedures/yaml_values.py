"""Typed values out of parsed YAML: texts in three languages, words of a list, days; faults by key.

Pure. What reads a description or a scenario collects every fault instead of stopping at the first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

LANGUAGES = ("vi", "en", "km")


class Wrong(ValueError):
    """A key of procedure.yaml that says something impossible."""

    def __init__(self, key: str, message: str) -> None:
        self.key, self.message = key, message
        super().__init__(f"{key}: {message}")


MISSING: Any = object()


@dataclass(frozen=True)
class Text:
    """A text in up to three languages."""

    vi: str
    en: str = ""
    km: str = ""

    def in_language(self, language: str) -> str:
        """Return the text in a language, Vietnamese where it is missing."""
        return getattr(self, language[:2], "") or self.vi


class Reader:
    """Takes typed values out of a mapping, collecting every fault instead of stopping at the first."""

    def __init__(self, data: Mapping[str, Any], wrongs: list[Wrong], prefix: str = "") -> None:
        self.data, self.wrongs, self.prefix = data, wrongs, prefix
        self.unread = set(data)

    def take(self, key: str, convert: Callable[[Any], Any], default: Any = MISSING) -> Any:
        """Return the converted value of a key; note a fault and return None where it cannot be had."""
        self.unread.discard(key)
        if key not in self.data:
            if default is MISSING:
                self.note(key, "thiếu khóa này")
                return None
            return default
        try:
            return convert(self.data[key])
        except Wrong as wrong:
            self.note(key, wrong.message)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            self.note(key, f"giá trị không hợp lệ: {self.data[key]!r} ({error})")
        return None

    def note(self, key: str, message: str) -> None:
        """Remember a fault at a key."""
        self.wrongs.append(Wrong(f"{self.prefix}{key}", message))

    def close(self) -> None:
        """Note every key nobody asked for: a misspelt key must not pass in silence."""
        for key in sorted(self.unread):
            self.note(key, "khóa này không có trong mô tả thủ tục")


def text(value: Any) -> Text:
    """Read a text: a plain string is Vietnamese."""
    if isinstance(value, str) and value.strip():
        return Text(value)
    if not isinstance(value, Mapping) or not value.get("vi") or set(value) - set(LANGUAGES):
        raise Wrong("", "cần một văn bản, hoặc {vi, en, km} có ít nhất tiếng Việt")
    return Text(**{language: str(words) for language, words in value.items()})


def one_of(*allowed: str) -> Callable[[Any], str]:
    """Return a converter that accepts only the given words."""

    def convert(value: Any) -> str:
        if value not in allowed:
            raise Wrong("", f"{value!r} không thuộc {', '.join(allowed)}")
        return str(value)

    return convert


def day(value: Any) -> date:
    """Read a day; YAML has already made dates of what looks like one."""
    return value if isinstance(value, date) else date.fromisoformat(value)
