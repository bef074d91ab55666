"""People of this package's tests."""

import pytest

from accounts.models import Person


@pytest.fixture
def person():
    return Person.objects.create(email="sa.ray@example.vn", full_name="Thạch Thị Sa Rây")


@pytest.fixture
def stranger():
    return Person.objects.create(email="khac@example.vn", full_name="Người Khác")
