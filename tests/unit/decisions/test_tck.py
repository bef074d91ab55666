"""The visible cases of the DMN Technology Compatibility Kit.

CONFORMANCE_DIR names the folder that holds `dmn-tck`. Where it is not set and the usual place does not exist,
the run says NOT RUN; where it is set and incomplete, it fails.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from decisions.tck import Outcome, run_folder

PROJECT = Path(__file__).resolve().parents[3]
GIVEN = os.environ.get("CONFORMANCE_DIR")
KIT = Path(GIVEN or PROJECT.parent / "shared" / "conformance") / "dmn-tck"
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LEAST_CASES = {"compliance-level-2": 36, "compliance-level-3": 1_100}
EXTERNAL_FUNCTIONS = "0076-feel-external-java-test-01.xml"


def outcomes_of(level: str) -> list[Outcome]:
    """Run one level; skip or fail when it is not there."""
    folder = KIT / level
    if not folder.is_dir():
        if GIVEN:
            pytest.fail(f"CONFORMANCE_DIR is set, but {folder} does not exist")
        pytest.skip(f"NOT RUN: the DMN TCK is not at {folder}")
    outcomes = list(run_folder(folder, now=AT))
    assert len(outcomes) >= LEAST_CASES[level], f"{folder} is incomplete"
    return outcomes


def failures_of(outcomes: list[Outcome]) -> list[str]:
    """Return what failed, ready to read."""
    return [
        f"{outcome.file} {outcome.case} {answer.node}: {answer.expected} expected, {answer.actual} found"
        for outcome in outcomes
        for answer in outcome.answers
        if not answer.passed
    ]


class TestTheCompatibilityKit:
    def test_passes_whole_at_level_2(self) -> None:
        assert failures_of(outcomes_of("compliance-level-2")) == []

    def test_passes_at_level_3_but_for_java_functions(self) -> None:
        outcomes = outcomes_of("compliance-level-3")

        ours = [outcome for outcome in outcomes if outcome.file != EXTERNAL_FUNCTIONS]

        assert failures_of(ours) == []
        assert sum(outcome.passed for outcome in outcomes) >= 0.98 * len(outcomes)
