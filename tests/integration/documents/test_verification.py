"""What anyone may know of a document, and how guessing is slowed."""

from datetime import date, timedelta

import pytest
from django.db.models import CharField, Value
from django.db.models.functions import Concat

from documents import storage, verification
from documents.errors import ReasonMissing, TooManyGuesses, WrongDocumentState
from documents.models import Certificate, LookupMisses
from documents.services import mark_corrected, mark_replaced, revoke
from documents.verification import Standing, by_code, by_file
from tests.integration.documents.conftest import MORNING

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def ask(code, address="203.0.113.7", at=MORNING):
    return by_code(code, address=address, at=at)


class TestACode:
    def test_tells_number_day_and_agency(self, issued):
        facts = ask(issued.verify_code)

        assert facts.standing is Standing.VALID
        assert (facts.number, facts.issued_on) == (issued.number, issued.issued_on)
        assert facts.agency == "Sở Giáo dục và Đào tạo"

    def test_is_understood_as_people_type_it(self, issued):
        code = issued.verify_code
        typed = f" {code[:4].lower()}-{code[4:8]} {code[8:]} ".replace("0", "o").replace("1", "l")

        assert ask(typed).number == issued.number

    def test_tells_nothing_personal(self, issued):
        told = repr(ask(issued.verify_code))

        assert "Rươl" not in told
        assert "Yến" not in told

    @pytest.mark.parametrize(
        ("change", "standing"),
        [
            pytest.param(lambda d, o: mark_corrected(document_id=d, by_id=o, on=TODAY, actor_id=None, at=MORNING), "corrected", id="corrected"),
            pytest.param(lambda d, o: mark_replaced(document_id=d, by_id=o, on=TODAY, actor_id=None, at=MORNING), "replaced", id="replaced"),
            pytest.param(lambda d, o: revoke(document_id=d, by_id=o, on=TODAY, reason="Cấp sai", actor_id=None, at=MORNING), "revoked", id="revoked"),
        ],
    )  # fmt: skip
    def test_tells_what_became_of_the_document(self, issued, department, change, standing):
        other = department.issue("dossier:2")

        change(issued.pk, other.pk)

        facts = ask(issued.verify_code)
        assert (facts.standing.value, facts.since) == (standing, TODAY)
        assert facts.successor_number == other.number

    @pytest.mark.parametrize("code", ["", "x", "0000-0000-0000", "<script>", "7K3MQ9XA2TBDX" * 9])
    def test_that_is_nobodys_is_not_issued(self, db, code):
        assert ask(code).standing is Standing.NOT_ISSUED

    def test_of_a_draft_is_not_issued(self, department):
        draft = department.draft(at=MORNING)

        assert ask(draft.verify_code).standing is Standing.NOT_ISSUED


class TestGuessing:
    def test_is_stopped_for_an_hour_after_too_many_wrong_codes(self, issued):
        for _ in range(3):
            ask("0000-0000-0000")

        with pytest.raises(TooManyGuesses) as stopped:
            ask(issued.verify_code)

        assert stopped.value.retry_at.minute == 0
        assert ask(issued.verify_code, at=stopped.value.retry_at).standing is Standing.VALID

    def test_of_one_address_does_not_stop_another(self, issued):
        for _ in range(3):
            ask("0000-0000-0000")

        assert ask(issued.verify_code, address="198.51.100.9").standing is Standing.VALID

    def test_costs_nothing_with_right_codes(self, issued):
        for _ in range(9):
            assert ask(issued.verify_code).standing is Standing.VALID

    def test_is_forgotten_after_a_day_and_keeps_no_address(self, db):
        ask("0000-0000-0000")

        kept = str(list(LookupMisses.objects.values()))
        verification.forget_misses(MORNING + timedelta(days=2))

        assert "203.0.113.7" not in kept
        assert not LookupMisses.objects.exists()


class TestAnUploadedFile:
    def test_as_issued_is_known_with_two_good_signatures(self, issued):
        check = by_file(storage.get(issued.storage_key))

        assert check.is_as_issued
        assert check.document.number == issued.number
        assert [fact.is_good for fact in check.signatures] == [True, True]

    def test_with_one_byte_changed_is_not_as_issued(self, issued):
        data = bytearray(storage.get(issued.storage_key))
        data[2000] ^= 1

        check = by_file(bytes(data))

        assert not check.is_as_issued
        assert check.was_changed

    def test_of_a_draft_that_only_the_leader_signed_is_not_as_issued(self, issued):
        half = storage.get(issued.draft.signatures.get(order=2).prepared_key)

        assert not by_file(half).is_as_issued

    def test_signed_by_somebody_else_is_not_called_changed(self, issued):
        Certificate.objects.update(fingerprint=Concat("pk", Value("-another"), output_field=CharField()))

        check = by_file(storage.get(issued.storage_key) + b"\n")

        assert check.signatures
        assert not check.was_changed

    def test_that_is_too_big_is_not_read(self, db, monkeypatch):
        monkeypatch.setattr(verification, "LARGEST_FILE", 3)

        assert by_file(b"1234").too_big


class TestTheStandingOfADocument:
    def test_ends_with_revocation(self, issued):
        revoke(document_id=issued.pk, reason="Cấp sai", on=TODAY, actor_id=None, at=MORNING)

        with pytest.raises(WrongDocumentState):
            mark_replaced(document_id=issued.pk, by_id=issued.pk, on=TODAY, actor_id=None, at=MORNING)

    def test_is_not_revoked_without_a_reason(self, issued):
        with pytest.raises(ReasonMissing):
            revoke(document_id=issued.pk, reason="", on=TODAY, actor_id=None, at=MORNING)
