"""One line of JSON for each event, and a number that ties the lines of one request together.

The number is short enough to be read out over the telephone ("4829-130-571"), is shown on every
error page, goes out in the header X-Request-Number so that nginx can write it into its own log,
and never comes from outside. Query strings and bodies are not logged: they hold people's data.
"""

import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from datetime import UTC, datetime

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Request-Number"
QUIET_PATHS = ("/health/", "/static/")
request_number: ContextVar[str] = ContextVar("request_number", default="")
access = logging.getLogger("motcua.access")

EXTRA_FIELDS = ("method", "path", "status", "milliseconds", "person_id", "job_id", "job_kind", "attempt")


def new_number() -> str:
    """Return a fresh number of ten digits in three groups."""
    digits = f"{secrets.randbelow(10**10):010}"
    return f"{digits[:4]}-{digits[4:7]}-{digits[7:]}"


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: moment (UTC), level, logger, message, request, known extras, exception."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := getattr(record, "request_number", "") or request_number.get():
            line["request"] = number
        line |= {name: getattr(record, name) for name in EXTRA_FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainFormatter(logging.Formatter):
    """Writes a record for a person at a terminal, with the request's number."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        number = request_number.get()
        return super().format(record) + (f" [{number}]" if number else "")


class RequestNumber:
    """Middleware: gives each request its number, as `request.request_id`, and logs how it ended."""

    sync_capable = True
    async_capable = True

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]
    ) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Pass the request on under its number."""
        if self.is_async:
            return self.answer(request)
        started = self.begin(request)
        response = self.get_response(request)
        assert isinstance(response, HttpResponseBase)
        return self.end(request, response, started)

    async def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on under its number, without a thread."""
        started = self.begin(request)
        response = self.get_response(request)
        assert not isinstance(response, HttpResponseBase)
        return self.end(request, await response, started)

    def begin(self, request: HttpRequest) -> float:
        """Give the number; return when it began."""
        request.request_id = new_number()
        request_number.set(request.request_id)
        return time.monotonic()

    def end(self, request: HttpRequest, response: HttpResponseBase, started: float) -> HttpResponseBase:
        """Put the number into the header and one line into the log."""
        number = request.request_id
        response[HEADER] = number
        if not request.path.startswith(QUIET_PATHS):
            milliseconds = round((time.monotonic() - started) * 1000)
            access.info(
                "%s %s %s", request.method, request.path, response.status_code,
                extra={"request_number": number, "method": request.method, "path": request.path,
                       "status": response.status_code, "milliseconds": milliseconds, "person_id": person_id(request)},
            )  # fmt: skip
        return response


def person_id(request: HttpRequest) -> int | None:
    """Return who asked, as far as something already loaded it: logging must not query."""
    user = request.__dict__.get("_cached_user")
    return user.pk if user is not None and user.is_authenticated else None


def logging_settings(*, as_json: bool, level: str = "INFO") -> dict[str, object]:
    """Return Django's LOGGING: everything to the standard error, where the supervisor or systemd takes it."""
    formatter = "config.logging.JsonFormatter" if as_json else "config.logging.PlainFormatter"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "motcua": {"level": level},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "uvicorn": {"handlers": [], "level": "WARNING", "propagate": True},
            "uvicorn.error": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
