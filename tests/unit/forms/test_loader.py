"""Reading a form's file: every fault is found, with its line."""

import pytest

from forms.errors import FormFaults
from forms.fields import KINDS
from forms.loader import load_form
from tests.unit.forms.example import SOURCE


def faults(text):
    with pytest.raises(FormFaults) as caught:
        load_form(text, file="a.form.yaml")
    return [str(fault) for fault in caught.value.faults]


def form(field):
    return f"form: a\ntitle: {{vi: A}}\nsections:\n  - key: s\n    fields:\n      - {field}\n"


class TestAGoodFile:
    def test_becomes_a_definition(self):
        definition = load_form(SOURCE.encode(), file="a.form.yaml")

        assert definition.name == "application"
        assert [section.key for section in definition.sections] == ["nguoi", "ban_sao"]
        assert definition.by_key["ho_ten"].kind.max_length == 60

    def test_keeps_yes_and_a_day_as_words(self):
        text = form(
            "{key: k, type: choice, label: {vi: K}, options: [{value: yes, label: {vi: A}}, {value: 2020-01-01, label: {vi: B}}]}"
        )

        options = load_form(text, file="a").by_key["k"].kind.options

        assert [option.value for option in options] == ["yes", "2020-01-01"]

    def test_every_type_can_be_asked(self):
        extra = {
            "choice": ", options: [{value: a, label: {vi: A}}, {value: b, label: {vi: B}}]",
            "choices": ", options: [{value: a, label: {vi: A}}, {value: b, label: {vi: B}}]",
            "declaration": ", statement: {vi: S}",
            "note": ", text: {vi: T}",
        }

        for name in KINDS.keys() - {"row_choice", "reference"}:
            load_form(form(f"{{key: k, type: {name}, label: {{vi: K}}{extra.get(name, '')}}}"), file="a")


class TestFaults:
    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("", "a.form.yaml:1: the file is empty"),
            ("form: [", "not readable as YAML"),
            ("a: &x 1\nb: *x\n", "a.form.yaml:2: not readable as YAML: an alias (*) is not allowed here"),
            ("form: !!python/object:os.system x\n", "is not allowed"),
            ("form: a\nform: b\n", "a.form.yaml:2: the key 'form' is given twice"),
            ("form: a\ntitle: {vi: A}\nsections: []\n", "a.form.yaml:3: a form asks at least one question"),
            (form("{key: K, type: text, label: {vi: K}}"), "a.form.yaml:6: 'K' is not a key"),
            (form("{key: k, type: txt, label: {vi: K}}"), "a.form.yaml:6: unknown type 'txt'"),
            (form("{key: k, type: text, label: {en: K}}"), "a.form.yaml:6: missing 'vi'"),
            (form("{key: k, type: text, label: {vi: K}, size: 3}"), "a.form.yaml:6: unknown key 'size'"),
            (
                form("{key: k, type: text, label: {vi: K}, required: maybe}"),
                "'required' must be true or false",
            ),
            (form("{key: k, type: text, label: {vi: K}, max_length: 0}"), "'max_length' is out of range"),
            (form("{key: k, type: text, label: {vi: K}, visible_if: 'a ='}"), "'visible_if' is not FEEL"),
            (
                form("{key: k, type: text, label: {vi: K}, visible_if: k = 1}"),
                "looks at 'k', which is not above",
            ),
            (
                form("{key: k, type: text, label: {vi: K}, required_if: other = 1}"),
                "looks at 'other', which no field is called",
            ),
            (form("{key: k, type: text, label: {vi: K}, valid_if: k = 1}"), "'valid_if' needs a 'message'"),
            (form("{key: k, type: text, label: {vi: K}, pattern: '('}"), "not a regular expression"),
            (form("{key: k, type: choice, label: {vi: K}}"), "missing 'options'"),
            (
                form("{key: k, type: file, label: {vi: K}, accept: [exe]}"),
                "'exe' is not a type that can be checked",
            ),
            (
                form("{key: k, type: file, label: {vi: K}, max_size: 10 TB}"),
                "a size is a number with kB or MB",
            ),
            (
                form("{key: k, type: file, label: {vi: K}, drawn: letter.html}"),
                "'drawn' needs a 'drawn_title'",
            ),
            (form("{key: k, type: date, label: {vi: K}, max: tomorrow}"), "a.form.yaml:6: 'max'"),
            (form("{key: today, type: date, label: {vi: K}}"), "conditions use for something else"),
            (form("[" * 100 + "]" * 100), "nested too deep"),
        ],
        ids=lambda value: value.strip()[-50:],
    )
    def test_say_what_and_where(self, text, fault):
        assert any(fault in each for each in faults(text))

    def test_are_all_listed(self):
        text = form("{key: k, type: text}") + "      - {key: k, type: text, label: {vi: K}, foo: 1}\n"

        found = faults(text)

        assert len(found) == 3
        assert [each.split(":")[1] for each in found] == ["6", "7", "7"]

    def test_a_file_that_is_not_utf8_is_one(self):
        with pytest.raises(FormFaults):
            load_form(b"form: \xff\xfe", file="a")
