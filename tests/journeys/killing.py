"""A browser that dies as a tablet whose battery is empty, and starts again on what its disk holds."""

import os
import signal
import subprocess
from contextlib import suppress
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.journeys.conftest import FLAGS
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
