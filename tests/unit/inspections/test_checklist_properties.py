"""Whatever is answered, the engine answers, and what it says hangs together."""

import json
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.inspections.checklist_example import SMALL, judged

KEYS = st.sampled_from([item.key for item in SMALL.items] + ["B.1#4", "B.1#9", "B.2#4", "B.9a#1", "nothing"])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        ["pass", "fail", "not_applicable", "35", "-1", "2026-01-10", "good", "9" * 60, "1e9", "\ud800"]
    )
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "count", "latitude"]), inner)
    ),
    max_leaves=6,
)
PARTS = st.sampled_from(
    ["verdict", "value", "numerator", "denominator", "reason", "evidence", "unseen_because"]
)
WILD = st.dictionaries(KEYS, JSON | st.dictionaries(PARTS, JSON, max_size=4), max_size=8)
VERDICTS = st.sampled_from(["pass", "fail", "not_applicable", None])
NUMBERS = st.none() | st.integers(0, 80).map(str)


@st.composite
def sensible(draw):
    """Return answers as a careful person gives them."""
    return {
        "A.1": {"verdict": draw(VERDICTS)},
        "A.2": {"value": draw(NUMBERS)},
        "A.3": {"numerator": draw(NUMBERS), "denominator": draw(NUMBERS)},
        "B.1#4": {"verdict": draw(VERDICTS)},
        "B.1#9": {"verdict": draw(VERDICTS)},
    }


class TestAnyAnswers:
    @given(WILD)
    @settings(max_examples=200, deadline=None)
    def test_are_evaluated_without_a_crash(self, answers):
        evaluation = judged(answers)

        assert set(evaluation.results) >= {item.key for item in SMALL.items if not SMALL.repeats[item.key]}

    @given(sensible())
    @settings(deadline=None)
    def test_score_from_nothing_to_a_hundred(self, answers):
        evaluation = judged(answers)

        scores = [evaluation.score, *(section.score for section in evaluation.sections)]
        assert all(score is None or Decimal(0) <= score <= Decimal(100) for score in scores)

    @given(sensible())
    @settings(deadline=None)
    def test_never_score_lower_when_a_failure_becomes_a_pass(self, answers):
        better = {
            key: {**given, "verdict": "pass"} if given.get("verdict") == "fail" else given
            for key, given in answers.items()
        }

        before, after = judged(answers).score, judged(better).score
        assert before is None or after >= before

    @given(sensible())
    @settings(deadline=None)
    def test_make_a_candidate_of_every_failure_and_of_nothing_else(self, answers):
        evaluation = judged(answers)

        failed = [result.key for result in evaluation.results.values() if result.verdict == "fail"]
        assert [candidate.key for candidate in evaluation.candidates] == failed

    @given(sensible(), st.randoms())
    @settings(deadline=None)
    def test_are_judged_alike_in_any_order(self, answers, random):
        shuffled = list(answers.items())
        random.shuffle(shuffled)

        assert judged(dict(shuffled)) == judged(answers)

    @given(sensible())
    @settings(deadline=None)
    def test_are_judged_alike_after_a_way_through_json(self, answers):
        assert judged(json.loads(json.dumps(answers))) == judged(answers)
