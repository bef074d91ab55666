"""What a document template may say."""

import pytest

from documents.codes import new_code, read_code, spelt
from documents.errors import TemplateError, ValueMissing
from documents.rendering.engine import to_html


def page(text, **values):
    return to_html("page.html", {"page.html": text, "part.html": "[{{ a }}]"}, values)


class TestATemplate:
    def test_shows_values_escaped(self):
        assert page("{{ a }}", a="<b>&") == "&lt;b&gt;&amp;"

    def test_includes_files_of_its_package(self):
        assert page('{% include "part.html" %}', a="1") == "[1]"

    def test_sets_each_line_of_a_text_as_a_paragraph(self):
        assert (
            page("{% for l in a|lines %}<p>{{ l }}</p>{% endfor %}", a="x\n\n<y>")
            == "<p>x</p><p>&lt;y&gt;</p>"
        )

    def test_has_no_line_of_what_nobody_answered(self):
        assert page("{% for l in a.b|lines %}<p>{{ l }}</p>{% endfor %}", a={}) == ""

    @pytest.mark.parametrize(
        ("above", "words"),
        [
            pytest.param(["Giám đốc"], "GIÁM ĐỐC SỞ MẪU", id="the head signs"),
            pytest.param(
                ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], "GIÁM ĐỐC SỞ MẪU", id="a deputy signs for the head"
            ),
            pytest.param(
                ["TUQ. Giám đốc", "Trưởng phòng"], "GIÁM ĐỐC SỞ MẪU", id="somebody signs by authority"
            ),
            pytest.param(["TM. Ủy ban nhân dân", "Chủ tịch"], "SỞ MẪU", id="the body decides"),
            pytest.param([], "SỞ MẪU", id="nobody is known yet"),
        ],
    )
    def test_names_below_the_title_who_decides(self, above, words):
        assert page("{{ a|authority:b }}", a=above, b="Sở Mẫu") == words

    def test_stops_at_a_value_that_is_not_there(self):
        with pytest.raises(ValueMissing, match="a.b"):
            page("{{ a.b }}", a={})

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("{% now 'Y' %}", id="the clock"),
            pytest.param("{% lorem %}", id="chance"),
            pytest.param("{{ a|random }}", id="chance by filter"),
            pytest.param("{% load static %}", id="libraries"),
            pytest.param("{% debug %}", id="debugging"),
            pytest.param("{% autoescape off %}{{ a }}{% endautoescape %}", id="escaping off"),
            pytest.param("{{ a|safe }}", id="escaping off by filter"),
            pytest.param("{% url 'x' %}", id="addresses"),
            pytest.param('{% include "/etc/passwd" %}', id="a file outside"),
            pytest.param('{% include "../settings.py" %}', id="a file above"),
            pytest.param('{% extends "desk/base.html" %}', id="a page of the product"),
            pytest.param("{% if %}", id="a broken tag"),
        ],
    )
    def test_may_not_use(self, text):
        with pytest.raises(TemplateError):
            page(text, a="x")

    def test_writes_numbers_without_regard_to_the_language_of_the_reader(self):
        assert page("{{ a }}", a=1234567) == "1234567"


class TestACode:
    def test_has_twelve_signs_a_person_cannot_misread(self):
        codes = {new_code() for _ in range(500)}

        assert len(codes) == 500
        assert all(len(code) == 12 and not set(code) & set("ILOU") for code in codes)

    def test_is_read_as_it_is_spelt(self):
        code = new_code()

        assert read_code(spelt(code)) == code
