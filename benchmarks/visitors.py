"""Somebody at the product over HTTP: one kept connection, one session, forms sent as a browser sends them."""

import re
import time
from collections.abc import Mapping
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import urllib3

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
KEY = re.compile(r'name="idempotency_key" value="([^"]+)"')
APPLY, REVIEW = "/apply/diploma_copy/", "/apply/diploma_copy/review/"
SECTION = re.compile(rf'href="({APPLY}(?!review/|discard/)[a-z0-9_]+/)"')
NAME = re.compile(r'name="([^"]+)"')
PATIENCE_SECONDS = 60
Fields = Mapping[str, str | tuple[str, bytes, str]]


class Unexpected(Exception):
    """The product answered otherwise than a person would expect."""


class Visitor:
    """One signed-in person."""

    def __init__(self, url: str, session: str) -> None:
        where = urlsplit(url)
        self.server = urllib3.HTTPConnectionPool(
            where.hostname or "", where.port, maxsize=1, timeout=PATIENCE_SECONDS, retries=False
        )
        self.origin, self.cookies = url, {"sessionid": session}

    def get(self, path: str) -> str:
        """Return a page. Raises Unexpected."""
        return self.ask("GET", path, expected=200).data.decode()

    def post(self, path: str, page: str, fields: Fields) -> str:
        """Send the form of a page as multipart; return where the answer leads. Raises Unexpected."""
        sent = {"csrfmiddlewaretoken": found(TOKEN, page), **fields}
        return self.ask("POST", path, expected=302, fields=sent).headers["Location"]

    def ask(
        self, method: str, path: str, *, expected: int, fields: Fields | None = None
    ) -> urllib3.BaseHTTPResponse:
        """Send a request, keep the cookies. Raises Unexpected for any other status."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Origin": self.origin,
        }
        answer = self.server.request(method, path, fields=fields, headers=headers, redirect=False)
        for line in answer.headers.getlist("Set-Cookie"):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if answer.status != expected:
            raise Unexpected(f"{method} {path}: {answer.status}, not {expected}")
        return answer

    def timed_get(self, path: str) -> float:
        """Return the milliseconds of one page, read to its end. Raises Unexpected."""
        began = time.perf_counter()
        self.get(path)
        return 1000 * (time.perf_counter() - began)

    def fill(self, section: str, answers: Fields) -> str:
        """Answer what a section asks and go on; return where that leads. Raises Unexpected."""
        page = self.get(section)
        asked = {name: answers[name] for name in NAME.findall(page) if name in answers}
        place = self.post(section, page, {**asked, "action": "continue"})
        if place == section:
            raise Unexpected(f"{section} goes nowhere")
        return place

    def apply(self, answers: Fields) -> float:
        """Fill in, review and send an application; return the milliseconds of the sending alone. Raises Unexpected."""
        place = found(SECTION, self.get(APPLY))
        while place != REVIEW:
            place = self.fill(place, answers)
        review = self.get(REVIEW)
        began = time.perf_counter()
        place = self.post(REVIEW, review, {"idempotency_key": found(KEY, review)})
        milliseconds = 1000 * (time.perf_counter() - began)
        if not place.startswith("/dossiers/"):
            raise Unexpected(f"the application was not taken: {place}")
        return milliseconds


def found(pattern: re.Pattern[str], page: str) -> str:
    """Return what a page holds. Raises Unexpected."""
    match = pattern.search(page)
    if match is None:
        raise Unexpected(f"no {pattern.pattern} on the page")
    return match[1]
