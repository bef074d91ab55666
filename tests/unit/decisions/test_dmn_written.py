"""What people read of a decision table."""

import pytest
from django.conf import settings

from decisions.dmn.written import tables_written

RISK = (settings.BASE_DIR / "inspections/library/risk/risk.dmn").read_bytes()


class TestATable:
    @pytest.mark.parametrize(
        ("language", "outputs"),
        [
            pytest.param("vi", ["Điểm", "Lý do"], id="its own language alone"),
            pytest.param("en", ["Points", "Reason"], id="English"),
            pytest.param("km", ["Điểm", "Lý do"], id="Vietnamese where its own is lacking"),
            pytest.param("", ["Điểm", "Lý do", "Reason"], id="everything"),
        ],
    )
    def test_tells_a_reader(self, language, outputs):
        reasons = tables_written(RISK, language=language)[0]

        assert reasons.outputs == outputs
        assert {len(told) for _inputs, told in reasons.rules} == {len(outputs)}

    def test_is_called_in_the_readers_language_in_every_column(self):
        by_language = {each: tables_written(RISK, language=each) for each in ("vi", "en", "km")}

        heads = {
            language: [[table.description, *table.inputs, *table.outputs] for table in tables]
            for language, tables in by_language.items()
        }
        assert heads["km"] == heads["vi"]
        assert heads["en"][0][:2] == ["Points of risk, with reasons", "Months since the last check"]
        assert all(word.isascii() for table in heads["en"] for word in table)
