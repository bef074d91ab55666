"""Group 19 of an inspection that closes: its own rows alone, as they stood, once."""

from datetime import timedelta

import pytest

from accounts.models import Agency
from audit.models import AuditEntry
from inspections.canonical import digest
from inspections.exporting import keep_export
from inspections.models import ConfidentialSource, Finding, Inspection
from inspections.operations import export_data_group
from tests.integration.inspections.visit_world import visit_of

pytestmark = pytest.mark.django_db


class TestTheDataThatAreHandedOn:
    def test_are_the_inspection_s_own_and_name_no_source(self, visit):
        Finding.objects.create(
            target=visit.target, text="Thiếu sổ", found_by=visit.people["an"], found_at=visit.at
        )
        other = visit_of(
            Agency.objects.get(pk=visit.inspection.agency_id), {visit.people["lead"]: "lead"}, visit.at
        )
        Finding.objects.create(
            target=other, text="Của cuộc khác", found_by=visit.people["lead"], found_at=visit.at
        )
        ConfidentialSource.objects.create(
            inspection=visit.inspection,
            text="Người báo tin",
            written_by=visit.people["lead"],
            written_at=visit.at,
        )

        kept = keep_export(visit.inspection, visit.at)

        assert [each["code"] for each in kept.content["inspections"]] == [visit.inspection.code]
        assert [each["finding"] for each in kept.content["findings"]] == ["Thiếu sổ"]
        assert "Người báo tin" not in str(kept.content)
        assert kept.content_digest == digest(kept.content)

    def test_stay_as_they_were_when_the_job_runs_again(self, visit):
        first = keep_export(visit.inspection, visit.at)
        Inspection.objects.filter(pk=visit.inspection.pk).update(title="Đổi sau")

        again = export_data_group(
            visit.inspection, run=None, token_id="t1", inputs={}, at=visit.at + timedelta(hours=1)
        )

        first.refresh_from_db()
        assert again == {}
        assert first.content["inspections"][0]["title"] == "Kiểm tra tuyển sinh"
        assert AuditEntry.objects.filter(action__endswith="data_exported").count() == 1
