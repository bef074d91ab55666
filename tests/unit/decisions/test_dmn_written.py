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
            pytest.param("en", ["Điểm", "Reason"], id="English"),
            pytest.param("km", ["Điểm", "Lý do"], id="Vietnamese where its own is lacking"),
            pytest.param("", ["Điểm", "Lý do", "Reason"], id="everything"),
        ],
    )
    def test_tells_a_reader(self, language, outputs):
        reasons = tables_written(RISK, language=language)[0]

        assert reasons.outputs == outputs
        assert {len(told) for _inputs, told in reasons.rules} == {len(outputs)}
