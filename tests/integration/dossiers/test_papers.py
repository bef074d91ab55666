"""What a paper says comes from the case, in the language papers are written in."""

import pytest
from django.utils import translation

from dossiers.papers import paper_line, values_of
from procedures.definition import RegisterLine
from procedures.selectors import package_for
from registry.models import DiplomaRecord
from tests.integration.dossiers.diploma_copy import send, walk

pytestmark = pytest.mark.services


class TestValuesOfAPaper:
    def test_are_vietnamese_whatever_language_the_officer_reads(self, people, now):
        dossier = walk(send(people["cong-dan"], now), people, now, until="b3")
        DiplomaRecord.objects.update(title="")

        with translation.override("en"):
            values = values_of(dossier, package_for(dossier.procedure, dossier.rules_hash))

        assert values["record"]["title"] == "Bằng tốt nghiệp trung cấp"
        assert "số hiệu TC 004512" in values["steps"]["b2"]["ban_ghi"]


class TestALineOfThePaperRegister:
    def test_has_every_word_of_a_digital_one(self):
        line = RegisterLine("ban_ghi", "so_goc_giay", {"full_name": "so_ho_ten"}, "Văn bằng, chứng chỉ")

        written = paper_line(line, {"so_ho_ten": "Nguyễn Thị Mai", "outcome": "so_goc_giay"})

        assert (written["title"], written["full_name"], written["major"]) == (
            "Văn bằng, chứng chỉ",
            "Nguyễn Thị Mai",
            "",
        )
        assert set(written) == set(DiplomaRecord(kind="trung_cap").as_written())
