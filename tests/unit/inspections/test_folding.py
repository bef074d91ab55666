"""How answers of several tablets come together."""

from uuid import UUID, uuid4

import pytest

from inspections.folding import (
    Acknowledged,
    CannotApply,
    Hold,
    Kept,
    Standing,
    Way,
    answered,
    decided,
    fold,
    follows,
    given,
    taken,
)

ONE, TWO = UUID(int=1), UUID(int=2)
YES, NO = {"verdict": "pass"}, {"verdict": "fail"}


def answer(
    base: int, device: UUID = ONE, key: str = "TS.01", values=None, conflict=None, seq=1
) -> Acknowledged:
    payload = {"key": key, "values": values or YES, "base": base}
    return Acknowledged(uuid4(), device, seq, "answer.set", payload, section=key[:2], conflict=conflict)


class TestAnAnswer:
    @pytest.mark.parametrize(
        ("standing", "base", "device", "expected"),
        [
            pytest.param(None, 0, ONE, True, id="the first on nothing"),
            pytest.param(None, 3, ONE, False, id="on something that is not there"),
            pytest.param(Standing(YES, 2, ONE, 1), 2, TWO, True, id="another device's on the newest"),
            pytest.param(Standing(YES, 2, ONE, 1), 1, TWO, False, id="another device's on an older"),
            pytest.param(Standing(YES, 2, ONE, 1), 0, ONE, True, id="its own string from the beginning"),
            pytest.param(Standing(YES, 3, ONE, 3), 2, ONE, True, id="its own string since another's"),
            pytest.param(Standing(YES, 3, ONE, 3), 1, ONE, False, id="its own from before another's"),
            pytest.param(Standing(YES, 2, ONE, 1), 3, ONE, False, id="on a version that never was"),
        ],
    )
    def test_follows_what_it_was_made_on(self, standing, base, device, expected):
        assert follows(standing, base, device) is expected

    def test_of_the_same_device_keeps_its_string(self):
        after = answered(answered(None, YES, ONE), NO, ONE)

        assert after == Standing(NO, 2, ONE, 1)

    def test_of_another_device_begins_one(self):
        assert answered(Standing(YES, 1, ONE, 1), NO, TWO) == Standing(NO, 2, TWO, 2)


class TestADecision:
    kept = Kept("TS.01", NO, TWO)

    def test_lets_the_standing_answer_stand(self):
        standing = Standing(YES, 1, ONE, 1)

        assert decided(standing, self.kept, "a", 1, ONE) is standing

    def test_puts_the_other_in_its_place_as_a_new_version(self):
        assert decided(Standing(YES, 1, ONE, 1), self.kept, "b", 1, ONE) == Standing(NO, 2, ONE, 2)

    def test_of_an_answer_that_went_on_is_stale(self):
        with pytest.raises(CannotApply, match="stale"):
            decided(Standing(YES, 2, ONE, 1), self.kept, "b", 1, ONE)

    def test_is_made_once(self):
        with pytest.raises(CannotApply, match="decided"):
            decided(None, Kept("TS.01", NO, TWO, is_open=False), "a", 0, ONE)


class TestASection:
    def test_is_taken_where_nobody_holds_it(self):
        by = uuid4()

        assert taken(None, by, ONE, None) == Hold(by, ONE)

    def test_is_not_taken_from_another(self):
        with pytest.raises(CannotApply, match="held"):
            taken(Hold(uuid4(), ONE), uuid4(), TWO, None)

    def test_is_handed_on_by_its_holder(self):
        hold, name, by = Hold(uuid4(), ONE), uuid4(), uuid4()

        after = taken(hold, by, TWO, Way(hold.id, ONE, (name,), {ONE: 7}))

        assert (after.id, after.device) == (by, TWO)
        assert after.lets(ONE, 7)
        assert not after.lets(ONE, 8)

    def test_is_not_opened_by_a_token_of_another_hold(self):
        hold = Hold(uuid4(), ONE)

        with pytest.raises(CannotApply, match="held"):
            taken(hold, uuid4(), TWO, Way(uuid4(), ONE, (uuid4(),), {ONE: 7}))

    def test_is_not_opened_again_by_an_old_token(self):
        hold = Hold(uuid4(), ONE)
        there = Way(hold.id, ONE, (uuid4(),), {ONE: 7})
        at_two = taken(hold, uuid4(), TWO, there)
        at_one = taken(at_two, uuid4(), ONE, Way(there.names[0], TWO, (uuid4(),), {TWO: 3}))

        with pytest.raises(CannotApply, match="held"):
            taken(at_one, uuid4(), TWO, there)

    def test_handed_on_before_its_taking_was_known_stays_where_it_is(self):
        late = uuid4()
        handed_on = taken(None, uuid4(), TWO, Way(late, ONE, (uuid4(),), {ONE: 7}))

        assert taken(handed_on, late, ONE, None) is handed_on

    def test_is_given_back_by_who_holds_it_alone(self):
        with pytest.raises(CannotApply, match="not_held"):
            given(Hold(uuid4(), ONE), TWO)


class TestTheFold:
    def test_merges_different_keys(self):
        state = fold([answer(0), answer(0, TWO, "TS.02", NO)])

        assert {key: one.values for key, one in state.answers.items()} == {"TS.01": YES, "TS.02": NO}
        assert not state.kept

    def test_keeps_both_values_of_one_key(self):
        number = uuid4()

        state = fold([answer(0), answer(0, TWO, values=NO, conflict=number)])

        assert state.answers["TS.01"].values == YES
        assert state.kept[number].values == NO

    def test_does_not_let_a_value_vanish(self):
        with pytest.raises(CannotApply, match="lost"):
            fold([answer(0), answer(0, TWO, values=NO)])

    def test_keeps_an_answer_in_a_section_another_holds(self):
        number, take = uuid4(), Acknowledged(uuid4(), ONE, 1, "section.take", {"section": "TS"})

        state = fold([take, answer(0, TWO, conflict=number)])

        assert not state.answers
        assert state.kept[number].values == YES

    def test_draws_a_sample_once(self):
        draws = [
            Acknowledged(uuid4(), ONE, n, "sample.draw", {"sample": "d", "population": n}) for n in (1, 2)
        ]

        with pytest.raises(CannotApply, match="already_drawn"):
            fold(draws)
