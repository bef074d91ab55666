"""A browser that dies as a tablet whose battery is empty, a web server that is killed; both start again on what their disks hold."""

import os
import signal
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Request

from tests.journeys.conftest import FLAGS
from tests.journeys.product import Product
from tests.journeys.tablet import TABLET

EXECUTABLE = "/usr/bin/chromium"


def start(browser: Browser, folder: str, **options: Any) -> BrowserContext:
    """Start a browser like this one on a folder of its own."""
    return browser.browser_type.launch_persistent_context(
        folder, executable_path=EXECUTABLE, args=FLAGS, **{**TABLET, **options}
    )


def processes_of(folder: str) -> list[int]:
    """Return the processes of the browser on this folder."""
    found = subprocess.run(["pgrep", "-f", f"user-data-dir={folder}"], capture_output=True, text=True)
    return [int(line) for line in found.stdout.split()]


def kill(folder: str) -> None:
    """End that browser at once: no process of it hears of it."""
    for process in processes_of(folder):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def web_server_of(product: Product) -> int:
    """Return the process of the web server that the supervisor keeps alive."""
    supervisor = product.process.pid
    for child in Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split():
        if b"uvicorn" in Path(f"/proc/{child}/cmdline").read_bytes():
            return int(child)
    raise AssertionError("no web server is running")


class ServerKilledAt:
    """Kills the web server a moment after the n-th request of a kind has left a browser.

    path     what the request's address contains
    seconds  how long after
    """

    def __init__(self, product: Product, method: str, path: str, number: int, seconds: float) -> None:
        self.product, self.method, self.path, self.seconds = product, method, path, seconds
        self.left, self.killed = number, 0

    def __call__(self, request: Request) -> None:
        if request.method != self.method or self.path not in request.url:
            return
        self.left -= 1
        if self.left == 0:
            self.killed = web_server_of(self.product)
            threading.Timer(self.seconds, os.killpg, (self.killed, signal.SIGKILL)).start()
