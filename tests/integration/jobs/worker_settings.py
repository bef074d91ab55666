"""Settings of a worker process in a test: the test's own database, the test's handlers."""

import os
from datetime import timedelta

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE_NAME"]
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": 10,
    }  # as in production: a fork must not share it
JOB_WORKERS = {"fast": 2, "pdf": 1}
JOB_LEASE_SECONDS = 1
JOB_FIRST_BACK_OFF_SECONDS = 0.1
JOB_INCIDENT_OPENED = ""
JOB_HANDLERS = {
    kind: f"tests.integration.jobs.handlers.{kind}" for kind in ("note", "fail", "give_up", "die", "linger")
}
PERIODIC = {"audit.seal": ("audit.jobs.seal", timedelta(seconds=1))}
