"""Numbers of a register: no gap nobody can explain, none given twice."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from audit.models import AuditEntry
from documents.errors import NumberAlreadyClosed, ReasonMissing
from documents.models import DocumentDraft, NumberRegister, RegisterEntry
from documents.services import reserve_number, void_number, void_unsigned
from tests.integration.documents.conftest import COPIES, MORNING

NEXT_DAY = MORNING + timedelta(days=1)


def reserve(department, decision, at=MORNING):
    return reserve_number(
        agency_id=department.agency.pk,
        series=COPIES,
        decision=decision,
        actor_id=department.leader.pk,
        at=at,
    )


@pytest.mark.django_db
class TestANumber:
    def test_is_written_with_a_zero_below_ten_and_counts_by_year(self, department):
        texts = [reserve(department, f"d:{n}").text for n in range(10)]
        new_year = reserve(department, "d:new", datetime(2026, 12, 31, 17, 30, tzinfo=UTC))

        assert texts[0] == "01/BS-SGDĐT"
        assert texts[9] == "10/BS-SGDĐT"
        assert (new_year.register.year, new_year.number) == (2027, 1)

    def test_is_the_same_for_the_same_decision_on_the_same_day(self, department):
        first = reserve(department, "d:1")

        again = reserve(department, "d:1", MORNING + timedelta(hours=3))

        assert again == first

    def test_becomes_void_when_the_decision_is_taken_again_another_day(self, department):
        first = reserve(department, "d:1")

        second = reserve(department, "d:1", NEXT_DAY)

        first.refresh_from_db()
        assert (first.state, bool(first.void_reason)) == ("void", True)
        assert second.number == first.number + 1

    def test_goes_back_to_the_register_when_the_decision_fails(self, department):
        with transaction.atomic():
            reserve(department, "d:1")
            transaction.set_rollback(True)

        assert reserve(department, "d:2").number == 1

    def test_cannot_be_given_up_without_a_reason(self, department):
        entry = reserve(department, "d:1")

        with pytest.raises(ReasonMissing):
            void_number(entry_id=entry.pk, reason=" ", actor_id=None, at=MORNING)

    def test_cannot_be_given_up_twice(self, department):
        entry = reserve(department, "d:1")
        void_number(entry_id=entry.pk, reason="Sai người nhận", actor_id=None, at=MORNING)

        with pytest.raises(NumberAlreadyClosed):
            void_number(entry_id=entry.pk, reason="Lần nữa", actor_id=None, at=MORNING)

    def test_takes_its_draft_with_it(self, department):
        draft = department.draft(at=MORNING)

        void_number(entry_id=draft.entry_id, reason="Sai người nhận", actor_id=None, at=MORNING)

        draft.refresh_from_db()
        assert draft.state == DocumentDraft.State.ABANDONED
        assert AuditEntry.objects.filter(action="documents.number_voided").count() == 1

    def test_is_void_after_its_day_unless_the_leader_signed(self, department):
        unsigned, signed = reserve(department, "d:1"), department.draft("d:2", MORNING)
        DocumentDraft.objects.filter(pk=signed.pk).update(state="signed")

        same_day, later = void_unsigned(MORNING + timedelta(hours=5)), void_unsigned(NEXT_DAY)

        unsigned.refresh_from_db()
        assert (same_day, later, unsigned.state) == (0, 1, "void")
        assert RegisterEntry.objects.get(pk=signed.entry_id).state == "reserved"

    def test_once_issued_is_closed(self, issued):
        with pytest.raises(NumberAlreadyClosed):
            void_number(entry_id=issued.entry_id, reason="Muộn", actor_id=None, at=MORNING)

    @pytest.mark.parametrize(
        "broken",
        [
            pytest.param({"number": 1, "decision": "other"}, id="the same number twice"),
            pytest.param({"number": 2, "decision": "d:1"}, id="two numbers for one decision"),
            pytest.param({"number": 2, "decision": "other", "state": "void"}, id="void without a reason"),
            pytest.param({"number": 0, "decision": "other"}, id="number zero"),
        ],
    )
    def test_is_guarded_by_the_database(self, department, broken):
        entry = reserve(department, "d:1")

        with pytest.raises(IntegrityError), transaction.atomic():
            RegisterEntry.objects.create(
                register=entry.register, text="x", day=entry.day, reserved_at=MORNING, **broken
            )


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
class TestThirtyDecisionsAtOnce:
    def test_get_thirty_numbers_in_a_row(self, department):
        failures = []

        def decide(n):
            try:
                reserve(department, f"d:{n}")
            except Exception as error:  # noqa: BLE001 - a thread must tell the test
                failures.append(error)
            finally:
                connection.close()

        threads = [Thread(target=decide, args=(n,)) for n in range(30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert failures == []
        assert sorted(RegisterEntry.objects.values_list("number", flat=True)) == list(range(1, 31))
        assert NumberRegister.objects.get().last_number == 30
