"""Whatever is sent or written, the engine and the loader answer; they never fail."""

from hypothesis import given, settings
from hypothesis import strategies as st

from forms import engine
from forms.errors import FormFaults
from forms.loader import load_form
from tests.unit.forms.example import FORM, SOURCE, TODAY

NAMES = st.sampled_from(
    [
        f"{key}{part}"
        for key in sorted(FORM.keys)
        for part in ("", "-day", "-month", "-year", "-kept", "-remove")
    ]
)
ODD = st.sampled_from(
    ["0", "-1", "9" * 400, "true", "2001-02-30", "31/02/2001", "\x00", "uy_quyen", "chinh_chu", "٣", "²"]
)
ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | ODD,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["day", "month", "year"]), inner)
    ),
    max_leaves=5,
)


def faults_of(text):
    try:
        load_form(text, file="a")
    except FormFaults as found:
        return found.faults
    return ()


class TestTheEngine:
    @given(st.dictionaries(NAMES, ANSWERS, max_size=20))
    @settings(max_examples=300, deadline=None)
    def test_answers_anything(self, data):
        outcome = engine.check(FORM, data, today=TODAY)

        assert outcome.answers.keys() <= outcome.visible
        assert outcome.errors.keys() <= outcome.visible
        for messages in outcome.errors.values():
            assert all(message.render(str, "vi") for message in messages)

    @given(st.dictionaries(NAMES, ANSWERS, max_size=20))
    @settings(max_examples=200, deadline=None)
    def test_takes_its_own_answers_again_unchanged(self, data):
        once = engine.check(FORM, data, today=TODAY)

        again = engine.check(FORM, once.answers, today=TODAY)

        assert again.answers == once.answers

    @given(st.dictionaries(NAMES, ANSWERS, max_size=20))
    @settings(max_examples=100, deadline=None)
    def test_shows_every_answer(self, data):
        outcome = engine.check(FORM, data, today=TODAY)

        for key, value in outcome.answers.items():
            assert isinstance(FORM.by_key[key].kind.show(value, "en"), str)


class TestTheLoader:
    @given(st.text(max_size=200))
    @settings(max_examples=200, deadline=None)
    def test_answers_any_text(self, text):
        assert faults_of(text) is not None

    @given(
        st.integers(0, len(SOURCE) - 1),
        st.sampled_from(["", "{", "]", ":", "\n", "*a ", "&a ", "!!int ", "'", "\t", "- "]),
    )
    @settings(max_examples=200, deadline=None)
    def test_answers_a_good_file_with_one_slip(self, position, slip):
        faults = faults_of(SOURCE[:position] + slip + SOURCE[position + 1 :])

        assert all(fault.line >= 1 and fault.message for fault in faults)
