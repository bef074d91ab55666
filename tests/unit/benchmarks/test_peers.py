"""The comparison with other engines says over its tables what was done."""

import pytest

from benchmarks.peers.sides import peers


class TestATitle:
    @pytest.mark.parametrize(
        ("quick", "loop", "timers"),
        [
            pytest.param(False, "300 human steps", "10000 timers", id="of the whole measure"),
            pytest.param(True, "120 human steps", "100 timers", id="of a quick one"),
        ],
    )
    def test_names_the_size_that_is_taken(self, quick, loop, timers):
        titles = {measure.name: measure.title for measure in peers(quick=quick)}

        assert loop in titles["peers-loop"]
        assert timers in titles["peers-timers"]
