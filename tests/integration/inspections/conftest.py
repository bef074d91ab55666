"""A visit under way, for tests of inspections."""

import pytest
from django.utils import timezone

from tests.integration.inspections.visit_world import World, build_visit


@pytest.fixture
def visit(db) -> World:
    """A visit with its team."""
    return build_visit(timezone.now())
