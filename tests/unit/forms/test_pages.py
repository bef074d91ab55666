"""A form in pages: what stands on a page, whose mistakes it says, how far a section has come."""

import json

import pytest

from forms import engine
from forms.loader import load_form
from forms.pages import Progress, on_page, own_errors, picked_elsewhere, progress_of
from forms.services import Collected
from tests.unit.forms.example import TODAY

FORM = load_form(
    """\
form: application
title: {vi: Đề nghị}
sections:
  - key: who
    title: {vi: Bạn là ai}
    fields:
      - key: capacity
        type: choice
        label: {vi: Tư cách}
        required: true
        options: [{value: holder, label: {vi: Chính chủ}}, {value: other, label: {vi: Người khác}}]
  - key: what
    title: {vi: Bằng}
    fields:
      - {key: school, type: text, label: {vi: Trường}, required: true}
      - {key: known, type: yes_no, label: {vi: Nhớ số}, required: true}
      - {key: holder_name, type: text, label: {vi: Người được cấp}, visible_if: 'capacity = "other"', required: true}
      - {key: number, type: text, label: {vi: Số}, visible_if: known = true, required: true}
      - {key: copy_of, type: text, label: {vi: Số của người kia}, visible_if: 'known = true and capacity = "other"'}
""",
    file="application.form.yaml",
)
WHAT = FORM.sections[1]


def checked(**answers: object) -> Collected:
    """Return the whole form checked, faults by name alone."""
    outcome = engine.check(FORM, answers, today=TODAY)
    return Collected(
        outcome.values, outcome.answers, [], dict.fromkeys(outcome.errors, ["!"]), {}, asked=outcome.visible
    )


def keys_on_page(**answers: object) -> list[str]:
    """Return what stands on the second page."""
    return [each.key for each in on_page(WHAT, engine.visible_fields(FORM, answers, today=TODAY))]


class TestAPage:
    @pytest.mark.parametrize(
        ("answers", "shown"),
        [
            ({"capacity": "holder"}, ["school", "known", "number", "copy_of"]),
            ({"capacity": "other"}, ["school", "known", "holder_name", "number", "copy_of"]),
            ({}, ["school", "known", "number", "copy_of"]),
        ],
        ids=[
            "without what other pages rule out",
            "with what other pages ask for",
            "before they are answered",
        ],
    )
    def test_holds_what_it_may_ask(self, answers, shown):
        assert keys_on_page(**answers) == shown

    def test_leaves_to_the_browser_only_what_hangs_on_itself(self):
        page = on_page(WHAT, engine.visible_fields(FORM, {"capacity": "other"}, today=TODAY))

        assert [each.key for each in page if each.visible_if] == ["number", "copy_of"]

    def test_brings_the_picked_answers_of_other_pages_along(self):
        collected = checked(capacity="other", known="true", school="Trà Cú")

        assert json.loads(picked_elsewhere(FORM, WHAT, collected.answers)) == {"capacity": "other"}

    def test_says_its_own_mistakes_alone(self):
        assert own_errors(WHAT, checked().errors).keys() == {"school", "known"}


class TestASection:
    @pytest.mark.parametrize(
        ("answers", "saved", "progress"),
        [
            ({}, set(), Progress.EMPTY),
            ({"school": "", "known": ""}, {"school", "known"}, Progress.EMPTY),
            ({"school": "Trà Cú"}, {"school", "known"}, Progress.STARTED),
            ({"school": "Trà Cú", "known": "false"}, {"school", "known"}, Progress.DONE),
            ({"school": "Trà Cú", "known": "true"}, {"school", "known"}, Progress.STARTED),
            ({"school": "Trà Cú", "known": "false"}, {"capacity"}, Progress.EMPTY),
        ],
        ids=[
            "untouched",
            "saved blank",
            "half answered",
            "answered",
            "one answer asks for more",
            "never saved",
        ],
    )
    def test_has_come_so_far(self, answers, saved, progress):
        visible = engine.visible_fields(FORM, {"capacity": "holder", **answers}, today=TODAY)
        asked = [each for each in WHAT.fields if each.key in visible]

        assert progress_of(asked, checked(capacity="holder", **answers), saved) == progress
