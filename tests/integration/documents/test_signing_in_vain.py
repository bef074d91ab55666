"""A worker comes to sign what can be signed no more: that is nobody's incident."""

import pytest
from django.utils import timezone

from documents import jobs
from documents.models import DocumentDraft, SignatureRequest
from documents.services import prepare_signature, render_document, void_number
from tests.integration.documents.conftest import MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def to_sign(department) -> SignatureRequest:
    """The leader's signature on a drawn page, asked for and not made."""
    draft = department.draft(at=MORNING)
    render_document(draft_id=draft.public_id, at=MORNING)
    return draft.signatures.get(order=SignatureRequest.Order.LEADER)


def sign(request: SignatureRequest) -> None:
    """Let a worker try."""
    jobs.sign({"request": str(request.public_id)}, job_id=0, attempt=0, key="k")


class TestASignature:
    @pytest.mark.parametrize("prepared", [False, True], ids=["waiting", "prepared"])
    def test_of_a_draft_that_was_given_up_is_left_alone(self, to_sign, prepared):
        if prepared:
            prepare_signature(request_id=to_sign.public_id, at=MORNING)
        void_number(entry_id=to_sign.draft.entry_id, reason="Rút hồ sơ", actor_id=None, at=MORNING)

        sign(to_sign)

        to_sign.refresh_from_db()
        assert to_sign.state == ("prepared" if prepared else "waiting")
        assert DocumentDraft.objects.get().state == DocumentDraft.State.ABANDONED

    def test_that_comes_a_day_late_makes_the_number_void(self, to_sign, monkeypatch):
        monkeypatch.setattr(timezone, "now", lambda: MORNING.replace(day=26))

        sign(to_sign)

        entry = to_sign.draft.entry
        entry.refresh_from_db()
        assert (entry.state, entry.void_reason) == ("void", "Hết ngày, chưa ký")
        assert DocumentDraft.objects.get().state == DocumentDraft.State.ABANDONED
