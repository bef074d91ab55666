"""Measures are taken a round at a time, the sides in turn."""

from contextlib import ExitStack

import pytest

from benchmarks.measure import Measure, Side, percentile, take
from benchmarks.stand import Stand


@pytest.fixture
def stand(tmp_path):
    with ExitStack() as stack:
        yield Stand(stack, tmp_path)


def measure(name, **sides):
    """A measure whose sides call functions."""
    made = [Side(side, run) for side, run in sides.items()]
    return Measure(name, name, {"speed": "runs/s"}, lambda stand: made)


class TestTakingMeasures:
    def test_gives_every_side_its_turn_in_every_round(self, stand):
        turns = []

        def turn(name):
            return lambda: turns.append(name) or {"": {"speed": 1.0}}

        take(
            [measure("x", a=turn("a"), b=turn("b")), measure("y", c=turn("c"))],
            stand,
            2,
            lambda results: None,
        )

        assert turns == ["a", "b", "c", "a", "b", "c"]

    def test_tells_the_middle_of_the_rounds(self, stand):
        speeds = iter([1.0, 9.0, 2.0])

        results = take(
            [measure("x", a=lambda: {"": {"speed": next(speeds)}})], stand, 3, lambda results: None
        )

        (row,) = results.rows.values()
        assert row.median("speed") == 2.0

    def test_names_the_parts_of_a_side(self, stand):
        parts = {"inbox": {"speed": 1.0}, "dossier": {"speed": 2.0}}

        results = take([measure("x", a=lambda: parts)], stand, 1, lambda results: None)

        assert [row.name for row in results.rows.values()] == ["a · inbox", "a · dossier"]

    def test_goes_on_when_a_side_fails_and_counts_it(self, stand, capsys):
        def fail():
            raise RuntimeError("no server")

        results = take([measure("x", a=fail, b=lambda: {"": {"speed": 1.0}})], stand, 2, lambda results: None)

        assert [row.values["speed"] for row in results.rows.values()] == [[1.0, 1.0]]
        assert results.failures == 2
        assert "no server" in capsys.readouterr().err

    def test_keeps_what_it_has_after_every_side(self, stand):
        kept = []

        take(
            [measure("x", a=lambda: {"": {"speed": 1.0}}, b=lambda: {"": {"speed": 2.0}})],
            stand, 1, lambda results: kept.append(len(results.rows)),
        )  # fmt: skip

        assert kept == [1, 2]


class TestAPercentile:
    @pytest.mark.parametrize(
        ("percent", "expected"),
        [
            pytest.param(50, 50, id="half lie at or below the fiftieth of a hundred"),
            pytest.param(95, 95, id="ninety-five at or below the ninety-fifth"),
            pytest.param(100, 100, id="all at or below the last"),
            pytest.param(0, 1, id="none below the first"),
        ],
    )
    def test_is_the_value_of_nearest_rank(self, percent, expected):
        assert percentile(range(100, 0, -1), percent) == expected

    def test_of_one_value_is_that_value(self):
        assert percentile([7.0], 95) == 7.0

    def test_of_nothing_is_an_error(self):
        with pytest.raises(ValueError, match="no values"):
            percentile([], 50)


class TestQuickMeasures:
    def test_do_a_tenth_of_the_work(self, tmp_path):
        with ExitStack() as stack:
            assert Stand(stack, tmp_path, quick=True).amount(50) == 5
            assert Stand(stack, tmp_path).amount(50) == 50
