"""The receipt of a paper that was asked for: what was received, when, from and by whom, for both sides and for nobody else."""

import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.localdays import LOCAL_ZONE
from accounts.models import Person
from inspections.models import PaperRequest
from inspections.receipt_pdf import receipt_pdf
from tests.integration.inspections.visit_world import BACKEND, JPEG, World, build_visit, seat
from tests.integration.portal.institution_world import acting_for, asked_paper


@pytest.fixture
def world(db) -> World:
    """A visit under way, the head of its institution, and its team at the desk."""
    visit = build_visit(timezone.now())
    visit.people["head"] = Person.objects.create_user("head@co.so", "mat-khau-dai", full_name="Hoàng Thị Sen")
    acting_for(visit.target.institution, visit.people["head"], "5300100001", visit.at)
    seat(visit.people["lead"], visit.inspection.agency, visit.at)
    return visit


def browser(world: World, who: str) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(world.people[who], backend=BACKEND)
    return client


def answered(world: World, **sent) -> PaperRequest:
    """Return a paper that the institution answered for in the portal."""
    asked = asked_paper(world)
    url = reverse("portal:asked_paper", args=[world.target.public_id, asked.public_id])
    browser(world, "head").post(url, sent)
    asked.refresh_from_db()
    return asked


def handed_over(world: World) -> PaperRequest:
    """Return a paper of which the institution handed over two files."""
    files = [SimpleUploadedFile(f"so-luong-{n}.jpg", JPEG, content_type="image/jpeg") for n in (1, 2)]
    return answered(world, answer="bring", files=files)


def receipt_of(asked: PaperRequest) -> str:
    """Return where the receipt is."""
    return reverse("portal:paper_receipt", args=[asked.public_id])


def words_of(pdf: bytes) -> str:
    """Return what a PDF says, on one line."""
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode().split())


class TestTheReceiptOfAPaper:
    def test_says_what_was_received_when_from_and_by_whom_the_same_to_both_sides(self, world):
        asked = handed_over(world)

        answers = [browser(world, who).get(receipt_of(asked)) for who in ("head", "lead")]

        words = words_of(answers[0].content)
        received = f"{asked.answered_at.astimezone(LOCAL_ZONE):%H:%M ngày %d/%m/%Y}"
        kept = list(asked.attachments.order_by("pk"))
        assert [each["Content-Type"] for each in answers] == ["application/pdf"] * 2
        assert answers[0].content == answers[1].content == receipt_pdf(asked)
        assert len(kept) == 2
        for expected in (
            "Sổ lương năm 2025",
            f"Đã nhận lúc {received}, gồm 2 tệp",
            "Người giao: Hoàng Thị Sen",
            f"Người nhận cho Đoàn kiểm tra: {world.people['lead'].full_name}",
            *(each.original_name for each in kept),
        ):
            assert expected in words
        assert all(each.sha256 in words.replace(" ", "") for each in kept)

    def test_is_linked_where_both_sides_read_of_the_paper(self, world):
        asked = handed_over(world)
        pages = {
            "head": reverse("portal:asked_paper", args=[world.target.public_id, asked.public_id]),
            "lead": reverse("desk:inspections:target", args=[world.target.public_id]),
        }

        shown = [
            receipt_of(asked) in browser(world, who).get(url).content.decode() for who, url in pages.items()
        ]

        assert shown == [True, True]

    @pytest.mark.parametrize("sent", [{}, {"answer": "refuse", "refusal": "Không liên quan"}])
    def test_does_not_exist_for_what_was_not_handed_over(self, world, sent):
        asked = answered(world, **sent) if sent else asked_paper(world)

        answer = browser(world, "head").get(receipt_of(asked))
        page = browser(world, "lead").get(reverse("desk:inspections:target", args=[world.target.public_id]))

        assert asked.state == ("refused" if sent else "asked")
        assert answer.status_code == 404
        assert receipt_of(asked) not in page.content.decode()

    def test_is_nobody_elses(self, world):
        asked = handed_over(world)

        assert browser(world, "stranger").get(receipt_of(asked)).status_code == 404
