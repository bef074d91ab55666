"""The applicant takes an application back, and everyone concerned knows at once."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Agency
from documents.models import DocumentDraft, IssuedDocument, RegisterEntry, SignatureRequest
from dossiers.closing import ENDED_UNSIGNED
from dossiers.errors import CannotWithdraw
from dossiers.models import Dossier, Extension, SupplementRound
from dossiers.services import claim, complete, withdraw
from dossiers.status import Status
from dossiers.topics import dossier_topic, inbox_topic
from jobs.models import Incident, Job, JobState
from jobs.running import run
from jobs.testing import run_all_jobs
from jobs.transport import dispatch
from notifications.models import WakeUp
from tests.integration.dossiers.diploma_copy import do, open_item, send, walk
from tests.integration.workflows.test_concurrency import at_once

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class TestAWithdrawal:
    def test_wakes_the_inbox_it_leaves(self, people, now, wake_ups_in_rows):
        dossier = send(people["cong-dan"], now)
        WakeUp.objects.all().delete()

        withdraw(people["cong-dan"], str(dossier.public_id), reason="", at=now)

        department = Agency.objects.get(code="H61.12")
        woken = set(WakeUp.objects.values_list("topic", flat=True))
        assert {inbox_topic("tiep_nhan", department.pk), dossier_topic(dossier)} <= woken

    def test_leaves_no_supplement_open_and_no_extension_undecided(self, people, now):
        dossier = send(people["cong-dan"], now)
        dossier = do(people["tiep-nhan"], dossier, "b1", "bo_sung", {}, now, reason="Ảnh mờ")
        Extension.objects.create(dossier=dossier, proposed_at=now, was_due_at=now)

        withdraw(people["cong-dan"], str(dossier.public_id), reason="", at=now)

        asked, proposed = dossier.supplement_rounds.get(), Extension.objects.get(dossier=dossier)
        assert (asked.state, asked.closed_at) == (SupplementRound.State.DROPPED, now)
        assert (proposed.state, proposed.closed_at) == (Extension.State.DECLINED, now)


def run_jobs_of(kind: str) -> None:
    """Let a worker do what waits of one kind, and nothing else."""
    for job in Job.objects.filter(kind=kind, state=JobState.READY):
        run(job.pk, send_again=dispatch, renew=False, raise_errors=True)


class TestAtTheMomentOfSigning:
    @pytest.fixture
    def approved(self, people, now) -> Dossier:
        """A copy that the leader has just approved: its number is kept, its page is not drawn, nobody has signed."""
        dossier = walk(send(people["cong-dan"], now), people, now, until="b4")
        item = open_item(dossier, "b4")
        item = claim(people["lanh-dao"], item.public_id, version=item.version, at=now)
        complete(
            people["lanh-dao"], item.public_id, outcome="ky", version=item.version, at=now, data={}, files={}
        )
        run_jobs_of("workflows.call_operation")
        return dossier

    @pytest.mark.parametrize("drawn", [False, True], ids=["before the drawing", "before the signature"])
    def test_a_withdrawal_gives_the_number_up_and_leaves_nothing_to_sign(self, approved, people, now, drawn):
        if drawn:
            run_jobs_of("documents.render")

        withdraw(people["cong-dan"], str(approved.public_id), reason="Đổi ý", at=now)
        run_all_jobs()

        approved.refresh_from_db()
        entry = RegisterEntry.objects.get(register__series="so_cap_ban_sao")
        assert approved.status == Status.WITHDRAWN
        assert (entry.state, entry.void_reason) == (RegisterEntry.State.VOID, ENDED_UNSIGNED)
        assert DocumentDraft.objects.get().state == DocumentDraft.State.ABANDONED
        assert not SignatureRequest.objects.filter(state=SignatureRequest.State.SIGNED).exists()
        assert not IssuedDocument.objects.exists()
        assert not Incident.objects.exists()

    def test_a_withdrawal_is_seen_by_both_sides(self, approved, people, now):
        citizen, clerk = Client(), Client()
        citizen.force_login(people["cong-dan"], backend=BACKEND)
        clerk.force_login(people["van-thu"], backend=BACKEND)

        answer = citizen.post(reverse("portal:withdraw", args=[approved.public_id]), follow=True)
        register = RegisterEntry.objects.get(register__series="so_cap_ban_sao").register

        assert "Đã rút hồ sơ" in answer.content.decode()
        numbers = clerk.get(reverse("administration:register", args=[register.public_id])).content.decode()
        assert ENDED_UNSIGNED in numbers
        case = clerk.get(reverse("desk:dossier", args=[approved.public_id])).content.decode()
        assert "Hồ sơ đã kết thúc" in case

    def test_a_withdrawal_is_refused_once_the_leader_has_signed(self, approved, people):
        run_all_jobs()
        citizen = Client()
        citizen.force_login(people["cong-dan"], backend=BACKEND)

        answer = citizen.post(reverse("portal:withdraw", args=[approved.public_id]), follow=True)

        approved.refresh_from_db()
        assert "kết quả đã được ký" in answer.content.decode()
        assert approved.status == Status.IN_PROGRESS
        assert open_item(approved, "b5")
        assert RegisterEntry.objects.get(register__series="so_cap_ban_sao").state == "reserved"

    def test_and_in_the_very_same_moment_one_of_the_two_comes_first(self, approved, people, now):
        run_jobs_of("documents.render")
        number = str(approved.public_id)

        withdrawn, _signed = at_once(
            lambda: withdraw(people["cong-dan"], number, reason="", at=now),
            lambda: run_jobs_of("documents.sign"),
        )

        approved.refresh_from_db()
        entry = RegisterEntry.objects.get(register__series="so_cap_ban_sao")
        is_signed = SignatureRequest.objects.filter(state=SignatureRequest.State.SIGNED).exists()
        if isinstance(withdrawn, CannotWithdraw):
            assert (approved.status, entry.state, is_signed) == (Status.IN_PROGRESS, "reserved", True)
        else:
            assert (approved.status, entry.state, is_signed) == (Status.WITHDRAWN, "void", False)
        assert not Incident.objects.exists()
