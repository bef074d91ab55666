"""Fixtures every test may use: triggers out of the way of flushes, unaudited changes found."""

import pytest

from audit.testing import flush_with_triggers_dropped, watch_for_unaudited_changes

DOMAIN_TABLES = {
    "accounts_agency",
    "accounts_appointment",
    "accounts_calendarday",
    "accounts_organisation",
    "accounts_representation",
    "documents_issueddocument",
    "documents_registerentry",
    "dossiers_dossier",
    "dossiers_draft",
    "dossiers_stepanswer",
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


@pytest.fixture(autouse=True, scope="session")
def triggers_out_of_the_way():
    """Let test databases be flushed although audit tables refuse deletion."""
    with flush_with_triggers_dropped():
        yield


@pytest.fixture(autouse=True)
def every_change_is_audited(request):
    """Fail a test in which a service changed domain rows without an audit row."""
    if "db" not in request.fixturenames and not request.node.get_closest_marker("django_db"):
        yield
        return
    with watch_for_unaudited_changes(DOMAIN_TABLES):
        yield
