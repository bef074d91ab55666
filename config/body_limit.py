"""Refuses a request whose body is beyond all measure before any of it reaches the disk.

Django's ASGI handler writes a whole body to a temporary file before a view is asked; a form's own
limits come after that. nginx has the same limit; this is for an installation without it.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Tệp quá lớn</title>
<h1>Các tệp gửi một lần quá lớn</h1>
<p>Mỗi lần gửi tối đa {most} MB. Quay lại trang trước: những gì đã lưu vẫn còn. Chọn tệp nhỏ hơn hoặc tải từng tệp rồi lưu nháp.</p>
<p lang="en">Too large: at most {most} MB at once. Go back, choose smaller files or upload them one at a time.</p></html>
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
            await refuse(send, most)
            return
        try:
            await application(scope, counted(receive, most), send)
        except TooLarge:
            await refuse(send, most)

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


async def refuse(send: Send, most: int) -> None:
    """Answer 413 and end the connection, unread as the rest of the body is."""
    body = PAGE.format(most=most // 1_000_000).encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"connection", b"close"),
               (b"content-length", str(len(body)).encode())]  # fmt: skip
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
