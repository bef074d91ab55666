"""A worker killed at any statement or file operation leaves each step done fully or not at all.

The kill is an exception no handler knows, raised at the n-th database statement or at the n-th
call of the file store; then everything is run again, as a new worker would.
"""

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection

from documents.models import DocumentDraft, IssuedDocument, RegisterEntry, SignatureRequest
from documents.services import render_document, seal, sign_automatically
from tests.integration.documents.conftest import MORNING

EVERY = 3  # each third statement: the whole way is walked twice for each, all of them take a minute


class Killed(BaseException):
    """The end of a process, as far as code can tell."""


class DiesAt:
    """Raises Killed at the n-th call."""

    def __init__(self, call: int) -> None:
        self.left = call

    def __call__(self, execute, sql, params, many, context):
        self.tick()
        return execute(sql, params, many, context)

    def tick(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Killed


def whole_way(draft, clerk) -> None:
    """Everything workers do for a draft, each step safe to repeat."""
    render_document(draft_id=draft.public_id, at=MORNING)
    sign_automatically(request_id=draft.signatures.get(order=1).public_id, at=MORNING)
    request = seal(draft_id=draft.pk, actor_id=clerk.pk, at=MORNING)
    sign_automatically(request_id=request.public_id, at=MORNING)


def stored_files(folder) -> set[str]:
    return {file.name for file in folder.rglob("*.pdf")}


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
class TestAKilledWorker:
    def test_at_any_statement_leaves_one_document_and_the_same_files(self, department, tmp_path):
        reference = department.draft("dossier:0", MORNING)
        counter = DiesAt(0)
        with connection.execute_wrapper(counter):
            whole_way(reference, department.clerk)
        statements = -counter.left
        assert statements > 20

        for call in range(1, statements + 1, EVERY):
            draft = department.draft(f"dossier:{call}", MORNING)
            with pytest.raises(Killed), connection.execute_wrapper(DiesAt(call)):
                whole_way(draft, department.clerk)
            whole_way(draft, department.clerk)
            assert_whole(draft)
            assert len(stored_files(tmp_path / "files/documents" / str(draft.public_id))) == 5

    @pytest.mark.parametrize("when", ["before", "after"])
    def test_at_every_file_operation_leaves_one_document(self, department, tmp_path, monkeypatch, when):
        for call in range(1, 6):
            draft = department.draft(f"dossier:{call}", MORNING)
            with monkeypatch.context() as patch:
                patch.setattr(FileSystemStorage, "_save", dying_save(DiesAt(call), when))
                with pytest.raises(Killed):
                    whole_way(draft, department.clerk)
            whole_way(draft, department.clerk)
            assert_whole(draft)
            assert len(stored_files(tmp_path / "files/documents" / str(draft.public_id))) == 5


def dying_save(death: DiesAt, when: str):
    """Return a file store's save that dies before or after it wrote."""
    real = FileSystemStorage._save

    def save(self, name, content):
        if when == "before":
            death.tick()
        result = real(self, name, content)
        if when == "after":
            death.tick()
        return result

    return save


def assert_whole(draft) -> None:
    draft.refresh_from_db()
    assert draft.state == DocumentDraft.State.ISSUED
    assert IssuedDocument.objects.filter(draft=draft).count() == 1
    assert draft.entry.state == RegisterEntry.State.ISSUED
    assert SignatureRequest.objects.filter(draft=draft, state="signed").count() == 2
