"""A camera that sees what is held before it: Chromium films a file, written anew before each look."""

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator

from tests.journeys.conftest import FLAGS
from tests.journeys.killing import EXECUTABLE

WIDTH, HEIGHT = 1280, 960


class Camera:
    """The file that the cameras of a browser film."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def sees(self, code: Locator) -> None:
        """Hold a code of a page before it, as one tablet is held before another."""
        address = code.evaluate("(canvas) => canvas.toDataURL('image/png')")
        drawn = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("L")
        frame = Image.new("L", (WIDTH, HEIGHT), 235)
        frame.paste(drawn, ((WIDTH - drawn.width) // 2, (HEIGHT - drawn.height) // 2))
        grey = bytes([128]) * (WIDTH * HEIGHT // 4)
        header = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\nFRAME\n".encode()
        self.file.write_bytes(header + frame.tobytes() + grey + grey)


@contextmanager
def with_cameras(browser: Browser, folder: Path) -> Iterator[tuple[Browser, Camera]]:
    """Start a browser like this one whose tablets have cameras."""
    file = folder / "camera.y4m"
    flags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    flags.append(f"--use-file-for-fake-video-capture={file}")
    started = browser.browser_type.launch(executable_path=EXECUTABLE, args=[*FLAGS, *flags])
    try:
        yield started, Camera(file)
    finally:
        started.close()
