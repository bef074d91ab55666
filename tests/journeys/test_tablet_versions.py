"""A new version of the application waits until the visit is left."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.product import Product
from tests.journeys.tablet import TABLET, Tablet, wait_for_shell
from tests.journeys.tablet_world import Visit

pytestmark = pytest.mark.journey

NEW = "f" * 16
HOP_BY_HOP = {"transfer-encoding", "connection", "content-length", "content-encoding"}


class Release(ThreadingHTTPServer):
    """Stands before the product and, once something was released, names another version in worker and shell."""

    daemon_threads = True

    def __init__(self, product: Product) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.behind = urlsplit(product.url).netloc
        self.replaces = ""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://localhost:{self.server_address[1]}"


class Door(BaseHTTPRequestHandler):
    """Passes one request on."""

    server: Release

    def pass_on(self) -> None:
        """Ask the product and answer with what it says."""
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
        with closing(http.client.HTTPConnection(self.server.behind, timeout=60)) as behind:
            behind.request(self.command, self.path, self.rfile.read(length), headers)
            with behind.getresponse() as answer:
                body = answer.read()
        if self.server.replaces and self.path in ("/tablet/", "/tablet/worker.js"):
            body = body.replace(self.server.replaces.encode(), NEW.encode())
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PATCH = do_HEAD = pass_on  # noqa: N815

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def release(product: Product) -> Iterator[Release]:
    """A door to the product that can publish another version."""
    door = Release(product)
    yield door
    door.shutdown()
    door.server_close()


class TestANewVersion:
    def test_never_replaces_the_one_of_a_running_visit(
        self, release: Release, browser: Browser, visit: Visit
    ):
        context = browser.new_context(**TABLET)
        an = (
            Tablet(Product(release.url, visit.product.data, None, visit.product.log), context)
            .begin("an")
            .section(visit)
        )
        wait_for_shell(an)
        page = an.page
        release.replaces = page.evaluate("document.documentElement.dataset.version")

        page.evaluate(
            "async () => { await (await navigator.serviceWorker.getRegistration('/tablet/')).update() }"
        )
        expect(page.locator("html")).to_have_attribute("data-version", release.replaces)
        page.reload()
        an.unlock()
        assert page.evaluate("document.documentElement.dataset.version") == release.replaces
        page.evaluate("() => { location.hash = '#/' }")
        expect(page.get_by_text("Có bản mới của ứng dụng.")).to_be_visible(timeout=15_000)
        with page.expect_navigation():
            page.get_by_role("button", name="Dùng bản mới").click()

        assert page.evaluate("document.documentElement.dataset.version") == NEW
        an.unlock().section(visit)
        context.close()
