"""Vectors shared with `feelin`, the browser's evaluator: the server's values, and where the browser's differ.

The browser computes in doubles and only gives hints; each known difference stands in the vectors, so that a new
one is noticed when either side moves.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from decisions.feel import evaluate, to_json

HERE = Path(__file__).resolve().parent
VECTORS: list[dict[str, Any]] = json.loads((HERE / "feel_vectors.json").read_text())
FEELIN = HERE.parents[2] / "node_modules" / "feelin"


class TestASharedVector:
    @pytest.mark.parametrize("vector", VECTORS, ids=[vector["expression"] for vector in VECTORS])
    def test_has_its_value_here(self, vector: dict[str, Any]) -> None:
        assert json.loads(to_json(evaluate(vector["expression"], vector["context"]))) == vector["value"]

    def test_has_its_value_or_its_known_difference_in_the_browser(self) -> None:
        if not FEELIN.is_dir():
            pytest.skip("NOT RUN: feelin is not installed in node_modules")

        done = subprocess.run(
            ["node", str(HERE / "feelin_vectors.mjs")], capture_output=True, text=True, timeout=60, check=True
        )

        values = json.loads(done.stdout)
        expected = [vector.get("feelin", vector["value"]) for vector in VECTORS]
        wrong = [
            v["expression"] for v, got, want in zip(VECTORS, values, expected, strict=True) if got != want
        ]
        assert wrong == []
