"""The handlers of these tests, wired."""

import pytest

HERE = "tests.integration.jobs.handlers"
KINDS = ("note", "fail", "give_up", "die", "linger", "order_another")


@pytest.fixture(autouse=True)
def wired(settings):
    """Wire the test handlers; nothing periodic."""
    settings.JOB_HANDLERS = {kind: f"{HERE}.{kind}" for kind in KINDS}
    settings.PERIODIC = {}
    settings.JOB_INCIDENT_OPENED = ""
