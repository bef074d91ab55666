"""Fixtures every test may use: databases put back as they were, unaudited changes found."""

import pytest

from audit.testing import watch_for_unaudited_changes
from tests.migrated import migrated_once
from tests.snapshots import put_back_to, take_snapshot

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


# What must hold on PostgreSQL and Redis as well: `make test-services` runs these there. The rule: what the database
# itself decides or orders (locks, races, keys that may come twice, numbers, triggers, jobs and leases, sockets), the
# lists read from it, and each way once. What only words, draws or fills in is proved on SQLite: it need not run twice.
ON_SERVICES = (
    "tests/integration/audit/",
    "tests/integration/documents/test_numbers.py",
    "tests/integration/dossiers/",
    "tests/integration/inspections/test_at_once.py",
    "tests/integration/jobs/",
    "tests/integration/notifications/",
    "tests/integration/registry/",
    "tests/integration/workflows/",
)

ON_SQLITE_ALONE = (
    "tests/integration/dossiers/test_cells.py",
    "tests/integration/dossiers/test_line_of_stops.py",
    "tests/integration/dossiers/test_papers.py",
    "tests/integration/dossiers/test_preview.py",
    "tests/integration/dossiers/test_register_checks.py",
    "tests/integration/dossiers/test_register_prefill.py",
)


# Files whose tests take longest, which begin first: two processes then end at about the same time. All others keep their order.
LONGEST_FIRST = (
    "tests/integration/test_killed_anywhere.py",
    "tests/integration/test_permissions.py",
    "tests/integration/test_query_plans.py",
    "tests/integration/test_query_budgets.py",
    "tests/integration/test_killed_product.py",
    "tests/integration/inspections/test_schedules.py",
    "tests/integration/lives/test_life.py",
    "tests/integration/workflows/test_oracle.py",
    "tests/unit/workflows/test_oracle.py",
    "tests/journeys/test_tablet_long_day.py",
    "tests/journeys/test_accessible.py",
    "tests/journeys/test_two_procedures.py",
    "tests/journeys/test_accessible_with_data.py",
    "tests/journeys/test_tablet.py",
    "tests/journeys/test_tablet_lines.py",
    "tests/journeys/test_accessible_faults.py",
    "tests/journeys/test_diploma_copy.py",
    "tests/journeys/test_behind_nginx.py",
)


def place_of(item):
    """Return where a test's file stands among the longest."""
    file = item.nodeid.partition("::")[0]
    return LONGEST_FIRST.index(file) if file in LONGEST_FIRST else len(LONGEST_FIRST)


def pytest_collection_modifyitems(items):
    """Begin with the longest; mark the tests of databases, queues and sockets."""
    items.sort(key=place_of)
    for item in items:
        if item.nodeid.startswith(ON_SERVICES) and not item.nodeid.startswith(ON_SQLITE_ALONE):
            item.add_marker("services")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Make the database from the one that was migrated before."""
    with migrated_once():
        yield django_db_modify_db_settings


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Leave the database as migrations made it after each transactional test, whichever test comes first."""
    with django_db_blocker.unblock():
        as_migrated = take_snapshot()
    with put_back_to(as_migrated):
        yield


@pytest.fixture(autouse=True)
def every_change_is_audited(request):
    """Fail a test in which a service changed domain rows without an audit row."""
    if "db" not in request.fixturenames and not request.node.get_closest_marker("django_db"):
        yield
        return
    with watch_for_unaudited_changes(DOMAIN_TABLES):
        yield
