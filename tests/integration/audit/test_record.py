"""Recording a change: in its transaction, with values apart."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from audit.errors import OutsideTransaction
from audit.models import AccessEntry, AuditEntry, AuditSeal, AuditValues, PruningPermit
from audit.services import note_access, record, seal_pending

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def record_one(**changes):
    facts = {
        "action": "dossiers.receive",
        "actor_id": 7,
        "target": "dossiers.Dossier",
        "target_id": 12,
        "at": AT,
        "values": {"code": "H61.12-261123-0001"},
    }
    with transaction.atomic():
        return record(**{**facts, **changes})


@pytest.mark.django_db(transaction=True)
class TestARecord:
    def test_is_refused_outside_a_transaction(self):
        with pytest.raises(OutsideTransaction, match="dossiers.receive"):
            record(action="dossiers.receive", actor_id=None, target="dossiers.Dossier", target_id=1, at=AT)

    def test_disappears_with_the_change_it_tells_of(self):
        with pytest.raises(ZeroDivisionError):
            record_and_fail()

        assert not AuditEntry.objects.exists()

    def test_keeps_its_values_apart_and_a_salted_digest_of_them(self):
        first = record_one()
        second = record_one()

        assert AuditValues.objects.get(entry=first).values == {"code": "H61.12-261123-0001"}
        assert first.values_digest != second.values_digest

    def test_takes_moments_and_amounts_as_values(self):
        entry = record_one(values={"due_at": AT, "fee": Decimal("5000")})

        assert entry.stored.values == {"due_at": "2026-11-23T03:00:00Z", "fee": "5000"}

    def test_without_values_is_one_row(self):
        entry = record_one(values=None)

        assert entry.values_digest == ""
        assert not AuditValues.objects.exists()


@transaction.atomic
def record_and_fail():
    record(action="dossiers.receive", actor_id=None, target="dossiers.Dossier", target_id=1, at=AT)
    raise ZeroDivisionError


FORBIDDEN = {
    "an entry edited": "UPDATE audit_auditentry SET actor_id = 1",
    "an entry deleted": "DELETE FROM audit_auditentry",
    "a seal edited": "UPDATE audit_auditseal SET hash = ''",
    "a seal deleted": "DELETE FROM audit_auditseal",
    "values edited": "UPDATE audit_auditvalues SET salt = ''",
    "values deleted": "DELETE FROM audit_auditvalues",
    "a look edited": "UPDATE audit_accessentry SET person_id = 1",
    "a look deleted": "DELETE FROM audit_accessentry",
}


@pytest.mark.django_db(transaction=True)
class TestTheDatabaseRefuses:
    @pytest.mark.parametrize("sql", FORBIDDEN.values(), ids=FORBIDDEN.keys())
    def test_changes_of_what_was_written(self, sql):
        record_one()
        seal_pending(AT)
        note_access(person_id=1, what="dossiers.Dossier", target_id=12, at=AT)

        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            cursor.execute(sql)

        assert AuditEntry.objects.count() == AuditSeal.objects.count() == AccessEntry.objects.count() == 1

    @pytest.mark.skipif("sqlite" in connection.vendor, reason="SQLite has no TRUNCATE")
    @pytest.mark.parametrize(
        "table", ["audit_auditentry", "audit_auditseal", "audit_auditvalues", "audit_accessentry"]
    )
    def test_truncation(self, table):
        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")

    def test_keeps_no_permit_after_pruning(self):
        assert not PruningPermit.objects.exists()
