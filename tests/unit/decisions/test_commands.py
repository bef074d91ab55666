"""`manage.py feel` and `manage.py tck`."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
  <decision id="a" name="A"><variable name="A"/><literalExpression><text>1 + 1</text></literalExpression></decision>
</definitions>"""
CASES = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <modelName>m.dmn</modelName>
  <testCase id="right"><resultNode name="A"><expected><value xsi:type="xsd:decimal">2</value></expected></resultNode></testCase>
  <testCase id="wrong"><resultNode name="A"><expected><value xsi:type="xsd:decimal">3</value></expected></resultNode></testCase>
</testCases>"""


class TestTheFeelCommand:
    def test_prints_the_value_as_json(self) -> None:
        out = StringIO()

        call_command(
            "feel",
            '{sum: a.b c + 0.1, on: @"2026-01-31" + @"P1M"}',
            "--context",
            '{"a": {"b c": 0.2}}',
            stdout=out,
        )

        assert json.loads(out.getvalue()) == {"sum": 0.3, "on": "2026-02-28"}

    def test_says_on_the_side_why_a_value_is_null(self) -> None:
        out, err = StringIO(), StringIO()

        call_command("feel", "missing", stdout=out, stderr=err)

        assert out.getvalue() == "null\n"
        assert "missing" in err.getvalue()

    @pytest.mark.parametrize(("expression", "context"), [("1 +", "{}"), ("1", "["), ("1", "[]")])
    def test_refuses_what_it_cannot_read(self, expression: str, context: str) -> None:
        with pytest.raises(CommandError):
            call_command("feel", expression, "--context", context, stdout=StringIO())


class TestTheTckCommand:
    def test_ends_with_a_summary(self, tmp_path: Path) -> None:
        (tmp_path / "m.dmn").write_text(MODEL)
        (tmp_path / "cases.xml").write_text(CASES)
        out = StringIO()

        call_command("tck", str(tmp_path), stdout=out)

        summary = json.loads(out.getvalue().splitlines()[-1])
        assert (summary["passed"], summary["failed"]) == (1, 1)
        assert summary["failures"][0]["case"] == "wrong"

    def test_refuses_a_folder_without_cases(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError):
            call_command("tck", str(tmp_path), stdout=StringIO())
