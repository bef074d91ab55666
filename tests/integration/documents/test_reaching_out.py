"""A template that tries to make the server load something gets nothing: no request, no local file."""

from base64 import b64encode
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread

import pikepdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from documents.rendering.pdf import to_pdf

PAGE = "<!DOCTYPE html><html lang=vi><head><title>x</title>{head}</head><body><p>x</p>{body}</body></html>"
SECRET = "root:x:0:0"  # noqa: S105 - the first words of /etc/passwd


@pytest.fixture
def listener():
    """A server that counts who comes."""
    came = []

    class Counter(BaseHTTPRequestHandler):
        def do_GET(self):
            came.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            return

    with HTTPServer(("127.0.0.1", 0), Counter) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        server.came, server.url = came, f"http://127.0.0.1:{server.server_port}/x"
        yield server
        server.shutdown()


def nested(url: str) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"><image xlink:href="{url}" width="9" height="9"/></svg>'
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


WAYS = {
    "image": ("", '<img src="{url}" alt="x">'),
    "style import": ("<style>@import url({url});</style>", ""),
    "style sheet": ('<link rel="stylesheet" href="{url}">', ""),
    "background": ("<style>body {{ background: url({url}) }}</style>", ""),
    "font": ("<style>@font-face {{ font-family: F; src: url({url}) }} p {{ font-family: F }}</style>", ""),
    "inline drawing": ("", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title><image href="{url}" width="9" height="9"/></svg>'),
    "drawing by use": ("", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title><use href="{url}#a"/></svg>'),
    "object": ("", '<object data="{url}">x</object>'),
    "drawing inside data": ("", '<img src="{nested}" alt="x">'),
    "attachment of the page": ('<link rel="attachment" href="{url}">', ""),
    "attachment of a link": ("", '<a rel="attachment" href="{url}">x</a>'),
}  # fmt: skip


class TestATemplateThatReachesOut:
    @pytest.mark.parametrize("way", WAYS)
    @pytest.mark.parametrize("target", ["network", "file"])
    def test_gets_nothing(self, way, target, listener):
        url = listener.url if target == "network" else "file:///etc/passwd"
        head, body = (part.format(url=url, nested=nested(url)) for part in WAYS[way])

        try:
            pdf = to_pdf(
                PAGE.format(head=head, body=body),
                title="x",
                author="x",
                created_at=datetime(2026, 1, 1, tzinfo=UTC),
            )
        except FatalURLFetchingError:
            pdf = b""

        assert listener.came == []
        assert SECRET.encode() not in plain(pdf)


class TestAFontByPath:
    @pytest.mark.parametrize("name", ["asset:../errors.py", "asset:/etc/passwd", "asset:%2e%2e/errors.py", "asset:nothing.ttf"])  # fmt: skip
    def test_is_not_given(self, name):
        style = f"<style>@font-face {{ font-family: F; src: url({name}) }} p {{ font-family: F }}</style>"

        with pytest.raises(FatalURLFetchingError):
            to_pdf(
                PAGE.format(head=style, body=""),
                title="x",
                author="x",
                created_at=datetime(2026, 1, 1, tzinfo=UTC),
            )


def plain(pdf: bytes) -> bytes:
    """Return every stream of a PDF, decompressed."""
    if not pdf:
        return b""
    with pikepdf.open(BytesIO(pdf)) as document:
        return b"".join(item.read_bytes() for item in document.objects if isinstance(item, pikepdf.Stream))
