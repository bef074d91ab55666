"""A visit under way, for tests of inspections."""

import pytest
from django.conf import settings
from django.utils import timezone

from inspections.roles import DECISION_PROCEDURE, PROCEDURE, TARGET_PROCEDURE
from procedures.package import read_folder
from procedures.services import publish
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
    for name in (PROCEDURE, TARGET_PROCEDURE, DECISION_PROCEDURE):
        files = read_folder(settings.MOTCUA_PROCEDURES_DIR / name)
        publish(name, files, at=now, actor_id=None, reason="Bản trình diễn")
    return build_chain(people, now)
