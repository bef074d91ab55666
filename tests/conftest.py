"""Fixtures every test may use: databases put back as they were, unaudited changes found."""

import pytest

from audit.testing import watch_for_unaudited_changes
from tests.migrated import migrated_once
from tests.snapshots import databases_put_back

DOMAIN_TABLES = {
    "accounts_agency",
    "accounts_appointment",
    "accounts_calendarday",
    "accounts_organisation",
    "accounts_representation",
    "documents_issueddocument",
    "documents_registerentry",
    "dossiers_complaint",
    "dossiers_conversation",
    "dossiers_dossier",
    "dossiers_draft",
    "dossiers_message",
    "dossiers_representationrequest",
    "dossiers_stepanswer",
    "inspections_finding",
    "inspections_handover",
    "inspections_inspection",
    "inspections_inspectiondecision",
    "inspections_inspectionstep",
    "inspections_remedy",
    "inspections_target",
    "inspections_teammember",
    "procedures_edition",
    "registry_diplomarecord",
    "workflows_run",
    "workflows_workitem",
}


# What must hold on PostgreSQL and Redis as well: `make test-services` runs these there.
ON_SERVICES = (
    "tests/integration/audit/",
    "tests/integration/documents/test_numbers.py",
    "tests/integration/dossiers/",
    "tests/integration/jobs/",
    "tests/integration/notifications/",
    "tests/integration/registry/",
    "tests/integration/workflows/",
)


def pytest_collection_modifyitems(items):
    """Mark the tests of databases, queues and sockets."""
    for item in items:
        if item.nodeid.startswith(ON_SERVICES):
            item.add_marker("services")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Make the database from the one that was migrated before."""
    with migrated_once():
        yield django_db_modify_db_settings


@pytest.fixture(autouse=True, scope="session")
def put_back():
    """Leave the database as migrations made it after each transactional test."""
    with databases_put_back():
        yield


@pytest.fixture(autouse=True)
def every_change_is_audited(request):
    """Fail a test in which a service changed domain rows without an audit row."""
    if "db" not in request.fixturenames and not request.node.get_closest_marker("django_db"):
        yield
        return
    with watch_for_unaudited_changes(DOMAIN_TABLES):
        yield
