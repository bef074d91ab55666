"""The reference pages say what the code does."""

import json
import re
from pathlib import Path

from tests.unit.workflows import bpmn_table
from workflows import checks
from workflows.parser import elements, reading, values


class TestTheElementTable:
    def test_is_as_generated(self):
        assert bpmn_table.PAGE.read_text(encoding="utf-8") == bpmn_table.page()

    def test_names_only_tests_that_exist(self):
        assert bpmn_table.missing_tests() == []


class TestTheModdleDescriptor:
    def test_knows_every_attribute_the_parser_reads(self):
        descriptor = json.loads((bpmn_table.PAGE.parent / "motcua.moddle.json").read_text(encoding="utf-8"))
        known = {item["name"] for kind in descriptor["types"] for item in kind["properties"]}
        sources = [Path(module.__file__).read_text(encoding="utf-8") for module in (elements, values)]

        read = {name for source in sources for name in re.findall(r'mc\(\w+, "(\w+)"\)', source)}

        assert descriptor["uri"] == reading.MC
        assert read <= known


class TestThePageOfChecks:
    def test_names_every_code(self):
        page = (bpmn_table.PAGE.parent / "checks.md").read_text(encoding="utf-8")
        sources = [
            path.read_text(encoding="utf-8") for path in sorted(Path(checks.__file__).parent.glob("*.py"))
        ]

        given = {code for source in sources for code in re.findall(r'"([a-z]+_[a-z_]+|unreachable)"', source)}

        assert {code for code in given if f"`{code}`" not in page} == set()
