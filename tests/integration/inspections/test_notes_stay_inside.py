"""An internal note of the team reaches the team alone: no page, paper, file, message or export that anybody else is given."""

import json
import subprocess

import pytest
from django.test import Client
from django.urls import reverse

from accounts.localdays import local_day
from inspections.export import as_content, exported
from inspections.minutes_pdf import minutes_pdf
from inspections.models import Answer
from inspections.selectors.own_part import draft_record
from inspections.status import TargetStatus
from notifications.models import Notification
from tests.integration.inspections.test_minutes import kept, name
from tests.integration.inspections.test_remedies import office  # noqa: F401 fixture by name
from tests.integration.inspections.visit_world import BACKEND, World

pytestmark = pytest.mark.django_db
SECRET = "NGHINGOKETOAN"


@pytest.fixture
def noted(office) -> World:  # noqa: F811
    """A visit in which every kind of answer bears a note, and somebody acts for the institution."""
    values = {
        "TS.01": {"verdict": "fail", "reason": "Không có trên web"},
        "TS.02": {"verdict": "not_applicable", "reason": "Không tuyển"},
        "TS.03": {"numerator": "40", "denominator": "30"},
        "TS.04": {"numerator": "2", "denominator": "3"},
        "DT.01": {},
        "TS.05#3": {"verdict": "pass"},
    }
    for key, answer in values.items():
        Answer.objects.create(
            target=office.target, item_key=key, values={**answer, "note": f"{SECRET} {key}"}, by=office.people["lead"],
            changed_at=office.at,
        )  # fmt: skip
    office.target.status = TargetStatus.EXPLAINING
    office.target.save(update_fields=["status"])
    return office


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF."""
    run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return run.stdout.decode().replace("\n", "")


def pages_of(client: Client, visit: World, minutes) -> dict[str, bytes]:
    """Return everything a browser is given about a visit and its minutes."""
    addresses = {
        "list": reverse("portal:inspections"),
        "part": reverse("portal:inspection", args=[visit.target.public_id]),
        "draft": reverse("portal:draft_minutes", args=[visit.target.public_id]),
        "minutes": reverse("portal:minutes", args=[minutes.public_id]),
        "verify": f"{reverse('portal:verify')}?digest={minutes.content_digest}",
    }
    return {place: client.get(address).content for place, address in addresses.items()}


class TestANote:
    def test_is_read_by_the_team(self, noted: World):
        an = noted.tablet("an")

        bundle = an.get(f"visits/{noted.target.public_id}/").json()

        assert bundle["answers"]["TS.01"]["values"]["note"] == f"{SECRET} TS.01"
        assert SECRET not in json.dumps(bundle["minutes_basis"])

    def test_is_not_read_by_the_institution_on_any_page_nor_in_its_copy(self, noted: World):
        head = Client()
        head.force_login(noted.people["stranger"], backend=BACKEND)
        minutes = kept(noted)
        draft = draft_record(noted.target)
        name(noted, minutes)
        name(noted, minutes, "institution", "Lê Hiệu")

        given = pages_of(head, noted, minutes)

        assert "Không có trên web" in given["draft"].decode()
        assert given["minutes"].startswith(b"%PDF-")
        assert "Không có trên web" in words_of(given["minutes"])
        assert SECRET not in words_of(given["minutes"])
        for place, content in given.items():
            assert SECRET.encode() not in content, place
        assert SECRET not in str(draft)

    def test_is_in_no_paper_message_or_export(self, noted: World):
        minutes = kept(noted)
        name(noted, minutes)
        name(noted, minutes, "institution", "Lê Hiệu")
        today = local_day(noted.at)
        tables = exported(noted.people["lead"], today.replace(month=1, day=1), today, noted.at)

        written = [
            json.dumps(minutes.content, ensure_ascii=False),
            json.dumps(minutes.proof, ensure_ascii=False),
            words_of(minutes_pdf(minutes)),
            json.dumps(as_content(tables), ensure_ascii=False),
            *map(str, Notification.objects.values_list()),
            *(str(list(finding)) for finding in noted.target.findings.values_list()),
        ]

        assert "Không công khai quy chế" in written[3]
        assert [SECRET in each for each in written] == [False] * len(written)
