"""What the tablet and the server must work out alike; tests/tablet/alike.test.ts holds the tablet to the same file."""

import json
from pathlib import Path

import pytest

from inspections.canonical import digest
from inspections.checklists.sampling import draw

VECTORS = json.loads((Path(__file__).parents[2] / "tablet" / "vectors.json").read_text())


class TestTheServer:
    @pytest.mark.parametrize(
        "case", VECTORS["draws"], ids=lambda case: f"{case['size']} of {case['population']}"
    )
    def test_draws_what_the_tablet_draws(self, case):
        assert list(draw(case["seed"], case["population"], case["size"])) == case["drawn"]

    @pytest.mark.parametrize("case", VECTORS["digests"], ids=lambda case: case["sha256"][:8])
    def test_has_the_digest_the_tablet_has(self, case):
        assert digest(case["value"]) == case["sha256"]
