"""Who reads which pages of a filled database, and how many queries each page costs; runs in a child.

Queries are counted with Django's own client on the same database, so that nothing of the product
changes for being measured; transaction control is not counted.
"""

import random
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from benchmarks.people import session_of
from dossiers.selectors import dossiers_of
from dossiers.sight import visible_work_items

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
OFFICER, CITIZEN = "tiep-nhan@motcua.test", "cong-dan@motcua.test"
SEARCHED = ("nguyen thi", "thach", "tran van hung", "le")


def arrive(pages: int) -> dict[str, Any]:
    """Return sessions by reader, and addresses by page with the reader of each."""
    officer, citizen = Person.objects.get(email=OFFICER), Person.objects.get(email=CITIZEN)
    choice, now = random.Random(20261128), timezone.now()
    open_now = list(visible_work_items(officer, now).values_list("process__dossier__public_id", flat=True))
    own = list(dossiers_of(citizen, now).values_list("public_id", flat=True))
    return {
        "sessions": {OFFICER: session_of(officer), CITIZEN: session_of(citizen)},
        "pages": {
            "inbox": [OFFICER, ["/desk/"] * pages],
            "dossier": [OFFICER, [f"/desk/dossiers/{one}/" for one in choice.choices(open_now, k=pages)]],
            "search": [OFFICER, [f"/desk/dossiers/?q={word}" for word in choice.choices(SEARCHED, k=pages)]],
            "applicant's dossier": [CITIZEN, [f"/dossiers/{one}/" for one in choice.choices(own, k=pages)]],
        },
    }


def queries(session: str, path: str) -> int:
    """Return how many queries a page costs whoever has seen one like it before."""
    client = Client(headers={"host": "localhost"})
    client.cookies["sessionid"] = session
    client.get(path)
    sent: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer = client.get(path)
    if answer.status_code != 200:
        raise AssertionError(f"{path}: {answer.status_code}")
    return sum(not sql.upper().startswith(CONTROL) for sql in sent)
