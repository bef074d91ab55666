"""From the leader's approval to a file anyone can verify."""

import pytest

from documents import storage
from documents.models import DocumentDraft, IssuedDocument, RegisterEntry, SignatureRequest
from documents.services import render_document, seal, sign_automatically
from documents.signing.keys import trust_anchors
from documents.signing.validation import examine
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

    def test_leaves_an_abandoned_draft_alone(self, department):
        draft = department.draft(at=MORNING)
        DocumentDraft.objects.filter(pk=draft.pk).update(state="abandoned")

        run_all_jobs()

        draft.refresh_from_db()
        assert (draft.state, draft.storage_key) == ("abandoned", "")
