"""What the settings hand to lower floors by dotted path is really there."""

import pytest
from django.utils.module_loading import import_string

from config import settings

SINGLE = (
    "FLOW_SOURCE", "FLOW_BEGINNER", "TOPIC_POLICY", "DOSSIER_CODES", "NOTIFICATION_TEXTS", "JOB_RECORDER",
    "JOB_INCIDENT_OPENED", "AUDIT_ANCHOR_SIGNER", "SOCKET_CLOSER", "CALENDAR_CHANGED",
    "PAPER_SIGNATURES", "MOTCUA_SCANNER",
)  # fmt: skip
NAMED = (
    "FLOW_HANDLERS", "DOCUMENT_EVENTS", "OPTION_SOURCES", "PREFILL_SOURCES", "REFERENCE_LISTS", "OPERATIONS",
    "JOB_HANDLERS", "PERIODIC", "REGISTER_CHECKS",
)  # fmt: skip


def wired():
    """Yield every dotted path with the setting that names it."""
    for name in SINGLE:
        yield pytest.param(getattr(settings, name), id=name)
    for name in NAMED:
        for key, path in getattr(settings, name).items():
            yield pytest.param(path[0] if isinstance(path, tuple) else path, id=f"{name} {key}")


@pytest.mark.parametrize("path", list(wired()))
def test_leads_to_what_it_names(path):
    assert import_string(path) is not None
