"""What the notifications package refuses."""

from dataclasses import dataclass


class NotificationError(Exception):
    """Anything this package raises."""


@dataclass
class NoWords(NotificationError):
    """Nobody wrote what a message of this kind says."""

    kind: str

    def __str__(self) -> str:
        return f"no words for messages of kind {self.kind!r}; add them to NOTIFICATION_TEXTS"
