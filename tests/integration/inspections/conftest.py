"""A visit under way, for tests of inspections."""

import pytest
from django.utils import timezone

from inspections.roles import DECISION_PROCEDURE, PROCEDURE, TARGET_PROCEDURE
from tests.integration.dossiers import conftest as dossiers
from tests.integration.inspections.chain import Chain, build_chain
from tests.integration.inspections.visit_world import World, build_visit

now, office, people = dossiers.now, dossiers.office, dossiers.people


@pytest.fixture
def visit(db) -> World:
    """A visit with its team."""
    return build_visit(timezone.now())


@pytest.fixture
def chain(office, people, now) -> Chain:
    """The demonstration office with inspectors and institutions, and the packages of inspections published."""
    dossiers.publish_from_library(PROCEDURE, TARGET_PROCEDURE, DECISION_PROCEDURE, at=now)
    return build_chain(people, now)
