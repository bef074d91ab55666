"""Dossier codes: no duplicate, no gap, an end."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from dossiers.codes import LAST_OF_DAY, DailyCounter
from dossiers.errors import CodesExhausted
from dossiers.models import CodeCounter, Dossier
from dossiers.services import claim, complete
from jobs.models import Incident
from jobs.testing import run_all_jobs
from tests.integration.dossiers.diploma_copy import open_item, send

pytestmark = pytest.mark.services
AT_ONCE = 50


def all_at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run every act in a thread of its own, all starting together."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


class TestADossierCode:
    def test_names_unit_local_day_and_number(self, transactional_db):
        with transaction.atomic():
            code = DailyCounter().next_code("H61.12", datetime(2026, 11, 23, 18, 30, tzinfo=UTC))

        assert code == "H61.12-261124-0001"

    def test_has_no_duplicate_and_no_gap_when_fifty_are_received_at_once(self, people, now):
        dossiers = [send(people["cong-dan"], now) for _ in range(AT_ONCE)]
        officer = people["tiep-nhan"]

        def receive(dossier: Dossier) -> None:
            item = open_item(dossier, "b1")
            item = claim(officer, item.public_id, version=item.version, at=now)
            data = {"noi_giu_so_goc": "H61.12"}
            complete(
                officer,
                item.public_id,
                outcome="tiep_nhan",
                version=item.version,
                at=now,
                data=data,
                files={},
            )

        all_at_once([lambda dossier=dossier: receive(dossier) for dossier in dossiers])

        numbers = sorted(
            int(code.rsplit("-", 1)[1]) for code in Dossier.objects.values_list("code", flat=True)
        )
        assert numbers == list(range(1, AT_ONCE + 1))

    def test_runs_out_with_an_error_and_an_incident(self, people, now):
        dossier = send(people["cong-dan"], now)
        CodeCounter.objects.create(unit_code="H61.12", day=timezone.localdate(now), last=LAST_OF_DAY)
        item = open_item(dossier, "b1")
        item = claim(people["tiep-nhan"], item.public_id, version=item.version, at=now)

        with pytest.raises(CodesExhausted):
            complete(
                people["tiep-nhan"],
                item.public_id,
                outcome="tiep_nhan",
                version=item.version,
                at=now,
                data={"noi_giu_so_goc": "H61.12"},
                files={},
            )

        run_all_jobs(raise_errors=False)
        assert "H61.12" in Incident.objects.get().cause
        dossier.refresh_from_db()
        assert dossier.status == 1
