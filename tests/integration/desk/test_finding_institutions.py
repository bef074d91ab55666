"""Choosing institutions out of hundreds: words to look for, what is ticked stays, nothing is judged meanwhile; no script."""

from datetime import date
from uuid import uuid4

import pytest
from django.http import QueryDict

from accounts.models import Agency
from desk.inspections.forms import ProposeForm, TargetForm
from registry.models import Institution

pytestmark = pytest.mark.django_db


def keeper(code):
    """Return an agency that keeps a register."""
    (agency,) = Agency.objects.bulk_create(
        [Agency(code=code, name=f"Sở {code}", valid_from=date(2020, 1, 1))]
    )
    return agency


def school(agency, name, **more):
    """Return an institution of a register."""
    return Institution.objects.create(
        name=name, kind="truong_trung_cap", keeper=agency, valid_from=date(2020, 1, 1), **more
    )


@pytest.fixture
def agency():
    """A register of fifty institutions, of another agency's one, and one that has ended."""
    kept = keeper("FIND-1")
    for number in range(50):
        school(kept, f"Trường số {number:02}")
    school(keeper("FIND-2"), "Trường tỉnh khác")
    school(kept, "Trường đã giải thể", valid_to=date(2025, 1, 1))
    return kept


def sent(**fields):
    """Return what a page posts."""
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


class TestTheControl:
    def test_shows_the_first_of_the_register_and_says_that_there_are_more(self, agency):
        form = ProposeForm(agencies=[agency])

        shown = str(form["institutions"])

        assert shown.count('type="checkbox"') == 30
        assert "Còn nhiều cơ sở khác" in shown

    def test_finds_by_words_without_marks_and_keeps_what_is_ticked(self, agency):
        ticked = Institution.objects.get(name="Trường số 07")
        data = sent(**{"title": "Kiểm tra", "institutions": str(ticked.public_id), "institutions-words": "truong so 49",
                       "institutions-look": "1"})  # fmt: skip

        form = ProposeForm(data, agencies=[agency])

        shown = str(form["institutions"])
        assert not form.is_valid()
        assert form.errors == {}
        assert "Trường số 49" in shown
        assert f'value="{ticked.public_id}" checked' in shown
        assert 'value="Kiểm tra"' in str(form["title"])

    @pytest.mark.parametrize(
        "words", ["tỉnh khác", "giải thể"], ids=["another register's", "one that has ended"]
    )
    def test_does_not_find(self, agency, words):
        data = sent(**{"institutions-words": words, "institutions-look": "1"})

        shown = str(ProposeForm(data, agencies=[agency])["institutions"])

        assert "Không thấy cơ sở nào" in shown
        assert 'type="checkbox"' not in shown

    def test_lets_none_be_ticked_that_is_not_of_the_register(self, agency):
        others = Institution.objects.get(name="Trường tỉnh khác")

        form = ProposeForm(sent(institutions=[str(others.public_id), "khong-phai-ma"]), agencies=[agency])

        assert "institutions" in form.errors
        assert "checked" not in str(form["institutions"])

    def test_takes_many_that_were_found_one_after_the_other(self, agency):
        chosen = Institution.objects.filter(name__in=["Trường số 01", "Trường số 49"])
        form = ProposeForm(sent(institutions=[str(each.public_id) for each in chosen]), agencies=[agency])

        form.full_clean()

        assert set(form.cleaned_data["institutions"]) == set(chosen)

    def test_of_one_institution_is_a_choice_of_one(self, agency):
        chosen = Institution.objects.get(name="Trường số 49")

        looking = str(
            TargetForm(sent(**{"institution-words": "49", "institution-look": "1"}), agency_id=agency.pk)[
                "institution"
            ]
        )
        form = TargetForm(sent(institution=str(chosen.public_id)), agency_id=agency.pk)

        assert looking.count('type="radio"') == 1
        assert form.is_valid() and form.cleaned_data["institution"] == chosen

    def test_costs_the_same_however_large_the_register_is(self, agency, django_assert_max_num_queries):
        ticked = [str(each) for each in Institution.objects.values_list("public_id", flat=True)[:20]]
        form = ProposeForm(
            sent(**{"institutions": [*ticked, str(uuid4())], "institutions-look": "1"}), agencies=[agency]
        )

        with django_assert_max_num_queries(2):
            str(form["institutions"])
