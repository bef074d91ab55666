"""Applications sent over HTTP by signed-in citizens: how many a second, and how long the sending takes.

Each is what a browser does: the list of sections, each section with its answers and papers as multipart, the
review, the sending with the page's idempotency key; a dozen requests' worth of sessions, CSRF, storage and audit. One client,
then four at a time, on a product that runs as `make run` starts it, its worker at work beside.
"""

import io
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from PIL import Image

from benchmarks.child import Child
from benchmarks.measure import Measure, Rows, Side, percentile
from benchmarks.stand import DATABASES, Stand, Store, product
from benchmarks.visitors import Visitor

APPLICATIONS = 30
CLIENTS = (1, 4)
DOSSIERS = 1_000


def sides(stand: Stand) -> Sequence[Side]:
    """Give one client and four on both databases."""
    made = []
    for database in DATABASES:
        store = stand.store("submissions", database, dossiers=DOSSIERS)
        made += [
            Side(
                f"{database}, {clients} at a time", partial(taken, store, clients, stand.amount(APPLICATIONS))
            )
            for clients in CLIENTS
        ]
    return made


def taken(store: Store, clients: int, applications: int) -> Rows:
    """Return submissions a second and the milliseconds of the sending."""
    with Child("benchmarks.people", store.environment) as people, product(store) as running:
        answers = {**people.ask("answers"), "giay_chung_minh": ("giay.jpg", paper(), "image/jpeg")}
        visitors = [Visitor(running.url, session) for session in people.ask("citizens", count=clients)]
        for visitor in visitors:
            visitor.apply(answers)
        with ThreadPoolExecutor(clients) as pool:
            began = time.perf_counter()
            sent = list(pool.map(partial(send_some, answers, applications // clients + 1), visitors))
            seconds = time.perf_counter() - began
    sendings = [milliseconds for each in sent for milliseconds in each]
    return {
        "": {
            "speed": len(sendings) / seconds,
            "sending p50": percentile(sendings, 50),
            "sending p95": percentile(sendings, 95),
        }
    }


def send_some(answers: dict, count: int, visitor: Visitor) -> list[float]:
    """Return the milliseconds of each sending of one client."""
    return [visitor.apply(answers) for _ in range(count)]


def paper() -> bytes:
    """Return a photograph of a page as a telephone would send it, made small by its owner: 1200 × 1600."""
    picture = Image.effect_noise((1200, 1600), 12)
    written = io.BytesIO()
    picture.convert("RGB").save(written, "JPEG", quality=80)
    return written.getvalue()


SUBMISSIONS = Measure(
    name="submissions",
    title="Applications sent over HTTP",
    units={"speed": "submissions/s", "sending p50": "ms", "sending p95": "ms"},
    sides=sides,
)
