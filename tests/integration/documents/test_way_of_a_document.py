"""From the leader's approval to a file anyone can verify."""

import stat
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django.utils import timezone

from accounts.services import appoint, load_roles, open_office
from documents import jobs, storage
from documents.errors import NoUsableCertificate
from documents.models import DocumentDraft, IssuedDocument, RegisterEntry, SignatureRequest, TemplateSource
from documents.services import give_demo_certificates, render_document, seal, sign_automatically
from documents.signing.keys import trust_anchors
from documents.signing.validation import examine
from jobs.errors import GiveUp
from jobs.testing import run_all_jobs
from tests.integration.documents.conftest import MORNING

pytestmark = pytest.mark.django_db


class TestTheWayOfADocument:
    def test_ends_with_both_signatures_good_and_the_number_issued(self, issued):
        facts = examine(storage.get(issued.storage_key), trust_anchors())

        assert [fact.field for fact in facts] == ["LeaderSignature", "AgencySeal"]
        assert all(fact.is_good for fact in facts)
        assert issued.number == "01/BS-SGDĐT"
        assert issued.entry.state == RegisterEntry.State.ISSUED

    def test_stops_for_the_clerk_between_the_signatures(self, department):
        draft = department.draft(at=MORNING)

        render_document(draft_id=draft.public_id, at=MORNING)
        leader = draft.signatures.get(order=1)
        sign_automatically(request_id=leader.public_id, at=MORNING)

        draft.refresh_from_db()
        assert draft.state == DocumentDraft.State.SIGNED
        assert not IssuedDocument.objects.exists()
        assert [r.state for r in draft.signatures.order_by("order")] == ["signed", "waiting"]

    def test_is_the_same_when_every_step_is_done_twice(self, department):
        draft = department.draft(at=MORNING)
        for _ in range(2):
            render_document(draft_id=draft.public_id, at=MORNING)
        request = draft.signatures.get(order=1)
        for _ in range(2):
            sign_automatically(request_id=request.public_id, at=MORNING)
        for _ in range(2):
            request = seal(draft_id=draft.pk, actor_id=department.clerk.pk, at=MORNING)
            sign_automatically(request_id=request.public_id, at=MORNING)

        assert IssuedDocument.objects.count() == 1
        assert SignatureRequest.objects.filter(state="signed").count() == 2

    def test_draws_a_redrafted_document_under_the_same_number(self, department):
        first = department.draft(at=MORNING)

        second = department.draft(at=MORNING, major="Dược")

        first.refresh_from_db()
        assert first.state == DocumentDraft.State.ABANDONED
        assert second.entry == first.entry
        assert department.draft(at=MORNING, major="Dược") == second

    def test_bears_the_moment_of_approval_as_the_leaders(self, issued):
        leader, _ = examine(storage.get(issued.storage_key), trust_anchors())

        assert leader.signed_at == issued.draft.approved_at.replace(microsecond=0)

    def test_leaves_an_abandoned_draft_alone(self, department):
        draft = department.draft(at=MORNING)
        DocumentDraft.objects.filter(pk=draft.pk).update(state="abandoned")

        run_all_jobs()

        draft.refresh_from_db()
        assert (draft.state, draft.storage_key) == ("abandoned", "")


@pytest.mark.services
class TestAnIssuedRow:
    @pytest.mark.parametrize("column", ["sha256", "storage_key", "number", "verify_code"])
    def test_is_not_changed_even_by_plain_sql(self, issued, column):
        with pytest.raises((IntegrityError, ProgrammingError, InternalError)), transaction.atomic():
            IssuedDocument.objects.filter(pk=issued.pk).update(**{column: "x"})

    def test_keeps_its_number_closed(self, issued):
        with pytest.raises((IntegrityError, ProgrammingError, InternalError)), transaction.atomic():
            RegisterEntry.objects.filter(pk=issued.entry_id).update(state="reserved")


class TestAJob:
    def test_without_a_certificate_waits_for_a_person(self, department):
        department.agency.certificates.update(state="suspended")
        draft = department.draft(at=MORNING)
        render_document(draft_id=draft.public_id, at=MORNING)
        sign_automatically(request_id=draft.signatures.get(order=1).public_id, at=MORNING)

        with pytest.raises(NoUsableCertificate, match="Sở Giáo dục"):
            seal(draft_id=draft.pk, actor_id=department.clerk.pk, at=MORNING)

    def test_whose_certificate_was_stopped_gives_up_and_says_why(self, department):
        draft = department.draft(at=timezone.now())
        run_all_jobs()
        request = seal(draft_id=draft.pk, actor_id=department.clerk.pk, at=timezone.now())
        department.agency.certificates.update(state="revoked")

        with pytest.raises(GiveUp):
            jobs.sign({"request": str(request.public_id)}, job_id=0, attempt=0, key="k")

        request.refresh_from_db()
        assert request.state == SignatureRequest.State.FAILED
        assert "certificate" in request.failure

    def test_with_a_broken_template_gives_up(self, department):
        draft = department.draft(at=MORNING)
        TemplateSource.objects.update(files={"certified_copy.html": "{% now %}"})

        with pytest.raises(GiveUp):
            jobs.render({"draft": str(draft.public_id)}, job_id=0, attempt=0, key="k")


class TestDemonstrationCertificates:
    def test_go_once_to_every_leader_and_agency_and_are_private(self, department, settings, tmp_path):
        settings.MOTCUA_KEYS_DIR = tmp_path / "keys"
        department.leader.certificates.update(state="revoked")
        department.agency.certificates.update(state="revoked")
        load_roles(at=MORNING)
        open_office("lanh_dao_so", department.agency, at=MORNING)
        appoint(
            person=department.leader,
            role="lanh_dao_so",
            acts_for=department.agency,
            sits_at=department.agency,
            starts_on=date(2025, 7, 1),
            basis="Quyết định",
            title="Phó Giám đốc",
            signing_form="KT.",
            actor=None,
            at=MORNING,
        )

        made, again = give_demo_certificates(MORNING), give_demo_certificates(MORNING)

        files = [file for file in (tmp_path / "keys").rglob("*") if file.is_file()]
        assert (made, again) == (2, 0)
        assert len(files) >= 4
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}

    def test_are_refused_outside_a_demonstration(self, settings):
        settings.MOTCUA_DEMO = False

        with pytest.raises(CommandError):
            call_command("demo_certificates")
