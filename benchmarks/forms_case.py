"""A form of 300 questions and one with a table of 500 rows, opened and saved; runs in a child."""

import re
import time
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from benchmarks.people import session_of
from benchmarks.readers import CITIZEN, CONTROL
from dossiers.services import save_draft
from procedures.package import read_folder
from procedures.services import publish
from tests.services import ROOT

EVERY_KIND = Path(ROOT, "tests", "packages", "every_kind")
FIELDS, ROWS = 300, 500
PAGES = {f"{FIELDS} fields": "/apply/many_fields/", f"{ROWS} rows": "/apply/every_kind/bao_cao/"}
KINDS: Mapping[str, Any] = {
    "text": "Trường Trung cấp nghề Cửu Long Mẫu",
    "integer": "12",
    "decimal": "1,5",
    "date": {"day": "5", "month": "8", "year": "2026"},
    "yes_no": "true",
    "phone": "0912345678",
}
"""The kinds of question in turn, and what is typed as an answer to each."""


def measure(times: int) -> dict[str, dict[str, float]]:
    """Return page and save in ms and queries, by form."""
    client = arrive()
    return {name: taken(client, address, times) for name, address in PAGES.items()}


def arrive() -> Client:
    """Return the applicant's client, the procedures published and a draft of each stored."""
    person = Person.objects.get(email=CITIZEN)
    files = read_folder(EVERY_KIND)
    publish("every_kind", files, at=timezone.now(), actor_id=None, reason="benchmark")
    publish("many_fields", many_fields(files), at=timezone.now(), actor_id=None, reason="benchmark")
    client = Client(headers={"host": "localhost"})
    client.cookies["sessionid"] = session_of(person)
    for procedure, values in (("many_fields", filled()), ("every_kind", report())):
        save_draft(person, procedure, values, at=timezone.now())
    return client


def many_fields(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return a package whose form asks 300 questions in one section, every tenth under a condition."""
    lines = ["form: application", "title: Many", "sections:", "  - key: all", "    fields:"]
    lines += ["      - {key: ho_ten, type: text, label: Name}"]
    for number in range(1, FIELDS):
        condition = f", visible_if: k{number - 1} != null" if number % 10 == 0 else ""
        lines.append(
            f"      - {{key: k{number}, type: {kind_of(number)}, label: Question {number}{condition}}}"
        )
    flow = files["flow.bpmn"].replace(b"every_kind", b"many_fields")
    description = files["procedure.yaml"].replace(b"9.000001", b"9.000002")
    return {**files, "flow.bpmn": flow, "procedure.yaml": description,
            "application.form.yaml": "\n".join(lines).encode()}  # fmt: skip


def kind_of(number: int) -> str:
    """Return the kind of a question."""
    return list(KINDS)[number % len(KINDS)]


def filled() -> dict[str, Any]:
    """Return a draft in which every question has its answer."""
    answers = {f"k{number}": KINDS[kind_of(number)] for number in range(1, FIELDS)}
    return {"ho_ten": "Nguyễn Thị Mai", **answers}


def report() -> dict[str, Any]:
    """Return a draft of eight majors, 500 rooms and 60 teachers."""
    majors = [
        {"ma_dong": f"N{n}", "trinh_do": "so_cap", "ten": f"Nghề {n}", "quy_mo": "50", "thoi_gian": "1,5", "so_cho": "20"}
        for n in range(1, 9)
    ]  # fmt: skip
    rooms = [
        {"id": f"P{n}", "nganh": f"N{n % 8 + 1}", "ten": f"Phòng {n}", "dien_tich": "60,5"}
        for n in range(1, ROWS + 1)
    ]
    teachers = [
        {
            "id": f"G{n}",
            "ho_ten": f"Nhà giáo {n}",
            "nganh": f"N{n % 8 + 1}",
            "gio": "500",
            "hinh_thuc": "co_huu",
        }
        for n in range(1, 61)
    ]
    return {"dinh_muc": "500", "nganh": majors, "phong": rooms, "nha_giao": teachers}


class Controls(HTMLParser):
    """What a browser would send of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note a control that has a value."""
        a = dict(attributes)
        name = a.get("name") or ""
        if tag == "select":
            self.select = name
        if tag == "option" and "selected" in a:
            self.sent[self.select] = [a.get("value") or ""]
        is_sent = a.get("type") not in ("file", "submit", "radio", "checkbox") or "checked" in a
        if tag == "input" and name and is_sent:
            self.sent.setdefault(name, []).append(a.get("value") or "")


def taken(client: Client, address: str, times: int) -> dict[str, float]:
    """Return the medians of opening and of saving one page."""
    sent = Controls(client.get(address).content.decode()).sent
    opened = [timed(lambda: client.get(address)) for _ in range(times)]
    saved = [timed(lambda: client.post(address, {**sent, "action": "draft"})) for _ in range(times)]
    return {
        "page": median(each[0] for each in opened),
        "save": median(each[0] for each in saved),
        "page_queries": opened[-1][1],
        "save_queries": saved[-1][1],
    }


def timed(act: Callable[[], Any]) -> tuple[float, int]:
    """Return milliseconds and queries. Raises AssertionError for an answer that is none."""
    sent: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        begun = time.perf_counter()
        answer = act()
        took = (time.perf_counter() - begun) * 1000
    if answer.status_code not in (200, 302):
        raise AssertionError(f"{answer.status_code}: {re.sub('<[^>]+>', ' ', answer.content.decode())[:500]}")
    return took, sum(not sql.upper().startswith(CONTROL) for sql in sent)
