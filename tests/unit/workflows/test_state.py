"""What a run's state keeps, and how it comes back from storage."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.feel import YearsMonths
from tests.unit.workflows.diagrams import Play, process, timer
from workflows.codec import UnstorableValue, decode, encode
from workflows.state import FormatUnknown, State, StateTooLarge

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.text(max_size=8)
    | st.integers(-(10**12), 10**12)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.times()
    | st.datetimes(timezones=st.just(UTC))
    | st.timedeltas(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


class TestAValue:
    @settings(max_examples=200, deadline=None)
    @given(VALUES)
    def test_comes_back_as_it_was(self, value):
        assert decode(encode(value)) == value

    @pytest.mark.parametrize(
        "value",
        [
            pytest.param(Decimal("1.50"), id="a decimal with its places"),
            pytest.param(YearsMonths(14), id="years and months"),
            pytest.param({"$decimal": "1"}, id="a context that looks like a decimal"),
            pytest.param({"$context": []}, id="a context that looks like a context"),
            pytest.param(time(7, 30), id="a time"),
            pytest.param(date(2026, 2, 17), id="a date"),
            pytest.param(timedelta(days=-1, microseconds=5), id="a duration below zero"),
        ],
    )
    def test_of_a_special_kind_keeps_its_type(self, value):
        back = decode(encode(value))

        assert (type(back), str(back)) == (type(value), str(value))

    def test_that_json_cannot_keep_is_refused(self):
        with pytest.raises(UnstorableValue):
            encode(object())


class TestAState:
    def test_comes_back_as_it_was_from_the_middle_of_a_run(self):
        edge = f'boundary b attachedToRef="a" cancelActivity="false" | {timer("R/PT1H")}'
        play = Play(
            process("start s", "user a", edge, "end e", "s -> a -> e", "b -> e"),
            {"on": datetime(2026, 1, 2, tzinfo=UTC)},
        )

        assert State.from_json(play.state.to_json()) == play.state

    def test_over_16_kb_is_refused(self):
        with pytest.raises(StateTooLarge):
            State(variables={"essay": "ầ" * 6000}).to_json()

    def test_from_a_newer_program_is_refused(self):
        with pytest.raises(FormatUnknown):
            State.from_json({"format": 99})
