"""Finds the handler of a kind: settings.JOB_HANDLERS, or the periodic table for its own kinds.

A handler is `handler(payload, *, job_id, attempt, key) -> None`. It opens its own transactions.
"""

from collections.abc import Mapping
from typing import Any, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from jobs.errors import UnknownKind


class Handler(Protocol):
    """Does the work of one kind of job."""

    def __call__(self, payload: Mapping[str, Any], *, job_id: int, attempt: int, key: str) -> None:
        """Do it, or raise; GiveUp when trying again cannot help."""


def handler_path(kind: str) -> str:
    """Return the dotted path of the handler. Raises UnknownKind."""
    if kind in settings.JOB_HANDLERS:
        return str(settings.JOB_HANDLERS[kind])
    if kind in settings.PERIODIC:
        return str(settings.PERIODIC[kind][0])
    raise UnknownKind(kind)


def check_kind(kind: str) -> None:
    """Raise UnknownKind for a kind that nothing handles."""
    handler_path(kind)


def handler_of(kind: str) -> Handler:
    """Return the handler itself."""
    return cast(Handler, import_string(handler_path(kind)))
