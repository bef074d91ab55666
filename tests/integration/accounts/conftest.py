"""The administration the tests of this package share."""

import pytest

from tests.integration.accounts.people import Administration, make_administration


@pytest.fixture
def administration(db: None) -> Administration:
    """Return the small administration."""
    return make_administration()
