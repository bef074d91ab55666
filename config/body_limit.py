"""Refuses a request whose body is beyond all measure before any of it reaches the disk.

Django's ASGI handler writes a whole body to a temporary file before a view is asked; a form's own
limits come after that. nginx has the same limit; this is for an installation without it. The answer is in
the language that the sender's cookie or browser asks for.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.http import HttpRequest, parse_cookie
from django.utils.html import format_html
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>
<h1>{headline}</h1>
<p>{what_to_do}</p></html>
"""


class TooLarge(Exception):
    """The body is longer than the limit."""


def with_body_limit(application: Application, most: int) -> Application:
    """Return the application behind a limit of `most` bytes a request."""

    async def limited(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        if announced(scope) > most:
            await refuse(scope, send, most)
            return
        try:
            await application(scope, counted(receive, most), send)
        except TooLarge:
            await refuse(scope, send, most)

    return limited


def announced(scope: Scope) -> int:
    """Return the length the request announces, 0 where it does not."""
    lengths = [value for name, value in scope["headers"] if name == b"content-length" and value.isdigit()]
    return int(lengths[-1]) if lengths else 0


def counted(receive: Receive, most: int) -> Receive:
    """Return a receive that raises TooLarge once more than `most` bytes came."""
    total = 0

    async def counting() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > most:
            raise TooLarge
        return message

    return counting


async def refuse(scope: Scope, send: Send, most: int) -> None:
    """Answer 413 and end the connection, unread as the rest of the body is."""
    body = page_in(language_of(scope), most).encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"connection", b"close"),
               (b"content-length", str(len(body)).encode())]  # fmt: skip
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def language_of(scope: Scope) -> str:
    """Return the language the request asks for, as every other page would be given it."""
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    request = HttpRequest()
    request.COOKIES = parse_cookie(headers.get(b"cookie", ""))
    request.META["HTTP_ACCEPT_LANGUAGE"] = headers.get(b"accept-language", "")
    return get_language_from_request(request)


def page_in(language: str, most: int) -> str:
    """Return the page that says what is too large and what to do, `most` in bytes."""
    with override(language):
        what_to_do = _(
            "Mỗi lần gửi tối đa %(most)d MB. Quay lại trang trước: những gì đã lưu vẫn còn. Chọn tệp nhỏ hơn "
            "hoặc tải từng tệp rồi lưu nháp."
        ) % {"most": most // 1_000_000}
        return format_html(
            PAGE,
            language=language,
            title=_("Tệp quá lớn"),
            headline=_("Các tệp gửi một lần quá lớn"),
            what_to_do=what_to_do,
        )
