"""Where the public BPMN suites lie, and how much of them must be there.

CONFORMANCE_DIR names the folder; without it the folder beside the project is tried. Neither there:
the run says NOT RUN. Named but incomplete: a failure, since a suite that shrank proves nothing.
"""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "conformance"
EXPECTED = {
    "betsy/expected.json": 1,
    "betsy/*/*.bpmn": 67,
    "betsy/bpmn_constraints/*/*.bpmn": 160,
    "token-simulation/expected.json": 1,
    "token-simulation/*.bpmn": 64,
}


def bpmn_folder() -> Path | None:
    """The folder of the BPMN suites; None where there is none. Fails when it is named but incomplete."""
    named = os.environ.get("CONFORMANCE_DIR")
    folder = (Path(named) if named else BESIDE) / "bpmn"
    if not named and not folder.is_dir():
        return None
    for pattern, least in EXPECTED.items():
        found = len(list(folder.glob(pattern)))
        if found < least:
            pytest.fail(
                f"CONFORMANCE_DIR is incomplete: {found} files of {pattern}, expected {least}", pytrace=False
            )
    return folder


def bpmn_folder_or_skip() -> Path:
    """The folder, or a skip that says so."""
    folder = bpmn_folder()
    if folder is None:
        pytest.skip("NOT RUN: no BPMN conformance suites; set CONFORMANCE_DIR")
    return folder
