"""A keeper of a register, and somebody who writes into it."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Agency, Person

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def keeper():
    return Agency.objects.create(
        code="T01", name="Trường Trung cấp nghề Trà Vinh", valid_from=date(2000, 1, 1)
    )


@pytest.fixture
def other_keeper():
    return Agency.objects.create(code="T02", name="Trường khác", valid_from=date(2000, 1, 1))


@pytest.fixture
def officer():
    return Person.objects.create(email="giu.so@example.vn", full_name="Người Giữ Sổ")
