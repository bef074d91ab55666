"""The ledger of a real dossier: which clock moved when, what it owes, and that nobody rewrites it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from dossiers.models import ClockEntry, Dossier
from dossiers.selectors.clocks import is_overdue
from tests.integration.dossiers.diploma_copy import do, send, walk

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def turns(dossier: Dossier) -> list[tuple[str, str]]:
    """Return the lines of a ledger as (clock, kind)."""
    return list(dossier.clock_entries.order_by("pk").values_list("clock", "kind"))


class TestTheClocksOfADossier:
    def test_run_from_sending_to_the_result(self, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b6")

        assert turns(dossier) == [
            ("reception", "started"),
            ("reception", "stopped"),
            ("term", "started"),
            ("term", "stopped"),
        ]
        started = dossier.clock_entries.get(clock="term", kind="started")
        assert started.due_at == dossier.due_at == dossier.original_due_at
        assert started.actor == people["tiep-nhan"]
        assert started.basis
        assert not is_overdue(dossier, now)
        assert is_overdue(Dossier(due_at=now, decided_at=now + timedelta(minutes=1), status=9), now)

    def test_stand_while_the_applicant_is_asked_at_reception(self, people, now):
        dossier = send(people["cong-dan"], now)

        dossier = do(people["tiep-nhan"], dossier, "b1", "bo_sung", {}, now, reason="Ảnh mờ")

        assert turns(dossier) == [("reception", "started"), ("reception", "stopped")]
        assert dossier.reception_due_at > now
        assert dossier.due_at is None

    def test_are_read_on_the_desk_line_by_line(self, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b2")
        browser = Client()
        browser.force_login(people["giu-so"], backend=BACKEND)

        page = browser.get(reverse("desk:clocks", args=[dossier.public_id])).content.decode()

        assert "Đã nhận đủ hồ sơ" in page
        assert "NĐ 309/2026/NĐ-CP, Điều 8" in page

    def test_cannot_be_rewritten(self, people, now):
        send(people["cong-dan"], now)

        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            ClockEntry.objects.update(reason="Khác")
