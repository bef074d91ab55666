"""Twenty tablets come back from the field at once: 500 answers and 50 photos each, sent as the application sends them.

Operations go in batches of 50 with their receipts awaited, photos in stretches of 256 KiB after the operation that
announces them; two tablets share a visit, each with its own half of a checklist of 1,000 items. At the end the server is counted: an
answer that is missing, or that came twice, fails the side.
"""

import hashlib
import io
import json
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlsplit

import urllib3
from PIL import Image, ImageFilter

from benchmarks.child import Child
from benchmarks.measure import Measure, Rows, Side, percentile
from benchmarks.stand import DATABASES, Stand, Store, product

TABLETS, ANSWERS, PHOTOS = 20, 500, 50
BATCH, STRETCH = 50, 262_144
PATIENCE_SECONDS = 600
TOKEN = "b" * 32


class Lost(Exception):
    """What was sent is not what arrived."""


def sides(stand: Stand) -> Sequence[Side]:
    """Give both databases."""
    answers, photos = stand.amount(ANSWERS), stand.amount(PHOTOS)
    return [
        Side(database, partial(taken, stand.store("tablets", database, dossiers=0), answers, photos))
        for database in DATABASES
    ]


def taken(store: Store, answers: int, photos: int) -> Rows:
    """Return operations and photos a second over all tablets, and what a request of each took. Raises Lost."""
    photo = picture()
    with Child("benchmarks.tablets", store.environment) as child, product(store) as running:
        known = child.ask("visits", tablets=TABLETS)
        tablets = [Tablet(running.url, each, answers, photos, photo) for each in known]
        with ThreadPoolExecutor(TABLETS) as pool:
            began = time.perf_counter()
            list(pool.map(Tablet.sync, tablets))
            seconds = time.perf_counter() - began
        check(child.ask("counted", visits=sorted({each["visit"] for each in known})), answers, photos)
    batches = [each for tablet in tablets for each in tablet.batches]
    uploads = [each for tablet in tablets for each in tablet.uploads]
    return {
        "": {
            "operations": TABLETS * (answers + photos) / seconds,
            "photos": TABLETS * photos / seconds,
            "batch p95": percentile(batches, 95),
            "photo p95": percentile(uploads, 95),
            "lost": 0,
        }
    }


def check(arrived: Mapping[str, int], answers: int, photos: int) -> None:
    """Raises Lost unless everything is there, once."""
    expected = {
        "answers": TABLETS * answers,
        "versions": TABLETS * answers,
        "operations": TABLETS * (answers + photos),
        "photos": TABLETS * photos,
    }
    if arrived != expected:
        raise Lost(f"{arrived}, not {expected}")


class Tablet:
    """One tablet with its outbox."""

    def __init__(self, url: str, known: Mapping[str, Any], answers: int, photos: int, photo: bytes) -> None:
        where = urlsplit(url)
        self.server = urllib3.HTTPConnectionPool(
            where.hostname or "", where.port, maxsize=1, timeout=PATIENCE_SECONDS, retries=False
        )
        self.known, self.answers, self.photo = known, answers, photo
        self.photos = [str(uuid.uuid4()) for _ in range(photos)]
        self.batches: list[float] = []
        self.uploads: list[float] = []

    @cached_property
    def headers(self) -> dict[str, str]:
        """What every request carries."""
        return {
            "Cookie": f"sessionid={self.known['session']}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "X-Device": self.known["device"],
        }

    def sync(self) -> None:
        """Send everything. Raises Lost for an operation without a receipt."""
        outbox = list(self.outbox())
        for start in range(0, len(outbox), BATCH):
            began = time.perf_counter()
            self.send(outbox[start : start + BATCH])
            self.batches.append(1000 * (time.perf_counter() - began))
        for number in self.photos:
            began = time.perf_counter()
            self.upload(number)
            self.uploads.append(1000 * (time.perf_counter() - began))

    def outbox(self) -> Iterator[dict[str, Any]]:
        """Yield the operations in order: answers, and a photo announced now and then between them."""
        keys = self.known["keys"][: self.answers]
        kinds = [("answer.set", {"key": key, "values": {"verdict": "pass"}, "base": 0}) for key in keys]
        digest = hashlib.sha256(self.photo).hexdigest()
        kinds += [
            ("evidence.add", {"id": number, "key": keys[0], "kind": "photo", "sha256": digest, "size": len(self.photo),
                              "content_type": "image/jpeg", "taken_at": moment()})
            for number in self.photos
        ]  # fmt: skip
        for seq, (kind, payload) in enumerate(kinds, start=1):
            yield {"id": str(uuid.uuid4()), "seq": seq, "at": moment(), "kind": kind, "payload": payload}

    def send(self, operations: list[dict[str, Any]]) -> None:
        """Send a batch and hold its receipts."""
        body = {"device": self.known["device"], "sent_at": moment(), "operations": operations}
        path = f"/tablet/api/visits/{self.known['visit']}/operations/"
        answer = self.ask("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        lost = [result for result in answer["results"] if not result["receipt"]]
        if lost:
            raise Lost(lost[0])

    def upload(self, number: str) -> None:
        """Send a photo to its receipt."""
        answer: dict[str, Any] = {}
        for offset in range(0, len(self.photo), STRETCH):
            headers = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
            path = f"/tablet/api/evidence/{number}/"
            answer = self.ask("PATCH", path, self.photo[offset : offset + STRETCH], headers)
        if not answer.get("complete"):
            raise Lost(number)

    def ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        """Return the JSON of an answer. Raises Lost for any other than 200."""
        response = self.server.request(method, path, body=body, headers={**self.headers, **headers})
        if response.status != 200:
            raise Lost(f"{method} {path}: {response.status} {response.data[:300]!r}")
        told: dict[str, Any] = response.json()
        return told


def picture() -> bytes:
    """Return a photograph as the application shrinks it: 1,600 pixels wide, some 300 kB."""
    blurred = Image.effect_noise((1600, 1200), 60).filter(ImageFilter.GaussianBlur(1.2))
    written = io.BytesIO()
    blurred.convert("RGB").save(written, "JPEG", quality=70)
    return written.getvalue()


def moment() -> str:
    """Return now as text."""
    return datetime.now(UTC).isoformat()


TABLET_SYNC = Measure(
    name="tablet_sync",
    title="Twenty tablets send 500 answers and 50 photos each at once",
    units={
        "operations": "a second",
        "photos": "a second",
        "batch p95": "ms",
        "photo p95": "ms",
        "lost": "",
    },
    sides=sides,
)
