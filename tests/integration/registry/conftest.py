"""A keeper of a register, and somebody who writes into it."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Person
from accounts.services import create_agency

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def school(code, name):
    return create_agency(code=code, name=name, valid_from=date(2000, 1, 1), actor=None, at=AT)


@pytest.fixture
def keeper(db):
    return school("T01", "Trường Trung cấp nghề Trà Vinh")


@pytest.fixture
def other_keeper(db):
    return school("T02", "Trường khác")


@pytest.fixture
def officer(db):
    return Person.objects.create(email="giu.so@example.vn", full_name="Người Giữ Sổ")
