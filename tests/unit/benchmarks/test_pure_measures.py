"""The measures that need no database: the core's moves, and FEEL's conditions."""

import json

import pytest

from benchmarks import core, feel
from benchmarks.peers import diagrams
from benchmarks.peers.cases import cases
from decisions.feel import parse
from workflows.parser import parse_bpmn

GIVEN = json.loads((feel.HERE / "feel_conditions.json").read_text(encoding="utf-8"))


class TestTheCore:
    @pytest.mark.parametrize(
        ("bpmn", "moves"),
        [
            pytest.param(diagrams.people(), 7, id="start, five steps, end"),
            pytest.param(diagrams.loop(3), 8, id="start, three times step and gateway, end"),
            pytest.param(diagrams.fork(), 9, id="start, fork, three steps, three arrivals at the join, end"),
        ],
    )
    def test_enters_each_node_of_the_way(self, bpmn, moves):
        assert core.run_through(parse_bpmn(bpmn.encode())) == moves


class TestTheConditions:
    @pytest.mark.parametrize("condition", GIVEN["conditions"])
    def test_are_true(self, condition):
        assert parse(condition).evaluate(GIVEN["context"]) is True

    def test_are_ten(self):
        assert len(GIVEN["conditions"]) == 10


class TestTheFilesAllEnginesRead:
    @pytest.mark.parametrize("case", cases(quick=True), ids=lambda case: case.name)
    def test_are_bpmn(self, case):
        for text in case.files:
            assert parse_bpmn(text.encode()).nodes

    def test_of_the_cold_start_have_200_nodes(self):
        assert len(parse_bpmn(diagrams.version(1).encode()).nodes) == 200
