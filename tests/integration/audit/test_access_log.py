"""Looks: written in batches, at the latest after a second."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from audit.models import AccessEntry, AuditEntry
from audit.services import flush_access_log, note_access, prune_accesses
from audit.services.accessing import BUFFER

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def look(target_id=1, at=AT):
    note_access(person_id=7, what="dossiers.Dossier", target_id=target_id, at=at, request_id="r-1")


class TestALook:
    def test_is_in_the_database_within_a_second_or_so(self, settings):
        settings.AUDIT_ACCESS_FLUSH_SECONDS = 0.2
        look()
        deadline = time.monotonic() + 3

        while not AccessEntry.objects.exists() and time.monotonic() < deadline:
            time.sleep(0.05)

        assert AccessEntry.objects.get().request_id == "r-1"

    def test_waits_in_the_process_for_company(self, settings, django_assert_num_queries):
        settings.AUDIT_ACCESS_FLUSH_SECONDS = 60
        with django_assert_num_queries(0):
            for target_id in range(20):
                look(target_id)

        assert flush_access_log() == 20
        assert AccessEntry.objects.count() == 20
        BUFFER.wake.set()

    def test_is_erased_with_its_keeping_time_and_on_record(self):
        look(1)
        look(2, at=AT + timedelta(days=3))

        assert prune_accesses(before=AT + timedelta(days=1), at=AT) == 1
        assert AuditEntry.objects.get().action == "audit.prune_accesses"
        assert AccessEntry.objects.get().target_id == "2"
