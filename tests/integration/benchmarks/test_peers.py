"""This engine's side of the comparison with other engines, in small."""

import pytest

from benchmarks.engine_ways import officer
from benchmarks.peers import diagrams, ours

CASES = {
    "people": (diagrams.people(), 5),
    "services": (diagrams.services(), 5),
    "fork": (diagrams.fork(), 3),
    "instances": (diagrams.instances(4), 4),
    "loop": (diagrams.loop(6), 6),
}


@pytest.fixture
def every_change_is_audited():
    """Ways without audit rows are what is measured here."""


@pytest.fixture
def _case(db, settings):
    settings.FLOW_HANDLERS = {"benchmarks.Case": "benchmarks.engine_case.SilentCase"}
    officer.cache_clear()
    yield
    officer.cache_clear()


@pytest.mark.usefixtures("_case")
class TestEachCase:
    @pytest.mark.parametrize("case", CASES)
    def test_ends_after_the_steps_it_names(self, case):
        bpmn, steps = CASES[case]

        taken = ours.take(case, [bpmn], 1, steps, way="without audit and queue")

        assert taken["speed"] > 0
        assert taken["beside"] == 0

    def test_refuses_a_run_of_other_steps(self):
        with pytest.raises(ValueError, match="other steps"):
            ours.take("people", [diagrams.people()], 1, 4, way="without audit")

    def test_costs_five_statements_a_human_step_and_the_audit_stands_apart(self):
        taken = ours.take("people", [diagrams.people()], 1, 5)

        assert taken["statements"] == 5
        assert taken["beside"] > 0


class TestAColdStart:
    def test_reads_every_version(self):
        assert ours.take("cold", [diagrams.version(1), diagrams.version(2)], 1, 1)["load"] > 0
