"""The public betsy suite in the pure core, and the models that must never be published."""

import json
from collections import Counter

from tests.unit.workflows import betsy
from tests.unit.workflows.conformance import bpmn_folder_or_skip
from workflows.checks import check
from workflows.findings import Finding
from workflows.parser import BpmnFaults, parse_document

LEAST_PASSING = 0.95


def faults(content: bytes) -> list[Finding]:
    """The errors for which a file would not be published."""
    try:
        document = parse_document(betsy.translated(content)[0])
    except BpmnFaults as error:
        return list(error.findings)
    found = [*document.violations, *(item for flow in document.processes.values() for item in check(flow))]
    return [finding for finding in found if finding.severity == "error"]


class TestBetsy:
    def test_at_least_95_percent_of_what_is_not_refused_leaves_the_expected_trace(self):
        folder = bpmn_folder_or_skip() / "betsy"
        results: Counter[str] = Counter()
        wrong = []

        for case in betsy.cases(folder, json.loads((folder / "expected.json").read_text())):
            try:
                passed = sorted(betsy.trace_of(case)) == sorted(case.trace)
            except BpmnFaults as error:
                refused = any(finding.code.startswith("refused_") for finding in error.findings)
                results["refused" if refused else "failed"] += 1
                continue
            results["passed" if passed else "failed"] += 1
            wrong += [] if passed else [f"{case.path.name} {case.input}"]

        assert results["passed"] / (results["passed"] + results["failed"]) >= LEAST_PASSING, wrong
        assert results["passed"] >= 40

    def test_no_executable_model_without_a_refused_element_is_held_back_by_a_check(self):
        folder = bpmn_folder_or_skip() / "betsy"
        paths = list(folder.glob("*/*.bpmn"))

        held = {path.name: found for path in paths if (found := faults(path.read_bytes()))}

        not_refused = {
            name: found
            for name, found in held.items()
            if not any(finding.code.startswith("refused_") for finding in found)
        }
        assert not_refused == {}

    def test_every_model_that_breaks_a_rule_is_refused_with_place_and_remedy(self):
        folder = bpmn_folder_or_skip() / "betsy" / "bpmn_constraints"
        paths = list(folder.glob("*/*.bpmn"))

        found = {path.name: faults(path.read_bytes()) for path in paths}

        assert [name for name, findings in found.items() if not findings] == []
        assert all(finding.mend and finding.sentence for findings in found.values() for finding in findings)
