"""A form on a page: every control is named, described and filled; every error leads to its control."""

import json
import re
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from forms.errors import Invalid
from forms.models import Attachment
from forms.rendering import BoundForm, review
from forms.services import accept, collect
from tests.unit.forms.example import FORM, GOOD, TODAY


class Page(HTMLParser):
    """The elements of a page by tag, id and what refers to ids."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def all(self, *tags, **wanted):
        return [
            a for tag, a in self.elements if tag in tags and all(a.get(k) == v for k, v in wanted.items())
        ]

    def ids(self):
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


def render(**options):
    options.setdefault("today", TODAY)
    with override("vi"):
        html = render_to_string(
            "eforms/form.html", {"form": BoundForm(FORM, attachments={}, language="vi", **options)}
        )
    return html, Page(html)


ERRORS = {key: [f"Sửa {key}"] for key in sorted(FORM.keys)}


class TestAPage:
    def test_names_every_control(self):
        _, page = render()

        labelled = {label["for"] for label in page.all("label")}
        controls = [a for a in page.all("input", "select", "textarea") if a.get("type") != "hidden"]
        assert controls
        assert all(control["id"] in labelled for control in controls)

    @pytest.mark.parametrize("errors", [{}, ERRORS], ids=["fresh", "with errors"])
    def test_has_no_id_twice_and_no_dangling_description(self, errors):
        _, page = render(errors=errors)

        ids = page.ids()
        referred = {ref for _, a in page.elements for ref in a.get("aria-describedby", "").split()}
        assert len(ids) == len(set(ids))
        assert referred <= set(ids)

    def test_errors_on_top_lead_to_controls_in_order(self):
        _, page = render(errors=ERRORS)

        targets = [a["href"][1:] for a in page.all("a")]
        controls = {a["id"] for a in page.all("input", "select", "textarea")}
        assert len(targets) == len(ERRORS)
        assert set(targets) <= controls
        assert targets[0] == "f-tu_cach"
        assert "f-ngay_sinh-day" in targets

    def test_errors_on_top_say_which_question_they_are_about(self):
        html, _ = render(
            errors={"so_ban": ["Nhập một số nguyên, chỉ gồm chữ số."], "ho_ten": ["Nhập họ và tên."]}
        )

        assert ">Số bản giấy: Nhập một số nguyên, chỉ gồm chữ số.</a>" in html
        assert ">Nhập họ và tên.</a>" in html

    def test_an_error_of_no_field_leads_to_the_form(self):
        html, _ = render(errors={"": ["Tờ khai đã được gửi."]})

        assert '<a href="#form">Tờ khai đã được gửi.</a>' in html

    def test_keeps_everything_typed_even_what_is_wrong(self):
        html, page = render(
            values={**GOOD, "ngay_sinh-day": "45", "so_dinh_danh": '"><script>', "ghi_chu": "</textarea>"}
        )

        assert page.all("input", id="f-ngay_sinh-day")[0]["value"] == "45"
        assert page.all("input", id="f-so_dinh_danh")[0]["value"] == '"><script>'
        assert "checked" in page.all("input", name="tu_cach", value="chinh_chu")[0]
        assert html.count("</textarea>") == 1

    def test_a_fresh_form_shows_defaults(self):
        _, page = render()

        assert "checked" in page.all("input", name="dien_tu", value="true")[0]

    def test_tells_its_script_when_to_show_a_field(self):
        _, page = render(values=GOOD)

        field = page.all("div", **{"data-field": "chu_bang"})[0]
        other = page.all("div", **{"data-field": "quan_he"})[0]
        assert json.loads(field["data-hint"]) == ["=", "tu_cach", "uy_quyen"]
        assert "data-hint" not in other

    def test_says_what_is_optional_in_words(self):
        html, _ = render()

        assert re.search(r"Số điện thoại <span[^>]*>\(không bắt buộc\)", html)

    def test_is_wholly_in_english_where_the_form_is(self):
        form = BoundForm(FORM, attachments={}, language="en", today=TODAY)

        assert form.title == "Request"
        assert form.fields[0].parts["options"][1]["label"] == "Authorised"


@pytest.mark.django_db
class TestKeptUploads:
    def test_are_listed_with_a_hidden_id_and_a_box_to_remove(self, person):
        attachment = Attachment.objects.create(
            owner=person, original_name="bằng.pdf", content_type="application/pdf", size=2048, sha256="0" * 64,
            storage_key="attachments/a", uploaded_at=timezone.now(), stored_at=timezone.now(),
        )  # fmt: skip

        form = BoundForm(
            FORM, values={"giay": [str(attachment.public_id)]}, owner_id=person.pk, language="vi"
        )
        html = render_to_string("eforms/form.html", {"form": form})

        page = Page(html)
        assert page.all("input", type="hidden", name="giay-kept", value=str(attachment.public_id))
        assert page.all("input", type="checkbox", name="giay-remove", value=str(attachment.public_id))
        assert "bằng.pdf" in html


@pytest.mark.django_db
class TestReview:
    def test_shows_answers_in_words_and_what_is_missing(self, person):
        accepted = accept(FORM, data=GOOD, owner_id=person.pk, at=timezone.now())

        sections = review(FORM, accepted.answers, language="vi", today=TODAY)
        rows = {row.key: row for section in sections for row in section.rows}

        assert rows["tu_cach"].text == "Chính chủ"
        assert rows["ngay_sinh"].text == "04/02/1999"
        assert rows["sinh"].text == "1958"
        assert rows["dien_tu"].text == "Có"
        assert not rows["giay"].answered
        assert "chu_bang" not in rows

    def test_renders_with_a_link_to_change_each(self, person):
        answers = collect(FORM, data=GOOD, owner_id=person.pk, at=timezone.now()).answers

        html = render_to_string(
            "eforms/review.html", {"sections": review(FORM, answers), "edit_url": "/apply/x/"}
        )

        assert 'href="/apply/x/#f-ho_ten"' in html


def test_what_invalid_carries_draws_the_page_again(db, person):
    with pytest.raises(Invalid) as caught:
        accept(FORM, data={**GOOD, "ho_ten": ""}, owner_id=person.pk, at=timezone.now())

    form = BoundForm(FORM, values=caught.value.values, errors=caught.value.errors, owner_id=person.pk)

    assert [line.href for line in form.error_summary] == ["#f-ho_ten"]
    assert next(each for each in form.fields if each.key == "so_dinh_danh").value == "086 199 001 234"
