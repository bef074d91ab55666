"""Whatever is sent or written, the engine and the loader answer; they never fail."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from forms import engine
from forms.actions import performed, requested
from forms.errors import FormFaults
from forms.loader import load_form
from tests.unit.forms.example import FORM, SOURCE, TODAY
from tests.unit.forms.kinds import form

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


KINDS_OF_ALL = form(
    "{key: so, type: decimal, label: {vi: Số}}", "{key: tien, type: money, label: {vi: Tiền}}",
    "{key: hen, type: datetime, label: {vi: Hẹn}}", "{key: mst, type: tax_code, label: {vi: MST}}",
    "{key: trang, type: url, label: {vi: Trang}}", "{key: noi, type: historical_place, label: {vi: Nơi}}",
    "{key: dc, type: address, label: {vi: Địa chỉ}}", "{key: nganh, type: reference, list: majors, label: {vi: Ngành}}",
    "{key: chon, type: choices, label: {vi: Chọn}, options: [{value: a, label: {vi: A}}, {value: b, label: {vi: B}}]}",
    "{key: bang, type: table, label: {vi: Bảng}, columns: [{key: ten, type: text, label: {vi: Tên}}, "
    "{key: so, type: decimal, label: {vi: Số}, total: true}, {key: ngay, type: partial_date, label: {vi: Ngày}}, "
    "{key: doi, type: decimal, label: {vi: Đôi}, value: 2 * row.so}]}",
    "{key: dong, type: row_choice, table: bang, label: {vi: Dòng}}",
    "{key: tong, type: decimal, label: {vi: Tổng}, value: sum(bang.doi)}",
)  # fmt: skip
SENT = st.sampled_from(
    [
        *sorted(KINDS_OF_ALL.keys), "form_action", "bang-order", "bang-rest", "bang-page", "bang-paste", "bang-paste-at",
        "bang-1-ten", "bang-1-so", "dc-province", "dc-commune", "nganh-code", "hen-time",
    ]
)  # fmt: skip
WORDS = st.sampled_from(
    [
        "add:bang", "remove:bang:1", "paste:bang", "page:bang:99", "import:bang", "1 2 1", '{"1": {"so": "1,5"}}', "[1]",
        "1,5", "1.234.567", "86", "5510216", "a\tb\nc", "24h99", "https://", "9" * 40,
    ]
)  # fmt: skip
ROWS = st.lists(
    st.dictionaries(st.sampled_from(["id", "ten", "so", "ngay", "doi"]), ANSWERS | WORDS), max_size=4
)


class TestTablesAndLists:
    @given(st.dictionaries(SENT, ANSWERS | WORDS | ROWS, max_size=12))
    @settings(max_examples=150, deadline=None)
    def test_take_anything_and_their_own_answers_again(self, data):
        values = performed(KINDS_OF_ALL, engine.read(KINDS_OF_ALL, data), requested(data))
        once = engine.check(KINDS_OF_ALL, values, today=TODAY)

        again = engine.check(KINDS_OF_ALL, once.answers, today=TODAY)

        assert json.loads(json.dumps(once.answers)) == once.answers
        assert json.loads(json.dumps(once.values)) == once.values
        assert once.errors or again.answers == once.answers
