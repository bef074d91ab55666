"""Answers known already: they are a beginning, and where they are locked they are the end as well."""

from forms.messages import Words
from forms.prefill import Provided, begun, is_locked, locked_answers, origin, sources_of
from tests.unit.forms.example import TODAY
from tests.unit.forms.kinds import faults, form

FORM = form(
    "{key: ten, type: text, label: {vi: Tên}, prefill: {from: identity, path: full_name, locked: true}}",
    "{key: so, type: personal_id, label: {vi: Số}, prefill: {from: identity, path: national_id, locked: true}}",
    "{key: dt, type: phone, label: {vi: Điện thoại}, prefill: {from: earlier, path: dt}}",
)
WHO = Provided(Words(vi="VNeID"), {"full_name": "Thạch Sô Phi", "national_id": "not a number"})
BEFORE = Provided(Words(vi="hồ sơ trước"), {"dt": "0912345678"}, may_lock=False)
SOURCES = {"identity": WHO, "earlier": BEFORE}


class TestKnownAnswers:
    def test_begin_what_nobody_has_touched(self):
        values = begun(FORM, {}, SOURCES, TODAY)

        assert values == {"ten": "Thạch Sô Phi", "dt": "0912345678"}

    def test_give_way_to_what_was_typed_unless_they_are_locked(self):
        values = begun(FORM, {"ten": "Người khác", "dt": ""}, SOURCES, TODAY)

        assert values == {"ten": "Thạch Sô Phi", "dt": ""}

    def test_are_locked_only_where_the_form_says_so_and_the_source_has_proof(self):
        unproven = {"identity": Provided(WHO.label, WHO.values, may_lock=False)}

        assert locked_answers(FORM, SOURCES, TODAY) == {"ten": "Thạch Sô Phi"}
        assert locked_answers(FORM, unproven, TODAY) == {}
        assert locked_answers(FORM, {}, TODAY) == {}

    def test_that_the_field_would_refuse_lock_nobody_out(self):
        assert not is_locked(FORM.by_key["so"], SOURCES, TODAY)

    def test_say_where_they_are_from_until_they_are_changed(self):
        field = FORM.by_key["dt"]

        assert origin(field, "0912345678", SOURCES, TODAY).label.vi == "hồ sơ trước"
        assert origin(field, "0987654321", SOURCES, TODAY) is None


def test_a_form_names_its_sources():
    assert sources_of(FORM) == {"identity", "earlier"}


def test_faults_are_found():
    found = faults(
        "{key: a, type: text, label: {vi: A}, prefill: {from: nope, path: x}}",
        "{key: b, type: text, label: {vi: B}, prefill: {from: identity}}",
        "{key: c, type: file, label: {vi: C}, prefill: {from: identity, path: x}}",
        "{key: d, type: text, label: {vi: D}, value: ten, prefill: {from: identity, path: x}}",
    )

    assert [fault.partition(": ")[2].partition(";")[0] for fault in found] == [
        "unknown source 'nope'",
        "missing 'path'",
        "papers cannot be filled in beforehand",
        "'prefill' has no place beside 'value': a computed field is not asked",
        "'value' looks at 'ten', which no field is called",
    ]
