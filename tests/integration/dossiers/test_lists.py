"""Lists that are rows of the database: institutions while they last, and all there ever were."""

from datetime import date

import pytest

from dossiers import lists
from registry.licence_models import Institution

DAY = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def schools():
    """A school that was renamed, and its successor."""
    lists.institutions_at.cache_clear()
    new = Institution.objects.create(
        code="TC01", name="Trường Trung cấp Cửu Long", valid_from=date(2020, 1, 1)
    )
    Institution.objects.create(
        code="DN01", name="Trường Dạy nghề Trà Cú", valid_from=date(2000, 1, 1), valid_to=date(2019, 12, 31), successor=new,
    )  # fmt: skip
    yield
    lists.institutions_at.cache_clear()


class TestInstitutions:
    def test_are_found_by_the_name_of_those_they_follow(self):
        assert [entry.code for entry in lists.institutions().search("day nghe tra cu", DAY)] == ["TC01"]

    def test_that_ended_are_on_the_list_of_all(self):
        assert lists.institutions().find("DN01", DAY) is None
        assert lists.institutions_ever().find("DN01", DAY).name == "Trường Dạy nghề Trà Cú"
